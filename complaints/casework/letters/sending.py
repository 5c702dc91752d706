"""Letters are numbered, kept as they leave, corrected by a further version, and marked as posted.

A number is taken in the transaction that keeps the letter: of two at once one waits for the other, and what is taken back
takes its number back. The row of the year is locked after the case, always in this order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints import history, notices, permissions
from complaints.casework.extracts import keep_extract, told_before
from complaints.casework.letters.composing import recipient_of
from complaints.casework.letters.facts import EMPTY, Source
from complaints.casework.letters.purposes import KINDS
from complaints.casework.models import FreeNumber, Letter, LetterSeries
from complaints.dealings import Addressee, Way
from complaints.models import Attachment, Complaint
from complaints.selectors import interlocutors_of
from complaints.workflow import undo
from complaints.workflow.errors import Incomplete, NotAllowed, demand
from complaints.workflow.moves import PLAIN, Seal, check_once, check_seen, locked
from complaints.workflow.table import NEEDS

SERIES = "IMR-L"


@dataclass(frozen=True, slots=True)
class Written:
    """A letter as it was typed, the files of the case that go with it, and what is told about who complains (`consents.Who`).

    Without `recipient` its text's own is used, without `identity` what the version before told, else the name where it may go."""

    language: str
    subject: str
    body: str
    documents: Sequence[Attachment] = ()
    recipient: str = ""
    signed_by: str = ""
    template: str = ""
    way: str = ""
    identity: Sequence[str] | None = None


def next_number(at: datetime) -> str:
    """The next number of that year, `IMR-L-2026-000123`; the row of the year is locked until the transaction ends.

    First those that came free: a letter that was taken back (docs/undo.md) leaves its number to the next one."""
    year = timezone.localdate(at).year
    LetterSeries.objects.get_or_create(year=year)
    LetterSeries.objects.select_for_update().get(year=year)
    free = FreeNumber.objects.filter(number__startswith=f"{SERIES}-{year}-").order_by("number").first()
    if free is not None:
        free.delete()
        return free.number
    LetterSeries.objects.filter(year=year).update(last=F("last") + 1)
    return f"{SERIES}-{year}-{LetterSeries.objects.get(year=year).last:06d}"


def demand_words(written: Written) -> None:
    """Raises Incomplete for a letter without subject or text, or with something still to be filled in."""
    if not (written.subject.strip() and written.body.strip()):
        raise Incomplete(NEEDS["letter"])
    if EMPTY in written.subject + written.body + written.recipient:
        raise Incomplete(_("Fill in what stands as […], or take it out."))


def keep(
    case: Complaint,
    written: Written,
    *,
    actor: Actor,
    purpose: str,
    number: str,
    at: datetime,
    corrects: Letter | None = None,
) -> Letter:
    """The row of a letter, with its documents; the case is locked."""
    to = KINDS[purpose].to
    letter = Letter.objects.create(
        complaint=case, to=to, administration=case.administration if to == Addressee.ADMINISTRATION else None,
        recipient=written.recipient.strip() or recipient_of(case, purpose, written.language).replace(EMPTY, "").strip(),
        number=number, version=corrects.version + 1 if corrects else 1, corrects=corrects, purpose=purpose,
        language=written.language, template=written.template, subject=written.subject, body=written.body,
        signed_by=written.signed_by, written_by=actor.someone, sent_at=at, way=written.way or usual_way(case, to),
    )  # fmt: skip
    letter.attachments.set(written.documents)
    if to == Addressee.ADMINISTRATION:
        keep_extract(letter, case, told_before(corrects, case) if written.identity is None else written.identity)
    return letter


def usual_way(case: Complaint, to: str) -> str:
    """By the site where somebody reads it there: the complainant, or an interlocutor with an account."""
    if to == Addressee.CITIZEN:
        return Way.POST if case.complainant.preferred_channel == "post" and _may_post(case) else Way.SITE
    if to == Addressee.ADMINISTRATION and interlocutors_of(case.administration, on=timezone.localdate()):
        return Way.SITE
    return Way.POST


def ways(case: Complaint, to: str) -> list[str]:
    """How a letter may go to them."""
    if to == Addressee.CITIZEN:
        return [Way.SITE, Way.POST] if _may_post(case) else [Way.SITE]
    return [Way.SITE, Way.POST] if usual_way(case, to) == Way.SITE else [Way.POST]


def _may_post(case: Complaint) -> bool:
    """Whether a letter in the mailbox endangers nobody (docs/safe-contact.md)."""
    return case.complainant.reachable_by("post")


