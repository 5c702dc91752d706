"""The kinds of messages and how each finds its recipient. The modules above register theirs in `AppConfig.ready`."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from complaints.notifications.models import TEXTS, Channel, OutboxMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Where a message goes, found at the moment of sending: address, language and preference may have changed.

    An empty `address` means: no e-mail for this person. `context` adds facts to those of the row; it is not stored."""

    address: str
    name: str = ""
    language: str = ""
    time_zone: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    phone: str = ""  # for SMS and WhatsApp, in E.164; empty: neither for this person
    devices: bool = False  # whether this person's devices may be told
    hours: tuple[int, int] | None = None  # when a message may arrive, on the clock of `time_zone`; None: at any hour
    neutral: str = (
        ""  # the template that replaces the mail's own where nobody may see who writes (docs/safe-contact.md)
    )

    def reaches(self, channel: str) -> bool:
        """Whether there is anybody to reach in this way at all: only then do the hours matter."""
        if channel == Channel.PUSH:
            return self.devices
        return bool(self.phone if channel in TEXTS else self.address)


Resolver = Callable[[OutboxMessage], Envelope | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """`keys`, if given, are the only context keys allowed; `source` replaces the template `email/<kind>.txt`.

    `short` names the short text of the kind, `sms/<short>.txt`; without one it never goes to a telephone."""

    name: str
    resolve: Resolver
    keys: frozenset[str] | None = None
    source: Callable[[OutboxMessage, Envelope], str] | None = None
    short: str = ""


# Hears that a mail came back for good from an address; it looks for itself whose address that is.
Returned = Callable[[OutboxMessage, str], object]


class UnknownKind(LookupError):
    """Nobody registered this kind of message."""


class UnsafeContext(ValueError):
    """The facts of a message hold identity, case content or a secret: those are read at the moment of sending."""


KINDS: dict[str, Kind] = {}
RETURNS: list[Returned] = []


def register(
    kind: str,
    resolve: Resolver,
    *,
    keys: Collection[str] | None = None,
    source: Callable[[OutboxMessage, Envelope], str] | None = None,
    short: str = "",
) -> None:
    """Makes a kind known. `resolve` gives the envelope at send time, or None when nobody is to be told any more."""
    KINDS[kind] = Kind(kind, resolve, frozenset(keys) if keys is not None else None, source, short)


def on_return(hears: Returned) -> None:
    """Makes known who marks an address from which mails come back; called once when an app is ready."""
    RETURNS.append(hears)


def returned(message: OutboxMessage, address: str) -> None:
    """Tells all who keep addresses that this one is dead."""
    for hears in RETURNS:
        hears(message, address)


def get(kind: str) -> Kind:
    """The registered kind; raises UnknownKind."""
    try:
        return KINDS[kind]
    except KeyError:
        raise UnknownKind(f"no message kind {kind!r} is registered") from None


def resolve(message: OutboxMessage) -> Envelope | None:
    """The envelope as of now."""
    return get(message.kind).resolve(message)


# A word of a key that names identity, what a citizen wrote, or a secret.
REFUSED = frozenset(
    "name names firstname lastname surname email mail address phone telephone mobile whatsapp birth born cin cnie "  # noqa: SIM905
    "passport identity national sex gender title description story text body content message note request harm facts "
    "amount official code token password secret key".split()
)
LONGEST_VALUE = 200
ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def check_context(kind: Kind, context: Mapping[str, Any]) -> None:
    """Raises UnsafeContext for a key outside the kind's list, a refused word, a long text or an e-mail address."""
    for key, value in context.items():
        if kind.keys is not None and key not in kind.keys:
            raise UnsafeContext(f"{kind.name}: {key!r} is not among the facts of this kind")
        if kind.keys is None and REFUSED.intersection(key.lower().split("_")):
            raise UnsafeContext(f"{kind.name}: {key!r} may hold identity or case content")
        for part in value if isinstance(value, list | tuple) else [value]:
            if isinstance(part, Mapping):
                raise UnsafeContext(f"{kind.name}: {key!r} is not a plain fact")
            if isinstance(part, str) and (len(part) > LONGEST_VALUE or ADDRESS.search(part)):
                raise UnsafeContext(f"{kind.name}: {key!r} holds a long text or an address")
