"""The case and its history."""

from complaints.models.attachment import Attachment, StoredFile
from complaints.models.complaint import Complaint, Declaration, PriorStep
from complaints.models.event import Event
from complaints.models.person import Person

__all__ = ["Attachment", "Complaint", "Declaration", "Event", "Person", "PriorStep", "StoredFile"]
