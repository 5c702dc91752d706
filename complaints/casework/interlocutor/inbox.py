"""What an administration finds in its inbox. Each list is read a page at a time by its index; counts are bounded."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.actors import Actor
from complaints.casework.by_key import Page, page_by_key
from complaints.casework.models import Extract, Letter
from complaints.casework.queue import bounded_counts
from complaints.dealings import Addressee, Reply
from complaints.enums import FINAL_POSITIONS, OPEN_STATES, State
from complaints.guide.models import Administration
from complaints.models import AdministrationReply, Complaint, Grace, Recommendation
from complaints.permissions import addressed_complaints, own_replies, received_recommendations
from complaints.workflow import undo

SOON = timedelta(days=14)
PAGE = 25


class View(models.TextChoices):
    """The lists of the inbox, each a link."""

    OWED = "owed", pgettext_lazy("letters", "To answer")
    NEW = "new", pgettext_lazy("letters", "New")
    SOON = "soon", pgettext_lazy("letters", "Due soon")
    LATE = "late", pgettext_lazy("letters", "Late")
    SENT = "sent", pgettext_lazy("letters", "What we sent")
    ANSWERED = "answered", pgettext_lazy("letters", "Answered")
    MADE = "made", _("Recommendations")
    ALL = "all", pgettext_lazy("letters", "All")


# In which order each list stands: the column, and whether the newest comes first
ORDERS = {
    View.OWED: ("answer_due_on", False), View.NEW: ("sent_at", True), View.SOON: ("answer_due_on", False),
    View.LATE: ("answer_due_on", False), View.SENT: ("sent_at", True), View.ANSWERED: ("answered_at", True),
    View.MADE: ("issued_at", True), View.ALL: ("sent_at", True),
}  # fmt: skip
SHORT = (View.OWED, View.NEW, View.SOON, View.LATE)  # those of which one wants to know how many there are
COUNTED = (*SHORT, View.MADE)  # of the recommendations those that wait


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list: the letter it leads to, or the recommendation, with what was sent and when it is due."""

    letter: Letter | None = None
    made: Recommendation | None = None
    sent: AdministrationReply | None = None
    due_on: date | None = None
    late: bool = False
    opened: bool = True
    open: bool = False  # a recommendation that waits for its answer or its proof


def received_letters(actor: Actor) -> QuerySet[Letter]:
    """The letters of the files that were sent to this interlocutor's administration, newest first."""
    letters = Letter.objects.filter(
        to=Addressee.ADMINISTRATION,
        complaint__in=addressed_complaints(actor),
        administration=F("complaint__administration"),
    )
    letters = letters.exclude(Grace.objects.hiding("sent_at"))  # it can still be taken back
    joined = ("complaint__unit", "administration", "corrects", "corrected_by", "extract")
    return letters.select_related(*joined).order_by("-sent_at", "-pk")


def owed(actor: Actor, office: Administration) -> QuerySet[Complaint]:
    """Files that wait for the administration's answer; one that it sent and we have not checked is no debt."""
    sent = AdministrationReply.objects.filter(
        complaint=OuterRef("pk"), status=AdministrationReply.Status.SENT, about=AdministrationReply.About.ANSWER,
        position__in=FINAL_POSITIONS, administration=office,
    )  # fmt: skip
    files = addressed_complaints(actor).filter(administration=office, state=State.AWAITING_ADMINISTRATION)
    return files.filter(~Exists(sent))


def rows_in(view: View, actor: Actor, office: Administration, *, today: date, day: date | None = None) -> QuerySet[Any]:
    """The rows of one list, in no order; `day` narrows what is owed to what is due that day."""
    if view in {View.NEW, View.ALL}:
        return _letters(actor, office, unopened=view == View.NEW)
    if view == View.SENT:
        return own_replies(actor).filter(administration=office, sent_at__isnull=False)
    if view == View.ANSWERED:
        held = Grace.objects.running().filter(complaint=OuterRef("pk"), before__case__has_key="answered_at")
        files = addressed_complaints(actor).filter(administration=office, answered_at__isnull=False)
        return files.exclude(Exists(held))
    if view == View.MADE:
        made = received_recommendations(actor).filter(administration=office)
        return made.filter(due_on=day, reply="", ended_at=None) if day else made
    files = owed(actor, office)
    if day is not None:
        files = files.filter(answer_due_on=day)
    if view == View.SOON:
        return files.filter(answer_due_on__gte=today, answer_due_on__lte=today + SOON)
    return files.filter(answer_due_on__lt=today) if view == View.LATE else files


