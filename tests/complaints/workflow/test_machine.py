"""A case under random moves of random people: whatever is tried, the regulations hold and nothing that was done is lost.

`MACHINE_RUNS=2000 make test ARGS=tests/complaints/workflow/test_machine.py` makes the long run (docs/workflow.md)."""

import os
from datetime import timedelta
from typing import Any

import pytest
from django.core import serializers
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts.actors import code_holder
from complaints.casework import actions
from complaints.casework.chasing import chase_administrations
from complaints.enums import CLOSED_STATES, OPEN_STATES, Outcome, State
from complaints.follow_up import actions as citizen
from complaints.models import (
    Answer,
    CommissionFile,
    Complaint,
    Grace,
    InformationRequest,
    Recommendation,
    RequestedItem,
    Review,
)
from complaints.notifications.models import OutboxMessage
from complaints.workflow import transitions, undo
from complaints.workflow.errors import Refused
from complaints.workflow.moves import Seal
from complaints.workflow.table import RECOMMENDED, RULES
from tests.complaints.workflow.life import Life
from tests.complaints.workflow.moving import FACTS, ROWS, at_stage, people

RUNS, STEPS = int(os.environ.get("MACHINE_RUNS", "40")), 40
TRIED = sorted(FACTS)
ALLOWED = {row["name"]: (row["validates"] or row["does"]).split() for row in ROWS}
STAGES = (
    "registered",
    "in_study",
    "long_waiting",
    "completed",
    "admitted",
    "with_administration",
    "heard",
    "recommended",
    "refused",
)
# What is owed a day: everything open that waits for somebody's act. A suspended file waits for a court.
DATED = OPEN_STATES - {State.SUSPENDED, State.SUBMITTED}


def rows_of(case: Complaint) -> list[Any]:
    """The case and what hangs from it, as it is."""
    rows: list[Any] = [*Complaint.objects.filter(pk=case.pk)]
    rows += [*RequestedItem.objects.filter(request__complaint=case.pk).order_by("pk")]
    for model in (InformationRequest, Answer, CommissionFile, Recommendation, Review):
        rows += [*model.objects.filter(complaint=case.pk).order_by("pk")]
    return serializers.serialize("python", rows)


