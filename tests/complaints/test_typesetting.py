"""Printed pages: text stays text in every script, reads in its order, and the same data give the same file."""

import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

from complaints import typesetting
from mediator.languages import CODES

EVIL = '<#evil> $x$ *b* #import "house.typ" `raw` @ref <label> \\ // /* _i_ = h - l ~ \' " -- ...'
MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u200b]")


def data(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Receipt",
        "reference": "IMR-2026-7K4F2QXZ",
        "footer": "Free and confidential.",
        "code": None,
        "moments": [{"time": "15 November 2026, 10:15", "place": "Rabat time"}],
        "qr": "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0 0h9v9H0z'/></svg>",
        "address": "https://complaints.example/follow/",
        "rows": [{"label": "Name", "value": "Fatima Zahra El Idrissi"}],
        "files": [],
        "more": "",
        "next": [{"when": "By 20 November", "what": "We confirm."}],
        "warning": {"title": "Courts", "text": "Check your time limits."},
        "check": {
            "label": "Number",
            "number": "7K4F-2QXZ-06F3-9GQ4-M2TB-W8Z3",
            "scan": "Scan",
            "words": "Check it here:",
            "address": "https://complaints.example/check/",
            "qr": "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0 0h9v9H0z'/></svg>",
        },
        "labels": dict.fromkeys(
            ("reference", "submitted", "scan", "code", "keep", "summary", "files", "next", "follow"), "Label"
        ),
    } | changes


def text(pdf: bytes) -> str:
    return MARKS.sub("", "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))


def printed(pdf: bytes, tmp_path: Path) -> str:
    """What Poppler reads, which also stands behind many a screen reader and search."""
    (tmp_path / "a.pdf").write_bytes(pdf)
    done = subprocess.run(["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, check=True)
    return MARKS.sub("", done.stdout.decode())


@pytest.mark.parametrize("language", CODES)
def test_text_of_people_is_never_markup(language: str, tmp_path: Path) -> None:
    pdf = typesetting.pdf("receipt", data(rows=[{"label": "Name", "value": EVIL}]), language=language)
    assert "".join(EVIL.split()) in "".join(printed(pdf, tmp_path).split())


ARABIC = "شكاية إلى السلام لا على الله الأولى لأن لإدارة الآن المغربية مؤسسة وسيط المملكة بالخارج الحسيمة نونبر للمحكمة"


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_arabic_reads_in_its_order(language: str, tmp_path: Path) -> None:
    pdf = typesetting.pdf("receipt", data(rows=[{"label": "Name", "value": ARABIC}]), language=language)
    words = printed(pdf, tmp_path).split()
    assert [word for word in ARABIC.split() if word not in words] == []
    order = [words.index(word) for word in ("شكاية", "السلام", "الأولى")]
    assert order == sorted(order)


def test_the_reference_is_one_run_from_left_to_right(tmp_path: Path) -> None:
    pdf = typesetting.pdf("receipt", data(code="K7F2-9QXM-4TB6-WH8Z3"), language="ar")
    for found in (text(pdf), printed(pdf, tmp_path)):
        assert found.count("IMR-2026-7K4F2QXZ") == 2
        assert "K7F2-9QXM-4TB6-WH8Z3" in found


@pytest.mark.parametrize(("language", "region"), [("ar", "ar-MA"), ("fr", "fr-MA")])
def test_the_file_is_tagged_for_screen_readers(language: str, region: str) -> None:
    with pikepdf.open(BytesIO(typesetting.pdf("receipt", data(), language=language))) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == region
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert b"pdfuaid:part" in document.Root.Metadata.read_bytes()
        tags = {str(thing.S) for thing in document.objects if isinstance(thing, pikepdf.Dictionary) and "/S" in thing}
    assert {"/H1", "/H2", "/Figure"} <= tags


def test_the_fonts_travel_in_the_file() -> None:
    with pikepdf.open(BytesIO(typesetting.pdf("receipt", data(title="شكاية"), language="ar"))) as document:
        descriptors = [
            o for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
        ]
        names = {str(one.FontName).split("+")[-1] for one in descriptors}
        assert all("/FontFile2" in one or "/FontFile3" in one for one in descriptors)
    assert {name.split("-")[0] for name in names} <= {"Amiri", "IBMPlexSans"}


@pytest.mark.parametrize(
    "value", ["中文 😀", "\ud800 \x00 \x07", "\u202eabc\u2066", "ⵎⵓⵃⴰ", "Ελληνικά Кириллица", "x" * 5000, "", "\u0301"]
)
def test_any_name_prints(value: str) -> None:
    pdf = typesetting.pdf("receipt", data(rows=[{"label": "Name", "value": value}]), language="fr")
    assert pdf.startswith(b"%PDF-")
    assert "IMR-2026-7K4F2QXZ" in text(pdf)


def test_the_same_data_give_the_same_file() -> None:
    at = datetime(2026, 11, 15, 9, tzinfo=UTC)
    first, second = (typesetting.pdf("receipt", data(), language="ar", written_at=at) for _ in range(2))
    assert first == second


def test_a_preview_is_a_picture() -> None:
    assert typesetting.png("receipt", data(), language="ar").startswith(b"\x89PNG")


def test_pages_are_set_at_the_same_time() -> None:
    with ThreadPoolExecutor(4) as threads:
        references = [f"IMR-2026-000000{n:02d}" for n in range(16)]
        pages = list(
            threads.map(lambda one: typesetting.pdf("receipt", data(reference=one), language="ar"), references)
        )
    assert all(one in text(page) for one, page in zip(references, pages, strict=True))
