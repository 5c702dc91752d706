"""What people really type into the form is taken; what cannot be meant comes back with a way to mend it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db.models import CharField
from django.utils import timezone

from complaints.asking.fields import AmountField, DayField, NameField, TextField, parse_phone
from complaints.asking.text import length, tidy
from complaints.intake.declarations import DeclarationsForm
from complaints.intake.steps import STEPS
from complaints.intake.steps.facts import PriorStepsForm
from complaints.models import Complaint, Person, PriorStep
from complaints.models.person import ROOM


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("+33 6 12 34 56 78", "", "+33612345678"),
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("٠٦ ١٢ ٣٤ ٥٦ ٧٨", "FR", "+33612345678"),
        ("۰۶۱۲۳۴۵۶۷۸", "FR", "+33612345678"),
        ("0033612345678", "BE", "+33612345678"),
        ("06.12.34.56.78", "FR", "+33612345678"),
        ("(06)12-34-56-78", "FR", "+33612345678"),
        ("0612345678", "MA", "+212612345678"),
        ("+212 661-234567", "FR", "+212661234567"),
        ("0661234567", "NL", "+31661234567"),
        ("612 34 56 78", "ES", "+34612345678"),
        ("+39 06 1234 5678", "IT", "+390612345678"),
        ("0471 23 45 67", "BE", "+32471234567"),
        ("030 123456", "DE", "+4930123456"),
        ("(514) 555-0123", "CA", "+15145550123"),
        ("212-736-5000", "US", "+12127365000"),
        ("07400 123456", "GB", "+447400123456"),
        ("050 123 4567", "AE", "+971501234567"),
        ("+221 77 123 45 67", "SN", "+221771234567"),
        ("+1-604-555-9876", "", "+16045559876"),
    ],
)
def test_numbers_of_any_country_are_read(typed, country, kept):
    assert parse_phone(typed, country) == kept


@pytest.mark.parametrize("typed", ["12", "06 12", "abc", "+", "+999999", "salma@example.org", "0" * 500])
def test_what_is_no_number_comes_back_with_an_example(typed):
    with pytest.raises(ValidationError) as error:
        parse_phone(typed, "FR")
    assert "+33\u00a06\u00a012" in "".join(error.value.messages)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("abc", 3),
        ("é", 1),
        ("e\u0301", 1),
        ("مُحَمَّد", 4),
        ("ⵎⵓⵃⴰ", 4),
        ("👨‍👩‍👧‍👦", 1),
        ("👍🏽", 1),
        ("🇲🇦🇫🇷", 2),
        ("a\r\nb", 3),
        ("\u0301a", 2),
    ],
)
def test_characters_are_counted_as_readers_see_them(text, count):
    assert length(text) == count


@pytest.mark.parametrize(
    "name", ["El-Mʼhamed", "ⵎⵓⵃⴰ", "سلمى", "O'Brien", "Ben Abdellah", "李", "Ñuñez", "N'Diaye-فاطمة"]
)
def test_every_script_makes_a_name(name):
    assert NameField(longest=120).clean(f"  {name} ") == name


@pytest.mark.parametrize("name", ["", "   ", "123", "---", "\u200b"])
def test_a_name_has_a_letter(name):
    with pytest.raises(ValidationError):
        NameField(longest=120).clean(name)


def test_a_story_of_five_thousand_vowelled_letters_fits_and_one_more_does_not():
    field = TextField(longest=5000, lines=8)
    assert field.clean("مَ" * 5000)
    with pytest.raises(ValidationError) as error:
        field.clean("مَ" * 5001)
    assert "5001" in str(error.value.messages)


def test_a_million_characters_are_refused_at_once():
    with pytest.raises(ValidationError):
        TextField(longest=5000, lines=8).clean("x" * 1_000_000)


def test_what_no_database_keeps_is_left_out():
    assert tidy("a\x00b\ud800c\x07\u202ed\r\ne") == "abcd\ne"
    assert tidy("\u200b\u2060 \x1b") == ""


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        (["15", "11", "2025"], date(2025, 11, 15)),
        (["١٥", "١١", "٢٠٢٥"], date(2025, 11, 15)),
        (["1", "2", "1950"], date(1950, 2, 1)),
        (["", "", ""], None),
    ],
)
def test_days_are_read(typed, day):
    from accounts.forms import tidy as house_tidy

    assert DayField(past=True, required=False).clean(house_tidy(typed, digits=True)) == day


@pytest.mark.parametrize(
    "typed",
    [
        ["31", "2", "2025"],
        ["1", "1", "0"],
        ["1", "1", "10000"],
        ["1", "1", "25"],
        ["1", "13", "2025"],
        ["-1", "1", "2025"],
        ["15", "", "2025"],
        ["a", "b", "c"],
        ["9" * 5000, "1", "2025"],
        ["1", "1", "1850"],
    ],
)
def test_days_that_cannot_be_meant_come_back(typed):
    with pytest.raises(ValidationError):
        DayField(required=False).clean(typed)


def test_past_and_future_are_measured_today():
    tomorrow = timezone.localdate() + timedelta(days=1)
    parts = [str(tomorrow.day), str(tomorrow.month), str(tomorrow.year)]
    assert DayField(future=True).clean(parts) == tomorrow
    with pytest.raises(ValidationError):
        DayField(past=True).clean(parts)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1250", "1250.00"),
        ("1 250,50", "1250.50"),
        ("1.250,50", "1250.50"),
        ("1,250.50", "1250.50"),
        ("1\u202f250,5 MAD", "1250.50"),
        ("١٢٥٠", "1250.00"),
        ("12500 dh", "12500.00"),
        ("1.250", "1250.00"),
        ("0,50", "0.50"),
    ],
)
def test_amounts_are_read(typed, amount):
    assert AmountField(required=False).clean(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["beaucoup", "-5", "1e9", "9" * 40, "12..5", "12,3456", "NaN", "1 2 3 x"])
def test_amounts_that_cannot_be_meant_come_back(typed):
    with pytest.raises(ValidationError):
        AmountField(required=False).clean(typed)


def test_what_a_form_accepts_fits_its_column() -> None:
    """Letters with their vowel signs count once on the page and up to four times in the database."""
    fields = {name: field for step in STEPS.values() for name, field in step.form.base_fields.items()}
    fields |= PriorStepsForm.row() | {"share_identity_reason": DeclarationsForm.base_fields["share_reason"]}
    columns = {field.name: field for model in (Complaint, Person, PriorStep) for field in model._meta.concrete_fields}
    seen = []
    for name, field in fields.items():
        if isinstance(field, TextField) and isinstance(columns.get(name), CharField):
            seen.append(name)
            assert columns[name].max_length >= ROOM * field.longest, name
    assert {"title", "first_name", "place", "court_name", "city", "service"} <= set(seen)
