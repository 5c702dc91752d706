"""The desk's client, and the few rows that a complaint names."""

import pytest

from tests.complaints.casework.conftest import desk
from tests.complaints.intake.filing import directories

__all__ = ["desk"]


@pytest.fixture
def office(life, storage):
    """An office with directories and a private storage."""
    directories()
    return life


@pytest.fixture
def postbox(settings):
    """A real IMAP server, and our settings pointed at it."""
    from mediator import env
    from tests.complaints.reception.postbox import Postbox

    box = Postbox()
    settings.INBOX = env.inbox(box.url)
    yield box
    box.stop()
