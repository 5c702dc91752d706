"""The case, its history and what is said about it."""

from complaints.models.attachment import Attachment, StoredFile
from complaints.models.change import Change, NewAddress
from complaints.models.complaint import Complaint, Declaration, PriorStep
from complaints.models.event import Event
from complaints.models.exchange import Answer, InformationRequest, Message, RequestedItem
from complaints.models.person import Person
from complaints.models.review import Review, Voice
from complaints.models.translation import Translation

__all__ = [
    "Answer",
    "Attachment",
    "Change",
    "Complaint",
    "Declaration",
    "Event",
    "InformationRequest",
    "Message",
    "NewAddress",
    "Person",
    "PriorStep",
    "RequestedItem",
    "Review",
    "StoredFile",
    "Translation",
    "Voice",
]
