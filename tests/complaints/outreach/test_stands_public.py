"""What everybody reads of the stands and offices: by region, in every language, in a calendar program; nothing is invented."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from accounts.dates import RABAT
from accounts.models import Unit
from complaints.outreach.models import StandHours
from complaints.outreach.planning import actions
from tests.factories import (
    HeadquartersFactory,
    StandAgentFactory,
    StandFactory,
    TicketFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def read(client, address: str, language: str = "en") -> str:
    response = client.get(address, {"lang": language})
    assert response.status_code == 200
    return response.content.decode()


def test_coming_stands_are_listed_by_day_and_region(client):
    today = timezone.localdate()
    later = StandFactory(begins_on=today + timedelta(days=9))
    now = StandFactory(begins_on=today - timedelta(days=2), ends_on=today)
    StandFactory(draft=True)
    StandFactory(over=True)
    answer = client.get("/stands/")
    assert [stand for stand, _days in answer.context["rows"]] == [now, later]
    answer = client.get("/stands/", {"region": later.region.code})
    assert [stand for stand, _days in answer.context["rows"]] == [later]
    assert client.get("/stands/", {"region": "nonsense", "after": "x~y"}).status_code == 200


def test_the_pages_of_the_list_follow_each_other(client, django_assert_num_queries):
    today = timezone.localdate()
    made = [StandFactory(begins_on=today + timedelta(days=n // 3)) for n in range(25)]
    first = client.get("/stands/")
    second = client.get("/stands/" + first.context["links"]["after"])
    shown = [stand.pk for answer in (first, second) for stand, _days in answer.context["rows"]]
    assert shown == [stand.pk for stand in sorted(made, key=lambda one: (one.begins_on, one.pk))]
    back = client.get("/stands/" + second.context["links"]["before"])
    assert back.context["rows"][0][0] == first.context["rows"][0][0]
    with django_assert_num_queries(4):  # stands, their hours, regions, offices
        client.get("/stands/")


def test_offices_say_what_is_known_and_that_the_rest_is_not_given(client):
    known = UnitFactory(
        address="12, rue d’Italie",
        phone="+212 539 00 00 00",
        hours={"fr": "Lundi à vendredi"},
        directions={"fr": "Face au port"},
    )
    UnitFactory(valid_to=timezone.localdate())
    page = read(client, "/stands/", "fr")
    for words in ("12, rue d’Italie", "+212 539 00 00 00", "Lundi à vendredi", "Face au port"):
        assert words in page
    assert [unit.code for unit in client.get("/stands/").context["offices"]] == ["hq", known.code]  # headquarters first
    Unit.objects.update(address="", phone="", hours={}, directions={})
    assert read(client, "/stands/").count("Address, telephone and hours: not given") == 2
    Unit.objects.filter(pk=known.pk).update(phone="+212 539 00 00 00")
    assert read(client, "/stands/").count("Not given") == 2  # address and hours of the one


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_a_stand_is_read_in_every_language(client, language):
    stand = StandFactory(names={"fr": "Stand du port", "ar": "رواق الميناء"}, directions={"fr": "Face au port"})
    for address in ("/stands/", f"/stands/{stand.pk}/"):
        page = read(client, address, language)
        assert "Port de Tanger Med" in page
        assert f'lang="{language}"' in page


def test_who_keeps_the_lists_writes_hours_and_way_of_an_office(client):
    unit, administrator = UnitFactory(), UserFactory(administrator=True)
    client.force_login(administrator)
    fields = {
        "code": unit.code,
        "kind": unit.kind,
        "parent": unit.parent_id,
        "region": unit.region_id,
        "seat": "",
        "address": "",
    }
    fields |= {"phone": "", "email": "", "valid_from": "2011-03-17", "valid_to": "", "names_fr": "Délégation"}
    saved = client.post(
        f"/desk/accounts/unit/{unit.pk}/change/",
        fields
        | {
            "hours_fr": "Lundi à vendredi, 9 h à 16 h",
            "hours_nl": "Maandag tot vrijdag",
            "directions_ar": "أمام البلدية",
        },
    )
    assert saved.status_code == 302
    page = read(Client(), "/stands/", "nl")
    assert "Maandag tot vrijdag" in page
    assert "أمام البلدية" in page


def test_a_stand_says_where_when_and_how_to_come(client):
    stand = StandFactory(
        directions={"en": "Opposite the port."}, address="Quai 3", ends_on=timezone.localdate() + timedelta(days=1)
    )
    StandHours.objects.filter(stand=stand, day=stand.ends_on).delete()
    page = read(client, f"/stands/{stand.pk}/")
    for words in ("Opposite the port.", "Quai 3", "09:00–17:00", "Closed", "In the time of Morocco", "Telephone"):
        assert words in page
    Unit.objects.update(phone="+212 539 11 11 11")
    assert "+212 539 11 11 11" in read(client, f"/stands/{stand.pk}/")


def test_cancelled_and_over_are_said_on_the_page_that_somebody_noted(client):
    cancelled, over = StandFactory(cancelled=True), StandFactory(over=True)
    page = read(client, f"/stands/{cancelled.pk}/")
    assert "does not take place" in page
    assert "The weather" in page
    assert "Nouvelle date" in page  # in the one language in which it was written
    assert "This stand is over." in read(client, f"/stands/{over.pk}/")
    assert client.get(f"/stands/{StandFactory(draft=True).pk}/").status_code == 404
    assert client.get("/stands/999999999999999999999999/").status_code == 404


def test_no_agent_is_ever_named(client):
    post = StandAgentFactory(stand=StandFactory())
    for address in (
        "/stands/",
        f"/stands/{post.stand.pk}/",
        "/stands/calendar.ics",
        f"/stands/{post.stand.pk}/calendar.ics",
    ):
        assert post.user.name not in client.get(address).content.decode()


def test_the_pages_are_found_from_help_footer_and_guide(client):
    answers = "?against=private&where=morocco&court=no&matter=fraud"
    for address in ("/", "/help/", f"/guide/result/{answers}"):
        assert 'href="/stands/"' in client.get(address).content.decode()
    assert client.get("/help/").content.decode().count('href="/stands/"') == 2


def test_a_calendar_program_reads_a_stand(client):
    stand = StandFactory(
        names={"fr": "Stand, du port; et « plus »"}, directions={"fr": "Face au port\nentrée B"}, address="Quai 3\nTanger",
        begins_on=timezone.localdate() + timedelta(days=3),
    )  # fmt: skip
    StandHours.objects.create(stand=stand, day=stand.begins_on, opens=time(18), closes=time(20))
    answer = client.get(f"/stands/{stand.pk}/calendar.ics", headers={"accept-language": "fr"})
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert len(events) == 2
    assert str(events[0]["SUMMARY"]) == "Stand, du port; et « plus »"
    opens = datetime.combine(stand.begins_on, time(9), RABAT)
    assert events[0].decoded("DTSTART") == opens.astimezone(UTC)
    assert "entrée B" in str(events[0]["DESCRIPTION"])
    assert str(events[0]["LOCATION"]).startswith("Port de Tanger Med, Quai 3 Tanger")
    assert len({str(event["UID"]) for event in events}) == 2
    assert all(len(line.encode()) <= 75 for line in answer.content.decode().split("\r\n"))


def test_a_change_moves_the_entry_and_a_cancellation_strikes_it_out(client, delegation):
    stand = StandFactory(unit=delegation.unit)
    address = f"/stands/{stand.pk}/calendar.ics"
    (before,) = Calendar.from_ical(client.get(address).content).walk("VEVENT")
    moved = [actions.Opening(stand.begins_on, time(10), time(12))]
    actions.set_hours(stand, actor=delegation.head, seen=0, openings=moved)
    (after,) = Calendar.from_ical(client.get(address).content).walk("VEVENT")
    assert before["UID"] == after["UID"]
    assert before.decoded("DTSTART") != after.decoded("DTSTART")
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    actions.cancel(stand, actor=delegation.head, why="safety", words={})
    (gone,) = Calendar.from_ical(client.get("/stands/calendar.ics").content).walk("VEVENT")
    assert str(gone["STATUS"]) == "CANCELLED"
    assert gone["UID"] == after["UID"]


def test_the_feed_has_what_was_published_and_is_sent_once(client):
    HeadquartersFactory()
    here, there = StandFactory(), StandFactory()
    StandFactory(draft=True)
    answer = client.get("/stands/calendar.ics")
    assert len(Calendar.from_ical(answer.content).walk("VEVENT")) == 2
    own = client.get("/stands/calendar.ics", {"region": here.region.code})
    assert str(there.key) not in own.content.decode()
    again = client.get("/stands/calendar.ics", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_the_screen_is_opened_by_its_signed_address_and_shows_numbers_alone(client, delegation, desk):
    stand, other = StandFactory(unit=delegation.unit), StandFactory()
    waiting = TicketFactory(stand=stand, number=12)
    called = TicketFactory(
        stand=stand, number=7, standing="called", called_at=timezone.now(), desk=stand.desks.get(number=2)
    )
    address = desk(delegation.head).get(f"/desk/stands/{stand.pk}/").context["screen"]
    page = read(client, address)
    assert "Number 7: desk 2" in page
    assert "1 person waits" in page
    assert f">{waiting.number}<" not in page
    for words in ("الرقم", "Numéro", 'role="status"', '<noscript><meta http-equiv="refresh"'):
        assert words in page
    assert called.language not in page.split("hall-numbers")[1].split("</table>")[0].replace('lang="ar"', "")
    assert client.get(address.replace(f"/{stand.pk}/", f"/{other.pk}/")).status_code == 404
    assert client.get(f"/stands/{stand.pk}/screen/{'0' * 24}/").status_code == 404
