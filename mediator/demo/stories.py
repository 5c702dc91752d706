"""What happened to a sample after it was filed: its `story`, played through the real transitions and actions."""

from collections.abc import Callable, Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone, translation

from accounts.actors import Actor, code_holder, person
from accounts.dates import RABAT
from accounts.models import User
from complaints import consents
from complaints.casework import actions as desk
from complaints.casework.chasing import chase_administrations
from complaints.casework.letters import sending
from complaints.casework.letters.composing import words_of
from complaints.casework.models import Proposal
from complaints.follow_up import actions as citizen_side
from complaints.guide.models import ReferralBody
from complaints.guide.selectors import holidays
from complaints.models import Attachment, Complaint, InformationRequest
from complaints.referring import actions as referring
from complaints.workflow import chasing, deadlines, transitions
from mediator.demo.clock import as_of, date_messages
from mediator.demo.samples import Sample, begin_draft, file_sample, samples, upload

Step = dict[str, Any]


def load(*, say: Callable[[str], object] = print) -> int:
    """Files each sample that is not there yet and plays its story, each whole or not at all; gives how many."""
    now, new = timezone.now(), 0
    for sample in samples():
        if sample.existing() is None:
            with transaction.atomic():
                complaint = play(sample, now)
            new += 1
            say(f"{complaint.reference}  {sample.name}: {complaint.get_state_display()}")
    if new:
        watch(now)
    begin_draft(User.objects.get(email="citizen@demo.example"))
    return new


def play(sample: Sample, now: datetime) -> Complaint:
    """One sample from its filing to its last step."""
    filed = min(sample.filed_at(now.astimezone(RABAT).date()), now - timedelta(hours=2))
    with as_of(filed):
        complaint = file_sample(sample)
    last, days_off = filed, holidays()
    for step in sample.data["story"]:
        last = min(max(_moment(filed, step, days_off), last + timedelta(minutes=40)), now)
        with as_of(last):
            _play(complaint, step)
        complaint.refresh_from_db()
    date_messages(complaint)
    return complaint


def _moment(filed: datetime, step: Step, days_off: Collection[date]) -> datetime:
    """When a step was made: the desk works by day and on working days, people write when they can."""
    at = filed + timedelta(days=step["day"], minutes=len(str(step)) % 90)
    if step["by"] == "citizen":
        return at
    day = deadlines.next_working_day(at.date(), days_off)
    return datetime.combine(day, time(9, 10), RABAT) + timedelta(minutes=len(str(step)) % 400)


def _play(complaint: Complaint, step: Step) -> None:
    actor = _actor(complaint, step["by"])
    with translation.override(complaint.language if step["by"] == "citizen" else "fr"):
        ACTS[step["do"]](complaint, actor, step)


def _actor(complaint: Complaint, who: str) -> Actor:
    if who != "citizen":
        return person(User.objects.get(email=who), strong=True)
    owner = complaint.complainant.user
    return person(owner) if owner else code_holder(complaint.pk, language=complaint.language)


# --- the acts of a story ---


def _start_review(complaint: Complaint, actor: Actor, step: Step) -> None:
    transitions.start_review(complaint, actor=actor, unit=complaint.unit, handler=actor.user)


def _note(complaint: Complaint, actor: Actor, step: Step) -> None:
    desk.add_note(complaint, actor=actor, text=step["text"])


def _message(complaint: Complaint, actor: Actor, step: Step) -> None:
    desk.send_message(complaint, actor=actor, text=step["text"])


def _reply(complaint: Complaint, actor: Actor, step: Step) -> None:
    citizen_side.write_message(complaint, actor=actor, text=step["text"])


def _ask(complaint: Complaint, actor: Actor, step: Step) -> None:
    transitions.request_information(complaint, actor=actor, items=step["items"], text=step["text"])


def _supply(complaint: Complaint, actor: Actor, step: Step) -> None:
    request = InformationRequest.objects.get(complaint=complaint, answered_at=None)
    items = list(request.items.values_list("pk", flat=True))
    answers = dict(zip(items, step["answers"], strict=True))
    if actor.is_caseworker:
        transitions.receive_information(complaint, actor=actor, text=step["text"], answers=answers)
    else:
        uploads: dict[int, UploadedFile] = {items[0]: upload(step["file"])} if "file" in step else {}
        citizen_side.answer_request(complaint, actor=actor, answers=answers, uploads=uploads, text=step["text"])


