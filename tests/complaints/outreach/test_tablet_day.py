"""A shared tablet: registered by the head, opened once, the day's by account and PIN, locked when left, revoked from afar."""

import threading
import uuid

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from complaints.intake.models import Draft
from complaints.outreach.models import Device, Shift, StandAgent, Ticket, Visit
from complaints.outreach.tablet import access, devices, helping, queue, shifts
from complaints.outreach.tasks import end_days
from complaints.outreach.waiting import actions
from complaints.workflow.errors import NotAllowed
from tests.complaints.outreach import tabletop
from tests.complaints.outreach.fixtures_of_tablets import office, place, shift, tablet

__all__ = ["office", "place", "shift", "tablet"]
pytestmark = pytest.mark.django_db


def desk(actor):
    client = Client(headers={"accept-language": "en"})
    client.force_login(actor.user)
    return client


# --- the device ---


def test_the_head_registers_a_tablet_and_sees_when_it_was_last_seen(office):
    head = desk(office.head)
    answer = head.post("/desk/tablets/", {"label": "Tanger 3", "unit": office.unit.pk})
    device = Device.objects.get()
    assert answer["Location"].endswith(f"/desk/tablets/{device.pk}/")
    page = head.get(answer["Location"])
    code = page.context["code"]
    assert code in page.content.decode()
    assert head.get(f"/desk/tablets/{device.pk}/code.svg").status_code == 200
    assert Client().post("/tablet/open/", {"code": code}).status_code == 303
    device.refresh_from_db()
    assert device.opened_at
    assert device.last_seen_at
    assert code not in head.get(answer["Location"]).content.decode()
    assert "In use" in head.get("/desk/tablets/").content.decode()


def test_a_code_opens_one_tablet_once(office):
    device = devices.register(actor=office.head, unit=office.unit, label="A")
    code = devices.code_of(device)
    assert devices.open_with(code)
    assert devices.open_with(code) is None
    assert Client().post("/tablet/open/", {"code": code}).status_code == 422


def test_a_code_that_is_too_old_opens_nothing_and_another_one_does(office):
    device = devices.register(actor=office.head, unit=office.unit, label="A")
    old = devices.code_of(device)
    Device.objects.update(invited_until=timezone.now())
    assert devices.open_with(old) is None
    assert devices.invite_again(device, actor=office.head)
    device.refresh_from_db()
    assert devices.code_of(device) != old
    assert devices.open_with(devices.code_of(device))


def test_neither_key_nor_code_is_kept(office):
    client, device = tabletop.tablet(office)
    key = client.cookies["tablet"].value
    row = str(Device.objects.values_list().get(pk=device.pk))
    assert key.split(":")[0] not in row
    assert client.cookies["tablet"]["httponly"]


@pytest.mark.parametrize("who", ["handler", "intake", "neighbour", "administrator"])
def test_only_heads_and_supervisors_look_after_tablets(office, who):
    actor = getattr(office, who)
    with pytest.raises(NotAllowed):
        devices.register(actor=actor, unit=office.unit, label="A")
    assert not access.kept_devices(actor).exists()
    assert desk(actor).get("/desk/tablets/").status_code == 403


def test_a_neighbouring_head_finds_no_tablet_of_ours(office):
    _client, device = tabletop.tablet(office)
    neighbour = office.actor("head", office.other_unit)
    assert not access.can_keep_devices(neighbour, office.unit)
    assert desk(neighbour).get(f"/desk/tablets/{device.pk}/").status_code == 404
    assert desk(neighbour).post(f"/desk/tablets/{device.pk}/revoke/").status_code == 404
    assert desk(neighbour).post("/desk/tablets/", {"label": "B", "unit": office.unit.pk}).status_code == 422


def test_the_list_asks_as_many_questions_for_fifty_tablets_as_for_one(office, django_assert_max_num_queries):
    head = desk(office.head)
    devices.register(actor=office.head, unit=office.unit, label="A")
    head.get("/desk/tablets/")
    with django_assert_max_num_queries(14):
        head.get("/desk/tablets/")
    for number in range(60):
        devices.register(actor=office.head, unit=office.unit, label=f"T{number}")
    with django_assert_max_num_queries(14):
        page = head.get("/desk/tablets/")
    assert len(page.context["rows"]) == 50
    assert len(head.get(f"/desk/tablets/?after={page.context['after']}").context["rows"]) == 11


