"""The case, its history and what is said about it."""

from complaints.models.attachment import Attachment, StoredFile
from complaints.models.care import DataRequest, Recovery
from complaints.models.complaint import Complaint, Declaration, PriorStep
from complaints.models.event import Event
from complaints.models.exchange import Answer, InformationRequest, Message, RequestedItem
from complaints.models.person import Person
from complaints.models.translation import Translation

__all__ = [
    "Answer",
    "Attachment",
    "Complaint",
    "DataRequest",
    "Declaration",
    "Event",
    "InformationRequest",
    "Message",
    "Person",
    "PriorStep",
    "Recovery",
    "RequestedItem",
    "StoredFile",
    "Translation",
]
