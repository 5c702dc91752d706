"""T7 to T9: admitted, sent to the administration, answered."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.utils import timezone

from accounts.actors import Actor
from accounts.dates import RABAT
from complaints import notices
from complaints.guide.models import Administration, Subject
from complaints.guide.selectors import interlocutors
from complaints.models import Answer, Attachment, Complaint
from complaints.workflow.deadlines import Clock
from complaints.workflow.errors import Incomplete
from complaints.workflow.moves import PLAIN, Seal
from complaints.workflow.table import NEEDS
from complaints.workflow.transitions.frame import due, move

BY_POST = "post"


def admit(
    complaint: Complaint,
    *,
    actor: Actor,
    seal: Seal = PLAIN,
    subject: Subject | None = None,
    administration: Administration | None = None,
    urgent: bool = False,
) -> Complaint:
    """T7: in competence and in form; the officer corrects subject, administration and urgency."""
    given = {name: value for name, value in {"subject": subject, "administration": administration}.items() if value}
    with move(complaint, "admit", actor, seal=seal, given=given) as step:
        case = step.complaint
        case.subject, case.administration = subject or case.subject, administration or case.administration
        case.urgent, case.admitted_at, case.new_reply = urgent, step.now, False
        step.data = {"subject": case.subject.code if case.subject else "", "urgent": urgent}
        step.due(due(Clock.ACKNOWLEDGEMENT, step.today))
        step.tell(notices.Admitted())
    return case


def send_to_administration(
    complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, letter: str = "", documents: Sequence[Attachment] = ()
) -> Complaint:
    """T8: `letter` is its number; `documents` only those that the administration needs. Two months run from now."""
    with move(complaint, "send_to_administration", actor, seal=seal, given={"letter": letter}) as step:
        case = step.complaint
        case.sent_at = step.now
        case.answer_due_on = due(Clock.ADMINISTRATION_ANSWER, step.today, urgent=case.urgent)
        case.answered_at = None
        step.due(case.answer_due_on)
        step.data = {"letter": letter, "documents": [document.pk for document in documents]}
        for document in documents:
            document.shared_with_administration = True
            document.save(update_fields=["shared_with_administration"])
        people = interlocutors(timezone.localdate()).filter(administration=case.administration)  # who opens it now
        step.tell(notices.WithAdministration(due_on=case.answer_due_on))
        step.tell(
            notices.LetterForAdministration(
                due_on=case.answer_due_on, interlocutors=tuple(person.user_id for person in people)
            )
        )
    return case


def record_answer(
    complaint: Complaint,
    *,
    actor: Actor,
    seal: Seal = PLAIN,
    position: str = "",
    quality: str = "",
    text: str = "",
    received_on: date | None = None,
    attachments: Sequence[Attachment] = (),
) -> Complaint:
    """T9: the answer, qualified by the caseworker; the complainant may comment before the institution decides."""
    with move(complaint, "record_answer", actor, seal=seal, given={"position": position, "text": text}) as step:
        case = step.complaint
        if case.administration is None or actor.user is None:
            raise Incomplete(NEEDS["administration"])
        answer = Answer.objects.create(
            complaint=case, administration=case.administration, position=position, quality=quality, text=text,
            received_on=received_on or step.today, recorded_by=actor.user, recorded_at=step.now,
        )  # fmt: skip
        answer.attachments.set(attachments)
        for attachment in attachments:
            attachment.internal = False
            attachment.save(update_fields=["internal"])
        case.answered_at = min(step.now, datetime.combine(answer.received_on, time(12), RABAT))
        step.data = {"position": position, "quality": quality}
        by_post = case.complainant.preferred_channel == BY_POST and case.country_id != "MA"
        step.due(due(Clock.CITIZEN_COMMENT, step.today, by_post=by_post))
        step.tell(notices.Answered(due_on=case.due_on or step.today))
    return case
