"""The small language of articles: paragraphs, `## ` headings, `- ` lists, `[words](address)`. Nothing else, so nothing to escape.

It is taken apart into blocks that a template draws; no text of it ever becomes markup. A link leads to a page of this site or to
an https address; one that leads nowhere is shown as its words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

LINK = re.compile(r"\[([^\[\]\n]{1,200})\]\(([^()\s]{1,500})\)")
HEADING, ITEM = "## ", "- "


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text; `href` makes it a link, `outside` one that leaves the site."""

    text: str
    href: str = ""
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """`kind` is `paragraph`, `heading` (runs) or `list` (items)."""

    kind: str
    runs: tuple[Run, ...] = ()
    items: tuple[tuple[Run, ...], ...] = ()


def parse(body: str) -> list[Block]:
    """The blocks of a text, in order."""
    blocks: list[Block] = []
    for kind, lines in _groups(body):
        if kind == "list":
            blocks.append(Block("list", items=tuple(runs(line) for line in lines)))
        else:
            blocks.append(Block(kind, runs(" ".join(lines))))
    return blocks


def _groups(body: str) -> Iterator[tuple[str, list[str]]]:
    """Lines that belong together, with their kind."""
    kind, lines = "", list[str]()
    for line in [*body.splitlines(), ""]:
        text = line.strip()
        now = (
            "heading" if text.startswith(HEADING) else "list" if text.startswith(ITEM) else "paragraph" if text else ""
        )
        if lines and (now != kind or now == "heading"):
            yield kind, lines
            lines = []
        kind = now
        if text:
            lines.append(text.removeprefix(HEADING if now == "heading" else ITEM if now == "list" else "").strip())
    if lines:
        yield kind, lines


def runs(text: str) -> tuple[Run, ...]:
    """A line with its links apart."""
    found, end = [], 0
    for match in LINK.finditer(text):
        if match.start() > end:
            found.append(Run(text[end : match.start()]))
        words, address = match.groups()
        found.append(Run(words, address, address.startswith("https:")) if leads_somewhere(address) else Run(words))
        end = match.end()
    if end < len(text):
        found.append(Run(text[end:]))
    return tuple(found)


def dead_links(body: str) -> list[str]:
    """The addresses of a text that lead neither to a page of this site nor to an https address."""
    return [address for _words, address in LINK.findall(body) if not leads_somewhere(address)]


@lru_cache(maxsize=512)
def leads_somewhere(address: str) -> bool:
    """Whether a link may be drawn: `/help/` of this site, or `https://…`."""
    try:
        parts = urlsplit(address)
        if parts.scheme == "https":
            return bool(parts.hostname) and not parts.username
        if parts.scheme or parts.netloc or not address.startswith("/"):
            return False
        resolve(parts.path)
    except (ValueError, Resolver404):
        return False
    return True
