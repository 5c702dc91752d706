"""The guide and the directory as a browser without JavaScript meets them."""

import io
import re
from datetime import date, timedelta
from html import unescape

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from complaints.guide import cards, counting, notices, reference_data
from complaints.guide.models import Orientation, ReferralBody
from complaints.intake.models import Draft
from complaints.notifications import outbox
from complaints.notifications.models import OutboxMessage, Status

pytestmark = pytest.mark.django_db

FRAUD = "?against=private&where=morocco&court=no&matter=fraud"
HELP = "?against=administration&where=morocco&court=no&prior=yes&urgent=yes&matter=tax"
HOST = "?against=administration&where=abroad"


@pytest.fixture(autouse=True)
def _directories(db, client):
    reference_data.load()
    client.cookies["language"] = "en"


def text(response) -> str:
    return response.content.decode()


def walk(client, **answers):
    """Answers question by question, as the form sends them, and returns the last page."""
    page = client.get("/guide/")
    for _question in range(7):
        if "guide/question.html" not in [template.name for template in page.templates]:
            return page
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text(page)))
        name = fields["ask"]
        page = client.get("/guide/", {**fields, name: answers[name]}, follow=True)
    raise AssertionError("more than six questions")


@pytest.mark.parametrize(
    ("answers", "heading", "somebody"),
    [
        ({"against": "private", "where": "morocco", "court": "no", "matter": "fraud"}, "Somebody else can help you", "pmp.ma"),
        ({"against": "justice", "where": "morocco", "matter": "decision"}, "Somebody else can help you", "lawyer"),
        ({"against": "administration", "where": "abroad"}, "Somebody else can help you", "consulat.ma"),
        (
            {"against": "administration", "where": "morocco", "court": "not_executed", "prior": "yes", "urgent": "no",
             "matter": "money"},
            "We can help you",
            "final judgment",
        ),
        ({"against": "unsure", "where": "unsure", "court": "no"}, "We are not sure", "File your complaint"),
    ],
)  # fmt: skip
def test_from_question_to_result(client, answers, heading, somebody):
    page = text(walk(client, **answers))
    assert heading in page
    assert somebody in page
    assert "does not stop the time limits of the courts" in page
    assert "/file/from-guide/" in page


def test_pressing_without_an_answer_says_what_to_do_and_keeps_the_others(client):
    page = text(client.get("/guide/?against=private&ask=where"))
    assert "Choose the answer that comes closest." in page
    assert 'name="against" value="private"' in page


def test_back_and_change_show_what_was_answered(client):
    page = text(client.get(f"/guide/{FRAUD}&change=court"))
    assert re.search(r'value="no"[^>]*checked', page)
    result = text(client.get(f"/guide/result/{FRAUD}"))
    assert "change=matter" in result


def test_a_changed_answer_drops_what_no_longer_fits(client):
    page = client.get("/guide/?against=ask&where=morocco&court=no&matter=fraud&ask=against", follow=True)
    assert page.context["form"].name == "matter"


def test_the_ombudsman_of_the_country_comes_once_the_country_is_said(client):
    assert "Tell us where you live" in text(client.get(f"/guide/result/{HOST}"))
    page = text(client.get(f"/guide/result/{HOST}&country=de"))
    assert page.index("Petitions Committee") < page.index("Consulate general and")
    assert "Tell us where you live" not in page


def test_a_body_of_morocco_is_reached_by_the_consulates_of_ones_country(client):
    page = text(client.get(f"/guide/result/{FRAUD}&country=NL"))
    assert "Moroccan consulates: Netherlands" in page
    assert "Rotterdam" in page
    assert "From abroad: through the website" in page
    assert "From abroad" not in text(client.get(f"/guide/result/{FRAUD}&country=MA"))


@pytest.mark.parametrize(
    "query",
    [
        "?against=%ED%A0%80",
        "?against=x&where=y&ask=z",
        "?country=" + "x" * 9000,
        "?ask=against&against=nobody",
        "?change=q",
    ],
)
def test_nonsense_in_the_address_is_no_fault(client, query):
    for path in ("/guide/", "/guide/result/", "/guide/card/", "/guide/card.pdf", "/directory/"):
        assert client.get(path + query).status_code in {200, 302}
    assert client.get("/guide/qr.svg" + query).status_code in {200, 404}


