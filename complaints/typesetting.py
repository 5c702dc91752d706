"""Pages for print: a Typst template of `templates/letters/` and data, as a tagged PDF/UA-1.

Data go in as JSON and are placed as text, so a name such as `<#evil> $x$ *b*` prints as it was typed. Fonts come from
the repository alone. About 15 ms a page, and 200 ms once for each process to read the fonts (docs/receipts.md)."""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
import structlog
import typst
from django.conf import settings

from accounts import institution

log = structlog.get_logger(__name__)

LETTERS = Path(settings.ROOT) / "templates" / "letters"
RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}
REGION = "MA"
LONGEST_WORD = 36  # characters that fit on a line of any column; longer ones may break anywhere
BREAK = "\u200b"


def pdf(template: str, data: Mapping[str, Any], *, language: str, written_at: datetime | None = None) -> bytes:
    """The PDF of `templates/letters/<template>.typ`, in the direction of `language`.

    `data` holds JSON values; `title`, `reference` and `footer` are what the letterhead needs. `written_at` goes into the
    file's own data: the same data and time give the same bytes. Text in a script that our fonts lack prints as empty
    boxes, and the file then does not claim PDF/UA."""
    options: dict[str, Any] = _options(template, data, language) | {
        "format": "pdf",
        "timestamp": written_at.replace(microsecond=0) if written_at else None,  # a fraction is refused
    }
    try:
        return typst.compile(**options, pdf_standards=["ua-1"])
    except typst.TypstError as problem:
        if "could not be displayed with font" not in str(problem):
            raise
        log.warning("letter_without_glyph", template=template)
        return typst.compile(**options)


def png(template: str, data: Mapping[str, Any], *, language: str, dots_per_inch: int = 96) -> bytes:
    """The first page as a picture, for previews."""
    pages = typst.compile(**_options(template, data, language), format="png", ppi=dots_per_inch)
    return pages[0] if isinstance(pages, list) else pages


def qr(address: str) -> str:
    """A QR code as an SVG of black squares on white."""
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=2, xmldecl=False, light="white")
    return out.getvalue().decode()


def _options(template: str, data: Mapping[str, Any], language: str) -> dict[str, Any]:
    code = language.split("-")[0]
    second = "fr" if code == "ar" else "ar"
    everything = {
        **_printable(dict(data)),
        "language": code,
        "region": REGION,
        "direction": _direction(code),
        "institution": institution.NAMES.get(code, institution.NAMES["fr"]),
        "second": {"language": second, "direction": _direction(second), "name": institution.NAMES[second]},
    }
    return {
        "input": str(LETTERS / f"{template}.typ"),
        "root": str(LETTERS),
        "font_paths": _fonts(),
        "sys_inputs": {"data": json.dumps(everything)},
    }


@cache
def _fonts() -> typst.Fonts:
    """Read once for each process; the machine's own fonts are never used."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(LETTERS / "fonts")])


def _direction(language: str) -> str:
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def _printable(value: Any) -> Any:
    """Texts without what cannot be printed: control characters, lone surrogates, and marks that would turn the line.

    A word that no line can hold may be broken."""
    if isinstance(value, str):
        kept = "".join(
            character
            for character in value
            if character in "\n\u200c\u200d" or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Cn", "Co"}
        )
        return re.sub(rf"\S{{{LONGEST_WORD},}}", lambda word: BREAK.join(word[0]), kept)
    if isinstance(value, Mapping):
        return {key: value if key == "qr" else _printable(value) for key, value in value.items()}
    if isinstance(value, (list, tuple)):
        return [_printable(item) for item in value]
    return value
