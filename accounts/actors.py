"""Who is acting. An Actor is passed as an argument; nothing reads it from a thread (docs/permissions.md)."""

from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import PermissionDenied

from accounts.models import User
from accounts.roles import CASEWORKERS, VALIDATORS, Role


class ActorKind(StrEnum):
    """How the house knows the one who acts."""

    NOBODY = "nobody"  # a visitor
    CODE = "code"  # holds the reference and the secret code of one case
    SHARE = "share"  # holds the own code of one with whom a case is shared
    BODY = "body"  # another body, by the link or the code of one referral
    PERSON = "person"  # logged in
    STAND = "stand"  # an agent on the shared tablet of a stand, for what is done there and nothing else
    SYSTEM = "system"  # a task or a command


@dataclass(frozen=True, slots=True)
class Actor:
    """`complaint_id` is the one case that a code opens, `share_id` the share it belongs to if it is not the case's own,
    `referral_id` the one referral that another body opened; `strong` says that a second factor was given."""

    kind: ActorKind
    user: User | None = None
    complaint_id: int | None = None
    share_id: int | None = None
    referral_id: int | None = None
    language: str = ""
    strong: bool = False

    @property
    def role(self) -> Role | None:
        """The office of who acts. On the tablet of a stand nobody has one: what is done there has its own permissions."""
        return Role(self.user.role) if self.user and self.kind is not ActorKind.STAND else None

    @property
    def someone(self) -> User:
        """The account of one who must have one: the desk's own acts. Permissions were asked before."""
        if self.user is None:
            raise PermissionDenied
        return self.user

    @property
    def user_id(self) -> int | None:
        return self.user.pk if self.user else None

    @property
    def unit_id(self) -> int | None:
        return self.user.unit_id if self.user else None

    @property
    def is_system(self) -> bool:
        return self.kind is ActorKind.SYSTEM

    @property
    def is_caseworker(self) -> bool:
        return self.user is not None and self.user.is_active and self.role in CASEWORKERS

    @property
    def is_validator(self) -> bool:
        return self.user is not None and self.user.is_active and self.role in VALIDATORS


NOBODY = Actor(ActorKind.NOBODY)
SYSTEM = Actor(ActorKind.SYSTEM)


def person(user: User, *, strong: bool = False, language: str = "") -> Actor:
    """The actor of a logged-in account."""
    return Actor(ActorKind.PERSON, user=user, strong=strong, language=language or user.language)


def at_stand(user: User, *, language: str = "") -> Actor:
    """The actor of an agent who opened a registered tablet with the PIN of the day (docs/stand-tablet.md)."""
    return Actor(ActorKind.STAND, user=user, strong=True, language=language or user.language)


def code_holder(complaint_id: int, *, language: str = "") -> Actor:
    """The actor who proved the secret code of one case."""
    return Actor(ActorKind.CODE, complaint_id=complaint_id, language=language)


def share_holder(share_id: int, complaint_id: int, *, language: str = "") -> Actor:
    """The actor who proved the own code of a share of one case."""
    return Actor(ActorKind.SHARE, complaint_id=complaint_id, share_id=share_id, language=language)


def body_holder(referral_id: int, *, language: str = "") -> Actor:
    """The actor of another body that opened what was passed on to it. It is no way into the case."""
    return Actor(ActorKind.BODY, referral_id=referral_id, language=language)
