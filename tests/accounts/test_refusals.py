"""A request that goes wrong is answered in the visitor's language, and what was typed is not lost."""

import time

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.test import Client, RequestFactory
from django.utils import translation

from accounts.models import User
from mediator import env, errors

STORY = "Ma mère attend sa pension depuis deux ans."


def failed_csrf(**headers):
    client = Client(enforce_csrf_checks=True)
    return client.post("/account/login/", {"story": STORY, "choice": "b", "password": "geheim"}, headers=headers)


def test_expired_form_offers_the_words_again():
    html = failed_csrf(origin="http://testserver").content.decode()
    assert STORY in html
    assert '<input type="hidden" name="choice" value="b">' in html
    assert "geheim" not in html


@pytest.mark.parametrize("origin", [{"origin": "https://evil.example"}, {"referer": "https://evil.example/"}, {}])
def test_form_of_another_site_is_never_offered_to_be_sent(origin):
    response = failed_csrf(**origin)
    assert response.status_code == 403
    html = response.content.decode()
    assert STORY in html
    assert 'name="choice"' not in html
    assert '<button class="button" type="submit">' not in html


@pytest.mark.django_db
def test_sent_again_with_the_fresh_token_it_arrives():
    client = Client(enforce_csrf_checks=True)
    first = client.post("/account/login/", {"login": "a@example.org"}, headers={"origin": "http://testserver"})
    token = first.content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    again = client.post("/account/login/", {"login": "a@example.org", "csrfmiddlewaretoken": token})
    assert again.status_code == 200


@pytest.mark.parametrize(("code", "direction"), [("ar", "rtl"), ("fr", "ltr")])
@pytest.mark.parametrize(
    ("handler", "status"),
    [
        (lambda request: errors.server_error(request), 500),
        (lambda request: errors.not_found(request, Exception()), 404),
        (lambda request: errors.forbidden(request, PermissionDenied()), 403),
        (lambda request: errors.bad_request(request, RequestDataTooBig()), 400),
    ],
)
def test_error_pages_stand_without_session_and_database(code, direction, handler, status):
    with translation.override(code):
        response = handler(RequestFactory().get("/somewhere/"))
    assert response.status_code == status
    assert f'lang="{code}" dir="{direction}"' in response.content.decode()


def test_the_last_words_need_no_template(settings):
    settings.TEMPLATES = []
    response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Ce que vous avez enregistré est gardé" in response.content.decode()


@pytest.mark.django_db
class TestOddRequests:
    """What no browser sends is refused in a sentence, before it reaches the database."""

    @pytest.mark.parametrize(
        "address", ["/follow/%00/", "/follow/%00/receipt.pdf", "/?q=%00", "/?%00=1", "/static/%00", "/desk/r/1/%00/"]
    )
    def test_a_nul_in_the_address_is_said_in_the_visitors_language(self, client, address):
        response = client.get(address, headers={"accept-language": "ar"})
        assert response.status_code == 400
        assert 'lang="ar" dir="rtl"' in response.content.decode()

    @pytest.mark.parametrize("name", ["sessionid", "language", "draft", "csrftoken"])
    def test_a_nul_in_a_cookie_is_said_too(self, client, name):
        assert client.get("/my-complaints/", HTTP_COOKIE=f'{name}="\\000aaaaaaaaaa"').status_code == 400

    @pytest.mark.parametrize("header", ["origin", "referer"])
    def test_an_origin_that_is_no_address_is_not_one_of_ours(self, csrf_client, header):
        response = csrf_client.post("/follow/", {"story": STORY}, headers={header: "http://["})
        assert response.status_code == 403
        assert STORY in response.content.decode()

    def test_a_closed_page_keeps_the_words_of_a_form_from_nowhere(self, client):
        response = client.post("/my-account/", {"story": STORY}, headers={"referer": "http://["})
        assert response.status_code == 401
        assert STORY in response.content.decode()

    @pytest.mark.parametrize("address", ["/account/login/", "/account/signup/", "/account/login/code/", "/desk/login/"])
    @pytest.mark.parametrize("onward", ["http://[", "//[", "http://a]"])
    def test_an_onward_address_that_is_none_is_left_aside(self, client, address, onward):
        assert client.get(address, {"next": onward}).status_code in (200, 302)

    @pytest.mark.parametrize(
        "credential",
        ["9" * 5000, "[" * 100_000, "5", "[]", "null", '{"id": "é"}', '{"response": {"userHandle": 5}}', "\0"],
    )
    def test_a_damaged_answer_of_a_key_is_a_wrong_answer(self, client, credential):
        assert client.post("/account/2fa/webauthn/login/", {"credential": credential}).status_code in (200, 302)
        person = User.objects.create_user("a@example.org")
        client.force_login(person)
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "email": person.email}]
        session.save()
        assert client.post("/account/2fa/webauthn/add/", {"credential": credential}).status_code in (200, 302)


