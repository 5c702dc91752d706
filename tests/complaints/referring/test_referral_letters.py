"""Both letters: in four languages, on letterhead, naming nobody to the body; the printed one holds the code."""

import uuid
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.dates import long_date
from complaints.models import Referral
from complaints.referring import actions, letters, links
from tests.complaints.referring import referred
from tests.factories import ReferralBodyFactory

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


def test_letters_bear_numbers_of_their_own_in_the_order_of_the_files_referrals(life, desk):
    first = referred.agreed(life)
    second = Referral.objects.get(pk=first.pk)
    second.pk, second.key, second.body = None, uuid.uuid4(), ReferralBodyFactory()
    second.save()
    number = first.complaint.reference
    for row, place in ((first, "T1"), (second, "T2")):
        assert f"{number}/{place}-1" in words(letters.to_body(row))
        assert f"{number}/{place}-2" in words(letters.to_complainant(row))
        page = desk(life.handler).get(reverse("admin:referral", args=[row.pk])).text
        assert f"{number}/{place}-1" in page
        assert f"{number}/{place}-2" in page


def test_words_for_the_body_stand_in_its_letter(life):
    row = referred.asked(life)
    Referral.objects.filter(pk=row.pk).update(words="Bitte eilig.")
    row = actions.agree(Referral.objects.get(pk=row.pk), actor=referred.holder(row), items=["story"])
    assert "Bitte eilig." in words(letters.to_body(row))


@pytest.mark.parametrize("address", [referred.ADDRESS, ""], ids=["by mail", "by post"])
def test_a_letter_that_is_opened_later_says_what_was_sent_with_its_date(life, address):
    row = referred.agreed(life, address=address)
    written = {"referral_body": "en", "referral_citizen": "fr"}
    sent = {purpose: letters.letter_of(row, purpose, language) for purpose, language in written.items()}
    day = timezone.localdate(row.agreed_at)
    with time_machine.travel(timezone.now() + timedelta(days=50)):
        later = {"words": "Anders.", "due_on": timezone.localdate(), "opened_at": timezone.now()}
        Referral.objects.filter(pk=row.pk).update(**later)
        row = Referral.objects.get(pk=row.pk)
        assert {purpose: letters.letter_of(row, purpose, language) for purpose, language in written.items()} == sent
        assert long_date(day, "en") in words(letters.to_body(row))
        assert long_date(day, "fr") in words(letters.to_complainant(row))
