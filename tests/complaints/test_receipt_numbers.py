"""The number on a receipt: anybody can check it, nobody can make one up, and it tells nothing about a file."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from complaints import crockford, receipt_numbers, receipts, references
from complaints.models import Complaint
from tests.factories import ComplaintFactory

DAY = date(2026, 11, 14)
REFERENCE = "IMR-2026-7K4F2QXZ"
KEYS = ("a:" + "QUFB" * 10 + "QUE=", "b:" + "QkJC" * 10 + "QkI=")


def test_a_number_says_its_day_and_begins_like_its_file() -> None:
    number = receipt_numbers.number(REFERENCE, on=DAY)
    assert number.replace("-", "").startswith("7K4F2QXZ")
    assert receipt_numbers.issued_on(number) == DAY
    assert receipt_numbers.issued_on(number.lower().replace("-", " ")) == DAY


def test_no_other_number_is_confirmed() -> None:
    """Every change of one character, and whole numbers that somebody made up with a right check character."""
    number = receipt_numbers.number(REFERENCE, on=DAY)
    for place, was in enumerate(number):
        if was != "-":
            for other in crockford.ALPHABET.replace(was, "")[:5]:
                assert receipt_numbers.issued_on(number[:place] + other + number[place + 1 :]) is None
    for _time in range(200):
        made_up = crockford.random_symbols(receipt_numbers.LENGTH - 1)
        assert receipt_numbers.issued_on(made_up + crockford.check_symbol(made_up)) is None


def test_another_file_or_another_day_needs_another_seal() -> None:
    symbols = receipt_numbers.number(REFERENCE, on=DAY).replace("-", "")
    for body in ("8" + symbols[1:-1], symbols[:10] + "0" + symbols[11:-1]):
        assert receipt_numbers.issued_on(body + crockford.check_symbol(body)) is None


def test_an_old_key_confirms_what_it_sealed_until_it_is_taken_out(settings: object) -> None:
    settings.RECEIPT_KEYS = KEYS[0]
    old = receipt_numbers.number(REFERENCE, on=DAY)
    settings.RECEIPT_KEYS = f"{KEYS[1]},{KEYS[0]}"
    assert receipt_numbers.number(REFERENCE, on=DAY) != old
    assert receipt_numbers.issued_on(old) == DAY
    settings.RECEIPT_KEYS = KEYS[1]
    assert receipt_numbers.issued_on(old) is None


@pytest.mark.parametrize("text", ["", "\0", "\ud800", "IMR", "7" * 10**6, "٧" * 24, "-", REFERENCE])
def test_nonsense_is_not_confirmed(text: str) -> None:
    assert receipt_numbers.issued_on(text) is None


# The page


@pytest.fixture
def case(db: None) -> Complaint:
    return ComplaintFactory(history=False)


def page(client: Client, text: str) -> str:
    return client.post(reverse("receipt:check") + "?lang=en", {"number": text}).content.decode()


def test_the_page_confirms_what_the_receipt_prints_and_says_nothing_else(client: Client, case: Complaint) -> None:
    data = receipts.receipt_data(case)["check"]
    by_hand = page(client, data["number"])
    by_code = client.get(reverse("receipt:number", args=[data["number"]]) + "?lang=en").content.decode()
    for answer in (by_hand, by_code):
        assert "This receipt is genuine." in answer
        for private in (case.title, case.complainant.name, case.get_state_display(), case.reference):
            assert private not in answer


def test_the_same_answer_whether_the_file_exists_or_not(client: Client, case: Complaint) -> None:
    """The number alone answers: a file that was never there has a sound number too, and a real one's reference has none."""
    nobodys = receipt_numbers.number(references.new_reference(2026), on=DAY)
    assert "This receipt is genuine." in page(client, nobodys)
    unknown = references.new_reference(2026)
    answers = {
        re.sub(r"csrfmiddlewaretoken.*", "", page(client, one)).replace(one, "") for one in (case.reference, unknown)
    }
    assert len(answers) == 1
    assert "genuine." not in page(client, case.reference)


def test_no_database_is_asked(client: Client, django_assert_num_queries: object, db: None) -> None:
    with django_assert_num_queries(0):
        page(client, receipt_numbers.number(REFERENCE, on=DAY))
        page(client, "7K4F-2QXZ-06F3-9GQ4-M2TB-W8Z3")


def test_who_types_the_secret_code_is_warned(client: Client, db: None) -> None:
    from complaints import codes

    assert "Show it to nobody" in page(client, codes.new_code())


def test_whoever_tries_numbers_is_stopped(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from complaints.follow_up.views import check

    monkeypatch.setattr(check, "CHECKS", 3)
    wrong = reverse("receipt:number", args=["7K4F-2QXZ-06F3-9GQ4-M2TB-W8Z3"])
    assert [client.get(wrong).status_code for _time in range(4)] == [200, 200, 200, 429]
