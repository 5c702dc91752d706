"""The regulations as a whole: what the table promises, checked against the domain (domain section 6)."""

import pytest

from complaints.enums import CLOSED_STATES, OPEN_STATES, State
from complaints.workflow import transitions
from complaints.workflow.states import PUBLIC, Step, journey, reached
from complaints.workflow.table import NEEDS, RULES

ASKED_FOR = {
    "T1": "submit", "T2": "register", "T3": "start_review", "T4b": "close_incomplete", "T5": "orient", "T5b": "await_prior_step",
    "T6": "declare_inadmissible", "T7": "admit", "T8": "send_to_administration", "T9": "record_answer", "T14": "settle",
    "T11": "investigate", "T12": "mediate", "T13": "refer_to_commission", "T15": "close_unfounded", "T16": "recommend",
    "T20": "withdraw", "T21": "request_review", "T23": "change_unit",
}  # fmt: skip


def test_the_domain_has_21_states():
    assert len(State) == 21
    assert CLOSED_STATES | OPEN_STATES | {State.DRAFT} == set(State)


def test_every_state_has_a_name_for_the_desk_and_a_step_for_the_citizen():
    assert set(PUBLIC) == set(State)
    assert len(Step) == 7


@pytest.mark.parametrize(("number", "name"), ASKED_FOR.items())
def test_each_transition_of_the_issue_has_its_row(number, name):
    assert RULES[name].number == number


@pytest.mark.parametrize(
    ("number", "names"),
    [
        ("T4", {"request_information", "receive_information"}),
        ("T10", {"record_request", "grant_extension", "write_again"}),
        ("T17", {"follow_up", "close_executed"}),
        ("T18", {"escalate", "close_refused"}),
        ("T19", {"suspend", "resume", "close_judicial"}),
        ("T22", {"reopen", "confirm_closing"}),
    ],
)
def test_some_transitions_have_several_rows(number, names):
    assert {name for name, rule in RULES.items() if rule.number == number} == names


def test_every_state_is_reached_and_left_by_some_row():
    reached_states = {state for rule in RULES.values() for state in rule.targets}
    assert reached_states | {State.DRAFT} == set(State)
    left = {state for rule in RULES.values() for state in rule.sources if rule.target}
    assert left | {State.WITHDRAWN} == set(State)


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_a_row_is_whole(rule):
    assert rule.sources
    assert str(rule.ground)
    assert str(rule.label)
    assert rule.target not in rule.sources
    assert set(rule.needs) <= set(NEEDS)


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_a_row_closes_exactly_when_it_names_outcomes(rule):
    assert bool(rule.outcomes) == (rule.target in CLOSED_STATES)


DECIDING_NOTHING = {"withdraw", "join"}  # what the complainant wants; what goes on in another file


def test_decisions_that_close_a_file_against_the_citizen_take_two_people():
    closing = {name for name, rule in RULES.items() if rule.outcomes and name not in DECIDING_NOTHING}
    ordered = {"investigate", "recommend", "escalate"}  # a mission order, and what is signed for the Médiateur
    assert {name for name, rule in RULES.items() if rule.validator} == closing | ordered


BEGINNINGS = {"submit", "register", "open_own_initiative"}  # of these there is no file before


def test_each_row_has_one_function_of_its_name():
    assert set(transitions.MOVES) == set(RULES) - BEGINNINGS


def tones(state, *events):
    """The journey of a file with these events, as label -> tone."""
    return {step["label"]: step["tone"] for step in journey(state, reached(events))}


def test_a_withdrawn_file_shows_only_the_steps_that_it_went_through():
    been = [
        ("submit", "submitted"),
        ("register", "registered"),
        ("start_review", "prelim_review"),
        ("withdraw", "withdrawn"),
    ]
    expected = {Step.FILED: "past", Step.STUDY: "past", Step.CLOSED: "now"}
    assert tones("withdrawn", *been) == {str(step.label): tone for step, tone in expected.items()}


def test_waiting_for_the_complainant_is_shown_only_when_it_is_so_or_was():
    label = str(Step.COMPLEMENT.label)
    assert label not in tones("prelim_review", ("start_review", "prelim_review"))
    assert tones("awaiting_citizen", ("request_information", "awaiting_citizen"))[label] == "now"
    assert tones("admitted", ("request_information", "awaiting_citizen"))[label] == "past"


def test_a_file_under_way_shows_what_comes_and_no_step_that_was_skipped():
    shown = tones("awaiting_administration", ("start_review", "prelim_review"), ("message_received", ""))
    assert list(shown.values()) == ["past", "past", "now", "next", "next", "next"]


def test_a_settled_file_went_through_the_decision():
    assert tones("closed", ("settle", "closed"))[str(Step.DECISION.label)] == "past"