class Case(RuleBasedStateMachine):
    """One complaint. `done` is what was acknowledged: the name of each move, with the state it left and the one it led to."""

    life: Life

    @initialize(stage=st.sampled_from(STAGES))
    def file(self, stage: str) -> None:
        self.frame = transaction.atomic()
        self.frame.__enter__()
        with override_settings(UNDO_MINUTES=0):  # what led here was told long ago
            self.case = at_stage(self.life, stage)
        self.begun = self.case.events.count()
        self.done: list[tuple[str, str, str]] = []
        self.said = 0
        self.pictures: dict[int, list[Any]] = {}  # every row before the act of this event
        self.people = people(self.life, self.case)
        self.proposer = self.life.handler.user

    @rule(data=st.data())
    def move(self, data: Any) -> None:
        """Usually one that begins here and somebody who may; sometimes any other, by anybody."""
        before = self.now()
        here = [name for name in TRIED if before.state in RULES[name].sources]
        onward = [name for name in here if not RULES[name].outcomes]
        some = data.draw(st.sampled_from([onward, onward, onward, here, TRIED])) or TRIED
        name = data.draw(st.sampled_from(some))
        usual = [who for who in ALLOWED[name] if who in self.people]
        who = data.draw(st.sampled_from(data.draw(st.sampled_from([usual, usual, usual, sorted(self.people)]))))
        stale = data.draw(st.integers(0, 9)) == 0
        seal = Seal(
            proposed_by=self.proposer if RULES[name].validator else None,
            seen=before.events.first().pk if stale else before.events.latest("pk").pk,
        )
        reason, picture = "", rows_of(before)
        try:
            with transaction.atomic():
                facts = FACTS[name](self.life, before)
                transitions.perform(name, before, actor=self.people[who], seal=seal, **facts)
        except Refused as refused:
            reason = str(refused.reason) or "none"
        assert reason != "none"
        if reason:
            assert (self.now().state, self.now().events.count()) == (before.state, self.count())
        else:
            assert not stale
            last = self.now().events.latest("pk")
            # What the desk did a moment ago gives way to what the complainant does, who was not told of it.
            gave_way = self.now().events.filter(pk__lt=last.pk, pk__gt=seal.seen or 0, name="undone").count()
            assert (last.name, last.to_state) == (name, self.now().state)
            assert gave_way == 0 or who in {"complainant", "citizen"}
            assert gave_way or last.from_state == before.state
            self.said += gave_way
            self.done.append((name, last.from_state, last.to_state))
            self.pictures[last.pk] = picture

    @rule(late=st.integers(0, 3))
    def take_back(self, late: int) -> None:
        """Somebody takes the last act back. Too late it is refused; in time every row is what it was before the act."""
        grace = Grace.objects.running().filter(complaint=self.case.pk).first()
        if grace is None:
            return
        if not late:
            self.tell()
        before = self.now().state
        # Who decided first takes back no review of it that a colleague decided.
        may = undo.may_take_back(self.life.supervisor, grace, self.now())
        assert may or grace.event.name in {"reopen", "confirm_closing"}
        try:
            with transaction.atomic():
                transitions.take_back(grace, actor=self.life.supervisor)
        except Refused:
            assert not late or not may or undo.happened_since(grace).exists()
            assert (self.now().state, self.now().events.count()) == (before, self.count())
            return
        assert late
        assert may
        self.said += 1
        assert rows_of(self.now()) == self.pictures[grace.event_id]

    def tell(self) -> None:
        """The window of the last act is over."""
        Grace.objects.filter(complaint=self.case.pk).update(until=timezone.now())

    @rule()
    def complain_again(self) -> None:
        """The complainant writes; the desk reads it at once."""
        case, last = self.now(), self.now().events.latest("pk").pk
        if case.state in {State.WITHDRAWN, State.MERGED}:
            return
        try:
            citizen.write_message(case, actor=code_holder(case.pk), text="Où en est-on ?")
        except Refused:
            return
        new = list(case.events.filter(pk__gt=last).order_by("pk"))
        if (
            new[-1].name == "receive_information"
        ):  # what is written when items are missing is the answer that was waited for
            self.done.append(("receive_information", new[-1].from_state, new[-1].to_state))
        else:
            self.said += 1
        if new[0].name == "undone":  # an end that was not told yet gave way
            assert case.state in CLOSED_STATES
            self.said += 1
        assert len(new) == 1 + (new[0].name == "undone")
        actions.mark_replies_read(case, actor=self.life.supervisor, seen=self.now().events.latest("pk").pk)

    @rule()
    def wait(self) -> None:
        """The days pass by which somebody had to do something."""
        self.tell()
        past = timezone.localdate() - timedelta(days=1)
        Complaint.objects.filter(pk=self.case.pk, due_on__isnull=False).update(due_on=past)
        self.now().information_requests.filter(answered_at=None).update(due_on=past, reminded_at=timezone.now())
        Recommendation.objects.filter(complaint=self.case, ended_at=None).update(due_on=past)

    @rule(days=st.integers(0, 120))
    def chase(self, days: int) -> None:
        """The clock that reminds administrations."""
        self.said += chase_administrations(today=timezone.localdate() + timedelta(days=days))

    def now(self) -> Complaint:
        """The case as the database has it."""
        return Complaint.objects.get(pk=self.case.pk)

    def count(self) -> int:
        """How many events there must be: those it began with, one of each thing done."""
        return self.begun + len(self.done) + self.said

    @invariant()
    def nothing_is_lost(self) -> None:
        if not hasattr(self, "done"):
            return
        events = list(self.now().events.order_by("pk").values_list("name", "from_state", "to_state"))
        assert len(events) == self.count()
        moves = [event for event in events[self.begun :] if event[2]]
        assert moves == self.done

    @invariant()
    def every_step_is_in_the_regulations(self) -> None:
        for name, before, after in getattr(self, "done", [])[-1:]:
            regulation = RULES[name]
            assert before in regulation.sources
            assert after in (regulation.targets or (before,))

    @invariant()
    def the_case_is_whole(self) -> None:
        if not hasattr(self, "done"):
            return
        case = self.now()
        closed = case.state in CLOSED_STATES
        assert closed == bool(case.outcome) == bool(case.closed_at)
        assert closed != bool(case.due_on) or case.state == State.SUSPENDED
        assert case.due_on is not None or case.state not in DATED
        assert case.chase_on is None or case.state == State.AWAITING_ADMINISTRATION
        assert case.recommendations.filter(ended_at=None).count() == (case.state in RECOMMENDED)
        assert case.reviews.filter(decided_at=None).count() == (case.state == State.REVIEW)
        assert case.outcome != Outcome.RECOMMENDATION_EXECUTED or case.recommendations.filter(standing="executed")
        unsent = OutboxMessage.objects.filter(about=f"complaint:{case.pk}", event__startswith="event:")
        numbers = {f"event:{pk}" for pk in case.events.values_list("pk", flat=True)}
        assert set(unsent.values_list("event", flat=True)) <= numbers

    def teardown(self) -> None:
        if hasattr(self, "frame"):
            transaction.set_rollback(True)
            self.frame.__exit__(None, None, None)


@pytest.mark.django_db
@override_settings(UNDO_MINUTES=10)
def test_no_run_of_moves_breaks_the_regulations(life: Life) -> None:
    machine = type("CaseOfThisOffice", (Case,), {"life": life})
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        machine,
        settings=settings(max_examples=RUNS, stateful_step_count=STEPS, deadline=None, suppress_health_check=checks),
    )