def test_the_pages_of_the_guide_ask_the_database_little(client, django_assert_max_num_queries, directories_remembered):
    client.get(f"/guide/result/{FRAUD}&country=NL&kept=1")
    with django_assert_max_num_queries(0):
        client.get("/guide/?against=private")
        client.get(f"/guide/result/{FRAUD}&country=NL&kept=1")
        client.get("/directory/?q=banque")


# --- into the form ---


def test_looking_makes_no_draft(client):
    for path in ("/guide/", f"/guide/result/{HELP}", f"/guide/card/{HELP}", "/directory/"):
        client.get(path)
    assert not Draft.objects.exists()
    assert client.get("/file/from-guide/").status_code == 405


ANSWERS = {
    "against": "administration",
    "where": "morocco",
    "court": "no",
    "prior": "no",
    "urgent": "yes",
    "matter": "tax",
}


def test_the_answers_begin_the_draft_and_count_as_nothing_before_they_are_confirmed(client):
    response = client.post("/file/from-guide/", {**ANSWERS, "country": "BE"})
    assert response["Location"] == "/file/who/"
    draft = Draft.objects.get()
    assert draft.problems == []
    for slug, name, value in (
        ("address", "country", "BE"),
        ("dates", "court", "no"),
        ("steps", "taken", "no"),
        ("request", "pressing", "yes"),
        ("subject", "subject", "FIN-N2"),
    ):
        form = client.get(f"/file/{slug}/").context["form"]
        assert form[name].value() == value
        assert not form.errors
    tasks = client.get("/file/").context["tasks"]
    assert {str(task["status"].word) for task in tasks[:5]} == {"Not yet started"}
    client.post("/file/subject/", {"subject": "FIN-N2"})
    assert "prefilled" not in Draft.objects.get().answers["subject"]


def test_a_draft_that_is_there_keeps_what_was_typed(client):
    client.post("/file/who/", {"who": "self"})
    client.post("/file/subject/", {"subject": "ADM-A1"})
    client.post("/file/dates/", {"court": "judged"})
    response = client.post("/file/from-guide/", ANSWERS)
    assert response["Location"] == "/file/"
    draft = Draft.objects.get()
    assert draft.answers["subject"] == {"subject": ["ADM-A1"]}
    assert draft.answers["dates"]["court"] == ["judged"]
    assert draft.answers["request"]["pressing"] == ["yes"]


def test_pressing_twice_makes_one_draft(client):
    client.post("/file/from-guide/", ANSWERS)
    client.post("/file/from-guide/", ANSWERS)
    assert Draft.objects.count() == 1


def test_nonsense_begins_a_draft_that_is_merely_empty(client):
    client.post("/file/from-guide/", {"against": "\u202e", "country": "\x00\x00", "matter": "x" * 10**5})
    assert Draft.objects.get().answers == {}


def test_the_own_consulate_is_looked_for(client):
    client.post("/file/from-guide/", {"against": "consulate", "court": "no", "country": "BE"})
    found = client.get("/file/authority/").context["form"].found
    assert found[0].code.startswith("consulat-be-")


# --- to keep ---


def test_the_card_prints_and_its_code_opens_the_same_result(client, settings):
    settings.SITE_URL = "https://mediator.example"
    page = client.get(f"/guide/card/{FRAUD}&country=NL")
    assert "/guide/qr.svg" in text(page)
    found = page.context["found"]
    address = cards.address_of(found)
    assert address == "https://mediator.example/guide/r/private.morocco.no.-.-.fraud.NL/"
    again = client.get(address.removeprefix("https://mediator.example"), follow=True)
    assert [body.code for body in again.context["found"].bodies] == [body.code for body in found.bodies]
    pdf = client.get(f"/guide/card.pdf{FRAUD}&country=NL")
    assert pdf.content.startswith(b"%PDF")
    assert client.get(f"/guide/qr.svg{FRAUD}").content.startswith(b"<svg")


@pytest.mark.parametrize("language", ["ar", "fr", "es", "en"])
@pytest.mark.parametrize("query", [FRAUD, HELP, HOST + "&country=FR"])
def test_the_card_fits_on_one_page(client, language, query):
    pdf = client.get(f"/guide/card.pdf{query}&lang={language}").content
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) == 1
    assert len(pdf) < 150_000


def send(client, email="Salma@Example.org", key="7d0b2f1c-7a53-4f0a-9c59-0d1d5a5d2f11", query=FRAUD):
    return client.post(f"/guide/card/{query}", {"email": email, "key": key})


