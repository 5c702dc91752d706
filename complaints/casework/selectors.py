"""Reads of the case file (W2): its timeline, what may be done now, who works in the unit. Fixed numbers of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.actors import Actor, ActorKind
from accounts.models import Unit, User
from accounts.roles import CASEWORKERS
from complaints.audit.models import AccessEntry
from complaints.casework import waiting
from complaints.casework.models import InternalNote, Letter, Proposal
from complaints.casework.more_time import may_have_more
from complaints.casework.words import SAID, event_facts, event_label
from complaints.dealings import Addressee
from complaints.enums import State
from complaints.envelopes import colleagues_notices
from complaints.models import (
    Answer,
    Attachment,
    Change,
    Complaint,
    Event,
    InformationRequest,
    Message,
    Reception,
    Review,
    Voice,
)
from complaints.notifications.selectors import Notice, inbox
from complaints.permissions import (
    Decision,
    can_assign,
    can_correct_data,
    can_decide,
    can_erase,
    can_refer,
    can_revoke_mandate,
    no,
    workable_complaints,
)
from complaints.selectors import similar_complaints
from complaints.workflow import chasing, transitions
from complaints.workflow.moves import TOLD_BY_THE_CASE
from complaints.workflow.states import Turn, turn
from complaints.workflow.table import MAX_TRANSFERS, NEEDS, Rule
from complaints.workflow.transitions.units import transfers

NOTICES = 5
JOINED = 20  # of more nobody reads the list
READINGS = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline. `kind` chooses its look: event, note, from_citizen, to_citizen, administration."""

    at: datetime
    kind: str
    title: Promise | str
    who: Promise | str = ""
    text: str = ""
    internal_text: str = ""
    language: str = ""
    facts: Promise | str = ""
    files: Sequence[Attachment] = ()
    items: Sequence[str] = ()
    order: int = 0


def timeline(complaint: Complaint) -> list[Entry]:
    """Events, messages, requests, letters, answers and notes together, newest first."""
    own = frozenset(complaint.shares.filter(represented=True).values_list("pk", flat=True))
    entries = [_event(row, own) for row in events(complaint) if row.name not in SAID]
    entries += [_message(row) for row in messages(complaint)]
    entries += [_request(row) for row in requests(complaint)]
    entries += [_review(row) for row in complaint.reviews.all()]
    entries += [_letter(row) for row in letters(complaint)]
    entries += [_answer(row) for row in answers(complaint)]
    entries += [_note(row) for row in complaint.notes.select_related("author")]
    return sorted(entries, key=lambda entry: (entry.at, entry.order), reverse=True)


def events(complaint: Complaint) -> QuerySet[Event]:
    """The history as it was written, oldest first."""
    return complaint.events.select_related("actor", "grace")


def reception(complaint: Complaint) -> Reception | None:
    """How it came, if one of us typed it."""
    rows = Reception.objects.filter(complaint=complaint).select_related("officer", "unit", "mail")
    return rows.defer("mail__raw").first()


def messages(complaint: Complaint) -> QuerySet[Message]:
    """What the complainant and the institution wrote to each other, oldest first."""
    return complaint.messages.select_related("author", "share").prefetch_related("attachments")


def requests(complaint: Complaint) -> QuerySet[InformationRequest]:
    """What the complainant was asked for, with the answers, oldest first."""
    return complaint.information_requests.select_related("asked_by").prefetch_related("items__attachment")


def letters(complaint: Complaint) -> QuerySet[Letter]:
    """Letters, to whomever, oldest first."""
    return complaint.letters.select_related("administration", "written_by", "extract").prefetch_related("attachments")


def answers(complaint: Complaint) -> QuerySet[Answer]:
    """Answers of administrations, oldest first."""
    return complaint.answers.select_related("administration", "recorded_by").prefetch_related("attachments")


def with_administration(complaint: Complaint) -> dict[str, QuerySet[Any]]:
    """What was exchanged with the administration: letters, answers, recommendations, sittings."""
    return {
        "letters": letters(complaint).filter(to=Addressee.ADMINISTRATION),
        "answers": answers(complaint),
        "replies": waiting.of_file(complaint),
        "recommendations": complaint.recommendations.prefetch_related("documents"),
        "sittings": complaint.sittings.select_related("commission"),
        "referrals": complaint.referrals.select_related("body").defer("given"),
    }


def author(
    user: User | None, kind: str, *, share: int | None = None, own: frozenset[int] = frozenset()
) -> Promise | str:
    """Who did it, in a word. `share` is the one by which it was done, `own` are those of the person represented."""
    if share is not None:
        return _("Complainant") if share in own else _("With whom the file is shared")
    if user is not None and kind == ActorKind.PERSON and user.is_staff:
        return str(user)
    if kind == ActorKind.BODY:
        return pgettext_lazy("who did it", "The other body")
    if kind == ActorKind.SYSTEM:
        return pgettext_lazy("who did it", "System")
    return _("Complainant")


