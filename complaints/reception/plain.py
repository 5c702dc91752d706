"""The words of an HTML mail: text and nothing else, in one pass, however it is broken."""

import html
import re

LONGEST = 400_000  # characters of HTML that are read; the rest is cut, and the mail says so
HIDDEN = {"script", "style", "head", "title", "template", "noscript", "svg", "math", "object", "iframe"}
LINES = {"br", "p", "div", "tr", "table", "ul", "ol", "blockquote", "section", "article", "hr", "pre", "h1", "h2", "h3",
         "h4", "h5", "h6"}  # fmt: skip
NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9]{0,15})")
LINK = re.compile(r"""href\s*=\s*["']?(https?://[^"'\s>]{1,500})""", re.IGNORECASE)
SPACES = re.compile(r"[ \t\r\n\f\v\u00a0]+")


def text_of(source: str) -> str:
    """The text that a reader would see, paragraphs apart; a link with its address behind it. Never HTML.

    Each step goes forward in the source and no search is made twice in vain, so that its time grows with its length alone."""
    source, lowered = source[:LONGEST], source[:LONGEST].lower()
    out: list[str] = []
    link, at = "", 0
    while (begins := source.find("<", at)) >= 0:
        out.append(_said(source[at:begins]))
        if source.startswith("<!--", begins):
            at = _after(source, "-->", begins + 4)
            continue
        if not _opens(source, begins):
            out.append("<")
            at = begins + 1
            continue
        at = _after(source, ">", begins + 1)
        tag = source[begins + 1 : at - 1]
        named = NAME.match(tag)
        name, closes = (named[1].lower(), tag.startswith("/")) if named else ("", False)
        if name in HIDDEN and not closes and not tag.endswith("/"):
            at = _after(source, ">", _after(lowered, f"</{name}", at))
            continue
        if name == "a":
            out.append(f" ({link})" if closes and link else "")
            found = None if closes else LINK.search(tag)
            link = html.unescape(found[1]) if found else ""
        out.append("\n" if name in LINES else "\n- " if name == "li" and not closes else " " if name == "td" else "")
    out.append(_said(source[at:]))
    return tidy("".join(out))


def _opens(source: str, at: int) -> bool:
    """Whether a tag, a declaration or a comment begins here, and not merely a sign of "less than"."""
    follows = source[at + 1 : at + 2]
    return follows.isascii() and (follows.isalpha() or follows in {"/", "!", "?"}) and bool(follows)


def _after(source: str, mark: str, at: int) -> int:
    """The place behind the next mark; the end where there is none."""
    found = source.find(mark, at)
    return found + len(mark) if found >= 0 else len(source)


def _said(piece: str) -> str:
    return SPACES.sub(" ", html.unescape(piece))


def tidy(text: str) -> str:
    """Lines without spaces at their ends, and never more than one empty line."""
    lines: list[str] = []
    for line in (one.strip() for one in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip("\n")
