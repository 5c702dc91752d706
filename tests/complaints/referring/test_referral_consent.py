"""Nothing leaves before the complainant has said, item by item, what may go; and it can be taken back."""

import json
import re
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actors import code_holder, share_holder
from complaints.casework.admin.look import TURNS
from complaints.casework.referral_forms import UNWILLING
from complaints.enums import ContactRule, Outcome, State
from complaints.models import Complaint, Event, Person, Referral
from complaints.models.referral import Standing
from complaints.notifications.models import OutboxMessage
from complaints.referring import actions, forms, package, selectors
from complaints.referring import desk as desk_acts
from complaints.sharing.selectors import code_of
from complaints.workflow import transitions, undo
from complaints.workflow.errors import Incomplete, NotAllowed, Refused, Repeated
from complaints.workflow.moves import Seal
from complaints.workflow.selectors import turn, turns_elsewhere
from complaints.workflow.states import Turn
from tests import factories
from tests.complaints.casework.test_desk_acts import url
from tests.complaints.follow_up.opening import address
from tests.complaints.referring import referred
from tests.complaints.referring.referred import holder, told

pytestmark = pytest.mark.django_db


def test_orienting_with_a_transfer_asks_and_sends_nothing(life):
    row = referred.asked(life)
    assert (row.standing, row.sent_at, row.given) == (Standing.CONSENT, None, "")
    assert (row.address, row.language, row.complaint.outcome) == (referred.ADDRESS, "de", Outcome.ORIENTED)
    assert told(row.complaint, "complaint_oriented", asks=True)
    assert not OutboxMessage.objects.filter(recipient=f"referral:{row.pk}").exists()


def test_of_several_bodies_one_is_named(life):
    other = factories.ReferralBodyFactory()
    case = life.in_study(transfer_consent=True)
    facts: dict[str, Any] = {"ground": "X7", "bodies": [life.body.pk, other.pk], "public_text": "…", "transfer": True}
    with pytest.raises(Incomplete):
        transitions.orient(case, actor=life.head, seal=life.two(), **facts)
    case = transitions.orient(case, actor=life.head, seal=life.two(), to=other.pk, **facts)
    assert case.referrals.get().body == other


def test_what_is_ticked_goes_and_nothing_else(life):
    row = referred.asked(life)
    file = factories.AttachmentFactory(complaint=row.complaint)
    secret = factories.AttachmentFactory(complaint=row.complaint, internal=True)
    other = factories.AttachmentFactory()
    Person.objects.filter(pk=row.complaint.complainant_id).update(id_number="AB123456")
    row = actions.agree(row, actor=holder(row), items=["story", "nonsense"], documents=[file.pk, secret.pk, other.pk])
    assert [one.attachment for one in row.documents.all()] == [file]
    assert set(json.loads(row.given)) == {"story"}
    assert "AB123456" not in row.given
    assert "Salma" not in row.given
    assert (row.standing, row.complaint.outcome) == (Standing.SENT, Outcome.TRANSFERRED)
    assert "Défenseur" in row.agreed_text
    event = Event.objects.get(complaint=row.complaint, name="referral_agreed")
    assert event.data["items"] == ["story"]
    assert told(row.complaint, "complaint_referral_step", step="sent")


def test_a_redacted_copy_goes_in_the_place_of_its_document(life):
    row = referred.asked(life)
    file = factories.AttachmentFactory(complaint=row.complaint)
    older, newer = (
        factories.AttachmentFactory(complaint=row.complaint, internal=True, redacted_from=file) for _copy in range(2)
    )
    form = forms.ConsentForm(complaint=row.complaint)
    assert "parts are painted out" in str(form["documents"])
    assert str(older.pk) not in re.findall(r'value="(\d+)"', str(form["documents"]))
    row = actions.agree(row, actor=holder(row), items=["story"], documents=[file.pk])
    assert [one.attachment for one in row.documents.all()] == [newer]
    assert [shown for shown, _read in selectors.shown(row).documents] == [file]  # as the complainant knows it


def test_what_is_kept_of_it_is_encrypted(life):
    row = referred.agreed(life)
    raw = Referral.objects.filter(pk=row.pk).extra(select={"raw": "given"}).values_list("raw", flat=True)[0]
    assert raw
    assert "Salma" in row.given
    assert "Salma" not in raw