def who_did(row: Event, *, own: frozenset[int] = frozenset()) -> Promise | str:
    """Who did what an event tells."""
    if row.name == "reply_sent":
        return _("Permanent interlocutor of the administration")
    return author(row.actor, row.actor_kind, share=row.data.get("by_share"), own=own)


def _event(row: Event, own: frozenset[int]) -> Entry:
    shown = row.name not in {"request_information", "await_prior_step"}  # the request itself follows
    return Entry(
        at=row.at, kind="event", title=event_label(row.name),
        who=who_did(row, own=own),
        text=row.public_text if shown else "", internal_text=row.internal_text, facts=event_facts(row), order=row.pk,
    )  # fmt: skip


def _message(row: Message) -> Entry:
    title = _("Message of the complainant") if row.from_citizen else _("Message to the complainant")
    return Entry(
        at=row.at, kind="from_citizen" if row.from_citizen else "to_citizen", title=title,
        who=(str(row.share or "") or _("Complainant")) if row.from_citizen else str(row.author or ""),
        text=row.shown, language="" if row.erased_at else row.language,
        files=list(row.attachments.all()),
    )  # fmt: skip


def _request(row: InformationRequest) -> Entry:
    return Entry(
        at=row.asked_at, kind="to_citizen", title=row.get_kind_display(), who=str(row.asked_by), text=row.text,
        items=[item.label for item in row.items.all()],
    )  # fmt: skip


def _review(row: Review) -> Entry:
    return Entry(
        at=row.asked_at, kind="from_citizen", title=_("Review asked for"), who=_("Complainant"), text=row.text,
        language=row.language, facts=row.get_ground_display(),
    )  # fmt: skip


LETTERS: dict[str, tuple[str, Promise | str]] = {
    Addressee.CITIZEN: ("to_citizen", _("Letter to the complainant")),
    Addressee.ADMINISTRATION: ("administration", _("Letter to the administration")),
    Addressee.GOVERNMENT: ("administration", _("Letter to the Head of Government")),
    Addressee.MISSION: ("event", _("Mission order")),
}


def _letter(row: Letter) -> Entry:
    return Entry(
        at=row.sent_at, kind=LETTERS[row.to][0], title=LETTERS[row.to][1], who=str(row.written_by),
        text=row.subject, language=row.language, facts=str(row), files=list(row.attachments.all()),
    )  # fmt: skip


def _answer(row: Answer) -> Entry:
    return Entry(
        at=row.recorded_at, kind="administration", title=_("Answer of the administration"), who=row.administration.name,
        text=row.text, facts=row.get_position_display(), files=list(row.attachments.all()),
    )  # fmt: skip


def _note(row: InternalNote) -> Entry:
    return Entry(at=row.at, kind="note", title=_("Internal note"), who=str(row.author), internal_text=row.text)


# --- what may be done ---


@dataclass(frozen=True, slots=True)
class Move:
    """A move of the present state: `decision` says whether this person may make it, or propose it, now."""

    rule: Rule
    decision: Decision
    two_people: bool = field(default=False)

    @property
    def aside(self) -> bool:
        """Offered after what leads a file on."""
        return self.rule.target is None or self.rule.name in ASIDE


ASIDE = {"suspend", "close_judicial"}  # offered after what leads a file on, as are the moves after which it stays


def moves(complaint: Complaint, *, actor: Actor, today: date) -> list[Move]:
    """The desk's moves from here, in the table's order, what leads on first.

    Those that are the complainant's or the system's are left out."""
    waiting = waiting_proposal(complaint)
    found = []
    for rule, decision in transitions.available(complaint, actor):
        if rule.name in {"withdraw", "register", "submit", "request_review"}:
            continue
        two = rule.validator is not None
        found.append(Move(rule, _ripe(rule, complaint, waiting, today) if decision else decision, two))
    return sorted(found, key=lambda move: move.aside)


def _ripe(rule: Rule, complaint: Complaint, waiting: Proposal | None, today: date) -> Decision:
    """What stands in the way although the person has the right; the moves themselves ask again."""
    if rule.validator is not None and waiting is not None:
        return no(_("A decision on this file is waiting for validation already."))
    if rule.name == "close_incomplete":
        open_request = complaint.information_requests.filter(answered_at=None).first()
        if open_request is not None and open_request.due_on >= today:
            return no(NEEDS["date_passed"])
        if open_request is not None and open_request.reminded_at is None:
            return no(NEEDS["reminder"])
    return _spent(rule, complaint)


