"""The form as a browser without JavaScript meets it."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from complaints.intake import resume
from complaints.intake.models import Draft
from complaints.intake.views import common
from complaints.models import Complaint
from complaints.notifications import outbox
from complaints.notifications.models import OutboxMessage
from tests.complaints.intake.filing import DECLARATIONS, POSTS, directories, errors_of, walk
from tests.factories import AdministrationFactory, ComplaintFactory, RepresentationFactory, ShareFactory, UserFactory
from tests.factories.drafts import DraftFileFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rows(db):
    directories()


@pytest.fixture
def arabic(client):
    client.get("/?lang=ar")
    return client


def only_draft() -> Draft:
    return Draft.objects.get()


def seen(client: Client) -> str:
    return re.search(r'name="seen" value="(\w+)"', client.get("/file/check/").content.decode())[1]


def send(client: Client, **changes: str):
    return client.post("/file/check/", {**DECLARATIONS, "seen": seen(client), **changes})


# --- before the form ---


def test_a_first_visit_chooses_a_language_and_a_later_one_starts(client):
    first = client.get("/")
    assert "intake/language.html" in [template.name for template in first.templates]
    assert all(name in first.content.decode() for name in ("العربية", "Français", "English", "Español"))
    client.get("/?lang=ar")
    page = client.get("/")
    assert "intake/start.html" in [template.name for template in page.templates]
    assert 'dir="rtl"' in page.content.decode()


def test_looking_makes_no_draft(client):
    for path in ("/?lang=fr", "/file/who/", "/file/", "/file/name/", "/resume/", "/file/check/", "/file/sent/"):
        assert client.get(path).status_code == 200
    assert not Draft.objects.exists()


def test_the_first_post_makes_the_draft_valid_or_not(client):
    response = client.post("/file/who/", {})
    assert response["Location"] == "/file/who/?check=1"
    assert only_draft().problems == ["who"]
    assert errors_of(client, "who")


# --- the whole way ---


def test_the_whole_way_in_arabic_without_javascript(arabic):
    walk(arabic)
    response = arabic.post("/file/files/", {})
    assert response["Location"] == "/file/check/"
    check = arabic.get("/file/check/").content.decode()
    assert "سلمى" in check
    assert "Commune de Nador" not in check
    assert "جماعة الناظور" in check
    response = send(arabic)
    assert response["Location"] == "/file/sent/"
    page = arabic.get("/file/sent/").content.decode()
    case = Complaint.objects.get()
    assert case.reference in page
    assert case.language == "ar"
    assert re.search(r'id="secret-code" dir="ltr">[0-9A-Z]{4}-', page)


def test_the_shortest_path_loads_fifteen_pages_at_most(client):
    loads = 3  # language, start, first step
    posts = {**POSTS, "contact": {"phone": "+33612345678", "preferred_channel": "phone"}}
    for slug, post in posts.items():
        target = client.post(f"/file/{slug}/", post)["Location"]
        loads += 1
    assert target == "/file/files/"
    assert client.post("/file/files/", {})["Location"] == "/file/check/"
    assert send(client)["Location"] == "/file/sent/"
    assert loads + 2 <= 15


def test_back_shows_what_was_saved(client):
    walk(client)
    for slug, post in POSTS.items():
        form = client.get(f"/file/{slug}/").context["form"]
        for name, value in post.items():
            assert form.data[name] == value


def test_change_leads_back_to_the_check_page_and_alters_nothing_else(client):
    walk(client)
    client.post("/file/files/", {})
    before = only_draft().answers
    response = client.post("/file/name/", {**POSTS["name"], "first_name": "Fatima", "from": "check"})
    assert response["Location"] == "/file/check/"
    after = only_draft().answers
    assert after.pop("name")["first_name"] == ["Fatima"]
    before.pop("name")
    assert after == before


def test_an_invalid_step_is_kept_flagged_and_shown_again_with_its_words(client):
    walk(client, until="address")
    post = {**POSTS["contact"], "email": "salma@", "phone": "12"}
    response = client.post("/file/contact/", post)
    assert response["Location"] == "/file/contact/?check=1"
    page = client.get(response["Location"])
    assert {"email", "phone"} <= set(page.context["form"].errors)
    text = page.content.decode()
    assert 'value="salma@"' in text
    assert 'id="error-summary"' in text
    assert only_draft().problems == ["contact"]
    assert "check=1" in client.get("/file/").content.decode()


def test_saving_always_succeeds_and_shows_the_code(client):
    client.post("/file/who/", POSTS["who"])
    response = client.post("/file/contact/", {"email": "nonsense", "save": "1"}, follow=True)
    assert response.redirect_chain[-1][0] == "/file/saved/"
    assert resume.resume_code(only_draft()) in response.content.decode()
    assert only_draft().answers["contact"]["email"] == ["nonsense"]


def test_another_device_goes_on_with_the_code(client):
    walk(client, until="contact")
    code = resume.resume_code(only_draft())
    other = Client()
    response = other.post("/resume/", {"code": code.lower().replace("-", " ")})
    assert response["Location"] == "/file/"
    assert other.get("/file/name/").context["form"].data["last_name"] == "El-Mʼhamed"
    walk(other)
    other.post("/file/files/", {})
    assert send(other)["Location"] == "/file/sent/"
    assert client.get("/file/name/")["Location"] == "/file/sent/"


def test_the_message_with_the_code_goes_to_the_drafts_address(client):
    walk(client, until="contact")
    client.post("/file/saved/send/")
    message = OutboxMessage.objects.get(kind="draft_saved")
    assert resume.resume_code(only_draft()) not in str(message.context)
    text = outbox.render(message).text
    assert resume.resume_code(only_draft()) in text
    assert "Nador" not in text


def test_the_six_figures_prove_the_address(client):
    walk(client, until="contact")
    assert client.get("/file/verify/").status_code == 200
    client.post("/file/verify/", {"send": "1"})
    message = OutboxMessage.objects.get(kind="draft_contact_code")
    figures = re.search(r"\b\d{6}\b", outbox.render(message).text)[0]
    response = client.post("/file/verify/", {"code": f" {figures[:3]} {figures[3:]} "})
    assert response["Location"] == "/file/authority/"
    assert only_draft().contact_verified_at


def test_the_page_of_the_code_sends_nothing_by_itself_and_leads_back_to_an_address_to_mend(client):
    walk(client, until="contact")
    assert client.get("/file/verify/").status_code == 200
    assert not OutboxMessage.objects.exists()
    client.post("/file/contact/", {**POSTS["contact"], "email": "not an address"})
    assert client.get("/file/verify/")["Location"] == "/file/contact/?check=1"
    assert client.post("/file/verify/", {"send": "1"})["Location"] == "/file/verify/?sent=0"
    assert not OutboxMessage.objects.exists()


def test_one_network_has_us_write_to_a_bounded_number_of_addresses(client, monkeypatch):
    monkeypatch.setattr(common, "MAILS_A_NETWORK", 1)
    client.cookies["language"] = "en"
    walk(client, until="contact")
    assert client.post("/file/verify/", {"send": "1"})["Location"] == "/file/verify/?sent=1"
    page = client.post("/file/saved/send/", follow=True).content.decode()
    assert "enough messages to this address" in page
    assert OutboxMessage.objects.count() == 1


def test_who_gives_an_address_is_asked_to_prove_it_and_may_go_on_without(client):
    walk(client, until="address")
    assert client.post("/file/contact/", POSTS["contact"])["Location"] == "/file/verify/"
    assert client.post("/file/verify/", {"skip": "1"})["Location"] == "/file/authority/"


def test_the_code_of_a_draft_already_sent_says_so_and_leads_to_the_follow_up(client):
    walk(client)
    code = resume.resume_code(only_draft())
    send(client)
    page = Client().post("/resume/", {"code": code}).content.decode()
    assert reverse("follow_up:login") in page
    assert "start again" not in page
    assert Complaint.objects.get().reference not in page


# --- language ---


@pytest.mark.parametrize("slug", ["who", "name", "contact", "authority", "happened", "dates", "steps", "request"])
def test_the_switch_of_language_keeps_step_and_values(client, slug):
    client.get("/?lang=fr")
    client.post("/file/who/", POSTS["who"])
    response = client.post(f"/file/{slug}/", {**POSTS[slug], "switch_language": "ar"}, follow=True)
    assert 'lang="ar"' in response.content.decode()
    form = response.context["form"]
    assert all(form.data[name] == value for name, value in POSTS[slug].items())
    assert 'lang="ar"' in client.get("/file/name/").content.decode()


def test_the_switch_on_the_very_first_page_makes_no_draft(client):
    response = client.post("/file/who/", {"who": "self", "switch_language": "es"})
    assert 'lang="es"' in response.content.decode()
    assert "checked" in response.content.decode()
    assert not Draft.objects.exists()


def test_the_switch_on_the_last_page_keeps_the_ticks(client):
    walk(client)
    response = client.post("/file/check/", {**DECLARATIONS, "switch_language": "ar"})
    assert 'lang="ar"' in response.content.decode()
    assert response.context["form"].data["truth"] == "on"
    assert not Complaint.objects.exists()


# --- two windows ---


def shown(client: Client, slug: str) -> str:
    return client.get(f"/file/{slug}/").context["seen"]


def test_a_window_that_is_behind_undoes_nothing_unseen_and_saves_at_the_second_press(client):
    walk(client, until="contact")
    behind = shown(client, "name")
    client.post("/file/name/", {**POSTS["name"], "first_name": "Fatima", "seen": behind})
    mine = {**POSTS["name"], "first_name": "Khadija"}
    response = client.post("/file/name/", {**mine, "seen": behind})
    page = response.content.decode()
    assert response.status_code == 409
    assert only_draft().answers["name"]["first_name"] == ["Fatima"]
    assert 'value="Khadija"' in page
    assert "Fatima" in page
    again = client.post("/file/name/", {**mine, "seen": response.context["seen"]})
    assert again.status_code == 303
    assert only_draft().answers["name"]["first_name"] == ["Khadija"]


def test_saving_while_one_writes_keeps_its_own_page_up_to_date_and_stops_behind_another_window(client):
    client.post("/file/who/", POSTS["who"])
    first = shown(client, "name")
    saved = client.post("/file/name/", {"first_name": "Sal", "seen": first, "autosave": "1"}).json()
    assert client.post("/file/name/", {"first_name": "Salma", "seen": saved["seen"]}).status_code == 303
    refused = client.post("/file/name/", {"first_name": "Sa", "seen": first, "autosave": "1"})
    assert refused.status_code == 409
    assert only_draft().answers["name"]["first_name"] == ["Salma"]


def test_the_same_answers_from_two_windows_are_no_change(client):
    client.post("/file/who/", POSTS["who"])
    first = shown(client, "name")
    for _window in range(2):
        assert client.post("/file/name/", {**POSTS["name"], "seen": first}).status_code == 303


# --- the administration, the steps taken ---


def test_the_search_works_without_javascript(client):
    client.post("/file/who/", POSTS["who"])
    response = client.post("/file/authority/", {"q": "الناظور", "search": "1"}, follow=True)
    assert 'value="commune-nador"' in response.content.decode()
    assert not response.context["form"].errors


def test_enter_in_the_search_box_searches(client):
    client.post("/file/who/", POSTS["who"])
    response = client.post("/file/authority/", {"q": "nador"}, follow=True)
    assert 'value="commune-nador"' in response.content.decode()
    assert not response.context["form"].errors


def test_the_results_can_be_asked_for_alone(client):
    page = client.get("/file/search/?q=nado").content.decode()
    assert 'value="commune-nador"' in page
    assert "<html" not in page
    assert "commune-nador" not in client.get("/file/search/?q=n").content.decode()


def test_the_list_is_there_for_who_does_not_search(client):
    walk(client, authority={"administration_list": "commune-nador", "region": "oriental"})
    assert "authority" not in only_draft().problems


def test_a_local_body_needs_its_region(client):
    walk(client, until="contact")
    client.post("/file/authority/", {"administration": "commune-nador"})
    assert set(errors_of(client, "authority")) == {"region"}


def test_steps_are_added_and_removed_without_javascript(client):
    client.post("/file/who/", POSTS["who"])
    client.post("/file/steps/", {**POSTS["steps"], "add": "1"})
    assert client.get("/file/steps/").context["form"].number == 3
    client.post("/file/steps/", {**POSTS["steps"], "remove": "0"})
    form = client.get("/file/steps/").context["form"]
    assert form.number == 1
    assert form.data["body_0"] == "chikaya.ma"


def test_no_step_yet_and_a_step_filled_in_asks_which_is_true(client):
    client.post("/file/who/", POSTS["who"])
    client.post("/file/steps/", {"taken": "no", "rows": "1", "body_0": "commune"})
    assert set(errors_of(client, "steps")) == {"taken"}


@pytest.mark.parametrize(("language", "amount"), [("en", "12,500"), ("fr", "12\u202f500"), ("ar", "12.500")])
def test_the_check_page_shows_answers_as_people_write_them(client, language, amount):
    client.get(f"/?lang={language}")
    walk(client, happened={**POSTS["happened"], "amount": "12500"})
    groups = {group["step"].slug: group["rows"] for group in client.get("/file/check/").context["groups"]}
    assert amount in [row["value"] for row in groups["happened"]]
    if language == "en":
        assert "There was no answer" in groups["steps"][1]["value"]


def test_a_decision_received_lately_warns_of_the_appeal_period(client):
    day = timezone.localdate() - timedelta(days=10)
    dates = {
        "court": "no",
        "notified_on_0": str(day.day),
        "notified_on_1": str(day.month),
        "notified_on_2": str(day.year),
    }
    walk(client, dates=dates)
    assert client.get("/file/check/").context["appeal_until"] == day + timedelta(days=60)
    send(client)
    assert Complaint.objects.get().appeal_until == day + timedelta(days=60)


def test_what_presses_is_asked_only_when_it_presses(client):
    walk(client, until="steps")
    assert client.post("/file/request/", POSTS["request"])["Location"] == "/file/files/"
    assert client.post("/file/request/", {**POSTS["request"], "pressing": "yes"})["Location"] == "/file/urgency/"
    client.post("/file/files/", {})
    assert send(client).status_code == 422
    assert not Complaint.objects.exists()


# --- files ---


def picture() -> SimpleUploadedFile:
    from io import BytesIO

    from PIL import Image

    buffer = BytesIO()
    Image.new("RGB", (40, 30), "white").save(buffer, "PNG")
    return SimpleUploadedFile("رسالة.png", buffer.getvalue(), "image/png")


def test_files_are_sent_one_by_one_listed_downloaded_and_removed(client, storage):
    client.post("/file/who/", POSTS["who"])
    assert client.post("/file/files/", {"file": picture(), "caption": "الرسالة"})["Location"] == "/file/files/?sent=1"
    row = only_draft().files.get()
    page = client.get("/file/files/").content.decode()
    assert "رسالة.png" in page
    assert "الرسالة" in page
    answer = client.get(f"/file/files/{row.pk}/")
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    stranger = Client().get(f"/file/files/{row.pk}/")
    assert "intake/no_draft.html" in [template.name for template in stranger.templates]
    client.post("/file/files/", {"remove": str(row.pk)})
    assert not only_draft().files.exists()


def test_a_refused_file_says_why_and_keeps_the_caption(client, storage):
    client.post("/file/who/", POSTS["who"])
    bad = SimpleUploadedFile("page.pdf", b"<html><script>alert(1)</script>")
    response = client.post("/file/files/", {"file": bad, "caption": "my words"})
    assert response.status_code == 422
    assert "my words" in response.content.decode()
    assert response.context["error"] in response.content.decode()
    assert not only_draft().files.exists()


def test_sending_without_choosing_says_so(client):
    client.post("/file/who/", POSTS["who"])
    assert client.post("/file/files/", {"send": "1"}).status_code == 422


def test_a_neighbours_file_does_not_exist(client):
    client.post("/file/who/", POSTS["who"])
    other = DraftFileFactory()
    assert client.get(f"/file/files/{other.pk}/").status_code == 404
    client.post("/file/files/", {"remove": str(other.pk)})
    other.refresh_from_db()


# --- sending ---


def test_nothing_is_sent_without_the_declarations(client):
    walk(client)
    response = client.post("/file/check/", {"seen": seen(client)})
    assert response.status_code == 422
    assert {"court", "truth", "privacy", "share"} <= set(response.context["form"].errors)
    assert not Complaint.objects.exists()


def test_who_hides_the_name_says_why(client):
    walk(client)
    assert send(client, share="no").status_code == 422
    assert send(client, share="no", share_reason="أخاف على عائلتي").status_code == 303
    case = Complaint.objects.get()
    assert not case.share_identity
    assert case.share_identity_reason == "أخاف على عائلتي"


def test_after_sending_every_page_of_the_form_says_sent_already(client):
    walk(client)
    send(client)
    for path in ("/file/", "/file/name/", "/file/check/", "/file/files/"):
        assert client.get(path)["Location"] == "/file/sent/"
    again = client.post("/file/check/", DECLARATIONS)
    assert again["Location"] == "/file/sent/"
    assert Complaint.objects.count() == 1


def test_the_code_is_gone_once_noted(client):
    walk(client)
    send(client)
    assert "secret-code" in client.get("/file/sent/").content.decode()
    client.post("/file/sent/noted/")
    assert "secret-code" not in client.get("/file/sent/").content.decode()


def test_answers_changed_elsewhere_are_shown_before_sending(client):
    walk(client)
    mark = seen(client)
    client.post("/file/name/", {**POSTS["name"], "first_name": "Fatima"})
    response = client.post("/file/check/", {**DECLARATIONS, "seen": mark})
    assert response.status_code == 409
    assert "Fatima" in response.content.decode()


def test_a_second_complaint_keeps_the_first_draft(client):
    client.post("/file/who/", POSTS["who"])
    first = only_draft()
    assert resume.resume_code(first) in client.post("/file/new/").content.decode()
    client.post("/file/who/", POSTS["who"])
    assert Draft.objects.count() == 2


def test_a_draft_can_be_deleted(client):
    client.post("/file/who/", POSTS["who"])
    assert client.get("/file/delete/").status_code == 200
    assert Draft.objects.exists()
    client.post("/file/delete/")
    assert not Draft.objects.exists()


def test_a_shared_device_forgets_and_the_draft_stays(client):
    client.post("/file/who/", POSTS["who"])
    assert resume.resume_code(only_draft()) in client.post("/file/leave/").content.decode()
    assert "intake/no_draft.html" in [template.name for template in client.get("/file/").templates]
    assert Draft.objects.exists()


# --- accounts ---


def test_my_complaints_lists_drafts_and_files_of_the_account_alone(client):
    user, stranger = UserFactory(), UserFactory()
    assert client.get("/my-complaints/").status_code == 302
    mine = ComplaintFactory(complainant__user=user)
    theirs = ComplaintFactory(complainant__user=stranger)
    client.force_login(user)
    client.post("/file/who/", POSTS["who"])
    page = client.get("/my-complaints/").content.decode()
    assert mine.reference in page
    assert theirs.reference not in page
    assert str(only_draft().key) in page


def test_my_complaints_say_for_whom_each_is_and_can_be_told_apart(client):
    user, sister = UserFactory(), UserFactory()
    mine = ComplaintFactory(complainant__user=user)
    client.force_login(user)
    client.cookies["language"] = "en"
    assert "Whose complaints" not in client.get("/my-complaints/").content.decode(), "nothing to tell apart"
    acts = RepresentationFactory(complaint=ComplaintFactory(complainant__user=None), user=user).complaint
    shared = ShareFactory(complaint=ComplaintFactory(complainant__user=sister), user=user, right="read").complaint
    other = ComplaintFactory(complainant__user=sister)
    lists = {"": {mine, acts, shared}, "own": {mine}, "acting": {acts}, "shared": {shared}, "x": {mine, acts, shared}}
    for whose, cases in lists.items():
        page = client.get("/my-complaints/", {"whose": whose}).content.decode()
        assert {case for case in (mine, acts, shared, other) if case.reference in page} == cases, whose
    assert f"You act for \u2068{acts.complainant.name}\u2069." in client.get("/my-complaints/?whose=acting").text
    assert "This file is shared with you" in client.get("/my-complaints/?whose=shared").text


def test_a_lawyers_two_hundred_files_come_in_pages_at_the_same_cost(client):
    user = UserFactory()
    client.force_login(user)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/my-complaints/").status_code == 200
        return len(queries)

    for _case in range(3):
        RepresentationFactory(complaint=ComplaintFactory(complainant__user=None), user=user)
    cost()  # the directories are remembered from then on
    few = cost()
    for _case in range(22):
        RepresentationFactory(complaint=ComplaintFactory(complainant__user=None), user=user)
    assert cost() == few
    assert client.get("/my-complaints/?page=2").text.count('class="card"') == 5
    assert client.get("/my-complaints/?page=x").status_code == client.get("/my-complaints/?page=-1").status_code == 200


def test_a_draft_of_an_account_opens_for_that_account_alone(client):
    user = UserFactory()
    client.force_login(user)
    client.post("/file/who/", POSTS["who"])
    draft = only_draft()
    client.logout()
    assert "intake/no_draft.html" in [template.name for template in client.get("/file/").templates]
    stranger = Client()
    assert stranger.post("/resume/", {"code": resume.resume_code(draft)}).status_code == 422
    stranger.force_login(UserFactory())
    assert stranger.post("/my-complaints/open/", {"draft": str(draft.key)}).status_code == 404
    owner = Client()
    owner.force_login(user)
    assert owner.post("/my-complaints/open/", {"draft": str(draft.key)})["Location"] == "/file/"


def test_an_expired_login_loses_no_word(client):
    client.force_login(UserFactory())
    client.post("/file/who/", POSTS["who"])
    client.logout()
    response = client.post("/file/happened/", POSTS["happened"])
    assert response.status_code == 200
    assert POSTS["happened"]["description"] in response.content.decode()
    response = client.post("/file/happened/", {**POSTS["happened"], "new_draft": "1"})
    assert response.status_code == 303
    kept = Draft.objects.get(user=None)
    assert kept.answers["happened"]["description"] == [POSTS["happened"]["description"]]


def test_the_address_of_the_account_needs_no_proof(client):
    user = UserFactory(email="salma@example.org")
    client.force_login(user)
    walk(client, until="address")
    assert client.post("/file/contact/", POSTS["contact"])["Location"] == "/file/authority/"


def test_the_receipt_carries_the_code_only_while_it_may_be_shown(client):
    walk(client)
    send(client)
    first = client.get("/file/sent/receipt.pdf?code=1")
    assert first["Content-Type"] == "application/pdf"
    assert first.content.startswith(b"%PDF")
    assert "no-store" in first["Cache-Control"]
    client.post("/file/sent/noted/")
    # Nobody takes a receipt without the code for one with it.
    assert client.get("/file/sent/receipt.pdf?code=1")["Location"] == "/file/sent/"
    assert client.get("/file/sent/receipt.pdf").content.startswith(b"%PDF")
    assert Client().get("/file/sent/receipt.pdf").status_code == 404


def test_an_untouched_step_left_by_saving_shows_no_problem(client):
    client.post("/file/who/", POSTS["who"])
    client.post("/file/happened/", {"title": "", "description": " ", "save": "1"})
    assert only_draft().problems == []
    client.post("/file/happened/", {"title": "", "description": " "})
    assert only_draft().problems == ["happened"]


def test_the_consulates_of_ones_own_country_come_first(client):
    AdministrationFactory(code="consulat-es-madrid", local=False, names={"fr": "Consulat à Madrid"})
    AdministrationFactory(code="consulat-fr-lille", local=False, names={"fr": "Consulat à Lille"})
    walk(client, until="contact")
    page = client.get("/file/search/?q=consulat").content.decode()
    assert page.index("consulat-fr-lille") < page.index("consulat-es-madrid")


def test_the_consulate_of_ones_own_city_comes_first_and_the_page_says_how_many_it_leaves_out(client):
    for city in ("Bordeaux", "Dijon", "Bastia", "Colombes", "Lyon", "Nantes", "Orly", "Rennes", "Lille", "Toulouse"):
        AdministrationFactory(code=f"consulat-fr-{city.lower()}", local=False, names={"fr": f"Consulat à {city}"})
    walk(client, until="contact")
    client.get("/?lang=en")
    page = client.get("/file/search/?q=consulat").content.decode()
    assert page.index("consulat-fr-lille") < page.index("consulat-fr-bordeaux")
    assert "8 of 10 are shown" in page


def test_adding_a_row_and_searching_lead_to_where_one_goes_on(client):
    client.post("/file/who/", POSTS["who"])
    added = client.post("/file/steps/", {**POSTS["steps"], "add": "1"})
    assert added["Location"] == "/file/steps/#row-3"
    assert 'id="row-3"' in client.get("/file/steps/").content.decode()
    searched = client.post("/file/authority/", {"q": "nador", "search": "1"})
    assert searched["Location"] == "/file/authority/#found"


def test_the_list_of_tasks_counts_a_file_that_was_sent(client):
    client.post("/file/who/", POSTS["who"])
    DraftFileFactory(draft=only_draft())
    assert client.get("/file/").context["tasks"][-1]["status"].tone == "green"


def test_the_confirmation_calls_a_time_zone_the_persons_own_only_when_the_browser_said_it(client):
    client.get("/?lang=en")
    walk(client, contact={**POSTS["contact"], "time_zone": "America/Toronto"})
    send(client)
    assert "Where you are (Toronto)" in client.get("/file/sent/").content.decode()
    case = Complaint.objects.get()
    case.country.time_zone = "America/Toronto"
    case.country.save()
    assert "Where you are" not in client.get("/file/sent/").content.decode()