def test_later_corrections_do_not_change_what_was_agreed_to(life):
    row = referred.agreed(life)
    Person.objects.filter(pk=row.complaint.complainant_id).update(city="Lens")
    shown = [fact.value for part in package.parts(Referral.objects.get(pk=row.pk)) for fact in part.facts]
    assert "Lille" in shown
    assert "Lens" not in shown


def test_nothing_ticked_is_no_agreement(life):
    row = referred.asked(life)
    with pytest.raises(Incomplete):
        actions.agree(row, actor=holder(row), items=[])
    assert Referral.objects.get(pk=row.pk).agreed_at is None


def test_the_database_refuses_to_send_without_agreement(life):
    row = referred.asked(life)
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=row.pk).update(sent_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=row.pk).update(standing="sent")


def test_who_must_not_be_written_to_has_no_address_to_pass_on(life):
    row = referred.asked(life)
    Person.objects.filter(pk=row.complaint.complainant_id).update(contact_rule=ContactRule.FILE_ONLY)
    row = actions.agree(row, actor=holder(row), items=["contact", "story"])
    assert (row.contact, "contact" in json.loads(row.given)) == (False, False)


def test_only_the_safe_ways_are_passed_on_with_the_wishes(life):
    row = referred.asked(life)
    rules = {"contact_rule": ContactRule.CAREFUL, "contact_ways": ["email"], "phone": "+33612345678"}
    Person.objects.filter(pk=row.complaint.complainant_id).update(**rules)
    row = actions.agree(row, actor=holder(row), items=["contact"])
    contact = json.loads(row.given)["contact"]
    assert "phone" not in contact
    assert contact["email"]
    assert contact["wishes"]


@pytest.mark.parametrize(("right", "may"), [("write", True), ("read", False)])
def test_whoever_may_write_to_the_file_may_agree(life, right, may):
    row = referred.asked(life)
    share = factories.ShareFactory(complaint=row.complaint, right=right)
    actor = share_holder(share.pk, row.complaint_id)
    if may:
        assert actions.agree(row, actor=actor, items=["story"]).agreed_share == share
    else:
        with pytest.raises(NotAllowed):
            actions.agree(row, actor=actor, items=["story"])


def test_the_neighbour_cannot_agree(life):
    row, other = referred.asked(life), life.in_study()
    for act in (actions.decline, lambda row, actor: actions.agree(row, actor=actor, items=["story"]), actions.stop):
        with pytest.raises(NotAllowed):
            act(row, actor=code_holder(other.pk))


def test_agreed_twice_is_agreed_once(life):
    row = referred.agreed(life)
    with pytest.raises(Repeated):
        actions.agree(row, actor=holder(row), items=["contact"])
    assert not Referral.objects.get(pk=row.pk).contact


def test_declined_nothing_leaves_and_the_handler_is_told(life):
    row = referred.declined(life)
    assert (row.standing, row.ended_by, row.sent_at) == (Standing.TAKEN_BACK, "citizen", None)
    assert told(row.complaint, "desk_referral", step="declined")
    with pytest.raises(Refused):
        actions.agree(row, actor=holder(row), items=["story"])


@pytest.mark.parametrize("stage", ["agreed", "opened", "accepted"])
def test_taken_back_the_link_dies_and_what_was_read_is_said(life, client, stage):
    row = referred.STAGES[stage](life)
    before = row.opened_at
    actions.stop(row, actor=holder(row))
    row.refresh_from_db()
    assert (row.standing, row.due_on, row.chase_on) == (Standing.TAKEN_BACK, None, None)
    assert not row.links.filter(opened_at=None, dead_at=None).exists()
    assert bool(row.given) is (before is not None)  # what nobody has read is wiped at once
    assert row.complaint.outcome == (Outcome.TRANSFERRED if before else Outcome.ORIENTED)
    assert OutboxMessage.objects.filter(kind="referral_over", recipient=f"referral:{row.pk}").exists()
    with pytest.raises(Repeated):
        actions.stop(row, actor=holder(row))


