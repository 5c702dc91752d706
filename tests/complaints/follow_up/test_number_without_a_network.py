"""The number that a stand gave without a network: it opens the file once it has arrived, and tells nobody which numbers exist."""

import pytest
from django.urls import reverse

from complaints import codes, crockford, references
from complaints.models import Complaint
from tests.complaints.follow_up.opening import CODE, with_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def number():
    return f"P-7K3M9QX{crockford.check_symbol('7K3M9QX')}"


@pytest.fixture
def case(life, number):
    found = with_code(life.registered())
    Complaint.objects.filter(pk=found.pk).update(provisional=number)
    return found


def log_in(client, reference, code=CODE):
    return client.post(reverse("follow_up:login"), {"reference": reference, "code": code})


def test_number_and_code_open_the_file_which_shows_its_reference(case, client, number):
    answer = log_in(client, number)
    assert answer.status_code == 302
    assert case.reference in client.get(answer["Location"]).text


def test_it_may_be_typed_carelessly(case, client, number):
    assert log_in(client, f" {number.lower().replace('-', ' ')}").status_code == 302


def test_before_it_arrived_the_page_says_so_kindly_and_the_same_of_every_number(case, client, number):
    other = f"P-0000000{crockford.check_symbol('0000000')}"
    answers = [log_in(client, number, codes.new_code()), log_in(client, other)]
    assert [answer.status_code for answer in answers] == [422, 422]
    said = [answer.context["form"].errors["code"] for answer in answers]
    assert said[0] == said[1]
    assert "not arrived yet" in client.post("/follow/?lang=en", {"reference": other, "code": CODE}).text.replace(
        "\n", " "
    )


@pytest.mark.parametrize("typed", ["T-AF521FB7", "t af52 1fb7"])
def test_a_number_of_the_telephone_is_explained(client, typed):
    page = client.post("/follow/?lang=en", {"reference": typed, "code": CODE})
    assert page.status_code == 422
    assert "stands on the telephone" in str(page.context["form"].errors["code"])
    assert not references.on_phone("T-AF521FBZ")


def test_the_api_says_of_it_what_the_page_says(client, number):
    for typed in (number, "T-AF521FB7"):
        page = client.post("/follow/", {"reference": typed, "code": CODE}, headers={"accept-language": "en"})
        body = {"reference": typed, "code": CODE}
        answer = client.post(
            "/api/v1/complaints/open/", body, content_type="application/json", headers={"accept-language": "en"}
        )
        assert [row["detail"] for row in answer.json()["errors"]] == list(page.context["form"].errors["code"])


@pytest.mark.parametrize(
    "typed", ["P-", "P-7K3M9QX", "Q-7K3M9QX4", "P" * 9, "\x00P-7K3M9QX4", "IMR-2026-7K4F2QXZ", "٧"]
)
def test_what_is_no_such_number_is_none(typed):
    assert references.provisional(typed) is None


def test_one_wrong_character_is_noticed(number):
    assert references.provisional(number) == number
    for place in range(2, 10):
        wrong = number[:place] + ("7" if number[place] != "7" else "8") + number[place + 1 :]
        assert references.provisional(wrong) is None