@transaction.atomic
def write_letter(complaint: Complaint, *, actor: Actor, purpose: str, seal: Seal = PLAIN, **written: Any) -> Letter:
    """A letter that goes with no move (`Written`). Raises Refused."""
    case = locked(complaint)
    check_once(case, actor, seal)
    demand(permissions.can_decide(actor, case))
    check_seen(case, seal)
    kind = KINDS.get(purpose)
    if kind is None or kind.move:
        raise Incomplete(_("Choose what the letter is for."))
    words = Written(**written)
    if kind.to == Addressee.CITIZEN and not case.has_complainant:
        raise NotAllowed(NEEDS["complainant"])
    if not kind.there(Source(case, words.language)):
        raise NotAllowed(kind.after)
    return _send(case, words, actor=actor, purpose=purpose, seal=seal)


@transaction.atomic
def correct_letter(
    complaint: Complaint, *, actor: Actor, letter: Letter, reason: str, seal: Seal = PLAIN, **written: Any
) -> Letter:
    """The next version of a letter that has left; the one before is kept. `reason` is the desk's own word."""
    case = locked(complaint)
    check_once(case, actor, seal)
    demand(permissions.can_decide(actor, case))
    check_seen(case, seal)
    row = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk, complaint=case)
    if Letter.objects.filter(corrects=row).exists():
        raise NotAllowed(_("There is a later version of this letter: correct that one."))
    if not reason.strip():
        raise Incomplete(_("Write what was wrong."))
    if row.administration_id is not None and row.administration_id != case.administration_id:
        raise NotAllowed(_("This letter went to another administration: write a new one."))
    return _send(case, Written(**written), actor=actor, purpose=row.purpose, seal=seal, corrects=row, reason=reason)


def _send(
    case: Complaint,
    written: Written,
    *,
    actor: Actor,
    purpose: str,
    seal: Seal,
    corrects: Letter | None = None,
    reason: str = "",
) -> Letter:
    demand_words(written)
    to, at = KINDS[purpose].to, seal.at or timezone.now()
    if to == Addressee.ADMINISTRATION and case.administration is None:
        raise Incomplete(NEEDS["administration"])
    if (written.way or usual_way(case, to)) not in ways(case, to):
        raise NotAllowed(_("This letter cannot go that way: choose another one."))
    before = undo.begin(case, seal=seal)
    number = corrects.number if corrects else next_number(at)
    letter = keep(case, written, actor=actor, purpose=purpose, number=number, at=at, corrects=corrects)
    data = {"letter": letter.pk, "number": number, "version": letter.version, "purpose": purpose, **seal.kept()}
    name = "letter_corrected" if corrects else "letter_written"
    if to == Addressee.ADMINISTRATION:
        share(written.documents)
    event = history.record(case, name, actor=actor, at=at, internal_text=reason, data=data)
    hold = undo.hold(before, case, event, seal=seal)
    if letter.way == Way.SITE:
        notices.tell(case, event, _notice(case, letter), hold=hold)
    return letter


def _notice(case: Complaint, letter: Letter) -> notices.Notice:
    if letter.to == Addressee.CITIZEN:
        return notices.LetterForCitizen(corrected=letter.version > 1)
    people = interlocutors_of(case.administration, on=timezone.localdate())
    return notices.LetterForAdministration(due_on=None, interlocutors=people)


def share(documents: Sequence[Attachment]) -> None:
    """From now on the administration may open these files."""
    for document in documents:
        document.shared_with_administration = True
        document.save(update_fields=["shared_with_administration"])


@transaction.atomic
def mark_posted(letter: Letter, *, actor: Actor, day: date, tracking: str = "") -> Letter:
    """The day on which a letter was posted or handed over, and its tracking number; said once."""
    case = locked(letter.complaint)
    demand(permissions.can_decide(actor, case))
    row = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if row.posted_on is not None:
        raise NotAllowed(_("This letter is marked as posted already."))
    if not timezone.localdate(row.sent_at) <= day <= timezone.localdate():
        raise Incomplete(
            _("Choose the day on which it was posted: not before it was written, and today at the latest.")
        )
    undo.settle(case)
    row.posted_on, row.tracking = day, tracking.strip()
    row.save(update_fields=["posted_on", "tracking"])
    data = {"letter": row.pk, "number": row.number, "version": row.version, "day": day.isoformat()}
    history.record(case, "letter_posted", actor=actor, data=data)
    return row