def test_a_revoked_tablet_ends_every_request_at_a_plain_page_and_is_emptied(office, shift, tablet):
    tabletop.sit_down(tablet)
    draft = tabletop.type_in(tablet)
    devices.revoke(Device.objects.get(), actor=office.head)
    for path in ("/tablet/", "/tablet/person/", "/tablet/complaint/story/", "/tablet/turn/account/", "/", "/desk/"):
        revoked = Client(headers={"accept-language": "en"})
        for name in ("tablet", "tablet-day"):
            revoked.cookies[name] = tablet.cookies[name].value
        answer = revoked.get(path)
        assert answer.status_code == 403, path
        assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
        assert "This tablet is closed" in answer.content.decode()
        assert "سلمى" not in answer.content.decode()
        assert not answer.cookies["tablet"].value
    shift.refresh_from_db()
    assert shift.ended_at
    draft.refresh_from_db()
    assert draft.officer == office.handler.user  # what was typed waits for the agent at the desk


def test_a_browser_that_is_no_tablet_gets_a_plain_page(office, place):
    for path in ("/tablet/", "/tablet/unlock/", "/tablet/person/", "/tablet/turn/code/"):
        answer = Client(headers={"accept-language": "en"}).get(path)
        assert answer.status_code == 403
        assert "not registered" in answer.content.decode()


# --- the day ---


def test_the_login_does_not_stay_on_the_tablet(office, shift, tablet):
    assert "_auth_user_id" not in tablet.session
    assert tablet.get("/desk/").status_code == 302
    assert "/account/login/" in tablet.get("/mine/").headers.get("Location", "/account/login/")
    page = tablet.get("/tablet/")
    assert page.status_code == 200
    assert page.headers["Cache-Control"].count("no-store")
    assert "Port de Tanger" in page.content.decode()


def test_a_login_left_half_way_opens_no_page_of_staff_on_the_tablet(office, place, tablet):
    tabletop.log_in(tablet, office.handler)
    answer = tablet.get("/desk/")
    assert answer.status_code == 302
    assert "login" in answer["Location"]
    assert "_auth_user_id" not in tablet.session
    elsewhere = Client(headers={"accept-language": "en"})
    tabletop.log_in(elsewhere, office.handler)
    assert elsewhere.get("/desk/").status_code == 200


def test_a_colleague_on_another_tablet_sees_who_sits_there_and_nobody_elses(office, place, shift, tablet):
    tabletop.sit_down(tablet)
    tabletop.type_in(tablet)
    StandAgent.objects.create(stand=place, user=office.intake.user)
    other, _device = tabletop.tablet(office)
    tabletop.begin_day(other, office.intake, place, pin="314159")
    for path in ("/tablet/person/", "/tablet/complaint/story/", "/tablet/turn/account/", "/tablet/turn/account.pdf"):
        assert other.get(path)["Location"] == "/tablet/"
    assert other.post("/tablet/", {"language": "fr"}).status_code == 303
    assert other.get("/tablet/turn/account/")["Location"] == "/tablet/person/"
    assert "سلمى" not in other.get("/tablet/person/").content.decode()


def test_without_a_second_factor_no_day_begins(office, place, tablet):
    tabletop.log_in(tablet, office.handler, strong=False)
    answer = tablet.get("/tablet/begin/")
    assert answer.status_code == 302
    assert "/2fa/" in answer["Location"]
    assert not Shift.objects.exists()


@pytest.mark.parametrize("who", ["neighbour", "head", "citizen", "administrator"])
def test_who_was_not_named_for_the_stand_begins_no_day(office, place, tablet, who):
    tabletop.log_in(tablet, getattr(office, who))
    assert tablet.get("/tablet/begin/").status_code == 403
    assert "_auth_user_id" not in tablet.session
    assert not access.can_attend(getattr(office, who), place)
    assert not access.attended_stands(getattr(office, who)).exists()


def test_a_cancelled_stand_and_another_day_are_refused_with_the_reason(office, place):
    assert access.can_attend(office.handler, place)
    place.hours.update(day=access.today().replace(year=2031))
    assert "not open today" in str(access.can_attend(office.handler, place).reason)
    place.cancelled_at = timezone.now()
    assert "does not take place" in str(access.can_attend(office.handler, place).reason)
    StandAgent.objects.all().delete()
    assert not access.attended_stands(office.handler).exists()


