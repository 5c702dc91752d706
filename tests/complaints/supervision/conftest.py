"""Files of two units over three months, moved by hand into the places that the figures tell apart."""

from datetime import datetime, time, timedelta

import pytest

from accounts.dates import RABAT
from complaints.enums import Outcome, State
from complaints.guide.models import Orientation
from complaints.supervision.actions import refresh_figures
from tests.factories.accounts import UnitFactory, UserFactory
from tests.factories.cases import AnswerFactory, ComplaintFactory, PersonFactory
from tests.factories.directories import AdministrationFactory, CountryFactory


def today():
    return datetime.now(RABAT).date()


def noon(days_ago):
    return datetime.combine(today() - timedelta(days_ago), time(12), RABAT)


def received(days_ago, *, unit, state=State.PRELIM_REVIEW, country="FR", closed=None, outcome=None, **fields):
    """A file received so many days ago, and closed so many days ago."""
    if closed is not None:
        fields |= {"closed_at": noon(closed), "state_since": noon(closed), "outcome": outcome or Outcome.SETTLED_FULL}
        state = State.CLOSED
    return ComplaintFactory(
        state=state,
        unit=unit,
        submitted_at=noon(days_ago),
        received_on=today() - timedelta(days_ago),
        complainant=PersonFactory(country=CountryFactory(code=country)),
        history=False,
        **fields,
    )


@pytest.fixture
def units(db):
    return [UnitFactory(code="fes"), UnitFactory(code="tanger")]


@pytest.fixture
def late(db):
    return AdministrationFactory(code="cnss")


@pytest.fixture
def files(units, late):
    """Six files of Fès, three of Tanger, one not routed."""
    fes, tanger = units
    waiting = {"state": State.AWAITING_ADMINISTRATION, "administration": late, "sent_at": noon(80)}
    made = [
        received(3, unit=fes, language="ar"),
        received(10, unit=fes, country="ES", channel="app"),
        received(45, unit=fes, closed=5),
        received(70, unit=fes, closed=30, outcome=Outcome.UNFOUNDED),
        received(100, unit=fes, due_on=today() - timedelta(20), answer_due_on=today() - timedelta(20), **waiting),
        received(
            120,
            unit=fes,
            closed=10,
            administration=late,
            sent_at=noon(100),
            answer_due_on=today() - timedelta(60),
            answered_at=noon(40),
        ),
        received(20, unit=tanger, country="IT"),
        received(200, unit=tanger, due_on=today() - timedelta(1)),
        received(300, unit=tanger, closed=250),
        received(1, unit=None, state=State.REGISTERED, region=None),
    ]
    officer = UserFactory(handler=True, unit=fes)
    AnswerFactory(complaint=made[5], administration=late, received_on=today() - timedelta(25), recorded_by=officer)
    Orientation.objects.create(day=today() - timedelta(3), result="help", n=6)
    refresh_figures(whole=True)
    return made


@pytest.fixture
def supervisor(db):
    return UserFactory(supervisor=True)


@pytest.fixture
def open_figures(client, files, supervisor):
    """Opens the dashboard as a supervisor: `open_figures(period="30d")` gives the response."""
    client.force_login(supervisor)
    client.cookies["language"] = "en"

    def open_page(**query):
        return client.get("/figures/", query)

    return open_page
