"""The one source of a message, taken apart: subject, paragraphs, lists, the one button. Pure; no Django in here.

IMR-2026-7K3M9QX-4: we have received your complaint      <- first line: the subject
                                                         <- blank lines part the blocks
There is nothing you need to do now.
- a list
- of two
[Open my file](https://…)                                <- the one action link
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qsl, urlsplit

LRI, PDI = "\u2066", "\u2069"
SAFE_QUERY = frozenset({"lang"})  # what a link of ours may carry in its query: never a secret

SPACES = re.compile(r"[^\S\u00a0\u202f]+")  # those that may not end a line stay: French sets its signs apart with them
ACTION = re.compile(r"^\[(?P<label>[^\]\[]+)\]\((?P<url>\S+)\)$")
BARE_URL = re.compile(r"^https?://\S+$")
CODE = re.compile(r"^[0-9A-Z][0-9A-Z-]{3,23}$")
MARKED = re.compile(r'<bdi dir="ltr" class="ltr">(.*?)</bdi>', re.DOTALL)
URL_OR_ADDRESS = r"https?://[^\s<>]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
LEFT_TO_RIGHT = re.compile(
    rf"(?P<marked>{LRI}[^{PDI}]*{PDI})|(?P<link>{URL_OR_ADDRESS})"
    r"|(?P<reference>\bIMR-\d{4}-[0-9A-Z-]*[0-9A-Z])"
    r"|(?P<phone>\+\d[\d .()/-]{5,}\d)"
    r"|(?P<amount>\b\d[\d\u00a0\u202f ,.]*\s?(?:MAD|EUR|USD|DH)\b)"
)


class UnsafeLink(ValueError):
    """A link of a message that leaves the site or carries something in its query."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text; `ltr` keeps its own direction inside Arabic (references, telephone numbers, addresses)."""

    text: str
    ltr: bool = False
    link: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """`kind` is `paragraph`, `list` (items), `action` (runs is the label, url) or `code` (a code to type)."""

    kind: str
    runs: tuple[Run, ...] = ()
    items: tuple[tuple[Run, ...], ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A message without its layout."""

    subject: tuple[Run, ...]
    blocks: tuple[Block, ...]


def runs(text: str) -> tuple[Run, ...]:
    """Cuts out what reads from left to right in every language."""
    found, end = [], 0
    for match in LEFT_TO_RIGHT.finditer(text):
        if match.start() > end:
            found.append(Run(text[end : match.start()]))
        found.append(Run(match.group().strip(LRI + PDI), ltr=True, link=match.lastgroup == "link"))
        end = match.end()
    if end < len(text):
        found.append(Run(text[end:]))
    return tuple(found)


def plain(pieces: Iterable[Run], *, direction: str) -> str:
    """The text again; in a right-to-left message each left-to-right run stands between Unicode isolates.

    Addresses stay bare: their letters give the direction, and mail programs would take the isolate into the link."""
    return "".join(
        f"{LRI}{run.text}{PDI}" if run.ltr and not run.link and direction == "rtl" else run.text for run in pieces
    )


def parse(source: str, *, site_url: str) -> Parsed:
    """Takes a source apart. Raises UnsafeLink for a button that leaves `site_url`; a source without text is an error."""
    source = MARKED.sub(lambda match: f"{LRI}{unescape(match.group(1))}{PDI}", source)
    lines = [SPACES.sub(" ", line).strip() for line in source.strip().splitlines()]
    if not lines or not lines[0]:
        raise ValueError("a message needs a subject in its first line")
    blocks: list[Block] = []
    paragraph: list[str] = []
    items: list[str] = []

    def flush() -> None:
        if paragraph:
            blocks.append(_paragraph(" ".join(paragraph)))
            paragraph.clear()
        if items:
            blocks.append(Block("list", items=tuple(runs(item) for item in items)))
            items.clear()

    for line in lines[1:]:
        if action := ACTION.match(line):
            flush()
            blocks.append(Block("action", runs(action["label"]), url=_own(action["url"], site_url)))
        elif line.startswith("- "):
            if paragraph:
                flush()
            items.append(line[2:])
        elif line:
            if items:
                flush()
            paragraph.append(line)
        else:
            flush()
    flush()
    return Parsed(runs(lines[0]), tuple(blocks))


def _paragraph(text: str) -> Block:
    if BARE_URL.match(text):
        return Block("link", (Run(text, ltr=True, link=True),), url=text)
    return Block("code" if CODE.match(text) else "paragraph", runs(text))


def _own(url: str, site_url: str) -> str:
    there, here = urlsplit(url), urlsplit(site_url)
    if (there.scheme, there.netloc) != (here.scheme, here.netloc):
        raise UnsafeLink("the button of a message leads to our own site")
    if not SAFE_QUERY.issuperset(name for name, _value in parse_qsl(there.query, keep_blank_values=True)):
        raise UnsafeLink("the link of a message carries something in its query")
    return url
