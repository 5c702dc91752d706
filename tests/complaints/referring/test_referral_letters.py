"""Both letters: in four languages, on letterhead, naming nobody to the body; the printed one holds the code."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from complaints.models import Referral
from complaints.referring import letters, links
from tests.complaints.referring import referred

pytestmark = pytest.mark.django_db


def words(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


@pytest.mark.parametrize("language", letters.LANGUAGES)
@pytest.mark.parametrize("purpose", letters.PURPOSES)
def test_each_letter_exists_in_each_language_and_names_nobody(life, purpose, language):
    row = referred.agreed(life)
    subject, body = letters.letter_of(row, purpose, language)
    assert row.complaint.reference in subject
    assert body
    for word in ("Salma", "Amrani", row.complaint.complainant.email, row.complaint.title):
        assert word not in subject + body


def test_the_printed_letter_holds_the_code_and_the_mailed_one_does_not(life):
    printed, mailed = referred.agreed(life, address=""), referred.agreed(life)
    assert links.printed_code(printed) in words(letters.to_body(printed))
    assert links.printed_code(mailed) not in words(letters.to_body(mailed))


@pytest.mark.parametrize("language", ["ar", "fr", "en", "es", "nl", "it", "de", "zgh"])
def test_the_complainant_gets_one_in_the_nearest_language(life, language):
    row = referred.agreed(life, language=language)
    pdf = PdfReader(BytesIO(letters.to_complainant(row)))
    assert str(pdf.trailer["/Root"]["/Lang"]).split("-")[0] == letters.written_in(language)


def test_words_for_the_body_stand_in_its_letter(life):
    row = referred.agreed(life)
    Referral.objects.filter(pk=row.pk).update(words="Bitte eilig.")
    row.refresh_from_db()
    assert "Bitte eilig." in words(letters.to_body(row))
