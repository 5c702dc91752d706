"""Four outcomes at a stand, each counted by a row that names nobody; nothing of one person is there when the next sits down."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from complaints.guide.models import Country
from complaints.intake.models import Draft
from complaints.knowledge import numbers
from complaints.knowledge.models import Question
from complaints.notifications.models import OutboxMessage
from complaints.outreach import visits
from complaints.outreach.models import Helping, Ticket, Visit
from complaints.outreach.tablet.access import today
from tests.complaints.intake.filing import real_directories
from tests.complaints.outreach import tabletop
from tests.complaints.outreach.fixtures_of_tablets import office, place, shift, tablet

__all__ = ["office", "place", "shift", "tablet"]
pytestmark = pytest.mark.django_db

FRAUD = "?against=private&where=morocco&court=no&matter=fraud&country=NL"
HELP = "?against=administration&where=morocco&court=no&prior=yes&urgent=no&matter=tax"


def finish(tablet, query=""):
    answer = tablet.post(f"/tablet/person/finish/{query}")
    assert answer.status_code == 303
    return answer


def test_listened_to_is_counted_with_a_language_and_a_country_and_nobody(office, shift, tablet):
    tabletop.sit_down(tablet, "fr", country="FR")
    finish(tablet)
    visit = Visit.objects.get()
    assert (visit.outcome, visit.language, visit.country_id) == ("listened", "fr", "FR")
    assert (visit.stand, visit.desk, visit.agent, visit.day) == (shift.stand, shift.desk, office.handler.user, today())
    assert not Helping.objects.exists()


def test_oriented_out_of_competence_keeps_the_ground(office, shift, tablet):
    real_directories()
    tabletop.sit_down(tablet, "ar")
    page = tablet.get(f"/tablet/guide/{FRAUD}")
    assert page.status_code == 302
    result = tablet.get(page["Location"])
    assert result.status_code == 200
    card = tablet.get(f"/tablet/turn/card/{FRAUD}")
    assert 'dir="rtl"' in card.content.decode()
    assert tablet.get(f"/tablet/turn/card.pdf{FRAUD}").content.startswith(b"%PDF")
    finish(tablet, FRAUD)
    visit = Visit.objects.get()
    assert (visit.outcome, visit.competent, visit.country_id) == ("oriented", False, "NL")
    assert visit.ground == result.context["found"].ground != ""


def test_oriented_within_competence_has_no_ground(office, shift, tablet):
    real_directories()
    tabletop.sit_down(tablet, "es")
    finish(tablet, HELP)
    visit = Visit.objects.get()
    assert (visit.outcome, visit.competent, visit.ground) == ("oriented", True, "")


def test_the_guide_asks_in_the_agents_language_and_goes_back(office, shift, tablet):
    real_directories()
    tabletop.sit_down(tablet, "ar", country="FR")
    first = tablet.get("/tablet/guide/")
    assert 'lang="en"' in first.content.decode()
    name = first.context["form"].name
    nothing = tablet.get(f"/tablet/guide/?ask={name}")
    assert nothing.context["form"].errors
    second = tablet.get("/tablet/guide/?against=administration")
    assert f"change={name}" in second.context["back"]
    assert second.context["kept"]["country"] == "FR"


def test_the_card_goes_by_mail_once_for_each_form_in_the_persons_language(office, shift, tablet):
    real_directories()
    tabletop.sit_down(tablet, "nl")
    key = tablet.get(f"/tablet/turn/card/{FRAUD}").context["form"]["key"].value()
    for _press in range(2):
        tablet.post(f"/tablet/turn/card/{FRAUD}", {"email": "rachid@example.org", "key": key})
    mail = OutboxMessage.objects.get(kind="guide_result")
    assert mail.language == "nl"
    wrong = tablet.post(f"/tablet/turn/card/{FRAUD}", {"email": "nobody@"})
    assert wrong.status_code == 422


def test_a_question_is_taken_and_its_number_and_code_are_the_persons(office, shift, tablet):
    tabletop.sit_down(tablet, "es")
    begun = tablet.get("/tablet/question/").context["form"]
    assert begun["language"].value() == "es"
    form = {"key": begun["key"].value(), "text": "¿Necesito abogado?", "language": "es"}
    for _press in range(2):
        assert tablet.post("/tablet/question/", form).status_code == 303
    question = Question.objects.get()
    assert question.user is None
    before = tablet.get("/tablet/turn/question/")
    assert "Turn the tablet to the person" in before.text, "the agent pressed, and sees no code"
    assert numbers.code_of(question) not in before.text
    assert "Turn the tablet to the person" in tablet.get("/tablet/turn/qr.svg").text
    page = tablet.post("/tablet/turn/over/", follow=True)
    assert numbers.code_of(question) in page.content.decode()
    assert 'lang="es"' in page.content.decode()
    assert tablet.get("/tablet/turn/qr.svg")["Content-Type"] == "image/svg+xml"
    finish(tablet)
    assert (Visit.objects.get().outcome, Visit.objects.get().question) == ("question", question)
    assert tablet.get("/tablet/turn/question/")["Location"] == "/tablet/"
    assert tablet.get("/tablet/turn/qr.svg")["Location"] == "/tablet/"


def test_a_question_that_is_left_for_another_page_is_kept_and_not_sent(office, shift, tablet):
    tabletop.sit_down(tablet, "fr")
    assert (
        tablet.post("/tablet/question/", {"text": "Faut-il un avocat ?", "language": "fr", "later": "1"})["Location"]
        == "/tablet/person/"
    )
    assert tablet.get("/tablet/question/").context["form"]["text"].value() == "Faut-il un avocat ?"
    assert not Question.objects.exists()


def test_a_page_that_was_left_open_begins_no_complaint_over_a_question(office, shift, tablet):
    tabletop.sit_down(tablet, "fr")
    tablet.post("/tablet/question/", {"text": "Où est mon dossier de retraite ?", "language": "fr"})
    asked = Helping.objects.get().question
    assert asked is not None
    assert tablet.post("/tablet/complaint/")["Location"] == "/tablet/person/"
    person = Helping.objects.get()
    assert (person.question, person.draft) == (asked, None)


def test_answers_are_read_in_the_persons_language_and_the_agent_comes_back_to_their_own(office, shift, tablet):
    tabletop.sit_down(tablet, "es")
    for _press in range(2):
        page = tablet.get("/tablet/answers/", follow=True)
        assert 'lang="es"' in page.content.decode()
    assert "Back to the tablet" not in page.content.decode()
    assert 'lang="en"' in tablet.get("/tablet/person/").content.decode()
    assert 'lang="en"' in tablet.get("/tablet/person/").content.decode(), "the cookie says it too"


def test_where_most_live_stands_first_among_the_countries(office, shift, tablet):
    found = [
        code
        for _group, rows in tablet.get("/tablet/").context["form"].fields["country"].choices[1:]
        for code, _n in rows
    ]
    assert found[0] == "FR"


def test_an_empty_question_says_how_to_mend_it(office, shift, tablet):
    tabletop.sit_down(tablet, "fr")
    answer = tablet.post("/tablet/question/", {"text": "", "language": "fr"}, follow=True)
    assert answer.context["form"].errors["text"]
    assert not Question.objects.exists()


def test_the_ticket_that_was_called_tells_the_waiting_time(office, shift, tablet):
    now = timezone.now()
    called = Ticket.objects.create(
        stand=shift.stand, day=today(), number=7, language="ar", standing="called", desk=shift.desk,
        drawn_at=now - timedelta(minutes=24), called_at=now,
    )  # fmt: skip
    tabletop.sit_down(tablet, "ar", number="٧")
    finish(tablet)
    assert (Visit.objects.get().ticket, Visit.objects.get().wait) == (called, 24)


def test_a_number_that_nobody_drew_hinders_nobody(office, shift, tablet):
    tabletop.sit_down(tablet, "ar", number="99")
    finish(tablet)
    assert Visit.objects.get().ticket is None


@pytest.mark.parametrize("number", ["0", "1000", "abc", "-3", "9" * 400])
def test_what_is_no_number_says_so_and_keeps_the_rest(office, shift, tablet, number):
    page = tablet.post("/tablet/", {"language": "ar", "number": number})
    assert page.status_code == 422
    assert page.context["form"]["language"].value() == "ar"


def test_two_presses_are_one_person_and_one_visit(office, shift, tablet):
    person = tabletop.sit_down(tablet, "fr")
    tablet.post("/tablet/", {"language": "ar"})
    assert Helping.objects.get() == person
    finish(tablet)
    tablet.post("/tablet/person/finish/")
    assert Visit.objects.count() == 1


def test_a_visit_with_the_clients_key_is_counted_once_whatever_it_says_later(office, shift):
    key = uuid.uuid4()
    came = visits.Came(outcome="listened", language="fr", country=Country.objects.get(code="FR"), wait=5000)
    first, new = visits.record_visit(key=key, shift=shift, came=came)
    again, twice = visits.record_visit(key=key, shift=shift, came=visits.Came(outcome="listened", language="ar"))
    assert (new, twice) == (True, False)
    assert again == first
    assert (first.wait, first.offline) == (24 * 60, False)


def test_the_language_of_the_person_can_be_changed(office, shift, tablet):
    tabletop.sit_down(tablet, "fr")
    tablet.post("/tablet/person/", {"language": "zgh"})
    assert Helping.objects.get().language == "zgh"
    tablet.post("/tablet/person/", {"language": "xx"})
    assert Helping.objects.get().language == "zgh"


def test_after_a_visit_the_browser_is_emptied_and_only_numbers_are_left(office, shift, tablet):
    tabletop.sit_down(tablet)
    tabletop.type_in(tablet)
    tablet.cookies["draft"] = "of the public form"
    answer = finish(tablet)
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert answer["Location"] == "/tablet/person/left/"
    assert not answer.cookies["draft"].value
    page = tablet.get("/tablet/person/left/")
    assert page.headers["Clear-Site-Data"] == '"cache", "storage"'
    home = tablet.get("/tablet/")
    assert [number for _label, number in home.context["counted"]] == [1, 0, 0, 0]
    for words in ("سلمى", "El-M", "IMR-"):
        assert words not in home.content.decode()
        assert words not in page.content.decode()
    assert "no-store" in home.headers["Cache-Control"]


def test_no_address_of_the_tablet_asks_more_for_a_day_of_many(office, shift, tablet, django_assert_max_num_queries):
    tablet.get("/tablet/")
    with django_assert_max_num_queries(11):
        tablet.get("/tablet/")
    for _each in range(30):
        visits.record_visit(key=uuid.uuid4(), shift=shift, came=visits.Came(outcome="listened", language="fr"))
    with django_assert_max_num_queries(11):
        page = tablet.get("/tablet/")
    assert page.context["total"] == 30


def ticket(shift, number, language="ar", **facts):
    now = timezone.now()
    return Ticket.objects.create(
        stand=shift.stand, day=today(), number=number, language=language, drawn_at=now - timedelta(minutes=10), **facts
    )


@pytest.mark.parametrize(
    "path", ["/tablet/complaint/story/", f"/tablet/guide/{FRAUD}&change=matter", "/tablet/question/", "/tablet/person/"]
)
def test_after_the_lock_the_agent_comes_back_to_the_page_that_was_open(office, shift, tablet, path):
    real_directories()
    tabletop.sit_down(tablet)
    if "complaint" in path:
        tablet.post("/tablet/complaint/")
    assert tablet.get(path).status_code == 200
    tablet.post("/tablet/lock/")
    assert tablet.post("/tablet/unlock/", {"pin": tabletop.PIN})["Location"] == path


def test_and_not_to_what_was_open_for_somebody_else(office, shift, tablet):
    tabletop.sit_down(tablet)
    tablet.get("/tablet/question/")
    Helping.objects.all().delete()
    assert place_after_the_lock(tablet) == "/tablet/"
    tabletop.sit_down(tablet)
    assert place_after_the_lock(tablet) == "/tablet/"


def place_after_the_lock(tablet):
    tablet.post("/tablet/lock/")
    return tablet.post("/tablet/unlock/", {"pin": tabletop.PIN})["Location"]


def test_a_complaint_begun_by_mistake_is_thrown_away_and_the_person_is_helped_in_another_way(office, shift, tablet):
    real_directories()
    tabletop.sit_down(tablet, "ar")
    tabletop.type_in(tablet)
    assert tablet.post("/tablet/person/otherwise/")["Location"] == "/tablet/person/"
    assert not Draft.objects.exists()
    assert b"/tablet/guide/" in tablet.get("/tablet/person/").content
    finish(tablet, FRAUD)
    assert Visit.objects.get().outcome == "oriented"


def test_what_was_filed_or_went_to_the_phone_is_not_thrown_away(office, shift, tablet):
    tabletop.sit_down(tablet, "ar")
    draft = tabletop.type_in(tablet)
    Draft.objects.filter(pk=draft.pk).update(officer=None)  # as the phone leaves it
    tablet.post("/tablet/person/otherwise/")
    assert Draft.objects.filter(pk=draft.pk).exists()
    assert Helping.objects.get().draft_id == draft.pk
    Draft.objects.filter(pk=draft.pk).update(officer=office.handler.user)
    tabletop.sign(tablet, draft)
    assert tabletop.file(tablet).status_code == 303
    tablet.post("/tablet/person/otherwise/")
    assert Draft.objects.get(pk=draft.pk).complaint_id is not None
    assert Helping.objects.get().draft_id == draft.pk


def test_begun_by_mistake_counts_nobody_and_the_number_stays_called(office, shift, tablet):
    ticket(shift, 4, "es")
    tablet.post("/tablet/call/", {"seen": "0"})
    tabletop.sit_down(tablet, "es", number="4")
    answer = tablet.post("/tablet/person/nobody/")
    assert (answer.status_code, answer["Location"]) == (303, "/tablet/")
    assert not Visit.objects.exists()
    assert not Helping.objects.exists()
    home = tablet.get("/tablet/")
    assert (home.context["form"]["number"].value(), home.context["total"]) == (4, 0)
    assert tablet.post("/tablet/person/nobody/")["Location"] == "/tablet/"  # pressed twice


def test_who_asked_or_wrote_something_was_there(office, shift, tablet):
    tabletop.sit_down(tablet)
    tablet.post("/tablet/complaint/")
    assert tablet.post("/tablet/person/nobody/")["Location"] == "/tablet/person/"
    assert Helping.objects.get().draft is not None


def test_the_next_number_is_called_to_this_desk_and_its_language_is_chosen_already(office, shift, tablet):
    ticket(shift, 4, "es")
    ticket(shift, 5, "ar")
    assert "2 wait" in tablet.get("/tablet/").content.decode()
    for _press in range(2):
        assert tablet.post("/tablet/call/", {"seen": "0"}).status_code == 303
    home = tablet.get("/tablet/")
    assert (home.context["form"]["number"].value(), home.context["form"]["language"].value()) == (4, "es")
    assert Ticket.objects.get(number=5).standing == "waiting"
    tabletop.sit_down(tablet, "es", number="4")
    finish(tablet)
    called = Ticket.objects.get(number=4)
    assert (called.standing, called.desk) == ("served", shift.desk)
    assert (Visit.objects.get().ticket, Visit.objects.get().wait) == (called, 10)
    assert tablet.get("/tablet/").context["seen"] == 0


def test_who_sits_down_with_a_number_that_waits_is_called_by_that(office, shift, tablet):
    ticket(shift, 9)
    tabletop.sit_down(tablet, "ar", number="9")
    assert Ticket.objects.get().standing == "called"
    finish(tablet)
    assert Visit.objects.get().wait == 10


@pytest.mark.parametrize("seen", ["", "x", "٣", "9" * 50])
def test_a_call_when_nobody_waits_says_so(office, shift, tablet, seen):
    answer = tablet.post("/tablet/call/", {"seen": seen}, follow=True)
    assert "Nobody waits" in answer.content.decode()