@pytest.mark.django_db
class TestByButton:
    """What only a button opens says so to whoever comes otherwise, and no switch leads there."""

    @pytest.mark.parametrize(
        "address",
        ["/file/from-guide/", "/file/from-question/", "/file/new/", "/file/leave/", "/file/sent/kept/", "/file/group/list/",
         "/follow/leave/", "/questions/leave/", "/leave/", "/theme/"],
    )  # fmt: skip
    def test_a_typed_address_is_answered_with_a_page(self, client, address):
        response = client.get(address, headers={"accept": "text/html", "accept-language": "ar"})
        assert response.status_code == 405
        assert response.headers["Allow"] == "POST"
        html = response.content.decode()
        assert response.headers["Content-Length"] == str(len(response.content))
        assert 'lang="ar" dir="rtl"' in html
        assert 'class="button" href="/"' in html
        assert f'name="next" value="{address}"' not in html

    def test_a_program_that_wants_no_page_gets_none(self, client):
        assert client.get("/file/new/", headers={"accept": "application/json"}).content == b""
        assert client.put("/file/new/").content == b""

    @pytest.mark.parametrize(
        ("came", "back"),
        [
            ("http://testserver/file/?a=1", "/file/?a=1"),
            ("http://testserver/file/new/", "/"),
            ("http://evil.example/file/", "/"),
            ("http://testserver/no-such-page", "/"),
            ("http://[", "/"),
            ("", "/"),
        ],
    )
    def test_the_switches_lead_back_to_the_page_of_the_button(self, client, came, back):
        html = client.post("/file/leave/", headers={"referer": came}).content.decode()
        assert html.count(f'name="next" value="{back}"') == 2


@pytest.mark.django_db
class TestIdle:
    @pytest.fixture
    def logged_in(self, client):
        client.force_login(User.objects.create_user("a@example.org"))
        return client

    def test_an_hour_and_more_away_ends_the_session(self, logged_in):
        with time_machine.travel("2026-11-24T10:00Z", tick=False):
            assert logged_in.get("/my-account/").status_code == 200
        with time_machine.travel("2026-11-24T11:10Z", tick=False):
            assert logged_in.get("/my-account/").status_code == 302

    def test_being_here_keeps_it(self, logged_in):
        for minute in ("10:00", "10:50", "11:40", "12:30"):
            with time_machine.travel(f"2026-11-24T{minute}Z", tick=False):
                assert logged_in.get("/still-here/").status_code == 204

    def test_the_page_asks_five_minutes_before_and_names_where_to_stay(self, logged_in):
        page = logged_in.get("/my-account/").content.decode()
        assert 'data-minutes="60" data-stay="/still-here/"' in page
        script = (env.ROOT / "static/js/session.js").read_text()
        assert "(Number(dialog.dataset.minutes) - 5) * 60_000" in script
        assert "dialog.showModal" in script, "the browser's own dialog keeps the focus and gives it back"

    def test_a_form_sent_too_late_keeps_its_words(self, client):
        response = client.post("/my-account/", {"story": STORY}, headers={"origin": "http://testserver"})
        assert response.status_code == 401
        assert STORY in response.content.decode()