def _letters(actor: Actor, office: Administration, *, unopened: bool) -> QuerySet[Extract]:
    """The letters by their extracts, without those that can still be taken back and those that a corrected one replaced."""
    held = Grace.objects.running().filter(complaint=OuterRef("letter__complaint"), event__at__lte=OuterRef("sent_at"))
    theirs = Extract.objects.filter(administration=office, letter__corrected_by=None).exclude(Exists(held))
    theirs = theirs.filter(opened_at=None) if unopened else theirs
    return theirs.filter(
        letter__complaint__in=addressed_complaints(actor), letter__complaint__administration=F("administration")
    )


def waiting(actor: Actor, office: Administration) -> QuerySet[Recommendation]:
    """Recommendations that wait for the administration's answer or its proof; what it sent and we have not checked is no debt."""
    sent = AdministrationReply.objects.filter(recommendation=OuterRef("pk"), status=AdministrationReply.Status.SENT)
    made = received_recommendations(actor).filter(administration=office, ended_at=None)
    return made.exclude(reply=Reply.REFUSES).filter(~Exists(sent), complaint__state__in=OPEN_STATES)


def counts(actor: Actor, office: Administration, *, today: date) -> dict[View, int]:
    """How many each of the short lists holds, and how many recommendations wait, in one query."""
    rows = [rows_in(view, actor, office, today=today) for view in SHORT]
    return dict(zip(COUNTED, bounded_counts([*rows, waiting(actor, office)]), strict=True))


def page_of(
    view: View, actor: Actor, office: Administration, *, today: date, day: date | None = None, after: str = "", before: str = ""
) -> Page:  # fmt: skip
    """A page of a list as lines; at most two queries."""
    by, newest_first = ORDERS[view]
    rows = rows_in(view, actor, office, today=today, day=day)
    if rows.model is Complaint:
        newest = Letter.objects.filter(complaint=OuterRef("pk"), administration=office).order_by("-sent_at", "-pk")
        newest = newest.exclude(Grace.objects.hiding("sent_at"))
        rows = rows.annotate(newest=Subquery(newest.values("pk")[:1]))
    rows = rows.select_related(*JOINED[rows.model])
    found = page_by_key(rows, by=by, descending=newest_first, after=after, before=before, size=PAGE)
    return Page(_lines(found.rows, today), found.before, found.after)


JOINED: dict[type[models.Model], tuple[str, ...]] = {
    Complaint: ("administration",),
    Extract: ("letter__complaint",),
    AdministrationReply: ("complaint", "recommendation"),
    Recommendation: ("complaint",),
}


def _lines(rows: Any, today: date) -> list[Line]:
    if not rows:
        return []
    if isinstance(rows[0], Extract):
        undo.as_known_outside([row.letter.complaint for row in rows])
        return [_of_letter(row.letter, row.letter.complaint, today, opened=row.opened_at is not None) for row in rows]
    if isinstance(rows[0], AdministrationReply):
        undo.rows_as_known_outside(rows)
        numbers = [row.letter for row in rows if row.letter]
        known = {row.number: row for row in Letter.objects.filter(number__in=numbers).order_by("version")}
        return [Line(sent=row, made=row.recommendation, letter=known.get(row.letter)) for row in rows]
    if isinstance(rows[0], Recommendation):
        undo.rows_as_known_outside(rows)
        return [_of_recommendation(row, today) for row in rows]
    undo.as_known_outside(rows)
    letters = Letter.objects.select_related("extract").in_bulk([row.newest for row in rows])
    return [_of_letter(letters[row.newest], row, today) for row in rows if row.newest in letters]


def _of_letter(letter: Letter, case: Complaint, today: date, *, opened: bool = True) -> Line:
    due_on = case.answer_due_on if case.state == State.AWAITING_ADMINISTRATION else None
    extract = getattr(letter, "extract", None)
    opened = opened and (extract is None or extract.opened_at is not None)
    return Line(letter=letter, due_on=due_on, late=due_on is not None and due_on < today, opened=opened)


def _of_recommendation(made: Recommendation, today: date) -> Line:
    due_on = made.due_on if not made.reply and made.ended_at is None else None
    late = due_on is not None and due_on < today
    return Line(made=made, due_on=due_on, late=late, open=made.ended_at is None and not made.complaint.is_closed)


# --- the calendar ---


def due_days(actor: Actor, office: Administration, *, first: date, last: date) -> dict[date, dict[str, int]]:
    """Of each day from `first` to `last` how many answers to letters and to recommendations are due; nothing of a file."""
    found: dict[date, dict[str, int]] = {}
    letters = owed(actor, office).filter(answer_due_on__range=(first, last)).order_by().values("answer_due_on")
    for row in letters.annotate(number=Count("pk")):
        found.setdefault(row["answer_due_on"], {})["letters"] = row["number"]
    open_ones = received_recommendations(actor).filter(administration=office, reply="", ended_at=None)
    made = open_ones.filter(due_on__range=(first, last)).order_by().values("due_on")
    for row in made.annotate(number=Count("pk")):
        found.setdefault(row["due_on"], {})["made"] = row["number"]
    return dict(sorted(found.items()))
