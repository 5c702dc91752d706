"""Which other files may be the same matter, and what says so (issue 4, section 2): by person, administration, subject, text.

Only files of one person can be joined. The same words from other people are shown as what they are: a campaign, a form that
goes round, or one text that many copied. Bounded on purpose: nothing here grows with the number of files."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection, transaction
from django.db.models import Q, QuerySet, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints.enums import State
from complaints.models import Complaint, Person
from complaints.models.complaint import same_text
from complaints.models.person import folded_query
from complaints.permissions import workable_complaints
from complaints.selectors import DUPLICATE_WINDOW, same_person, same_person_because

SHOWN = 20
LONG_ENOUGH = 40  # shorter texts are the same by chance: "I have had no answer"
ALIKE = 0.5  # how near two accounts must come to be called alike (pg_trgm, 0 to 1)
TITLES_ALIKE = 0.6
COMPARED = 60  # newest files on one matter whose accounts are compared: each comparison costs about a millisecond
NAMED = 200  # people of one name with the same telephone or birthday who are looked at
COUNTED = 50  # of how many files of one person we still give the number


@dataclass(frozen=True, slots=True)
class Candidate:
    """Another file, with the reasons in words. `same_person`: it may be joined to this one; `alike` in per cent."""

    complaint: Complaint
    reasons: Sequence[Promise | str]
    same_person: bool
    alike: int


def candidates(complaint: Complaint, *, actor: Actor) -> list[Candidate]:
    """Files that this person may open: the same person's first, then those whose words are nearest."""
    near = workable_complaints(actor).exclude(pk=complaint.pk).exclude(state=State.MERGED)
    near = near.filter(
        submitted_at__gte=complaint.submitted_at - DUPLICATE_WINDOW,
        submitted_at__lte=complaint.submitted_at + DUPLICATE_WINDOW,
    )
    found = {
        *_of_the_person(complaint, near),
        *_in_the_same_words(complaint, near),
        *_so_called(complaint, near),
        *_on_the_same_matter(complaint, near),
    }
    likeness = TrigramSimilarity("description", Value(complaint.description))
    rows = Complaint.objects.filter(pk__in=found).annotate(likeness=likeness)
    judged = [_judge(complaint, row) for row in rows.select_related("complainant", "administration", "unit")]
    worth = [one for one in judged if one.reasons]
    return sorted(worth, key=lambda one: (not one.same_person, -one.alike, -one.complaint.pk))[:SHOWN]


def _of_the_person(complaint: Complaint, near: QuerySet[Complaint]) -> list[int]:
    mine = near.filter(same_person(complaint.complainant)).order_by("-pk").values_list("pk", flat=True)
    return [*mine[:SHOWN], *_of_the_name(complaint.complainant, near)]


def _of_the_name(person: Person, near: QuerySet[Complaint]) -> list[int]:
    """By name and telephone, or name and date of birth. People are looked up first: their names have an index."""
    also = Q(phone=person.phone) if person.phone else Q(pk__in=[])
    if person.birth_date:
        also |= Q(birth_date=person.birth_date)
    if not (person.phone or person.birth_date) or not person.name:
        return []
    people = list(Person.objects.filter(also, search=folded_query(person.name)).values_list("pk", flat=True)[:NAMED])
    named = near.filter(complainant__in=people)
    return list(named.order_by("-pk").values_list("pk", flat=True)[:SHOWN])


def _in_the_same_words(complaint: Complaint, near: QuerySet[Complaint]) -> list[int]:
    if len(complaint.description) < LONG_ENOUGH:
        return []
    same = near.alias(words=same_text("description")).filter(words=same_text(Value(complaint.description)))
    return list(same.order_by("-pk").values_list("pk", flat=True)[:SHOWN])


def _so_called(complaint: Complaint, near: QuerySet[Complaint]) -> list[int]:
    """Files about the same administration under much the same title."""
    if complaint.administration_id is None:
        return []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(TITLES_ALIKE)])
        called = near.filter(administration=complaint.administration_id, title__trigram_similar=complaint.title)
        return list(called.values_list("pk", flat=True)[:SHOWN])


def _on_the_same_matter(complaint: Complaint, near: QuerySet[Complaint]) -> list[int]:
    """Of the newest files about the same administration and the same subject, those that tell much the same in other words."""
    if complaint.administration_id is None or complaint.subject_id is None or len(complaint.description) < LONG_ENOUGH:
        return []
    matter = near.filter(administration=complaint.administration_id, subject=complaint.subject_id)
    newest = Complaint.objects.filter(pk__in=list(matter.order_by("-pk").values_list("pk", flat=True)[:COMPARED]))
    likeness = TrigramSimilarity("description", Value(complaint.description))
    return list(newest.annotate(likeness=likeness).filter(likeness__gte=ALIKE).values_list("pk", flat=True)[:SHOWN])


def _judge(complaint: Complaint, other: Complaint) -> Candidate:
    person = same_person_because(complaint.complainant, other.complainant)
    alike = round(100 * other.likeness)  # type: ignore[attr-defined]
    reasons: list[Promise | str] = [reason.label for reason in person]
    words = _words(complaint, other, alike)
    if person or words:
        reasons += words
        if complaint.administration_id and complaint.administration_id == other.administration_id:
            reasons.append(_("the same administration"))
        if complaint.subject_id and complaint.subject_id == other.subject_id:
            reasons.append(_("the same subject"))
    return Candidate(other, reasons, bool(person), alike)


def _words(complaint: Complaint, other: Complaint, alike: int) -> list[Promise | str]:
    if len(complaint.description) >= LONG_ENOUGH and _plain(complaint.description) == _plain(other.description):
        return [_("the very same text")]
    return [_("texts alike: %(share)s %%") % {"share": alike}] if alike >= 100 * ALIKE else []


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def files_of_person(complaint: Complaint) -> int:
    """How many files this person has here, this one with them; stops beyond COUNTED. Repeat writers are known by it.

    This one is counted apart: "or this one" beside what is known of people would read both tables from end to end."""
    if not complaint.has_complainant:
        return 0
    others = Complaint.objects.filter(same_person(complaint.complainant)).exclude(pk=complaint.pk).order_by()
    return 1 + others.values("pk")[:COUNTED].count()