def _spent(rule: Rule, complaint: Complaint) -> Decision:
    """What can be done so often only, or only after something else."""
    if rule.name == "grant_extension" and chasing.extended(complaint):
        return no(_("The administration was given more time once: it has no more."))
    if rule.name == "change_unit" and transfers(complaint) >= MAX_TRANSFERS:
        return no(_("This file has changed its unit three times: it stays here."))
    for need in rule.needs:
        if need in TOLD_BY_THE_CASE and not TOLD_BY_THE_CASE[need](complaint):
            return no(NEEDS[need])
    return Decision(True)


def newest_event(complaint: Complaint) -> int | None:
    """The number of the last thing that happened to the case."""
    return complaint.events.order_by("-pk").values_list("pk", flat=True).first()


def waiting_proposal(complaint: Complaint) -> Proposal | None:
    """The decision on this file that waits for a second person."""
    return complaint.proposals.filter(status=Proposal.Status.WAITING).select_related("proposed_by").first()


def _may_promise(complaint: Complaint, actor: Actor) -> Decision:
    if complaint.is_closed or turn(complaint.state) not in (Turn.INSTITUTION, Turn.ADMINISTRATION):
        return no(_("A date is promised while the next step is ours or the administration's."))
    return can_decide(actor, complaint)


def other_acts(complaint: Complaint, *, actor: Actor) -> list[tuple[str, Decision]]:
    """Desk work that does not move the state, each with whether this person may do it."""
    return [
        *(_with_the_complainant(complaint, actor) if complaint.has_complainant else ()),
        ("letter", can_decide(actor, complaint)),
        ("note", Decision(True)),
        ("promise", _may_promise(complaint, actor)),
        ("assign", no(_("This file is closed.")) if complaint.is_closed else can_assign(actor, complaint)),
    ]


def _with_the_complainant(complaint: Complaint, actor: Actor) -> list[tuple[str, Decision]]:
    return [
        ("message", can_decide(actor, complaint)),
        ("refer", can_refer(actor, complaint)),
        *_more_time(complaint, actor),
        ("revoke_mandate", can_revoke_mandate(actor, complaint)),
        ("correct_data", can_correct_data(actor, complaint)),
        ("erase_data", can_erase(actor, complaint)),
    ]


def _more_time(complaint: Complaint, actor: Actor) -> list[tuple[str, Decision]]:
    waiting = complaint.state == State.AWAITING_CITIZEN
    return [("more_time", may_have_more(complaint, actor))] if waiting else []


# --- who opened it ---


def readings(complaint: Complaint) -> QuerySet[AccessEntry]:
    """The newest readings of the file and its documents, with who read; a page opened again within the hour is one."""
    return AccessEntry.objects.filter(about=f"complaint:{complaint.pk}").select_related("user__unit")[:READINGS]


# --- what the complainant changed, and says of the result ---


def changes(complaint: Complaint) -> QuerySet[Change]:
    """What stood in the file before it was corrected, newest first."""
    return complaint.changes.standing().order_by("-at", "-pk")


def voices(complaint: Complaint) -> list[Voice]:
    """What the complainant said of each closing, newest first."""
    return list(complaint.voices.exclude(solved="", fairness=None).order_by("-closed_at"))


# --- who works here ---


def notices(actor: Actor) -> list[Notice]:
    """The newest notices to this colleague, about files that this person may still work on."""
    if actor.user is None:
        return []
    addresses = colleagues_notices(actor.user, workable_complaints(actor))
    return inbox(f"user:{actor.user_id}", addresses=addresses, limit=NOTICES)


def colleagues(unit: Unit | None) -> QuerySet[User]:
    """Active caseworkers of a unit with their open files as `load`, the least loaded first."""
    staff = User.objects.filter(is_active=True, role__in=CASEWORKERS, unit=unit) if unit else User.objects.none()
    theirs = Complaint.objects.filter(handler=OuterRef("pk"), closed_at=None).order_by().values("handler")
    load = Coalesce(Subquery(theirs.annotate(number=Count("*")).values("number")), 0)
    return staff.annotate(load=load).order_by("load", "name", "pk")


def joined_files(complaint: Complaint) -> list[Complaint]:
    """The files that were joined to this one (T25), oldest first."""
    return list(complaint.joined.only("pk", "reference").order_by("pk")[:JOINED])


def similar_files(complaint: Complaint, *, actor: Actor) -> list[Complaint]:
    """Files of the same person about the same administration in 24 months that this person may open (T2)."""
    found = similar_complaints(complaint)
    return list(workable_complaints(actor).filter(reference__in=found).order_by("-submitted_at")) if found else []
