"""What a mail says: whatever bytes came, without an error, in a time that grows with their number alone.

The policy is `compat32`: it parses addresses and parameters only when asked, while the newer policies parse every header
as a structure, which raises on broken ones and takes quadratic time on long ones. Nothing of a mail is believed here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses

from accounts.forms import clean_text
from complaints.reception import plain

LONGEST_TEXT = 100_000  # characters
LONGEST_HEADER = 4_000
HEADERS = 500_000  # bytes of headers; beyond it is no letter
MOST_PARTS = 200
MOST_FILES = 20
DEEPEST = 20
# Codecs of Python that are no charsets of letters, and take long.
NO_CHARSETS = {"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "utf_7"}
OTHER_NAMES = {
    "iso-8859-6-i": "iso-8859-6", "iso-8859-6-e": "iso-8859-6", "iso-8859-8-i": "iso-8859-8", "x-mac-arabic": "mac_arabic",
    "gb2312": "gb18030", "gbk": "gb18030", "us-ascii": "utf-8", "ascii": "utf-8", "iso-8859-1": "cp1252", "latin1": "cp1252",
    "ks_c_5601-1987": "cp949", "x-windows-1256": "cp1256", "utf8": "utf-8", "utf8mb4": "utf-8",
}  # fmt: skip
ADDRESS = re.compile(r"[^\s@<>\"(),:;\\]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,180}[a-z0-9])?", re.IGNORECASE)


class Unreadable(ValueError):
    """This is no mail that can be taken apart."""


@dataclass(frozen=True, slots=True)
class Part:
    """An attachment as it came; its name and its type are the sender's words."""

    name: str
    content: bytes


@dataclass(slots=True)
class Letter:
    """A mail in words. `heads` are the decoded headers by their lower-case names; `cut` says that not all of the text is here.

    `sender` is empty unless there is exactly one, with a sound address, in lower case."""

    heads: dict[str, list[str]]
    sender: str = ""
    sender_name: str = ""
    subject: str = ""
    text: str = ""
    cut: bool = False
    files: list[Part] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    report: "Message | None" = None
    enclosed: str = ""  # the Message-ID of the mail that a report gives back

    def head(self, name: str) -> str:
        """The first header of this name, or nothing."""
        return next(iter(self.heads.get(name, ())), "")


def read(raw: bytes) -> Letter:
    """The mail in words; raises Unreadable, and nothing else."""
    if not raw or min(end for end in (_end(raw, b"\r\n\r\n"), _end(raw, b"\n\n"), len(raw)) if end >= 0) > HEADERS:
        raise Unreadable
    try:
        message = message_from_bytes(raw, policy=policy.compat32)
        letter = Letter(_heads(message))
        letter.sender, letter.sender_name = _sender(letter, message)
        letter.subject = " ".join(clean_text(letter.head("subject")).split())[:500]
        _body(letter, message)
    except (Exception, RecursionError) as error:  # whatever the standard library raises on what is no mail
        raise Unreadable from error
    return letter


def _end(raw: bytes, mark: bytes) -> int:
    return raw.find(mark)


# --- headers ---


def _heads(message: Message) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in message.raw_items():
        found.setdefault(name.lower(), []).append(words(str(value)))
    return found


def words(value: str) -> str:
    """A header in letters: folded lines joined, encoded words read, bytes that stand there as they are too."""
    if len(value) > LONGEST_HEADER:  # the newest of many references stand at the end
        value = f"{value[: LONGEST_HEADER // 2]} {value[-LONGEST_HEADER // 2 :]}"
    value = " ".join(value.split())
    if not value.isascii():
        value = decoded(value.encode("utf-8", "surrogateescape"), "utf-8")
    if "=?" not in value:
        return value
    try:
        parts = decode_header(value)
    except (MessageError, ValueError, LookupError, ArithmeticError):  # base64 that is none
        return value
    return "".join(decoded(part, charset or "utf-8") if isinstance(part, bytes) else part for part, charset in parts)


def decoded(content: bytes, charset: str) -> str:
    """Bytes in a charset that may be unknown, wrong, or no charset at all; what cannot be read becomes a mark."""
    name = charset.strip().strip("\"'").lower()
    name = OTHER_NAMES.get(name, name)
    for wanted in (name, "utf-8"):
        try:
            if wanted.replace("-", "_") not in NO_CHARSETS:
                return content.decode(wanted)
        except (UnicodeError, LookupError, ValueError):
            continue
    return content.decode("cp1256" if "1256" in name or "8859-6" in name else "cp1252", "replace")


