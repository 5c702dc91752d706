"""The clock of referrals: who is reminded when, who is told, when it ends, and what is forgotten a year later."""

from datetime import timedelta

import pytest
from django.utils import timezone

from complaints.models import Referral
from complaints.models.referral import Standing
from complaints.notifications.models import OutboxMessage
from complaints.referring.chasing import chase_referrals
from complaints.referring.retention import KEPT, forget_packages
from complaints.workflow import passing_on
from tests.complaints.referring import referred
from tests.complaints.referring.referred import told

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def at(row: Referral, step: int) -> int:
    """The clock on the day of a step, counted from nought."""
    row.refresh_from_db()
    return chase_referrals(today=passing_on.days(row)[step])


def links_sent(row: Referral) -> int:
    return OutboxMessage.objects.filter(kind="referral_link", recipient=f"referral:{row.pk}").count()


def test_the_complainant_is_reminded_once_and_then_nothing_waits(life):
    row = referred.asked(life)
    assert chase_referrals(today=TODAY() + timedelta(days=14)) == 0
    assert at(row, 0) == 1
    assert told(row.complaint, "complaint_referral_consent", again=True)
    assert at(row, 0) == 0
    assert at(row, 1) == 1
    row.refresh_from_db()
    assert (row.standing, row.ended_by, row.sent_at) == (Standing.EXPIRED, "clock", None)
    assert told(row.complaint, "complaint_referral_step", step="not_agreed")


def test_the_body_is_reminded_before_its_date_alone(life):
    row = referred.agreed(life)
    assert at(row, 0) == 1
    assert links_sent(row) == 2  # each reminder has a link of its own
    assert not told(row.complaint, "complaint_referral_step", step="late")
    assert not told(row.complaint, "desk_referral", step="late")


def test_after_the_date_everybody_hears_and_at_last_it_ends(life):
    row = referred.opened(life)
    at(row, 0)
    assert at(row, 1) == 1
    assert told(row.complaint, "complaint_referral_step", step="late")
    assert told(row.complaint, "desk_referral", step="late")
    assert at(row, 2) == 1
    row.refresh_from_db()
    assert (row.standing, row.chase_on) == (Standing.EXPIRED, None)
    assert not row.links.filter(opened_at=None, dead_at=None).exists()
    assert told(row.complaint, "complaint_referral_step", step="expired")
    assert OutboxMessage.objects.filter(kind="referral_over").exists()


def test_after_a_pause_only_the_newest_step_writes(life):
    row = referred.agreed(life)
    assert at(row, 1) == 1
    assert links_sent(row) == 2
    row.refresh_from_db()
    assert row.chased == 2


def test_acceptance_begins_a_longer_turn(life):
    row = referred.accepted(life)
    assert row.chased == 0
    assert chase_referrals(today=TODAY() + timedelta(days=29)) == 0
    assert at(row, 0) == 1


def test_of_a_letter_the_desk_is_told_to_write_again(life):
    row = referred.posted(life)
    assert at(row, 0) == 1
    assert links_sent(row) == 0
    assert told(row.complaint, "desk_referral", step="reminder")


@pytest.mark.parametrize("stage", ["answered", "refused", "declined"])
def test_what_is_over_reminds_nobody(life, stage):
    referred.STAGES[stage](life)
    assert chase_referrals(today=TODAY() + timedelta(days=400)) == 0


def test_a_year_after_its_end_the_copy_and_the_links_are_forgotten(life):
    row = referred.answered(life)
    still = referred.opened(life)
    assert row.given
    assert forget_packages(now=timezone.now() + KEPT - timedelta(days=1)) == 0
    assert forget_packages(now=timezone.now() + KEPT + timedelta(days=1)) == 1
    row.refresh_from_db()
    still.refresh_from_db()
    assert (row.given, row.links.count(), bool(row.reply), bool(row.forgotten_at)) == ("", 0, True, True)
    assert still.given
    assert forget_packages(now=timezone.now() + KEPT + timedelta(days=1)) == 0