@pytest.mark.parametrize(
    ("pin", "again"), [("111111", "111111"), ("123456", "123456"), ("27182", "27182"), ("271828", "314159")]
)
def test_a_pin_that_everybody_tries_first_is_refused(office, place, tablet, pin, again):
    tabletop.log_in(tablet, office.handler)
    page = tablet.post("/tablet/begin/", {"place": f"{place.pk}-{place.desks.get().pk}", "pin": pin, "again": again})
    assert page.status_code == 422
    assert pin not in page.content.decode().replace("_123456", "")
    assert not Shift.objects.exists()


def test_the_pin_is_kept_as_an_argon2_hash_and_in_any_digits(office, shift, tablet):
    assert shift.pin_hash.startswith("$argon2id$")
    shifts.lock(shift)
    assert tablet.post("/tablet/unlock/", {"pin": "٢٧١٨٢٨"}).status_code == 303


def test_it_locks_after_two_minutes_without_a_touch_and_shows_nothing_until_the_pin(office, shift, tablet):
    tabletop.sit_down(tablet)
    tabletop.type_in(tablet)
    tabletop.minutes_pass(shift, 1.9)
    assert tablet.get("/tablet/complaint/person/").status_code == 200
    tabletop.minutes_pass(shift, 2.1)
    for path in (
        "/tablet/complaint/person/",
        "/tablet/turn/account/",
        "/tablet/turn/account.pdf",
        "/tablet/turn/qr.svg",
    ):
        answer = tablet.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/tablet/unlock/")
    page = tablet.get("/tablet/unlock/").content.decode()
    assert "سلمى" not in page
    assert tablet.post("/tablet/unlock/", {"pin": tabletop.PIN}).status_code == 303
    assert tablet.get("/tablet/complaint/person/").status_code == 200


def test_what_was_typed_when_the_lock_fell_is_kept_and_not_shown(office, shift, tablet):
    tabletop.sit_down(tablet)
    draft = tabletop.type_in(tablet)
    tabletop.minutes_pass(shift, 5)
    posts = tabletop.steps(request={"request": "أريد الجواب كتابة", "pressing": "no"})
    answer = tablet.post("/tablet/complaint/request/", tabletop.body("request", posts))
    assert answer["Location"] == "/tablet/unlock/"
    draft.refresh_from_db()
    assert draft.answers["request"]["request"] == ["أريد الجواب كتابة"]
    assert tablet.get("/tablet/complaint/request/")["Location"] == "/tablet/unlock/"


def test_a_question_that_was_being_typed_comes_back_after_the_pin(office, shift, tablet):
    tabletop.sit_down(tablet, "fr")
    answer = tablet.post("/tablet/question/", {"text": "Dois-je payer ?", "language": "fr", "lock": "1"})
    assert answer["Location"] == "/tablet/unlock/"
    tablet.post("/tablet/unlock/", {"pin": tabletop.PIN})
    assert "Dois-je payer ?" in tablet.get("/tablet/question/").content.decode()


def test_looking_whether_the_phone_has_it_keeps_nothing_open(office, shift, tablet):
    tabletop.sit_down(tablet)
    tabletop.type_in(tablet)
    tabletop.minutes_pass(shift, 1.5)
    before = Shift.objects.get().touched_at
    assert tablet.get("/tablet/turn/phone/state/").json() == {"taken": False}
    assert Shift.objects.get().touched_at == before
    assert tablet.post("/tablet/here/").status_code == 204
    assert Shift.objects.get().touched_at > before


def test_the_fifth_wrong_pin_ends_the_day_and_asks_for_the_whole_login(office, shift, tablet):
    shifts.lock(shift)
    for left in (4, 3, 2, 1):
        page = tablet.post("/tablet/unlock/", {"pin": "000001"})
        assert page.status_code == 422
        assert f"{left} tr" in page.content.decode()
    page = tablet.post("/tablet/unlock/", {"pin": "000001"})
    assert "five times" in page.content.decode()
    assert tablet.post("/tablet/unlock/", {"pin": tabletop.PIN}).status_code == 302
    assert "Log in" in tablet.get("/tablet/").content.decode()
    shift.refresh_from_db()
    assert shift.ended_at
    assert shift.pin_hash == ""


def test_the_day_ends_with_the_hours_of_the_stand(office, shift, tablet):
    Shift.objects.update(begun_at=timezone.now() - timezone.timedelta(hours=9), ends_at=timezone.now())
    assert "Log in" in tablet.get("/tablet/").content.decode()
    assert tablet.get("/tablet/person/")["Location"] == "/tablet/"


