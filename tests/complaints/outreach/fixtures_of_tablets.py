"""An office with a stand that is open today; its tablet in the hands of its agent."""

import pytest

from tests.complaints.intake.filing import directories
from tests.complaints.outreach import tabletop


@pytest.fixture
def office(life, storage):
    """An office with directories and a private storage."""
    directories()
    return life


@pytest.fixture
def place(office):
    """The stand."""
    return tabletop.stand(office, office.handler)


@pytest.fixture
def tablet(office):
    """A registered tablet."""
    return tabletop.tablet(office)[0]


@pytest.fixture
def shift(office, place, tablet):
    """The day of the agent on it."""
    return tabletop.begin_day(tablet, office.handler, place)
