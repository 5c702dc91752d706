"""The clock of referrals, turned by beat: remind the complainant who is asked, remind the body, tell everybody, end it.

What was missed during a pause is taken in order, but only its newest step writes to anybody (docs/referrals.md)."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.actors import SYSTEM
from complaints import history, notices
from complaints.models import Complaint, Referral
from complaints.models.referral import Standing
from complaints.referring import notices as mails
from complaints.referring.actions import close
from complaints.workflow import passing_on
from complaints.workflow.passing_on import DeskReferral, ReferralConsent, ReferralStep


def chase_referrals(*, today: date) -> int:
    """Takes the steps that are due; each referral in its own transaction, safe to repeat. Returns how many took one."""
    due = Referral.objects.filter(chase_on__lte=today).order_by("pk").values_list("pk", "complaint_id")
    return sum(_chase(*keys, today) for keys in due.iterator(chunk_size=500))


@transaction.atomic
def _chase(pk: int, complaint_id: int, today: date) -> int:
    cases = Complaint.objects.select_for_update(skip_locked=True, of=("self",))
    case = cases.filter(pk=complaint_id).first()
    row = (
        Referral.objects.select_for_update(of=("self",)).select_related("body").filter(pk=pk).first() if case else None
    )
    if case is None or row is None or row.chase_on is None or row.chase_on > today:
        return 0
    row.complaint = case
    while row.chase_on is not None and row.chase_on <= today:
        row.chased += 1
        row.chase_on = passing_on.next_day(row)
    row.save(update_fields=["chased", "chase_on"])
    if row.standing == Standing.CONSENT:
        _ask_again(case, row)
    else:
        _remind(case, row)
    return 1


def _ask_again(case: Complaint, row: Referral) -> None:
    if row.chase_on is None:
        _expire(case, row)
        return
    event = history.record(case, "referral_asked_again", actor=SYSTEM, data={"referral": row.pk})
    notices.tell(case, event, ReferralConsent(due_on=row.due_on or timezone.localdate(), again=True))


def _remind(case: Complaint, row: Referral) -> None:
    """Before the date the body alone hears; after it the complainant and the handler too; the last step ends it."""
    if row.chase_on is None:
        _expire(case, row)
        return
    late = row.chased > 1
    data = {"referral": row.pk, "late": late}
    event = history.record(case, "referral_late" if late else "referral_reminded", actor=SYSTEM, data=data)
    if not row.by_post:
        mails.mail_link(row, event, why="late" if late else "reminder")
    if late:
        notices.tell(case, event, ReferralStep(step="late", due_on=row.due_on))
    if late or row.by_post:  # a letter can be followed only by a letter: somebody must write it
        notices.tell(case, event, DeskReferral(step="late" if late else "reminder"))


def _expire(case: Complaint, row: Referral) -> None:
    asked = row.standing == Standing.CONSENT
    row.standing, row.ended_at, row.ended_by = Standing.EXPIRED, timezone.now(), Referral.End.CLOCK
    close(case, row)
    event = history.record(case, "referral_expired", actor=SYSTEM, data={"referral": row.pk})
    if row.sent_at and not row.by_post:
        mails.mail_over(row, event)
    notices.tell(case, event, ReferralStep(step="not_agreed" if asked else Standing.EXPIRED))
    notices.tell(case, event, DeskReferral(step="not_agreed" if asked else Standing.EXPIRED))