def _prior_step(complaint: Complaint, actor: Actor, step: Step) -> None:
    transitions.await_prior_step(complaint, actor=actor, text=step["text"])


def _admit(complaint: Complaint, actor: Actor, step: Step) -> None:
    transitions.admit(complaint, actor=actor, urgent=step.get("urgent", False))


def _letter(complaint: Complaint, actor: Actor, step: Step) -> None:
    agreed = consents.of(complaint)
    rows = Attachment.objects.filter(complaint=complaint, internal=False)
    documents = [file for file in rows if agreed.may_go(file)]
    words = {name: step[name] for name in ("language", "subject", "body")}
    desk.send_letter(complaint, actor=actor, documents=documents, identity=sorted(agreed.who), **words)


def _write(complaint: Complaint, actor: Actor, step: Step) -> None:
    """A letter to the complainant, as it begins."""
    words = words_of(complaint, step["purpose"], complaint.language)
    if words is None:
        raise AssertionError(f"{step['purpose']}: no text in {complaint.language}")
    sending.write_letter(
        complaint, actor=actor, purpose=step["purpose"], language=complaint.language, subject=words.subject,
        body=words.body, recipient=words.recipient, template=words.template,
    )  # fmt: skip


def _answer(complaint: Complaint, actor: Actor, step: Step) -> None:
    answer = {name: step[name] for name in ("position", "quality", "text")}
    transitions.record_answer(complaint, actor=actor, **answer)


def _propose(complaint: Complaint, actor: Actor, step: Step) -> Proposal:
    data = dict(step["data"])
    if "bodies" in step:
        data["bodies"] = list(ReferralBody.objects.filter(code__in=step["bodies"]).values_list("pk", flat=True))
    if "to" in step:
        data["to"] = ReferralBody.objects.get(code=step["to"]).pk
    return desk.propose(complaint, step["name"], actor=actor, data=data)


def _decide(complaint: Complaint, actor: Actor, step: Step) -> None:
    proposal = _propose(complaint, actor, step)
    with as_of(timezone.now() + timedelta(minutes=35)):
        desk.approve(proposal, actor=_actor(complaint, step["validated_by"]))


def _suspend(complaint: Complaint, actor: Actor, step: Step) -> None:
    transitions.suspend(complaint, actor=actor, public_text=step["text"])


def _withdraw(complaint: Complaint, actor: Actor, step: Step) -> None:
    transitions.withdraw(complaint, actor=actor, reason=step["reason"])


def _agree(complaint: Complaint, actor: Actor, step: Step) -> None:
    referring.agree(complaint.referrals.get(), actor=actor, items=step["items"])  # type: ignore[attr-defined]


ACTS: dict[str, Callable[[Complaint, Actor, Step], object]] = {
    "start_review": _start_review,
    "note": _note,
    "message": _message,
    "reply": _reply,
    "ask": _ask,
    "supply": _supply,
    "prior_step": _prior_step,
    "admit": _admit,
    "letter": _letter,
    "write": _write,
    "answer": _answer,
    "propose": _propose,
    "decide": _decide,
    "suspend": _suspend,
    "withdraw": _withdraw,
    "agree": _agree,
}


# --- the clocks since ---


def watch(now: datetime) -> None:
    """What the beat would have done on the days that have passed: reminders, and the mark of a late file."""
    waiting = Complaint.objects.filter(complainant__email__endswith="@demo.example", closed_at=None)
    days: set[date] = set()
    for complaint in waiting:
        if complaint.due_on:
            days.add(complaint.due_on + timedelta(days=1))
        for request in complaint.information_requests.filter(answered_at=None):
            clock = deadlines.Clock.COMPLEMENT if request.kind == "missing_items" else deadlines.Clock.PRIOR_STEP
            days |= set(deadlines.reminders(clock, request.asked_at.astimezone(RABAT).date()))
        if complaint.chase_on:
            days |= set(chasing.days(complaint))
    for day in sorted(days):
        morning = datetime.combine(day, time(8), RABAT)
        if morning <= now:
            with as_of(morning):
                desk.watch_deadlines(today=day)
                chase_administrations(today=day)
    for complaint in waiting:
        date_messages(complaint)
