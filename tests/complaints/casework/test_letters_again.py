"""The words with which a further letter to an administration begins."""

import pytest
from django.utils import translation

from accounts.dates import long_date
from complaints.casework.letters.composing import letter_of
from complaints.dealings import Purpose

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["fr", "ar", "en", "es"])
@pytest.mark.parametrize("purpose", [Purpose.REMINDER, Purpose.HEAD, Purpose.INFORMATION])
@pytest.mark.parametrize("stage", ["with_administration", "recommended", "followed"])
def test_each_purpose_has_its_text_in_the_languages_of_letters(life, language, purpose, stage):
    case = getattr(life, stage)()
    subject, body = letter_of(case, purpose, language)
    assert case.reference in subject
    assert case.reference in body
    assert "{" not in subject + body
    made = case.recommendations.first()
    assert (made.number in body) == (purpose != Purpose.INFORMATION) if made else "/R1" not in body


def test_a_reminder_names_the_date_that_has_passed(life):
    case = life.with_administration()
    with translation.override("fr"):
        day = long_date(case.answer_due_on)
    assert day in letter_of(case, Purpose.REMINDER, "fr")[1]