def _sender(letter: Letter, message: Message) -> tuple[str, str]:
    """Address and name, read before the encoded words are: those could hold a second address."""
    values = [str(value)[:LONGEST_HEADER] for name, value in message.raw_items() if name.lower() == "from"]
    found = [pair for pair in getaddresses(values, strict=True) if any(pair)]
    if len(values) != 1 or len(found) != 1:
        return "", ""
    name, address = found[0]
    address = address.strip().lower()
    sound = address.isascii() and len(address) <= 254 and ADDRESS.fullmatch(address)
    return (address if sound else ""), " ".join(clean_text(words(name)).split())[:200]


def addresses(text: str) -> list[str]:
    """Every address in a header, in lower case; for headers of our own mail server."""
    return [found.lower() for found in ADDRESS.findall(text)]


# --- the body ---


def _body(letter: Letter, message: Message) -> None:
    texts: list[str] = []
    for leaf, alternatives in _leaves(message):
        kind = leaf.get_content_type()
        if kind == "message/delivery-status":
            letter.report = leaf
        elif letter.report is not None and kind in ("message/rfc822", "text/rfc822-headers"):
            letter.enclosed = _enclosed(leaf)
        elif kind.startswith(("message/", "text/rfc822")):
            letter.left_out.append(_name(leaf) or kind)
        elif kind in ("text/plain", "text/html") and not _is_file(leaf):
            if alternatives is not None and alternatives.get(id(leaf), leaf) is not leaf:
                continue  # another form of the same words is read
            texts.append(_text(leaf, kind, letter))
        else:
            _file(leaf, letter)
    whole = "\n\n".join(text for text in texts if text)
    letter.cut = letter.cut or len(whole) > LONGEST_TEXT
    letter.text = whole[:LONGEST_TEXT]


def _leaves(message: Message) -> Iterator[tuple[Message, dict[int, Message] | None]]:
    """The parts that are no containers, in their order; beside those of an alternative, which of them is the one to read."""
    waiting: list[tuple[Message, int, dict[int, Message] | None]] = [(message, 0, None)]
    seen = 0
    while waiting and seen < MOST_PARTS:
        part, depth, chosen = waiting.pop()
        seen += 1
        inner = part.get_payload()
        if not part.get_content_type().startswith("multipart/") or not isinstance(inner, list) or depth > DEEPEST:
            yield part, chosen
            continue
        if part.get_content_type() == "multipart/alternative":
            chosen = _choice(inner)
        waiting += [(one, depth + 1, chosen) for one in reversed(inner) if isinstance(one, Message)]


def _choice(parts: list[Message]) -> dict[int, Message]:
    """Of the forms of one text: plain words where there are any, else the HTML. By the identity of each part."""
    leaves = [one for one in parts if one.get_content_type() in ("text/plain", "text/html")]
    plain_ones = [one for one in leaves if one.get_content_type() == "text/plain" and _content(one).strip()]
    best = (plain_ones or leaves[-1:])[:1]
    return {id(one): best[0] for one in leaves} if best else {}


def _enclosed(part: Message) -> str:
    inner = part.get_payload()
    if isinstance(inner, list) and inner and isinstance(inner[0], Message):
        return str(inner[0].get("message-id", ""))
    return str(message_from_bytes(_content(part)[:HEADERS], policy=policy.compat32).get("message-id", ""))


def _is_file(part: Message) -> bool:
    return "attachment" in words(str(part.get("content-disposition", "")))[:40].lower() or bool(part.get_filename())


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _text(part: Message, kind: str, letter: Letter) -> str:
    content = _content(part)
    text = decoded(content, str(part.get_content_charset() or "utf-8"))
    if kind == "text/html":
        letter.cut = letter.cut or len(text) > plain.LONGEST
        text = plain.text_of(text)
    letter.cut = letter.cut or len(text) > LONGEST_TEXT
    return plain.tidy(clean_text(text[: 2 * LONGEST_TEXT]))


def _file(part: Message, letter: Letter) -> None:
    name, content = _name(part), _content(part)
    if len(letter.files) >= MOST_FILES or not content:
        letter.left_out.append(name or part.get_content_type())
        return
    letter.files.append(Part(name, content))


def _name(part: Message) -> str:
    """What the sender calls it, in any of the ways a name is written."""
    return " ".join(clean_text(words(str(part.get_filename() or ""))).split())[:200]
