"""What is told of mandates, of codes and of personal data."""

from dataclasses import dataclass
from datetime import date

from complaints.notices.base import Audience, Notice


@dataclass(frozen=True)
class SharingChanged(Notice):
    """Who can see the file has changed (docs/together.md)."""

    kind = "complaint_sharing"
    shared = False


@dataclass(frozen=True)
class MandateEnding(Notice):
    kind = "complaint_mandate_ending"
    shared = False
    ends_on: date


@dataclass(frozen=True)
class MandateEnded(Notice):
    """To who acts: what they can still do. The person represented is told by `tell_represented`."""

    kind = "complaint_mandate_ended"
    audience = Audience.REPRESENTATIVE
    ends_on: date


@dataclass(frozen=True)
class MandateRevoked(Notice):
    """To the representative, who sees the file no more."""

    kind = "complaint_mandate_revoked"
    audience = Audience.REPRESENTATIVE


@dataclass(frozen=True)
class CodeRenewed(Notice):
    kind = "complaint_code_renewed"
    shared = False


@dataclass(frozen=True)
class RecoveryAsked(Notice):
    """Somebody who knows two facts wants a new code: the old address hears of it first, and can stop it."""

    kind = "complaint_recovery"
    shared = False
    recovery: int


@dataclass(frozen=True)
class AccountLinked(Notice):
    kind = "complaint_account_linked"
    shared = False


@dataclass(frozen=True)
class DataRequestReceived(Notice):
    kind = "complaint_data_request"
    shared = False
    due_on: date


@dataclass(frozen=True)
class DataRequestAnswered(Notice):
    kind = "complaint_data_answered"
    shared = False


@dataclass(frozen=True)
class DataChanged(Notice):
    """The desk corrected or erased something about the person: the file says what."""

    kind = "complaint_data_changed"
    shared = False