def test_a_second_body_can_be_asked_for(life):
    row = referred.refused(life)
    other = factories.ReferralBodyFactory(email="other@land.example")
    second = desk_acts.refer(row.complaint, actor=life.handler, to=other.pk)
    assert (second.body, second.standing, second.address) == (other, Standing.CONSENT, "other@land.example")
    assert told(row.complaint, "complaint_referral_consent")
    with pytest.raises(NotAllowed):
        desk_acts.refer(row.complaint, actor=life.handler, to=other.pk)


def test_a_neighbour_asks_nobody(life):
    case = referred.oriented(life, transfer=False)
    with pytest.raises(NotAllowed):
        desk_acts.refer(case, actor=life.neighbour, to=life.body.pk)


@pytest.mark.parametrize("willing", [True, False])
def test_who_wanted_no_transfer_when_filing_is_asked_and_both_sides_hear_of_that_wish(life, desk, opened, willing):
    case = referred.oriented(life, transfer=False)
    Complaint.objects.filter(pk=case.pk).update(transfer_consent=willing)
    form = desk(life.handler).get(url(case, "refer")).context["form"]
    assert (form.fields["to"].help_text == UNWILLING) is not willing
    row = desk_acts.refer(case, actor=life.handler, to=life.body.pk)
    page = opened(case).get(f"{address('case', case)}passed-on/{row.pk}/").content.decode()
    assert ("vous ne souhaitiez pas que votre dossier aille" in page) is not willing


def test_opened_again_after_a_review_nothing_waits_to_be_passed_on(life):
    row = referred.asked(life)
    case = transitions.request_review(
        row.complaint, actor=code_holder(row.complaint_id), ground="error", text="C’est pour vous."
    )
    case = transitions.reopen(
        case, actor=life.other_head(), subject=life.subject, administration=life.administration, public_text="Oui."
    )
    row.refresh_from_db()
    assert (case.state, row.standing, row.ended_by) == (State.ADMITTED, Standing.TAKEN_BACK, "desk")


def test_sent_while_a_review_is_asked_the_decision_stands_as_passed_on(life):
    row = referred.asked(life)
    case = transitions.request_review(row.complaint, actor=code_holder(row.complaint_id), ground="error", text="…")
    actions.agree(row, actor=holder(row), items=["story"])
    seal = Seal(proposed_by=life.actor("handler", life.unit).user)
    case = transitions.confirm_closing(case, actor=life.other_head(), seal=seal, public_text="Non.")
    assert (case.state, case.outcome) == (State.ORIENTED, Outcome.TRANSFERRED)


# Pages


def test_the_file_asks_and_the_page_takes_the_answer(life, opened):
    row = referred.asked(life)
    client = opened(row.complaint)
    page = f"{address('case', row.complaint)}passed-on/{row.pk}/"
    assert page in client.get(address("case", row.complaint)).content.decode()
    form = client.get(page)
    assert form.status_code == 200
    assert "checked" not in form.content.decode().split("main-form")[1]  # nothing is ticked beforehand
    assert client.post(page, {"agree": "1"}).status_code == 422
    assert client.post(page, {"agree": "1", "items": ["story"]}).status_code == 302
    row.refresh_from_db()
    assert row.standing == Standing.SENT
    again = client.post(page, {"agree": "1", "items": ["story"]})  # the button pressed twice
    assert again.status_code == 302


def test_the_page_declines_and_stops(life, opened):
    row = referred.asked(life)
    client, page = opened(row.complaint), f"{address('case', row.complaint)}passed-on/{row.pk}/"
    assert client.post(page, {"decline": "1"}).status_code == 302
    row.refresh_from_db()
    assert row.standing == Standing.TAKEN_BACK
    second = referred.agreed(life)
    client = opened(second.complaint)
    page = f"{address('case', second.complaint)}passed-on/{second.pk}/stop/"
    assert client.get(page).status_code == 200
    assert client.post(page).status_code == 422
    assert client.post(page, {"sure": "on"}).status_code == 302
    second.refresh_from_db()
    assert second.standing == Standing.TAKEN_BACK