def test_who_is_no_caseworker_any_more_goes_on_with_nothing(office, shift, tablet):
    office.handler.user.is_active = False
    office.handler.user.save()
    assert "Log in" in tablet.get("/tablet/").content.decode()


def test_end_my_day_leaves_nothing(office, shift, tablet):
    tabletop.sit_down(tablet)
    tabletop.type_in(tablet)
    answer = tablet.post("/tablet/end/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not answer.cookies["tablet-day"].value
    assert tablet.cookies["tablet"].value  # the tablet itself stays registered
    assert tablet.get("/tablet/complaint/person/")["Location"] == "/tablet/"
    assert "سلمى" not in tablet.get("/tablet/").content.decode()


def test_a_second_agent_ends_the_first_ones_day_on_the_same_tablet(office, place, shift, tablet):
    other = office.actor("intake", office.unit)
    StandAgent.objects.create(stand=place, user=other.user)
    tabletop.log_in(tablet, other)
    place_of = f"{place.pk}-{place.desks.get().pk}"
    tablet.post("/tablet/begin/", {"place": place_of, "pin": "314159", "again": "314159"})
    assert Shift.objects.filter(ended_at=None).get().agent == other.user


def test_the_day_of_one_tablet_opens_nothing_on_another(office, shift, tablet):
    other, _device = tabletop.tablet(office)
    other.cookies["tablet-day"] = tablet.cookies["tablet-day"].value
    assert "Log in" in other.get("/tablet/").content.decode()


def test_an_actor_of_the_stand_has_no_rights_of_the_desk(office, shift):
    actor = access.actor_of(shift)
    assert not actor.is_caseworker
    assert not actor.is_validator
    assert actor.role is None
    from complaints.permissions import own_complaints, visible_complaints, workable_complaints

    office.registered()
    for twin in (workable_complaints, visible_complaints, own_complaints):
        assert not twin(actor).exists()


@pytest.mark.django_db(transaction=True)
def test_five_tries_are_five_however_many_hands_press_at_once(office, shift, tablet):
    """Each wrong PIN waits for the row: nobody gets a sixth by pressing at the same moment."""
    shifts.lock(shift)
    start, ended = threading.Barrier(8), []

    def press():
        start.wait()
        ended.append(shifts.unlock(shift, pin="000001"))
        connections.close_all()

    threads = [threading.Thread(target=press) for _each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, ended)) == ["False"] * 4 + ["None"] * 4
    shift.refresh_from_db()
    assert (shift.failed, shift.pin_hash) == (5, "")


def fifth_wrong_pin(office, shift):
    shifts.lock(shift)
    assert [shifts.unlock(shift, pin="000001") for _try in range(5)] == [False, False, False, False, None]


def the_hour_comes(office, shift):
    now = timezone.now()
    Shift.objects.update(begun_at=now - timezone.timedelta(hours=9), ends_at=now)
    assert end_days() == 1


ENDS = {
    "the button": lambda office, shift: shifts.end(shift),
    "the fifth wrong PIN": fifth_wrong_pin,
    "the revocation": lambda office, shift: devices.revoke(shift.device, actor=office.head),
    "the hour": the_hour_comes,
}


@pytest.mark.parametrize("ends", ENDS.values(), ids=ENDS.keys())
def test_who_still_sits_there_when_the_day_ends_is_counted_once_and_the_number_is_over(office, place, shift, ends):
    ticket = actions.draw(place, actor=access.actor_of(shift), key=uuid.uuid4(), language="ar")
    called = queue.taken(shift, ticket.number)
    person = helping.begin(shift, language="ar", ticket=called)
    draft = helping.write_complaint(person, actor=access.actor_of(shift))
    ends(office, shift)
    assert Draft.objects.get() == draft  # it waits for the agent, at the desk
    visit = Visit.objects.get()
    assert (visit.outcome, visit.language, visit.ticket, visit.shift) == ("listened", "ar", ticket, shift)
    ticket.refresh_from_db()
    shift.refresh_from_db()
    assert ticket.standing == Ticket.Standing.SERVED
    assert (shift.ended_at is not None, shift.pin_hash) == (True, "")
    assert helping.of(shift) is None
    shifts.end(shift)
    assert end_days() == 0
    assert Visit.objects.count() == 1