@pytest.mark.django_db(transaction=True)
def test_the_mail_carries_the_result_and_no_address_stays(client):
    assert send(client).status_code == 303
    assert send(client).status_code == 303  # pressed twice
    row = OutboxMessage.objects.get(kind=notices.KIND)
    assert "example.org" not in f"{row.context} {row.recipient} {row.about} {row.event}".lower()
    mail = outbox.render(row)
    assert "pmp.ma" in mail.text
    assert "/guide/r/private.morocco.no.-.-.fraud.-/" in mail.text
    outbox.drain()
    row.refresh_from_db()
    assert row.status == Status.SENT
    assert row.sealed == ""


LANGUAGES = ["ar", "fr", "zgh", "en", "es", "nl", "it", "de"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("country", ["", "NL", "MA"])
def test_the_mail_says_what_the_page_says(client, language, country):
    """How to reach each body, from there too; what to prepare; telephone, address, languages; the consulates: text and HTML."""
    ReferralBody.objects.filter(code="ministere-public").update(phone="+212 5 37 00 00 00", address="Rabat, Hay Riad")
    client.cookies["language"] = language
    query = f"{FRAUD}&country={country}"
    page = client.get(f"/guide/result/{query}")
    send(client, query=query)
    row = OutboxMessage.objects.get()
    mail = outbox.render(row)
    found = page.context["found"]
    assert row.language == language
    marks = str.maketrans("", "", "\u2066\u2069")
    written, drawn = (" ".join(said.translate(marks).split()) for said in (mail.text, unescape(strip_tags(mail.html))))
    shown = " ".join(unescape(strip_tags(text(page))).split())
    with translation.override(language):
        words = {found.title, found.explanation, _("What to prepare"), _("Languages"), _("Telephone"), _("Address")}
        for body in found.bodies:
            words |= {body.name, body.way, body.to_prepare, body.website, body.phone, body.address, body.spoken}
            words |= {body.way_from_abroad} if country != "MA" else set()
        words |= {post.name for post in found.posts}
    assert found.posts if country == "NL" else not found.posts
    for word in words - {""}:
        assert " ".join(word.split()) in shown, word
        assert " ".join(word.split()) in written, word
        assert " ".join(word.split()) in drawn, word
    if country == "MA":
        assert found.bodies[0].way_from_abroad not in written


def test_a_stranger_gets_few_mails(client):
    keys = [f"7d0b2f1c-7a53-4f0a-9c59-0d1d5a5d2f{n}" for n in range(11, 15)]
    answers = [send(client, key=key) for key in keys]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 422]
    assert "We have sent enough messages" in text(answers[-1])
    assert OutboxMessage.objects.filter(kind=notices.KIND).count() == 3


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@b", "x" * 300 + "@example.org", "a\x00@example.org\nBcc: b@example.org"]
)
def test_an_address_that_is_none_is_shown_again(client, email):
    response = send(client, email=email)
    assert response.status_code == 422
    assert not OutboxMessage.objects.exists()


def test_the_result_speaks_the_language_in_which_it_was_asked_for(client):
    client.cookies["language"] = "ar"
    send(client)
    mail = outbox.render(OutboxMessage.objects.get())
    assert mail.direction == "rtl"
    assert "رئاسة النيابة العامة" in mail.text


# --- counted ---


def counts() -> dict[tuple[str, str, str], int]:
    return {(row.result, row.ground, row.country): row.n for row in Orientation.objects.all() if row.n}


def look(client, query, more=""):
    """The address of the result to which the last answer leads."""
    name = query.rsplit("&", 1)[-1].split("=")[0]
    page = client.get(f"/guide/{query}{more}&ask={name}", follow=True)
    return page.redirect_chain[-1][0]


def test_one_look_counts_once_and_a_country_added_later_moves_it(client):
    address = look(client, FRAUD)
    for _look in range(2):
        client.get(address)
    assert counts() == {("elsewhere", "X6", ""): 1}
    form = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text(client.get(address)))
    moved = client.get("/guide/result/", {**dict(form), "country": "NL"})
    client.get(moved.wsgi_request.get_full_path() + "&lang=fr")
    assert counts() == {("elsewhere", "X6", "NL"): 1}


def test_the_same_answer_given_again_after_back_counts_nothing_and_another_one_does(client):
    page = client.get(look(client, FRAUD))
    again = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text(client.get(page.context["back"])))
    for matter in ("fraud", "fraud", "bank"):
        client.get("/guide/", {**dict(again), "matter": matter}, follow=True)
    assert counts() == {("elsewhere", "X6", ""): 1, ("elsewhere", "X4", ""): 1}


