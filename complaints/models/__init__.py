"""The case, its history and what is said about it."""

from complaints.models.attachment import Attachment, StoredFile
from complaints.models.care import DataRequest, Recovery
from complaints.models.change import Change, NewAddress
from complaints.models.coming import ComingFile, ComingPiece
from complaints.models.complaint import Complaint, Declaration, PriorStep
from complaints.models.conflict import Conflict
from complaints.models.event import Event
from complaints.models.exchange import Answer, InformationRequest, Message, RequestedItem
from complaints.models.grace import Grace
from complaints.models.incoming import WAITING, IncomingFile, IncomingMail, MailboxMark
from complaints.models.interlocutor import AdministrationReply, Consent, ReplyFile
from complaints.models.person import Person
from complaints.models.reception import Reception
from complaints.models.recommendation import Commission, CommissionFile, Recommendation
from complaints.models.referral import Referral, ReferralDocument, ReferralLink
from complaints.models.representation import GroupMember, Representation
from complaints.models.review import Review, Voice
from complaints.models.searching import SearchText
from complaints.models.sharing import Share
from complaints.models.translation import Translation

__all__ = [
    "WAITING",
    "AdministrationReply",
    "Answer",
    "Attachment",
    "Change",
    "ComingFile",
    "ComingPiece",
    "Commission",
    "CommissionFile",
    "Complaint",
    "Conflict",
    "Consent",
    "DataRequest",
    "Declaration",
    "Event",
    "Grace",
    "GroupMember",
    "IncomingFile",
    "IncomingMail",
    "InformationRequest",
    "MailboxMark",
    "Message",
    "NewAddress",
    "Person",
    "PriorStep",
    "Reception",
    "Recommendation",
    "Recovery",
    "Referral",
    "ReferralDocument",
    "ReferralLink",
    "ReplyFile",
    "Representation",
    "RequestedItem",
    "Review",
    "SearchText",
    "Share",
    "StoredFile",
    "Translation",
    "Voice",
]
