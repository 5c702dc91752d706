"""The desk's client, and the head of a delegation with a neighbour."""

from dataclasses import dataclass

import pytest

from accounts.actors import Actor, person
from accounts.models import Unit
from tests.complaints.casework.conftest import desk
from tests.factories import UnitFactory, UserFactory

__all__ = ["desk"]


@dataclass(frozen=True)
class Delegation:
    """A regional delegation, the local one under it, another one beside it, and their people."""

    unit: Unit
    local: Unit
    other: Unit
    head: Actor
    agent: Actor
    other_head: Actor
    supervisor: Actor


@pytest.fixture
def delegation(db) -> Delegation:
    unit, other = UnitFactory(), UnitFactory()
    local = UnitFactory(local=True, parent=unit)
    return Delegation(
        unit,
        local,
        other,
        head=person(UserFactory(head=True, unit=unit)),
        agent=person(UserFactory(handler=True, unit=unit)),
        other_head=person(UserFactory(head=True, unit=other)),
        supervisor=person(UserFactory(supervisor=True)),
    )
