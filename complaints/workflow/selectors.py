"""Routing asked with rows instead of facts; what the history says of the present state."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from accounts.models import Region, Unit
from complaints.enums import FINAL_POSITIONS, State
from complaints.guide.models import Administration
from complaints.guide.remembered import remembered
from complaints.models import AdministrationReply, Complaint, Referral
from complaints.models.referral import WITH_BODY, Standing
from complaints.workflow import states
from complaints.workflow.routing import UnitFacts, unit_for


@remembered
def units() -> dict[str, Unit]:
    """Every unit by its code, ended ones included, with its region and the unit above it."""
    return {unit.code: unit for unit in Unit.objects.select_related("region", "parent").order_by("code")}


def unit_facts() -> list[UnitFacts]:
    """Every unit, ended ones included, as `routing` wants to know it."""
    return [
        UnitFacts(
            code=unit.code,
            kind=unit.kind,
            region=unit.region.code if unit.region else None,
            parent=unit.parent.code if unit.parent else None,
            valid_from=unit.valid_from,
            valid_to=unit.valid_to,
        )
        for unit in units().values()
    ]


def unit_of(*, administration: Administration | None, region: Region | None, on: date) -> Unit:
    """The unit that studies a file received that day against `administration` (None: the citizen does not know it).

    The administration's own region counts when the file names none. Raises LookupError when no unit is loaded."""
    place = region or (administration.region if administration else None)
    code = unit_for(
        kind=administration.kind if administration else "",
        local=administration.local if administration else False,
        region=place.code if place else None,
        units=unit_facts(),
        on=on,
    )
    return units()[code]


def commented(complaint: Complaint) -> bool:
    """Whether the complainant has said what they think of the answer: then it is our turn (T9)."""
    if complaint.state != State.CITIZEN_COMMENT or complaint.pk is None:
        return False
    return complaint.events.filter(name="commented", at__gte=complaint.state_since).exists()


def answer_waits(complaint: Complaint) -> bool:
    """Whether the administration's interlocutor sent an answer that the desk has not checked yet (T9)."""
    if complaint.state != State.AWAITING_ADMINISTRATION:
        return False
    sent = complaint.replies.filter(status=AdministrationReply.Status.SENT, about=AdministrationReply.About.ANSWER)
    return sent.filter(administration=complaint.administration_id, position__in=FINAL_POSITIONS).exists()


# A file that is passed on, by where the referral stands (docs/referrals.md); what waits for the complainant comes first
PASSED_ON = {
    Standing.CONSENT: states.Turn.CITIZEN,
    Standing.READY: states.Turn.INSTITUTION,
    **dict.fromkeys(WITH_BODY, states.Turn.BODY),
}


def turns_elsewhere(cases: Iterable[Complaint]) -> dict[int, states.Turn]:
    """Whose turn it is, by the key of the case, with those that are being passed on to a body; one query at most."""
    oriented = [case.pk for case in cases if case.pk and case.state == State.ORIENTED]
    if not oriented:
        return {}
    rows = Referral.objects.filter(complaint__in=oriented, ended_at=None).values_list("complaint", "standing")
    order = list(PASSED_ON)
    last_first = sorted(rows, key=lambda row: order.index(Standing(row[1])), reverse=True)
    return {case: PASSED_ON[Standing(standing)] for case, standing in last_first}


def turn(complaint: Complaint) -> states.Turn:
    """Whose turn it is. After the comments, or without them once their time is over, the institution decides; who is asked about
    a referral, or has the file by one, comes before "nobody"."""
    if elsewhere := turns_elsewhere([complaint]):
        return elsewhere[complaint.pk]
    over = complaint.due_on is not None and complaint.due_on < timezone.localdate()
    if complaint.state == State.CITIZEN_COMMENT and (over or commented(complaint)):
        return states.Turn.INSTITUTION
    return states.turn(complaint.state)
