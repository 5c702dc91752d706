"""Which letters may be written on a file, and which texts are missing: reads for the pages of letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints.casework.letters import texts
from complaints.casework.letters.facts import Source
from complaints.casework.letters.forms import gap_words, own_gap_words
from complaints.casework.letters.purposes import KINDS, Kind, fits
from complaints.casework.letters.texts import Gap, Texts
from complaints.casework.models import Letter, LetterText
from complaints.dealings import Addressee, Purpose, Way
from complaints.models import Complaint, Grace
from complaints.permissions import workable_complaints
from complaints.workflow import transitions
from complaints.workflow.table import NEEDS

NAMES = dict(settings.LANGUAGES)
OF_OFFICES = "fr"  # in which the list begins for those who are no complainants


@dataclass(frozen=True, slots=True)
class Offer:
    """A letter that may be written: `languages` with the address of each; `gap` says what is missing in the reader's own.

    Without languages it may not be written now, and `why` says when."""

    label: Promise | str
    to: Promise | str
    languages: Sequence[tuple[str, str, str]] = ()
    gap: str = ""
    why: Promise | str = ""
    fits: bool = False


def offers(complaint: Complaint, *, actor: Actor) -> list[Offer]:
    """Every letter: those that go with the last move first, those that may not be written now last."""
    source, found = Source(complaint, complaint.language), texts.in_force()
    moves = {rule.name for rule, decision in transitions.available(complaint, actor) if decision}
    made = [_offer(kind, source, found, moves) for kind in KINDS.values()]
    return sorted(made, key=lambda offer: (not offer.languages, not offer.fits))


def _offer(kind: Kind, source: Source, found: Texts, moves: set[str]) -> Offer:
    to = Addressee(kind.to).label
    if kind.to == Addressee.CITIZEN and not source.case.has_complainant:
        return Offer(kind.purpose.label, to, why=NEEDS["complainant"])
    if (kind.move and kind.move not in moves) or not kind.there(source):
        return Offer(kind.purpose.label, to, why=kind.after)
    own = source.case.language if kind.to == Addressee.CITIZEN else OF_OFFICES
    gap = texts.gap_in(found, kind.purpose, own)
    if gap and kind.to == Addressee.CITIZEN and own in texts.WANTED:  # no other language takes its place
        words = own_gap_words(gap, own)
        return Offer(kind.purpose.label, to, gap=words, why=words, fits=fits(kind, source))
    codes = [code for code in dict.fromkeys((own, *NAMES)) if texts.gap_in(found, kind.purpose, code) is None]
    links = [(code, NAMES[code], _address(kind, source.case, code)) for code in codes]
    return Offer(
        kind.purpose.label, to, links, gap=gap_words(gap, own) if gap else "", fits=fits(kind, source),
        why="" if links else _("Its text is missing."),
    )  # fmt: skip


def _address(kind: Kind, complaint: Complaint, language: str) -> str:
    act = reverse("admin:case_act", args=[complaint.pk, kind.move or "letter"])
    return f"{act}?{urlencode({'purpose': kind.purpose.value, 'language': language})}"


def of_file(complaint: Complaint) -> QuerySet[Letter]:
    """Every letter of a file, the newest first, with the version that took its place."""
    rows = complaint.letters.select_related("administration", "written_by", "corrected_by", "corrects")  # type: ignore[attr-defined]
    return rows.prefetch_related("attachments").order_by("-sent_at", "-pk")


def to_post(actor: Actor) -> QuerySet[Letter]:
    """The letters of this person's files that go by post and are not marked as posted, in no order."""
    later = Letter.objects.filter(corrects=OuterRef("pk"))
    waiting = Letter.objects.filter(~Exists(later), way=Way.POST, posted_on=None)
    waiting = waiting.exclude(Grace.objects.hiding("sent_at"))  # it can still be taken back
    mine = waiting.filter(complaint__in=workable_complaints(actor))
    return mine.select_related("complaint", "administration")


# --- the texts ---


@dataclass(frozen=True, slots=True)
class Cell:
    """One text: how it stands, and the page on which it is changed."""

    language: str
    url: str
    gap: Gap | None
    version: int = 0
    shipped: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One purpose with its text in each language."""

    label: Promise | str
    to: Promise | str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """All texts; `gaps` are those that are missing or older among the languages in which all must be."""

    languages: Sequence[tuple[str, str]]
    rows: Sequence[Row]
    gaps: Sequence[tuple[Promise | str, Cell]]


def table() -> Table:
    """Every purpose in every language of the site; one query."""
    found = texts.in_force()
    codes = list(dict.fromkeys((*texts.WANTED, *NAMES)))
    rows = [
        Row(kind.purpose.label, Addressee(kind.to).label, [_cell(found, kind.purpose, code) for code in codes])
        for kind in KINDS.values()
    ]
    gaps = [(row.label, cell) for row in rows for cell in row.cells if cell.gap and cell.language in texts.WANTED]
    return Table([(code, NAMES[code]) for code in codes], rows, gaps)


def _cell(found: Texts, purpose: Purpose, language: str) -> Cell:
    text, url = found.get((purpose, language)), reverse("admin:letter_text", args=[purpose.value, language])
    gap = texts.gap_in(found, purpose, language)
    return Cell(language, url, gap, text.version, text.shipped) if text else Cell(language, url, gap)


def versions(purpose: str, language: str) -> QuerySet[LetterText]:
    """What administrators wrote, the newest first."""
    return (
        LetterText.objects.filter(purpose=purpose, language=language).select_related("written_by").order_by("-version")
    )
