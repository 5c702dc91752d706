"""Who enters the desk, and what each role finds there."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, UserFactory

QUEUE = "/desk/complaints/complaint/"


def case_url(case) -> str:
    return f"{QUEUE}{case.pk}/"


def test_a_visitor_is_led_to_the_one_login(db):
    answer = Client().get(QUEUE)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_the_admins_own_login_form_is_closed(db):
    user = UserFactory(administrator=True)
    client = Client()
    answer = client.post("/desk/login/", {"username": user.email, "password": PASSWORD})
    assert answer.status_code != 200
    assert "_auth_user_id" not in client.session


def test_the_login_leads_back_to_the_desk_and_nowhere_else(life, desk):
    client = desk(life.handler)
    assert client.get("/desk/login/?next=/desk/undelivered/").url == "/desk/undelivered/"
    assert client.get("/desk/login/?next=https://evil.example/").url == "/desk/"


@pytest.mark.parametrize("who", ["citizen", "liaison"])
def test_people_from_outside_the_institution_are_refused(life, desk, who):
    client = desk(getattr(life, who))
    if who == "liaison":
        assert client.get("/desk/")["Location"] == "/administration/letters/"
    else:
        assert client.get("/desk/").status_code == 403
    for address in (QUEUE, case_url(life.registered()), "/desk/undelivered/", "/desk/accounts/user/"):
        assert client.get(address).status_code == 403


def test_an_inactive_colleague_is_out(life, desk):
    client = desk(life.handler)
    life.handler.user.is_active = False
    life.handler.user.save()
    assert client.get(QUEUE).status_code == 302


def test_in_production_a_colleague_without_a_second_factor_is_led_to_make_one(life, desk, settings):
    settings.STAFF_SECOND_FACTOR = True
    answer = desk(life.handler).get(QUEUE)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("mfa_activate_totp"))


def test_who_makes_a_second_factor_is_led_back_to_where_it_was_asked_for(life, desk, settings):
    """The page of the recovery codes comes between; it led nowhere."""
    settings.STAFF_SECOND_FACTOR = True
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(life.handler.user, secret)
    client = desk(life.handler)
    assert client.get(f"{QUEUE}?view=all").status_code == 302
    RecoveryCodes.activate(life.handler.user)
    code = auth.format_hotp_value(auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time())))
    assert client.post(reverse("mfa_reauthenticate"), {"code": code}).status_code == 302
    page = client.get(reverse("mfa_view_recovery_codes"))
    assert f'href="{QUEUE}?view=all"' in page.text


def test_in_production_a_session_without_the_second_factor_is_led_to_it(life, desk, settings):
    settings.STAFF_SECOND_FACTOR = True
    Authenticator.objects.create(user=life.handler.user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    answer = desk(life.handler).get(QUEUE)
    assert answer.status_code == 302
    assert answer.url == f"{reverse('mfa_reauthenticate')}?next=%2Fdesk%2Fcomplaints%2Fcomplaint%2F"


def test_in_production_a_colleague_with_a_passkey_alone_is_led_to_it(life, desk, settings):
    settings.STAFF_SECOND_FACTOR = True
    Authenticator.objects.create(user=life.handler.user, type=Authenticator.Type.WEBAUTHN, data={})
    assert desk(life.handler).get(QUEUE).url.startswith(reverse("mfa_reauthenticate_webauthn"))


def test_in_production_the_code_of_the_authenticator_opens_the_desk(life, desk, settings):
    settings.STAFF_SECOND_FACTOR = True
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(life.handler.user, secret)
    client = desk(life.handler)
    door = client.get(QUEUE).url
    code = auth.format_hotp_value(auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time())))
    assert client.get(door).status_code == 200
    answer = client.post(door, {"code": code})
    assert (answer.status_code, answer.url) == (302, QUEUE)
    assert client.get(QUEUE).status_code == 200


def test_in_production_a_strong_session_enters(life, desk, settings):
    settings.STAFF_SECOND_FACTOR = True
    client = desk(life.handler)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password"}, {"method": "mfa", "type": "totp"}]
    session.save()
    assert client.get(QUEUE).status_code == 200


def test_the_second_factor_guards_acts_and_lists_too(life, desk, settings):
    settings.STAFF_SECOND_FACTOR = True
    case = life.in_study()
    assert desk(life.handler).post(f"{case_url(case)}do/note/", {"text": "x"}).status_code == 302
    assert case.notes.count() == 0
    assert desk(life.administrator).get("/desk/accounts/user/").status_code == 302


def test_logging_out_ends_the_session(life, desk):
    client = desk(life.handler)
    client.post("/desk/logout/")
    assert client.get(QUEUE).status_code == 302


SCREENS = (
    "", "?tab=facts", "?tab=files", "?tab=exchanges", "?tab=administration", "?tab=history",
    "do/admit/", "do/note/", "do/assign/", "do/message/", "do/request_information/",
)  # fmt: skip


@pytest.mark.parametrize("screen", SCREENS)
def test_a_neighbours_file_is_a_404_on_every_screen(life, desk, screen):
    case = life.in_study()
    assert desk(life.handler).get(case_url(case) + screen).status_code == 200
    for stranger in (life.neighbour, life.administrator):
        assert desk(stranger).get(case_url(case) + screen).status_code == 404


@pytest.mark.parametrize("act", ["identity/", "read/", "take/", "files/", "do/admit/", "do/note/", "do/message/"])
def test_no_act_reaches_a_neighbours_file(life, desk, act):
    case = life.in_study()
    before = case.events.count()
    for stranger in (life.neighbour, life.administrator):
        assert desk(stranger).post(case_url(case) + act, {"text": "x", "confirm": "1"}).status_code == 404
    assert case.events.count() == before


def test_roles_without_files_see_no_queue(life, desk):
    for role in ("statistician", "auditor", "administrator"):
        client = desk(life.actor(role, None))
        assert client.get(QUEUE).status_code == 403
        assert client.get("/desk/").status_code == 200


def test_an_administrator_sees_lists_and_accounts_and_no_file(life, desk):
    life.registered(title="Secret story")
    client = desk(life.administrator)
    page = client.get("/desk/").content.decode()
    assert "/desk/accounts/user/" in page
    assert "Secret story" not in page
    for name in ("accounts/user", "accounts/unit", "accounts/region", "guide/subject", "guide/administration",
                 "guide/interlocutor", "guide/referralbody", "guide/country", "guide/holiday"):  # fmt: skip
        assert client.get(f"/desk/{name}/").status_code == 200, name
        assert client.get(f"/desk/{name}/add/").status_code == 200, name


@pytest.mark.parametrize("who", ["handler", "head", "supervisor"])
def test_the_lists_are_closed_to_caseworkers(life, desk, who):
    client = desk(getattr(life, who))
    for name in ("accounts/user", "guide/subject", "guide/holiday"):
        assert client.get(f"/desk/{name}/").status_code == 403


def test_the_first_page_shows_the_queue_in_numbers(life, desk):
    life.in_study()
    page = desk(life.handler).get("/desk/").content.decode()
    assert "view=mine" in page
    assert "view=unassigned" in page
