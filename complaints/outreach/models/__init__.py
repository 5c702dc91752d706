"""Stands, their devices, who came, and who waits. None of these rows knows the name of a visitor (docs/stands.md)."""

from complaints.outreach.models.devices import Device, Shift
from complaints.outreach.models.helping import Helping
from complaints.outreach.models.sealed import SealedIntake, SealedPart, ShiftKey
from complaints.outreach.models.stands import Stand, StandAgent, StandDesk, StandHours
from complaints.outreach.models.tickets import Ticket
from complaints.outreach.models.visits import Batch, Visit

__all__ = [
    "Batch",
    "Device",
    "Helping",
    "SealedIntake",
    "SealedPart",
    "Shift",
    "ShiftKey",
    "Stand",
    "StandAgent",
    "StandDesk",
    "StandHours",
    "Ticket",
    "Visit",
]