def test_a_strangers_referral_is_not_there(life, opened):
    row, other = referred.agreed(life), referred.asked(life)
    client = opened(other.complaint)
    for rest in ("", "stop/", "letter.pdf"):
        assert client.get(f"{address('case', other.complaint)}passed-on/{row.pk}/{rest}").status_code == 404


WHOSE = {"asked": Turn.CITIZEN, **dict.fromkeys(("agreed", "posted", "opened", "accepted"), Turn.BODY)}


@pytest.mark.parametrize("stage", referred.STAGES)
def test_complainant_and_desk_read_whose_turn_it_is(life, opened, desk, stage):
    row = referred.STAGES[stage](life)
    whose = WHOSE.get(stage, Turn.NOBODY)
    assert opened(row.complaint).get(address("case", row.complaint)).context["turn"] == whose
    page = desk(life.handler).get(f"/desk/complaints/complaint/{row.complaint_id}/")
    assert (str(page.context["turn"]), page.context["promised"]) == (str(TURNS[whose]), False)


def test_of_two_referrals_the_one_that_waits_for_the_complainant_counts(life):
    first = referred.agreed(life)
    case, other = first.complaint, factories.ReferralBodyFactory(email="other@land.example")
    assert turn(case) == Turn.BODY
    desk_acts.refer(case, actor=life.handler, to=other.pk)
    others = [referred.agreed(life).complaint, life.in_study()]
    with CaptureQueriesContext(connection) as asked:
        found = turns_elsewhere([*others, case])
    assert found == {others[0].pk: Turn.BODY, case.pk: Turn.CITIZEN}
    assert len(asked) == 1


@pytest.mark.parametrize("stage", referred.STAGES)
def test_the_file_says_with_whom_it_is_at_each_stage(life, opened, stage):
    row = referred.STAGES[stage](life)
    client = opened(row.complaint)
    assert "Défenseur" in client.get(address("case", row.complaint)).content.decode()
    page = f"{address('case', row.complaint)}passed-on/{row.pk}/"
    shown = client.get(page)
    assert shown.status_code == 200
    letter = client.get(f"{page}letter.pdf")
    assert letter.status_code == (200 if row.agreed_at else 404)


def test_a_share_that_writes_agrees_without_seeing_address_or_name(life, client):
    row = referred.asked(life)
    share = factories.ShareFactory(complaint=row.complaint, right="write")
    client.post("/follow/", {"reference": row.complaint.reference, "code": code_of(share)})
    page = client.get(f"{address('case', row.complaint)}passed-on/{row.pk}/")
    assert page.status_code == 200
    assert "3 rue X" not in page.content.decode()


# Taken back by the desk before it was told


def test_an_orientation_that_is_taken_back_takes_its_question_along(life, opened, settings):
    settings.UNDO_MINUTES = 10
    row = referred.asked(life)
    client = opened(row.complaint)
    assert f"passed-on/{row.pk}/" not in client.get(address("case", row.complaint)).content.decode()
    assert client.get(f"{address('case', row.complaint)}passed-on/{row.pk}/").status_code == 404
    grace = undo.running(row.complaint)
    transitions.take_back(grace, actor=life.head)
    assert not row.complaint.referrals.exists()
    assert Complaint.objects.get(pk=row.complaint_id).state == State.PRELIM_REVIEW


def test_who_was_not_told_yet_agrees_to_nothing(life, settings):
    settings.UNDO_MINUTES = 10
    row = referred.asked(life)
    with pytest.raises(NotAllowed):
        actions.agree(row, actor=holder(row), items=["story"])
    assert Referral.objects.filter(pk=row.pk).exists()  # refused: nothing was taken back either


def test_a_file_opened_again_and_taken_back_waits_for_the_post_as_before(life, settings):
    row = referred.agreed(life, address="")
    case = transitions.request_review(row.complaint, actor=holder(row), ground="error", text="…")
    settings.UNDO_MINUTES, judge = 10, life.other_head()
    case = transitions.reopen(
        case, actor=judge, subject=life.subject, administration=life.administration, public_text="Oui."
    )
    grace = undo.running(case)
    transitions.take_back(grace, actor=judge)
    row.refresh_from_db()
    assert (row.standing, bool(row.given), row.ended_at) == (Standing.READY, True, None)
