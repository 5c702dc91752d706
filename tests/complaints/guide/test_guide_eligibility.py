"""The rules of the guide say what domain section 3 says; the table is tests/data/guide_expected.csv."""

import csv
from pathlib import Path

import pytest

from complaints.enums import Court, Ground
from complaints.guide import eligibility, reference_data, rules
from complaints.guide.eligibility import Line
from complaints.guide.models import ReferralBody, Rule
from complaints.guide.questions import MATTERS, QUESTIONS, known, lengthen, shorten

TABLE = Path(__file__).parents[2] / "data" / "guide_expected.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))


@pytest.fixture
def real(db):
    reference_data.load()


@pytest.mark.django_db
def test_every_row_of_the_table(real):
    wrong = []
    for row in ROWS:
        answers = known({name: row[name] for name in QUESTIONS})
        found = rules.advice(answers, country=row["country"])
        said = (found.result, found.ground, [body.code for body in found.bodies])
        if rules.next_question(answers) or said != (row["result"], row["ground"], row["bodies"].split()):
            wrong.append((row["comment"], rules.next_question(answers), said))
    assert wrong == []


@pytest.mark.django_db
def test_the_table_proves_every_rule(real):
    proved = {rules.find(known({name: row[name] for name in QUESTIONS})).line.code for row in ROWS}
    assert {rule.code for rule in Rule.objects.all()} - proved == set()


@pytest.mark.django_db
def test_every_rule_decides_for_somebody_and_everybody_gets_a_result(real):
    lines = [rule.line for rule in rules.live_rules()]
    assert eligibility.reached(lines) == {line.code for line in lines}
    assert all(eligibility.judge(answers, lines).line for answers in eligibility.every_answer())


@pytest.mark.django_db
def test_the_rules_name_what_there_is(real):
    codes = set(ReferralBody.objects.values_list("code", flat=True))
    for rule in Rule.objects.all():
        assert set(rule.bodies) <= codes, rule.code
        for name, answers in rule.pattern.items():
            assert set(answers) <= set(QUESTIONS[name].choices), rule.code
        assert rule.bodies or rule.result != "elsewhere"
    for body in ReferralBody.objects.all():
        assert set(body.matters) <= set(QUESTIONS["matter"].choices), body.code
    assert {rule.ground for rule in Rule.objects.all()} - {""} == set(Ground)


@pytest.mark.django_db
def test_what_the_institution_changed_in_a_rule_stays(real):
    Rule.objects.filter(code="rights").update(position=7)
    counts = reference_data.load()["rules"]
    assert Rule.objects.get(code="rights").position == 7
    assert (counts.inserted, counts.updated) == (0, 0)


def test_the_courts_answers_are_those_of_the_form():
    assert set(QUESTIONS["court"].choices) == set(Court.values)


def test_nobody_is_asked_more_than_six_questions_nor_the_same_twice():
    lines = [Line("x", "help", {"against": ["administration"], "urgent": ["yes"]}), Line("y", "unsure")]
    for answers in eligibility.every_answer():
        order = eligibility.asked(answers, lines)
        assert len(order) == len(set(order)) <= 6


def test_a_question_is_asked_only_while_its_answer_may_change_the_result():
    lines = [
        Line("bank", "elsewhere", {"against": ["private"], "matter": ["bank"]}, "X4"),
        Line("help", "help", {"against": ["administration"]}),
        Line("rest", "unsure"),
    ]
    assert eligibility.next_question({}, lines) == "against"
    assert eligibility.next_question({"against": "private"}, lines) == "matter"
    assert eligibility.next_question({"against": "law"}, lines) is None
    assert eligibility.judge({"against": "private", "matter": "shop"}, lines).line.code == "rest"


def test_whoever_we_can_help_answers_all_that_begins_the_complaint():
    lines = [Line("help", "help", {"against": ["administration"]}), Line("rest", "unsure")]
    answers = {"against": "administration", "where": "morocco", "court": "no", "prior": "yes", "urgent": "no"}
    assert eligibility.next_question(answers, lines) == "matter"
    assert eligibility.next_question({**answers, "matter": "tax"}, lines) is None


def test_a_rule_behind_a_wider_one_is_never_reached():
    wide = Line("wide", "help", {"against": ["private"]})
    narrow = Line("narrow", "elsewhere", {"against": ["private"], "matter": ["bank"]}, "X4")
    assert eligibility.reached([wide, narrow]) == {"wide"}
    assert eligibility.reached([narrow, wide]) == {"wide", "narrow"}


@pytest.mark.parametrize(
    "raw", [{}, {"against": "\x00"}, {"against": "x" * 10**6}, {"court": "\ud800"}, {"matter": "nothing"}]
)
def test_what_cannot_be_read_is_no_answer(raw):
    assert known(raw) == {}


def test_an_answer_that_no_longer_fits_falls_away():
    assert known({"against": "private", "matter": "civil_status"}) == {"against": "private"}
    assert known({"against": "consulate", "where": "abroad"})["where"] == "morocco"


def test_a_short_address_holds_every_answer():
    for answers in eligibility.every_answer():
        code = shorten(answers, "DE")
        assert lengthen(code) == (answers, "DE")
        assert len(code) < 80
    assert lengthen("nonsense")[0] == {}
    assert lengthen("." * 5000)[0] == {}


def test_matters_are_offered_to_everybody_whom_they_may_concern():
    assert set(MATTERS) == set(QUESTIONS["against"].choices)
    assert {matter for matters in MATTERS.values() for matter in matters} == set(QUESTIONS["matter"].choices)
