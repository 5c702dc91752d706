"""T16 to T18: recommended, followed, carried out or refused, brought to the Head of Government."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints import notices
from complaints.dealings import Reply
from complaints.enums import Outcome
from complaints.models import AdministrationReply, Complaint, Recommendation
from complaints.selectors import interlocutors_of
from complaints.workflow.deadlines import Clock
from complaints.workflow.errors import Incomplete
from complaints.workflow.moves import PLAIN, Move, Seal
from complaints.workflow.table import NEEDS
from complaints.workflow.transitions.frame import due, end, move, proofs, signed_by, take_in

SHORT = 30  # days to answer a recommendation that cannot wait


def recommend(
    complaint: Complaint,
    *,
    actor: Actor,
    seal: Seal = PLAIN,
    grounds: str = "",
    measure: str = "",
    language: str = "fr",
    days: int = 60,
    special_order: str = "",
    public_text: str = "",
) -> Complaint:
    """T16: grounds and the measure asked for, to the administration; `days` to answer are 60, or 30.

    A supervisor signs it for the Médiateur; a delegate signs by a delegation of signature, which is named (domain T16)."""
    given = {"grounds": grounds, "measure": measure, "public_text": public_text}
    with move(complaint, "recommend", actor, seal=seal, given=given) as step:
        case = step.complaint
        if case.administration is None:
            raise Incomplete(NEEDS["administration"])
        number = f"{case.reference}/R{case.recommendations.count() + 1}"
        made = Recommendation.objects.create(
            complaint=case, administration=case.administration, number=number, grounds=grounds, measure=measure,
            language=language, issued_at=step.now, issued_by=actor.someone,
            due_on=due(Clock.RECOMMENDATION, step.today, urgent=days == SHORT),
        )  # fmt: skip
        step.public_text = public_text
        step.data = {"recommendation": made.pk, **signed_by(actor, special_order, seal=seal, need="delegation")}
        step.due(made.due_on)
        people = interlocutors_of(case.administration, on=step.today)
        step.tell(notices.Recommended(due_on=made.due_on))
        step.tell(notices.RecommendationForAdministration(due_on=made.due_on, interlocutors=people))
    return case


def follow_up(
    complaint: Complaint,
    *,
    actor: Actor,
    seal: Seal = PLAIN,
    reply: str = "",
    text: str = "",
    received_on: date | None = None,
    waiting: AdministrationReply | None = None,
) -> Complaint:
    """T17: what the administration said, or that it said nothing; from now on its execution is watched.

    `waiting` is what its interlocutor sent, when this is taken from there."""
    given = {"reply": reply if reply in Reply else ""}
    with move(complaint, "follow_up", actor, seal=seal, given=given) as step:
        made = _open(step)
        if reply == Reply.SILENT and made.due_on >= step.today:
            raise Incomplete(_("The administration may still answer: wait until its date has passed."))
        if reply != Reply.SILENT and not text.strip():
            raise Incomplete(NEEDS["text"])
        made.reply, made.reply_text = reply, text
        made.replied_on = None if reply == Reply.SILENT else received_on or step.today
        made.save(update_fields=["reply", "reply_text", "replied_on"])
        step.data = {"recommendation": made.pk, "reply": reply}
        if kept := take_in(step, waiting):
            made.documents.add(*kept.documents.all())
        step.due(due(Clock.FOLLOW_UP, step.today))
        step.tell(notices.FollowedUp(due_on=step.complaint.due_on or step.today))
    return step.complaint


def close_executed(
    complaint: Complaint,
    *,
    actor: Actor,
    seal: Seal = PLAIN,
    day: str = "",
    proof: str = "",
    documents: Sequence[int] = (),
    remedies: Sequence[str] = (),
    public_text: str = "",
    waiting: int | None = None,
) -> Complaint:
    """T17: carried out on `day` (2026-11-26), with its proof; `documents` are keys of files, `waiting` of the proof that the
    administration sent.

    The complainant may contest it by a review."""
    given = {"day": day, "proof": proof, "remedies": list(remedies), "public_text": public_text}
    with move(complaint, "close_executed", actor, seal=seal, given=given) as step:
        made = _open(step)
        executed_on = date.fromisoformat(day)
        if executed_on > step.today:
            raise Incomplete(_("Choose the day on which it was carried out, today at the latest."))
        if executed_on < timezone.localdate(made.issued_at):
            raise Incomplete(_("It cannot have been carried out before it was recommended: choose a later day."))
        made.executed_on, made.proof = executed_on, proof
        made.standing, made.ended_at = Recommendation.Standing.EXECUTED, step.now
        made.save(update_fields=["executed_on", "proof", "standing", "ended_at"])
        made.documents.add(*proofs(step, documents))
        step.complaint.remedies = list(remedies)
        step.data = {"recommendation": made.pk, "remedies": list(remedies)}
        take_in(step, waiting)
        end(step, Outcome.RECOMMENDATION_EXECUTED, public_text)
    return step.complaint


def escalate(
    complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, report: str = "", public_text: str = ""
) -> Complaint:
    """T18: refused, or met with silence; `report` is the number of the report to the Head of Government."""
    given = {"report": report, "public_text": public_text}
    with move(complaint, "escalate", actor, seal=seal, given=given) as step:
        made = _open(step)
        made.escalated_at, made.report_number = step.now, report
        made.save(update_fields=["escalated_at", "report_number"])
        step.public_text = public_text
        step.data = {"recommendation": made.pk, "report": report}
        step.due(due(Clock.FOLLOW_UP, step.today))
        step.tell(notices.Escalated(due_on=step.complaint.due_on or step.today))
    return step.complaint


def close_refused(complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, public_text: str = "") -> Complaint:
    """T18: the administration stands by its refusal; the file ends, and never reads as solved."""
    with move(complaint, "close_refused", actor, seal=seal, given={"public_text": public_text}) as step:
        made = _open(step)
        made.standing, made.ended_at = Recommendation.Standing.REFUSED, step.now
        made.save(update_fields=["standing", "ended_at"])
        step.data = {"recommendation": made.pk}
        end(step, Outcome.RECOMMENDATION_REFUSED, public_text)
    return step.complaint


def _open(step: Move) -> Recommendation:
    """The recommendation that is under way; raises Incomplete where there is none."""
    made = Recommendation.objects.filter(complaint=step.complaint, ended_at=None).first()
    if made is None:
        raise Incomplete(_("No recommendation on this file is under way."))
    return made
