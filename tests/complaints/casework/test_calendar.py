"""The calendar of deadlines: who reads it, what it holds, and that calendar programs can read it."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from complaints.casework import feeds
from complaints.casework.models import CalendarFeed
from complaints.models import Complaint
from complaints.workflow.errors import Refused
from tests.complaints.casework.crowd import crowd

pytestmark = pytest.mark.django_db
PAGE = "/desk/calendar/"


def read(token: str, **headers: str):
    return Client().get(f"/calendar/{token}.ics", headers=headers)


def test_a_calendar_holds_references_and_dates_and_nothing_about_a_person(life):
    case = life.in_study(title="Secret; indemnité, \\ Nador")
    closed, others = life.withdrawn(), life.registered()
    found = icalendar.Calendar.from_ical(read(feeds.make_feed(actor=life.handler)).content)
    (event,) = found.walk("VEVENT")
    assert event["UID"].startswith(case.reference)
    assert event.decoded("DTSTART") == case.due_on
    assert event.decoded("DTEND") == case.due_on + timedelta(days=1)
    assert str(event["SUMMARY"]).startswith(case.reference)
    text = found.to_ical().decode()
    for word in ("Secret", "Salma", "Amrani", "Nador", case.complainant.email, closed.reference, others.reference):
        assert word not in text


@pytest.mark.parametrize("language", ["ar", "fr", "en", "es"])
def test_it_speaks_its_owners_language_and_every_line_is_short(life, language):
    life.in_study()
    life.handler.user.language = language
    life.handler.user.save()
    answer = read(feeds.make_feed(actor=life.handler))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= feeds.FOLD for line in answer.content.split(b"\r\n"))
    assert b"\n" not in answer.content.replace(b"\r\n", b"")
    assert len(icalendar.Calendar.from_ical(answer.content).walk("VEVENT")) == 1


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=200))
def test_any_text_comes_back_as_it_was(text):
    written = feeds.written(
        [[("UID", "1@x"), ("DTSTAMP", "20260101T000000Z"), ("SUMMARY", feeds.escaped(text))]], name="x"
    )
    (event,) = icalendar.Calendar.from_ical(written).walk("VEVENT")
    assert str(event["SUMMARY"]) == text
    assert all(len(line.encode()) <= feeds.FOLD for line in written.split("\r\n"))


def test_control_characters_and_line_ends_break_out_of_nothing():
    assert feeds.escaped("a\r\nEND:VEVENT\x00\x07;,\\") == "a\\nEND:VEVENT\\;\\,\\\\"


def test_the_address_is_shown_once_and_only_a_hash_is_kept(life, desk):
    client = desk(life.handler)
    assert not CalendarFeed.objects.exists()
    page = client.post(PAGE, {"act": "make"})
    token = page.context["address"].rsplit("/", 1)[1].removesuffix(".ics")
    assert read(token).status_code == 200
    assert token not in client.get(PAGE).content.decode()
    assert token not in str(CalendarFeed.objects.values().get())
    second = client.post(PAGE, {"act": "make"}).context["address"]
    assert read(token).status_code == 404
    client.post(PAGE, {"act": "revoke"})
    assert Client().get(urlsplit(second).path).status_code == 404
    assert client.post(PAGE, {"act": "revoke"}).status_code == 302  # pressed twice


def test_it_ends_when_the_person_leaves(life):
    token = feeds.make_feed(actor=life.handler)
    life.handler.user.is_active = False
    life.handler.user.save()
    assert read(token).status_code == 404


def test_files_that_went_to_another_unit_are_not_in_it(life):
    case = life.in_study()
    Complaint.objects.filter(pk=case.pk).update(unit=life.other_unit)
    assert case.reference not in read(feeds.make_feed(actor=life.handler)).content.decode()


def test_a_calendar_that_did_not_change_is_not_sent_again(life):
    case = life.in_study()
    token = feeds.make_feed(actor=life.handler)
    first = read(token)
    same = read(token, **{"if-none-match": first.headers["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert read(token, **{"if-none-match": f'W/{first.headers["ETag"]}, "x"'}).status_code == 304
    Complaint.objects.filter(pk=case.pk).update(due_on=timezone.localdate() + timedelta(days=99))
    assert read(token, **{"if-none-match": first.headers["ETag"]}).status_code == 200
    assert "private" in first.headers["Cache-Control"]


@pytest.mark.parametrize("token", ["x", "a" * 3000, "%00", "..%2f..%2f", "é" * 40, "%ed%a0%80"])
def test_a_token_that_is_none_leads_nowhere(token):
    assert read(token).status_code in {400, 404}


def test_only_caseworkers_have_one(life, desk):
    for actor in (life.administrator, life.liaison, life.citizen):
        with pytest.raises(Refused):
            feeds.make_feed(actor=actor)
    assert desk(life.administrator).get(PAGE).status_code == 403


def test_it_costs_the_same_for_few_dates_and_for_many(life):
    token, costs = feeds.make_feed(actor=life.handler), []
    for more in (1, 6):
        for _n in range(more):
            life.in_study()
        with CaptureQueriesContext(connection) as counted:
            read(token)
        costs.append(len(counted))
    assert costs[0] == costs[1] <= 3


def test_its_dates_are_read_on_the_index_of_the_caseworker(life):
    case = life.in_study()
    Complaint.objects.filter(pk=case.pk).update(handler=life.head.user)
    crowd(case)
    crowd(life.in_study())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # with this few files sorting all of them
        cursor.execute("SET LOCAL enable_sort = off")  # is as quick
    plan = feeds.files_of(life.handler.user).explain()
    assert re.search("complaint_(unit_)?open_(handler|queue)", plan)
    assert "Sort" not in plan
