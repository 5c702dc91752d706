"""How administrations answer: each answer that was judged is counted on its day, for its administration."""

import pytest
from django.utils import timezone

from accounts.actors import SYSTEM
from complaints import history
from complaints.models import Answer
from complaints.supervision.actions import refresh_figures
from complaints.supervision.models import FlowCount
from tests.complaints.supervision.conftest import noon, received, today
from tests.factories.accounts import UserFactory
from tests.factories.cases import AnswerFactory
from tests.factories.directories import AdministrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def judged(units, files, late):
    fes, _tanger = units
    other = AdministrationFactory(code="adii")
    for body, quality, days in (
        (late, "substantive", 3), (late, "formal", 4), (late, "silent", 5), (other, "substantive", 6), (other, "", 6),
        (late, "formal", 300),
    ):  # fmt: skip
        case = received(350, unit=fes, administration=body)
        AnswerFactory(
            complaint=case, administration=body, quality=quality, received_on=timezone.localdate(noon(days)),
            recorded_by=UserFactory(handler=True, unit=fes),
        )  # fmt: skip
    refresh_figures(whole=True)


def test_answers_are_counted_by_administration_and_quality(judged, open_figures, late):
    page = open_figures(period="30d")
    assert page.status_code == 200
    assert "3 of 5 answers answer the substance (60 %)." in page.text
    counted = FlowCount.objects.filter(measure="judged", dimension="quality", grain="d")
    assert {row.key for row in counted} >= {f"{late.pk}:substantive", f"{late.pk}:formal", f"{late.pk}:silent"}
    assert sum(row.n for row in counted) == 6


def test_the_export_has_a_row_for_each_administration(judged, client, supervisor):
    client.force_login(supervisor)
    client.cookies["language"] = "en"
    export = client.get("/figures/answer-quality.csv", {"period": "30d"})
    assert export.status_code == 200
    assert "Formal only" in export.getvalue().decode("utf-8-sig")


def test_a_day_is_counted_anew_when_an_answer_comes(units, files, late, open_figures):
    fes, _tanger = units
    refresh_figures(whole=True)
    case = received(40, unit=fes, administration=late)
    AnswerFactory(
        complaint=case,
        administration=late,
        quality="formal",
        received_on=today(),
        recorded_by=UserFactory(handler=True, unit=fes),
    )
    history.record(case, "record_answer", actor=SYSTEM)
    refresh_figures()
    assert "1 of 2 answers answer the substance" in open_figures(period="30d").text


def test_the_figure_is_drawn_without_an_answer(files, open_figures):
    Answer.objects.all().delete()
    refresh_figures(whole=True)
    assert "No answer was judged in this period." in open_figures(period="30d").text
