"""The guide's results as a figure: counts by result and ground, within the period, of nobody."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.roles import Role
from complaints.guide.models import Orientation
from complaints.supervision.actions import refresh_figures
from tests.complaints.supervision.conftest import today
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def supervisor():
    client = Client()
    client.cookies["language"] = "en"
    client.force_login(UserFactory(role=Role.SUPERVISOR))
    return client


def counted(days, n, *, result="elsewhere", ground="", country=""):
    day = today() - timedelta(days)
    Orientation.objects.create(day=day, result=result, ground=ground, country=country, n=n)


def test_the_results_of_the_period_stand_on_the_dashboard(supervisor):
    counted(1, 12, ground="X7", country="DE")
    counted(2, 8, ground="X7", country="FR")
    counted(3, 20, result="help")
    counted(400, 900, ground="X4")
    refresh_figures()
    page = supervisor.get("/figures/").content.decode()
    assert "20 of 40 results (50%) led to somebody else." in page.replace("\u00a0", " ")
    assert "It concerns an administration of the country of residence" in page


def test_small_numbers_leave_no_trace_in_the_export(supervisor):
    counted(1, 2, ground="X3")
    counted(1, 30, result="help")
    refresh_figures()
    table = b"".join(supervisor.get("/figures/guided.csv").streaming_content).decode()
    assert "<5" in table
    assert ",2\r" not in table


def test_nobody_yet_says_so(supervisor):
    refresh_figures()
    assert "Nobody finished the guide in the period." in supervisor.get("/figures/").content.decode()
