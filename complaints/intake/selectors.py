"""What the pages of the form show."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.encryption import decrypt
from complaints.enums import ORGANISATIONS, Capacity
from complaints.guide.selectors import holidays
from complaints.intake.actions import CODE_PURPOSE
from complaints.intake.building import build_complaint, build_person
from complaints.intake.declarations import Consents
from complaints.intake.models import Draft
from complaints.intake.steps import Answers, Step, Task
from complaints.intake.steps.others import GroupForm
from complaints.intake.waiting import PROMISED
from complaints.models import Complaint
from complaints.permissions import can_register, own_complaints
from complaints.selectors import duplicates_of, same_address
from complaints.sharing.selectors import acting_words
from complaints.workflow.deadlines import Clock, appeal_until, due

CODE_SHOWN = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Status:
    """How far a task is: a word, a tone for its badge, an icon."""

    word: str | Promise
    tone: str
    icon: str


COMPLETED = Status(_("Completed"), "green", "circle-check")
NOT_STARTED = Status(_("Not yet started"), "blue", "circle-dot")
CANNOT_START = Status(_("Cannot start yet"), "grey", "lock")
PROBLEM = Status(_("There is a problem"), "red", "circle-alert")
STARTED = Status(_("Started"), "amber", "hourglass")
OPTIONAL = Status(_("Optional"), "blue", "circle-dot")


def own_drafts(actor: Actor) -> QuerySet[Draft]:
    """The unsent drafts of an account."""
    if actor.user_id is None:
        return Draft.objects.none()
    return Draft.objects.filter(user=actor.user_id, complaint=None, expires_at__gt=timezone.now())


def desk_drafts(actor: Actor) -> QuerySet[Draft]:
    """What this officer types for somebody else and has not registered yet, the newest first."""
    if not can_register(actor):
        return Draft.objects.none()
    living = PROMISED | Q(expires_at__gt=timezone.now())
    rows = Draft.objects.filter(living, officer=actor.user_id, complaint=None)
    return rows.order_by("-saved_at")


def registered_here(actor: Actor) -> QuerySet[Draft]:
    """What this officer has registered: the code of each can be shown for half an hour, and the receipt printed."""
    if not can_register(actor):
        return Draft.objects.none()
    rows = Draft.objects.filter(officer=actor.user_id, complaint__isnull=False)
    return rows.select_related("complaint__complainant", "complaint__country", "complaint__unit")


def draft_title(draft: Draft) -> str:
    """The sentence that the person gave to the draft, if any."""
    values = draft.answers.get("happened", {}).get("title") or [""]
    return str(values[-1])[:200]


def tasks(answers: Answers) -> list[dict[str, Any]]:
    """The six tasks of the hub with status and address; each leads to the first step that needs something."""
    rows = []
    for number, task in enumerate(Task, start=1):
        steps = [step for step in answers.path() if step.task == task]
        rows.append(
            {
                "number": number,
                "label": task.label,
                "id": f"task-{task.value}",
                "status": _status(steps, answers),
                "url": _entry(steps, answers),
            }
        )
    return rows


def _status(steps: list[Step], answers: Answers) -> Status:
    asked = [step for step in steps if not step.optional]
    if any(step.slug in answers.problems for step in steps):
        return PROBLEM
    done = [answers.has(step.slug) for step in asked]
    if not asked:
        sent = answers.draft is not None and answers.draft.files.exists()
        return COMPLETED if sent or any(answers.has(step.slug) for step in steps) else OPTIONAL
    if all(done):
        return COMPLETED
    return STARTED if any(done) else NOT_STARTED


def _entry(steps: list[Step], answers: Answers) -> str:
    wrong = next((step for step in steps if step.slug in answers.problems), None)
    if wrong is not None:
        return step_url(wrong.slug) + "?check=1"
    missing = next((step for step in steps if not answers.has(step.slug) and not step.optional), steps[0])
    return step_url(missing.slug)


def is_ready(answers: Answers) -> bool:
    """Whether every step that must be there is there and shows no problem (the check page looks again, closely)."""
    asked = [step for step in answers.path() if not step.optional]
    return not answers.problems & {step.slug for step in answers.path()} and all(answers.has(s.slug) for s in asked)


def step_url(slug: str) -> str:
    return reverse("intake:step", kwargs={"slug": slug})


def progress(step: Step) -> dict[str, Any]:
    """Task n of 6, for the line above the page."""
    order = list(Task)
    return {"number": order.index(step.task) + 1, "total": len(order), "text": step.task.label}


def summary(answers: Answers) -> list[dict[str, Any]]:
    """The check page: for each step its answers with a way to change them; steps to mend are marked."""
    groups = []
    for step in answers.path():
        if step.slug in ("verify", "files"):
            continue
        form = answers.form(step.slug)
        change = f"{step_url(step.slug)}?from=check"
        if not form.is_valid() or not answers.has(step.slug):
            rows = [{"key": step.title, "missing": True, "change": f"{change}&check=1" if form.is_bound else change}]
        else:
            rows = [
                {"key": line.label, "value": line.value, "ltr": line.ltr, "auto": not line.ltr, "change": change}
                for line in form.lines()
            ]
        groups.append({"step": step, "rows": rows, "ok": form.is_valid(), "change": change})
    return groups


def appeal_warning(answers: Answers) -> Any:
    """The last day of an appeal period that may be running, or None."""
    notified = answers.cleaned("dates").get("notified_on") if answers.has("dates") else None
    until = appeal_until(notified) if notified else None
    return until if until and until >= timezone.localdate() else None


def follow_up_code(draft: Draft) -> str:
    """The follow-up code while it may still be shown: until it was noted, and half an hour at most."""
    if not draft.sealed_code or draft.complaint is None:
        return ""
    if timezone.now() - (draft.code_shown_at or draft.complaint.submitted_at) > CODE_SHOWN:
        return ""
    if draft.complaint.recoveries.exclude(used_at=None).exists():  # this one is dead: there is a new one
        return ""
    return decrypt(draft.sealed_code, purpose=f"{CODE_PURPOSE}:{draft.key}")


def is_code_unsaved(draft: Draft) -> bool:
    """Whether the code is still shown and the person has not said how it was kept."""
    return not draft.code_kept and bool(follow_up_code(draft))


@dataclass(frozen=True, slots=True)
class Milestone:
    """What will happen, and by which day at the latest."""

    text: str | Promise
    by: Any = None


def what_next(filed_at: datetime) -> list[Milestone]:
    """The next dates of a complaint filed then (domain section 5)."""
    start = timezone.localdate(filed_at)
    free = holidays()
    arrived = _("A person of the institution confirms that your complaint has arrived.")
    studied = _("We study whether we are competent and whether anything is missing. If so, we ask you.")
    written = _(
        "If we are competent, we write to the administration. It has two months to answer, and you hear what it says."
    )
    return [
        Milestone(arrived, due(Clock.ACKNOWLEDGEMENT, start, holidays=free)),
        Milestone(studied, due(Clock.PRELIMINARY_STUDY, start, holidays=free)),
        Milestone(written),
    ]


# --- for whom; what is known; what was filed before (docs/together.md) ---


def acting_for(answers: Answers) -> str:
    """`You act for Zohra El Idrissi.`; empty for whoever files for himself."""
    capacity = answers.capacity
    if capacity == Capacity.SELF:
        return ""
    if capacity in ORGANISATIONS:
        name = answers.typed("organisation", "organisation")
    elif capacity == Capacity.HEIR:
        name = answers.typed("deceased", "deceased")
    else:
        name = " ".join(answers.typed("represented", part) for part in ("first_name", "last_name"))
    members = GroupForm.count(MultiValueDict(answers.raw["group"])) if answers.has("group") else 0
    members += members > 0 and answers.typed("group", "by_lawyer") != "yes"
    return acting_words(capacity, name=" ".join(name.split())[:200], members=members)


def own_duplicates(
    answers: Answers, *, consents: Consents, actor: Actor, known_as: list[Actor], draft: Draft
) -> list[Complaint]:
    """Files of the same person, administration and subject within 24 months that this visitor can prove to be theirs.

    Proved: by the account, by a code that opened the file here, or by the e-mail address that this draft proved, which is
    the file's own. Whatever else looks like a duplicate is marked for the desk when it is sent."""
    if answers.unfinished():
        return []
    now = timezone.now()
    person = build_person(answers, actor=actor)
    case = build_complaint(answers, person=person, consents=consents, now=now, today=timezone.localdate(now))
    proved = Q(pk__in=[])
    for known in known_as:
        proved |= Q(pk__in=own_complaints(known).values("pk"))
    if person.email and draft.contact_verified_at:
        proved |= same_address(person)
    # What is already known to be one's own needs no number or account to be the same person's: the name will do.
    alike = Q(complainant__first_name__iexact=person.first_name, complainant__last_name__iexact=person.last_name)
    rows = duplicates_of(case, also=alike & proved).filter(proved)
    return list(rows.select_related("administration")[:5])


def open_here(cases: list[Complaint], known_as: list[Actor]) -> set[int]:
    """Which of these files open on this device without a code."""
    keys = [case.pk for case in cases]
    return {pk for known in known_as for pk in own_complaints(known).filter(pk__in=keys).values_list("pk", flat=True)}
