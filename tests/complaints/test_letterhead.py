"""Letters on letterhead: read back as text in every purpose and language, the same words give the same file."""

import re
import subprocess
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from accounts.models import Unit
from complaints import letterhead
from complaints.casework.letters import texts
from complaints.casework.letters.composing import words_of
from complaints.dealings import Purpose
from complaints.letterhead import Sheet
from tests.complaints.casework.letter_cases import ready

AT = datetime(2026, 11, 14, 22, 30, tzinfo=UTC)
MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u200b]")


def sheet(**changes) -> Sheet:
    given = {
        "number": "IMR-L-2026-000123", "version": 1, "reference": "IMR-2026-7K4F2QXZ", "language": "fr",
        "recipient": "Salma Amrani\n3 rue X\nLille", "subject": "Votre dossier", "body": "Bonjour.\n\nAu revoir.",
        "signed_by": "", "unit": Unit(names={"fr": "Délégation de l’Oriental", "ar": "المندوبية الجهوية"}), "at": AT,
    }  # fmt: skip
    return Sheet(**{**given, **changes})


def printed(pdf: bytes, tmp_path: Path) -> str:
    """What Poppler reads, which also stands behind many a screen reader and search."""
    (tmp_path / "a.pdf").write_bytes(pdf)
    done = subprocess.run(["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, check=True)
    return MARKS.sub("", done.stdout.decode())


def squeezed(text: str) -> str:
    """Letters and digits alone: readers of PDF put the signs beside a number in Arabic now here, now there."""
    return re.sub(r"[\W_]+", "", text)


@pytest.mark.django_db
@pytest.mark.parametrize("purpose", Purpose)
def test_every_letter_reads_back_in_every_language(life, purpose, tmp_path):
    case = ready(life, purpose)
    for language in texts.WANTED:
        words = words_of(case, purpose, language)
        pdf = letterhead.pdf(
            sheet(
                language=language,
                recipient=words.recipient,
                subject=words.subject,
                body=words.body,
                reference=case.reference,
                unit=case.unit,
            )
        )
        found = squeezed(printed(pdf, tmp_path))
        for line in (*words.recipient.splitlines(), words.subject, *words.body.splitlines()):
            assert squeezed(line) in found, (language, line)
        assert squeezed("IMR-L-2026-000123") in found
        with pikepdf.open(BytesIO(pdf)) as document:
            assert str(document.Root.Lang).split("-")[0] == language
            assert b"pdfuaid:part" in document.Root.Metadata.read_bytes()


@pytest.mark.parametrize("language", ["ar", "fr", "en", "es"])
def test_the_parts_of_a_letter_stand_in_their_order(language, tmp_path):
    body = {"ar": "السيد المحترم،\n\nتوصلنا بتظلمكم.", "fr": "Madame,\n\nNous avons reçu."}.get(
        language, "Dear,\n\nReceived."
    )
    pdf = letterhead.pdf(sheet(language=language, body=body, signed_by="Nadia Alaoui", documents=["Annexe-1.pdf"]))
    found = printed(pdf, tmp_path)
    order = [
        "IMR-2026-7K4F2QXZ",
        "IMR-L-2026-000123",
        "Salma",
        "Votre",
        body.split("\n")[0].split()[0],
        "Alaoui",
        "Annexe-1.pdf",
    ]
    places = [found.index(word) for word in order]
    assert places == sorted(places)


def test_arabic_words_keep_their_letters_and_their_order(tmp_path):
    words = "وسيط المملكة إلى السلام لا على الله الأولى لأن الآن للمحكمة"
    found = printed(letterhead.pdf(sheet(language="ar", body=words)), tmp_path).split()
    places = [found.index(word) for word in ("السلام", "الله", "الأولى", "للمحكمة")]
    assert [word for word in words.split() if word not in found] == []
    assert places == sorted(places)


def test_french_inside_an_arabic_letter_reads_from_left_to_right(tmp_path):
    body = "عرض الوقائع:\n\nDepuis 2021 (voir la pièce 3), rien.\n\nوتفضلوا بقبول عبارات التقدير."
    found = " ".join(printed(letterhead.pdf(sheet(language="ar", body=body)), tmp_path).split())
    assert "Depuis 2021 (voir la pièce 3), rien." in found


def test_the_same_words_give_the_same_file():
    assert letterhead.pdf(sheet(language="ar")) == letterhead.pdf(sheet(language="ar"))
    assert letterhead.pdf(sheet()) != letterhead.pdf(sheet(body="Autre."))


def test_a_further_version_says_what_it_replaces(tmp_path):
    found = printed(letterhead.pdf(sheet(version=2, replaces=AT)), tmp_path)
    assert "14 novembre 2026" in found
    assert letterhead.file_name(sheet(version=2)) == "IMR-L-2026-000123-v2"


def test_what_was_not_sent_says_so_and_has_no_number(tmp_path):
    found = printed(letterhead.pdf(sheet(number="")), tmp_path)
    assert "IMR-L" not in found
    assert "pas été envoyée" in found


def test_pages_are_numbered():
    pdf = letterhead.pdf(sheet(body="\n\n".join(["Une phrase assez longue pour tenir la ligne. " * 6] * 30)))
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    assert len(pages) > 1
    assert all(f"{number}/{len(pages)}" in page for number, page in enumerate(pages, start=1))


@pytest.mark.parametrize("typed", ['#import "x" $x$ *b* <a>', "x" * 5000, "\ud800 \x00", "中文 😀", "", "- un\n- deux"])
def test_whatever_people_type_prints(typed):
    assert letterhead.pdf(sheet(body=typed, recipient=typed, subject=typed or "-")).startswith(b"%PDF-")