def test_another_person_counts_too_and_paper_and_links_do_not(client):
    look(client, FRAUD)
    look(Client(), FRAUD)
    Client().get("/guide/r/private.morocco.no.-.-.fraud.-/", follow=True)
    Client().get(f"/guide/result/{FRAUD}")
    Client().head(f"/guide/result/{FRAUD}&look={counting.new_look()}")
    Client().get(f"/guide/result/{FRAUD}&look=\u0661{'x' * 40}")
    assert counts() == {("elsewhere", "X6", ""): 2}


def test_the_browser_keeps_nothing_and_what_one_keeps_knows_nothing_of_the_look(client):
    page = client.get(look(client, FRAUD))
    assert set(client.cookies) <= {"language", "csrftoken"}
    assert "look" not in page.context["query"]
    assert "look" not in cards.address_of(page.context["found"])


# --- the directory ---


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("q=banque", "bank-al-maghrib"),
        ("q=البنك", "cmmb"),
        ("q=وساطة بنكية", "cmmb"),
        ("q=CNDH", "cndh"),
        ("q=derechos humanos", "cndh"),
        ("q=ombudsman Ireland", "ombudsman-ie"),
        ("q=defenseur", "defenseur-des-droits"),
        ("q=divorce", "tribunal-famille"),
        ("q=طلاق", "tribunal-famille"),
        ("q=divorcio", "tribunal-famille"),
        ("q=fausse procuration", "ministere-public"),
        ("q=وكالة مزورة", "ministere-public"),
        ("q=ombudsman Germany", "petitionsausschuss"),
        ("ground=X5", "cspj"),
        ("country=DE&ground=X7", "services-consulaires"),
        ("matter=employer", "inspection-travail"),
    ],
)
def test_the_directory_finds(client, query, first):
    shown = [body.code for body in client.get(f"/directory/?lang=fr&{query}").context["page"]]
    assert first in shown[:3], shown


def test_the_directory_is_read_page_by_page(client):
    first = client.get("/directory/").context["page"]
    assert first.paginator.count == ReferralBody.objects.count()
    assert len(first.object_list) == 20
    assert client.get("/directory/?page=3").status_code == 200
    assert client.get("/directory/?page=nonsense").status_code == 200


def test_an_entry_says_when_it_was_verified(client):
    never = text(client.get("/directory/cmmb/"))
    assert "Not verified yet: check on its own website." in never
    assert "six months" not in never  # nobody has ever checked it
    assert "Not verified yet: ask before you go." in text(client.get("/directory/avocat/"))  # it has no website
    today = timezone.localdate()
    ReferralBody.objects.filter(code="cmmb").update(last_verified=today)
    page = text(client.get("/directory/cmmb/"))
    assert "Last verified on" in page
    assert "Nobody has checked this entry" not in page
    ReferralBody.objects.filter(code="cmmb").update(last_verified=today - timedelta(days=200))
    assert "Nobody has checked this entry" in text(client.get("/directory/cmmb/"))


def test_what_was_switched_off_is_shown_nowhere(client):
    ReferralBody.objects.filter(code="ministere-public").update(active=False)
    assert client.get("/directory/ministere-public/").status_code == 404
    assert "pmp.ma" not in text(client.get(f"/guide/result/{FRAUD}"))


def test_no_date_is_invented():
    assert not ReferralBody.objects.filter(last_verified__gte=date(2000, 1, 1)).exists()


def test_a_number_can_be_dialled_from_abroad(client):
    numbers = set(ReferralBody.objects.exclude(phone="").values_list("phone", flat=True))
    assert numbers
    assert not [number for number in numbers if not re.fullmatch(r"\+[1-9][\d -]+", number)]
    body = ReferralBody.objects.get(code="nationale-ombudsman")
    page = client.get(reverse("guide:body", args=[body.code]), headers={"accept-language": "nl"}).content.decode()
    assert 'href="tel:+31703563563"' in page
    assert "Postbus 93122, 2509 AC Den Haag" in page


@pytest.mark.parametrize("path", [f"/guide/result/{FRAUD}&country=NL", "/directory/", "/directory/cmmb/"])
def test_whoever_reads_texts_in_another_language_is_told(client, path):
    for language, told in (("nl", True), ("zgh", True), ("fr", False), ("ar", False)):
        with translation.override(language):
            words = _(
                "Some texts on this page are not in your language yet. You read them in another one; call us if you need help."
            )
        client.cookies["language"] = language
        assert (words in unescape(client.get(path).content.decode())) is told, language
