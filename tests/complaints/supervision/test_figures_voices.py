"""The outcome in two voices, and the survey: both classes side by side, with how many were asked."""

import pytest

from complaints.enums import Outcome
from complaints.models import Voice
from complaints.supervision.actions import refresh_figures
from complaints.supervision.figures import FIGURES
from tests.complaints.supervision.conftest import noon, received

pytestmark = pytest.mark.django_db


@pytest.fixture
def spoken(units, files):
    """Two settled files, of which one is not solved for its complainant; one of four people asked has not answered."""
    fes, _tanger = units
    settled = [received(40, unit=fes, closed=6) for _file in range(2)]
    unfounded = received(40, unit=fes, closed=6, outcome=Outcome.UNFOUNDED)
    said = [(settled[0], "yes", 5), (settled[1], "no", 2), (unfounded, "no", None)]
    for case, solved, fairness in said:
        Voice.objects.create(
            complaint=case, closed_at=case.closed_at, solved=solved, fairness=fairness, asked_at=noon(2)
        )
    refresh_figures(whole=True)
    return settled


def test_both_results_stand_side_by_side(spoken, open_figures):
    page = open_figures(period="30d")
    assert page.status_code == 200
    assert "Our result, and what the complainants say" in page.text
    assert "Of the files that we call settled, 1 are not solved for them." in page.text
    assert "2 of 3 people asked answered" in page.text


def test_each_voice_is_counted_under_the_institutions_own_class(spoken, client, supervisor):
    client.force_login(supervisor)
    client.cookies["language"] = "en"
    export = client.get("/figures/voices.csv", {"period": "30d"})
    assert export.status_code == 200
    head, *rows = [line for line in export.getvalue().decode("utf-8-sig").splitlines() if "," in line or ";" in line]
    assert "Not solved" in head
    assert len(rows) >= 6


def test_a_voice_on_an_earlier_closing_is_not_counted_with_the_last(units, files, open_figures):
    fes, _tanger = units
    case = received(40, unit=fes, closed=6)
    Voice.objects.create(complaint=case, closed_at=noon(20), solved="no")
    refresh_figures(whole=True)
    assert "No complainant has said yet" in open_figures(period="30d").text


def test_every_figure_is_drawn_without_a_single_voice(files, open_figures):
    page = open_figures(period="30d")
    assert page.status_code == 200
    assert "Nobody was asked in the period." in page.text
    assert {"voices", "fairness"} <= set(FIGURES)
