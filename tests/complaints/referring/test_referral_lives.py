"""Random lives of a referral: whatever everybody tries in whatever order, what must hold holds."""

import contextlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.actors import body_holder
from complaints.enums import Outcome
from complaints.models import Referral
from complaints.models.referral import AT_HOME, LEFT, OVER, WITH_BODY
from complaints.referring import actions, answering, chasing, desk, links
from complaints.workflow.errors import Refused
from tests.complaints.referring import referred
from tests.complaints.workflow.life import Life

pytestmark = pytest.mark.django_db
Act = Callable[[Life, Referral], Any]


def open_it(life: Life, row: Referral) -> Any:
    """By the newest link, or by the printed code."""
    if row.by_post:
        return answering.open_by_code(row)
    link = row.links.order_by("-pk").first()
    if link is None:
        return None
    answering.ask_for_figures(link)
    link.refresh_from_db()
    return answering.open_by_link(link, links.figures_of(link))


ACTS: dict[str, Act] = {
    "agree": lambda life, row: actions.agree(row, actor=referred.holder(row), items=["story", "identity"]),
    "decline": lambda life, row: actions.decline(row, actor=referred.holder(row)),
    "stop": lambda life, row: actions.stop(row, actor=referred.holder(row)),
    "post": lambda life, row: desk.mark_posted(row, actor=life.handler, on=timezone.localdate()),
    "take back": lambda life, row: desk.take_back(row, actor=life.handler, text="Erreur."),
    "send anew": lambda life, row: desk.send_anew(row, actor=life.handler, address=referred.ADDRESS),
    "open": open_it,
    "new link": lambda life, row: answering.link_anew(row),
    "accept": lambda life, row: answering.accept(row, actor=body_holder(row.pk)),
    "refuse": lambda life, row: answering.refuse(row, actor=body_holder(row.pk), text="Nein."),
    "answer": lambda life, row: answering.answer(row, actor=body_holder(row.pk), text="Ja."),
    "clock": lambda life, row: chasing.chase_referrals(today=row.chase_on or timezone.localdate()),
    "long after": lambda life, row: chasing.chase_referrals(today=timezone.localdate() + timedelta(days=200)),
}


def holds(row: Referral) -> None:
    """What must be true of a referral at any time; the rest is held by Postgres."""
    living = row.links.filter(opened_at=None, dead_at=None)
    assert living.count() <= (1 if row.standing in WITH_BODY and not row.by_post else 0)
    assert bool(row.given) <= (row.agreed_at is not None)
    assert not (row.standing in OVER and row.opened_at is None and row.given)  # nobody read it: nothing is kept
    assert (row.chase_on is None) or row.standing not in OVER
    assert (row.due_on is None) or row.standing not in OVER
    assert (row.sent_at is None) or row.agreed_at is not None
    assert row.standing not in AT_HOME or row.sent_at is None
    assert row.standing not in LEFT or row.sent_at is not None
    went = row.standing in LEFT or row.opened_at is not None
    assert row.complaint.outcome == (Outcome.TRANSFERRED if went else Outcome.ORIENTED)
    names = [event.name for event in row.complaint.events.all()]
    for once in ("referral_agreed", "referral_opened", "referral_accepted", "referral_answered", "referral_refused"):
        assert names.count(once) <= 1
    assert not {"referral_answered", "referral_refused"} <= set(names)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(sorted(ACTS)), max_size=10), by_post=st.booleans(), agreed=st.booleans())
def test_whatever_is_tried_in_whatever_order(life: Life, acts: list[str], by_post: bool, agreed: bool) -> None:
    with transaction.atomic():
        row = referred.asked(life, address="" if by_post else referred.ADDRESS)
        for name in [*(["agree"] if agreed else []), *acts]:
            with contextlib.suppress(Refused):
                ACTS[name](life, Referral.objects.select_related("complaint", "body").get(pk=row.pk))
            holds(Referral.objects.select_related("complaint").get(pk=row.pk))
        transaction.set_rollback(True)
