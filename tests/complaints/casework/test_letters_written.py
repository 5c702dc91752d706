"""Letters: begun, numbered, sent or posted, corrected; read by whom they are addressed to and by nobody else."""

import re
import threading
from datetime import timedelta
from html import unescape

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actors import code_holder
from complaints import letterhead
from complaints.casework import actions
from complaints.casework.letters import offers, sending, texts
from complaints.casework.letters.composing import choices, compose, words_of
from complaints.casework.letters.facts import EMPTY, Source
from complaints.casework.letters.purposes import KINDS
from complaints.casework.letters.writing import TextForm, write_text
from complaints.casework.models import Letter, LetterSeries
from complaints.dealings import Addressee, Purpose, Way
from complaints.follow_up import holdings
from complaints.models import Complaint
from complaints.notifications.models import OutboxMessage
from complaints.workflow import transitions, undo
from complaints.workflow.errors import Incomplete, NotAllowed, Repeated, Stale
from complaints.workflow.moves import Seal
from tests.complaints.casework.letter_cases import ready
from tests.complaints.casework.test_desk_acts import hidden, url
from tests.complaints.follow_up.opening import CODE, with_code
from tests.complaints.workflow.life import Life
from tests.factories import RepresentationFactory, ShareFactory

pytestmark = pytest.mark.django_db
TO_FILL = {Purpose.INFORMATION, Purpose.OTHER, Purpose.MISSION}  # these wait for the caseworker's own words
FREE = [purpose for purpose, kind in KINDS.items() if not kind.move]


def write(case, life, purpose=Purpose.OTHER, *, actor=None, seal=None, **changes):
    written = {"language": "fr", "subject": "Votre dossier", "body": "Bonjour.\n\nAu revoir.", **changes}
    return sending.write_letter(case, actor=actor or life.handler, purpose=purpose, seal=seal or Seal(), **written)


def year():
    return timezone.localdate().year


# How each begins


@pytest.mark.parametrize("purpose", Purpose)
def test_each_letter_begins_with_what_the_file_says(life, purpose):
    case = ready(life, purpose)
    assert KINDS[purpose].there(Source(case, "fr"))
    for language in texts.WANTED:
        words = words_of(case, purpose, language)
        whole = f"{words.recipient}\n{words.subject}\n{words.body}"
        assert "{" not in whole
        assert "[if" not in whole
        assert case.reference in whole
        assert (EMPTY in whole) == (purpose in TO_FILL)


@pytest.mark.parametrize("purpose", [purpose for purpose in FREE if KINDS[purpose].after])
def test_no_letter_says_what_did_not_happen(life, purpose):
    case = life.in_study()
    with pytest.raises(NotAllowed) as refused:
        write(case, life, purpose)
    assert refused.value.reason == KINDS[purpose].after
    assert not case.letters.exists()


@pytest.mark.parametrize("purpose", [Purpose.FIRST, Purpose.REMINDER, "nothing", ""])
def test_what_goes_with_a_move_is_written_there(life, purpose):
    with pytest.raises(Incomplete):
        write(life.with_administration(), life, purpose)


def test_a_mission_order_names_the_special_order_of_a_head_and_none_of_a_supervisor(life):
    facts = {"mission": "Sur place", "public_text": "…"}
    by_head = life.investigated()
    by_supervisor = transitions.investigate(
        life.heard(), actor=life.actor("supervisor", None), seal=life.two(), **facts
    )
    for language in texts.WANTED:
        assert "OS 12/2026" in words_of(by_head, Purpose.MISSION, language).body
    assert "Signé par ordre spécial" in words_of(by_head, Purpose.MISSION, "fr").body
    assert "ordre spécial" not in words_of(by_supervisor, Purpose.MISSION, "fr").body


def test_a_recommendation_says_the_delegation_by_which_a_head_signed_it(life):
    facts = {"grounds": "a", "measure": "b", "public_text": "c"}
    by_head = transitions.recommend(life.heard(), actor=life.head, seal=life.two(), special_order="DS 3/2026", **facts)
    for language in texts.WANTED:
        assert "DS 3/2026" in words_of(by_head, Purpose.RECOMMENDATION, language).body
    body = words_of(life.recommended(), Purpose.RECOMMENDATION, "fr").body
    assert "délégation" not in body
    assert "[if" not in body


def test_a_half_of_a_solution_never_reads_as_a_whole_one(life):
    case = life.settled()
    for outcome, there, absent in (
        ("settled_full", "est réglée\u00a0:", "en partie"),
        ("settled_partial", "réglée en partie", "est réglée\u00a0:"),
        ("settled_by_explanation", "explications", "réglée"),
    ):
        Complaint.objects.filter(pk=case.pk).update(outcome=outcome)
        body = words_of(Complaint.objects.get(pk=case.pk), Purpose.SETTLED, "fr").body
        assert there in body
        assert absent not in body


def test_who_asked_not_to_be_named_is_not_named_to_an_administration(life):
    case = ready(life, Purpose.FIRST)
    RepresentationFactory(complaint=case)
    for named in (True, False):
        Complaint.objects.filter(pk=case.pk).update(share_identity=named)
        for language in texts.WANTED:
            case = Complaint.objects.get(pk=case.pk)
            body = words_of(case, Purpose.FIRST, language).body
            assert (case.complainant.last_name in body) is named
            assert (case.representation.last_name in body) is named


def test_the_caseworker_ticks_paragraphs(life):
    source = Source(life.settled(), "fr")
    text = texts.text_of(Purpose.SETTLED, "fr")
    offered = {one.key: one for one in choices(text, source)}
    assert set(offered) == {"promise", "follow"}
    assert offered["promise"].text in compose(text, source).body
    assert offered["promise"].text not in compose(text, source, ticked={"follow"}).body
    assert offered["follow"].text in compose(text, source, ticked={"follow"}).body


def test_a_representative_is_written_to_at_their_own_address(life):
    case = life.in_study()
    acts = RepresentationFactory(complaint=case, address="12 avenue Hassan II", city="Oujda")
    recipient = words_of(Complaint.objects.get(pk=case.pk), Purpose.OTHER, "fr").recipient
    assert recipient.splitlines()[:3] == [acts.name, "12 avenue Hassan II", "Oujda"]


# Numbers and versions


def test_numbers_follow_each_other_through_the_year_whatever_the_file(life):
    first, second = write(life.in_study(), life), write(life.in_study(), life)
    third = actions.send_letter(life.admitted(), actor=life.handler, language="fr", subject="Plainte", body="Madame,")
    assert [row.number for row in (first, second, third)] == [f"IMR-L-{year()}-{n:06d}" for n in (1, 2, 3)]
    old = write(life.in_study(), life, seal=Seal(at=timezone.now().replace(year=year() - 1)))
    assert old.number == f"IMR-L-{year() - 1}-000001"


def test_what_is_refused_or_rehearsed_leaves_no_hole(life):
    case = life.in_study()
    with transaction.atomic():
        write(case, life)
        transaction.set_rollback(True)
    with pytest.raises(Incomplete):
        write(case, life, subject=" ")
    assert write(case, life).number.endswith("000001")


def test_a_letter_that_is_taken_back_leaves_its_number_to_the_next_one(life, client, settings):
    settings.UNDO_MINUTES = 10
    case, other = life.in_study(), life.in_study()
    first = write(case, life)
    assert write(other, life).number.endswith("000002")
    with_code(case)
    client.post(reverse("follow_up:login"), {"reference": case.reference, "code": CODE})
    address = reverse("follow_up:letter", args=[case.reference, first.pk])
    assert client.get(address).status_code == 404, "nobody outside knows of it yet"
    transitions.take_back(undo.running(case), actor=life.handler)
    assert not case.letters.exists()
    assert write(life.in_study(), life).number == first.number
    assert write(life.in_study(), life).number.endswith("000003")


def test_a_letter_is_hidden_until_it_can_no_longer_be_taken_back(life, desk, settings):
    settings.UNDO_MINUTES = 10
    case = life.admitted()
    letter = actions.send_letter(case, actor=life.handler, language="fr", subject="Plainte", body="Madame,")
    client = desk(life.liaison)
    assert client.get(f"/administration/letters/{letter.pk}/").status_code == 404
    posted = write(life.in_study(), life, way="post")
    assert posted not in offers.to_post(life.handler)


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_hole_and_no_double_when_many_write_at_once():
    with transaction.atomic():
        life = Life()
        cases = [life.in_study() for _n in range(6)]
    barrier, wrong = threading.Barrier(len(cases)), []

    def run(case, fails):
        try:
            barrier.wait(10)
            with transaction.atomic():
                write(case, life)
                if fails:
                    raise RuntimeError
        except RuntimeError:
            pass
        except Exception as error:  # what the test must see
            wrong.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(case, n % 3 == 2)) for n, case in enumerate(cases)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert wrong == []
    numbers = sorted(Letter.objects.values_list("number", flat=True))
    assert numbers == [f"IMR-L-{year()}-{n:06d}" for n in range(1, 5)]
    assert LetterSeries.objects.get().last == 4


def test_a_corrected_letter_is_the_next_version_and_the_first_is_kept(life):
    case = life.in_study()
    first = write(case, life)
    second = sending.correct_letter(
        case,
        actor=life.handler,
        letter=first,
        reason="Date fausse",
        language="fr",
        subject="Votre dossier",
        body="Mieux.",
    )
    first.refresh_from_db()
    assert (first.body, first.version) == ("Bonjour.\n\nAu revoir.", 1)
    assert (second.number, second.version, second.corrects) == (first.number, 2, first)
    event = case.events.last()
    assert (event.name, event.internal_text) == ("letter_corrected", "Date fausse")
    with pytest.raises(NotAllowed, match="later version"):
        sending.correct_letter(case, actor=life.handler, letter=first, reason="x", language="fr", subject="a", body="b")
    assert LetterSeries.objects.get().last == 1


def test_the_database_keeps_numbers_and_versions_single(life):
    letter = write(life.in_study(), life)
    letter.pk = None
    with pytest.raises(IntegrityError):
        letter.save(force_insert=True)


def test_the_second_press_of_a_button_writes_nothing_more(life):
    case = life.in_study()
    seal = Seal(confirmed="the form", seen=case.events.last().pk)
    write(case, life, seal=seal)
    with pytest.raises(Repeated):
        write(case, life, seal=seal)
    with pytest.raises(Stale):
        write(case, life, seal=Seal(confirmed="another", seen=seal.seen))
    assert case.letters.count() == 1


@pytest.mark.parametrize("who", ["neighbour", "administrator", "liaison", "citizen"])
def test_a_stranger_writes_no_letter(life, who):
    with pytest.raises(NotAllowed):
        write(life.in_study(), life, actor=getattr(life, who))


# How they go


def letters_told(case):
    return OutboxMessage.objects.filter(kind="complaint_letter", about=f"complaint:{case.pk}", channel="email")


def test_the_complainant_is_told_that_a_letter_waits(life):
    case = life.in_study()
    letter = write(case, life)
    assert letter.way == Way.SITE
    assert letters_told(case).count() == 1
    assert letters_told(case).get().context == {"corrected": False}


def test_by_post_nobody_is_told_and_the_letter_waits_for_the_post(life):
    case = life.in_study()
    letter = write(case, life, way="post")
    assert not letters_told(case).exists()
    assert list(offers.to_post(life.handler)) == [letter]
    assert not offers.to_post(life.neighbour).exists()
    today = timezone.localdate()
    for day in (today - timedelta(days=1), today + timedelta(days=1)):
        with pytest.raises(Incomplete):
            sending.mark_posted(letter, actor=life.handler, day=day)
    sending.mark_posted(letter, actor=life.handler, day=today, tracking=" RR123456789MA ")
    letter.refresh_from_db()
    assert (letter.posted_on, letter.tracking) == (today, "RR123456789MA")
    assert case.events.last().name == "letter_posted"
    with pytest.raises(NotAllowed):
        sending.mark_posted(letter, actor=life.handler, day=today)
    assert not offers.to_post(life.handler).exists()


def test_nothing_is_posted_to_who_must_not_be_written_to(life):
    case = life.in_study()
    case.complainant.contact_rule = "file_only"
    case.complainant.save()
    assert sending.ways(case, Addressee.CITIZEN) == [Way.SITE]
    with pytest.raises(NotAllowed, match="cannot go that way"):
        write(case, life, way="post")


def test_an_administration_without_an_interlocutor_gets_its_letters_by_post(life):
    case = ready(life, Purpose.MEETING)
    assert write(case, life, Purpose.MEETING).way == Way.SITE
    Complaint.objects.filter(pk=case.pk).update(administration=life.administration)
    life.liaison.user.interlocutor.delete()
    assert write(case, life, Purpose.MEETING).way == Way.POST
    with pytest.raises(NotAllowed):
        write(case, life, Purpose.MEETING, way="site")


def test_no_letter_leaves_with_something_to_fill_in(life):
    for name in ("subject", "body", "recipient"):
        with pytest.raises(Incomplete, match="Fill in"):
            write(life.in_study(), life, **{name: f"Objet {EMPTY}"})


# At the desk


def form_of(page):
    """Every value of the form as a browser would post it untouched."""
    values = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    for name, text in re.findall(r'<textarea name="(\w+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL):
        values[name] = unescape(text)
    for name, value in re.findall(r'name="(subject|signed_by)" value="([^"]*)"', page):
        values[name] = unescape(value)
    ticked = re.findall(r'<input type="checkbox" name="(paragraphs)" value="(\w+)"[^>]*checked', page)
    values["paragraphs"] = [value for _name, value in ticked]
    values["way"] = re.search(r'name="way" value="(\w+)"[^>]*checked', page)[1]
    values.pop("csrfmiddlewaretoken", None)
    return values


def test_the_letters_of_a_file_are_chosen_from_a_page(life, desk):
    case = life.settled()
    client = desk(life.handler)
    assert client.get(url(case, "letter")).url == f"{url(case)}letters/"
    page = client.get(f"{url(case)}letters/")
    fitting = page.context["fitting"]
    assert [str(one.label) for one in fitting] == ["Closed: settled"]
    assert [code for code, _name, _url in fitting[0].languages] == ["fr", "ar", "en", "es"]
    assert {str(one.label) for one in page.context["impossible"]} >= {"Closed: not founded", "Reminder"}
    assert client.get(fitting[0].languages[0][2]).status_code == 200


def test_a_letter_in_a_language_without_its_text_is_refused_with_the_reason(life, desk):
    case = life.settled(language="nl")
    client = desk(life.handler)
    (offer,) = client.get(f"{url(case)}letters/").context["fitting"]
    assert "does not exist in Nederlands" in offer.gap
    answer = client.get(f"{url(case, 'letter')}?purpose=settled&language=nl", follow=True)
    posted = client.post(url(case, "letter"), {"purpose": "settled", "language_of": "nl", "way": "site"})
    assert answer.redirect_chain == [(f"{url(case)}letters/", 302)]
    assert "does not exist in Nederlands" in answer.content.decode()
    assert "does not exist in Nederlands" in posted.content.decode()
    assert posted.status_code == 422


def test_a_text_older_than_its_source_cannot_be_chosen(life, desk):
    case = life.settled()
    write_text(
        actor=life.administrator, purpose="settled", language="ar", seen="settled.ar/shipped 1",
        given={"recipient": "{addressee}", "subject": "الموضوع", "body": "النص"},
    )  # fmt: skip
    client = desk(life.handler)
    (offer,) = client.get(f"{url(case)}letters/").context["fitting"]
    assert "older than its source" in offer.gap
    assert [code for code, _name, _url in offer.languages] == []  # French is read here: Arabic takes no place of it
    assert client.get(f"{url(case, 'letter')}?purpose=settled&language=ar").status_code == 302
    other = {"purpose": "settled", "language_of": "ar", "way": "site", "agreed": "on"}
    assert "older than its source" in client.post(url(case, "letter"), other).content.decode()
    assert client.get(f"{url(case, 'letter')}?purpose=settled&language=fr").status_code == 302
    typed = {"purpose": "settled", "language_of": "fr", "way": "site"}
    assert "older than its source" in client.post(url(case, "letter"), typed).content.decode()


def test_a_letter_for_a_step_that_was_not_made_leads_back_to_the_choice(life, desk):
    case = life.in_study()
    answer = desk(life.handler).get(f"{url(case, 'letter')}?purpose=executed&language=fr", follow=True)
    assert answer.redirect_chain == [(f"{url(case)}letters/", 302)]
    assert "After the recommendation was carried out." in answer.content.decode()


@pytest.mark.parametrize("body", ["Voir {reference", "Voir reference}", "{ reference }"])
def test_a_brace_that_is_not_closed_is_refused(body):
    given = {"recipient": "{addressee}", "subject": "Dossier {reference}", "body": body}
    form = TextForm(given, language="fr", source=None)
    assert not form.is_valid()
    assert "body" in form.errors
    assert TextForm({**given, "body": "Voir {reference}"}, language="fr", source=None).is_valid()


def test_a_letter_is_previewed_seen_as_pdf_and_sent(life, desk):
    case = life.settled()
    client = desk(life.handler)
    shown = client.get(f"{url(case, 'letter')}?purpose=settled&language=fr")
    assert shown.context["preview"]["citizen"], "it is previewed at once"
    page = shown.content.decode()
    assert "letter-page" in page
    values = form_of(page)
    values["body"] += "\n\nMot de la fin."
    printed = client.post(url(case, "letter"), {**values, "print": "1"})
    assert printed["Content-Type"] == "application/pdf"
    assert not case.letters.filter(to=Addressee.CITIZEN).exists()
    previewed = client.post(url(case, "letter"), values)
    assert "Mot de la fin." in previewed.content.decode()
    done = client.post(url(case, "letter"), {**values, **hidden(previewed.content.decode()), "confirm": "1"})
    assert done.status_code == 302, done.content.decode()
    letter = case.letters.get(to=Addressee.CITIZEN)
    assert letter.body.endswith("Mot de la fin.")
    assert letter.template == "settled.fr/shipped 1"
    assert letter.recipient.startswith("Salma Amrani\n")
    listed = client.get(f"{url(case)}?tab=letters").content.decode()
    assert letter.number in listed
    pdf = client.get(f"{url(case)}letters/{letter.pk}/pdf/")
    assert pdf.content == letterhead.pdf(letterhead.sheet_of(letter))


def test_another_language_than_the_complainants_takes_a_tick(life, desk):
    case = life.settled()
    client = desk(life.handler)
    page = client.get(f"{url(case, 'letter')}?purpose=settled&language=en").content.decode()
    values = form_of(page)
    assert "tick this box" in client.post(url(case, "letter"), values).content.decode()
    assert client.post(url(case, "letter"), {**values, "agreed": "on"}).status_code == 200


def test_the_text_is_put_together_anew_and_what_was_typed_is_never_lost(life, desk):
    case = life.settled()
    client = desk(life.handler)
    values = form_of(client.get(f"{url(case, 'letter')}?purpose=settled&language=fr").content.decode())
    values["paragraphs"] = ["follow"]
    unsent = client.post(url(case, "letter"), values)
    assert "You changed the ticks" in unsent.content.decode()
    fewer = form_of(client.post(url(case, "letter"), {**values, "compose": "1"}).content.decode())
    assert "engagée" in values["body"]
    assert "engagée" not in fewer["body"]
    assert client.post(url(case, "letter"), fewer).status_code == 200
    fewer["body"] += "\n\nMes mots."
    fewer["paragraphs"] = ["follow", "promise"]
    kept = client.post(url(case, "letter"), {**fewer, "compose": "1"}).content.decode()
    assert "You have typed in the text" in kept
    assert "Mes mots." in kept


def test_a_letter_is_corrected_at_the_desk(life, desk):
    case = life.in_study()
    letter = write(case, life)
    client = desk(life.handler)
    page = client.get(f"{url(case, 'correct_letter')}?letter={letter.pk}").content.decode()
    values = {**form_of(page), "reason": "Date fausse", "body": "Mieux.", "letter": letter.pk}
    previewed = client.post(url(case, "correct_letter"), values).content.decode()
    done = client.post(url(case, "correct_letter"), {**values, **hidden(previewed), "confirm": "1"})
    assert done.status_code == 302
    assert case.letters.get(version=2).corrects == letter


@pytest.mark.parametrize(
    "query", ["letter=999999", "letter=x", "letter=%00", "letter=" + "9" * 40, "purpose=x&language=y"]
)
def test_an_address_of_nothing_breaks_nothing(life, desk, query):
    case = life.in_study()
    client = desk(life.handler)
    for name in ("letter", "correct_letter"):
        assert client.get(f"{url(case, name)}?{query}").status_code in {200, 400}
        assert client.post(url(case, name), {"letter": "x", "purpose": "x", "language_of": "x"}).status_code == 422


@pytest.mark.parametrize("typed", ["\x00", "x" * 30000, "‮", "[…]"])
def test_nonsense_is_refused_and_stays(life, desk, typed):
    case = life.in_study()
    values = {
        "purpose": "other",
        "language_of": "fr",
        "recipient": "A",
        "subject": "Mon objet",
        "body": typed,
        "way": "site",
    }
    answer = desk(life.handler).post(url(case, "letter"), values)
    assert answer.status_code == 422
    assert "Mon objet" in answer.content.decode()
    assert not case.letters.exists()


def test_a_letter_is_marked_as_posted_at_the_desk(life, desk):
    case = life.in_study()
    letter = write(case, life, way="post")
    client = desk(life.handler)
    assert letter.number in client.get("/desk/letters/to-post/").content.decode()
    page = f"{url(case)}letters/{letter.pk}/posted/"
    assert client.get(page).status_code == 200
    today = timezone.localdate()
    data = {"day_0": today.day, "day_1": today.month, "day_2": today.year, "tracking": "RR1"}
    assert client.post(page, {**data, "day_2": "1999"}).status_code == 422
    assert client.post(page, data).status_code == 302
    assert client.post(page, data).status_code == 422
    assert desk(life.neighbour).get(page).status_code == 404


def test_the_pages_ask_a_fixed_number_of_queries(life, desk, django_assert_max_num_queries):
    case = life.settled()
    for _n in range(12):
        write(Complaint.objects.get(pk=case.pk), life)
        write(life.in_study(), life, way="post")
    client = desk(life.handler)
    client.get(url(case))
    for address, most in (
        (f"{url(case)}?tab=letters", 30),
        (f"{url(case)}letters/", 40),
        ("/desk/letters/to-post/", 10),
    ):
        with django_assert_max_num_queries(most):
            client.get(address)


# Who reads them


def test_the_complainant_reads_the_own_letters_and_no_others(life, client):
    case = life.mediated()
    mine, theirs = write(case, life), write(case, life, Purpose.MEETING, subject="À l’administration")
    neighbours = write(life.in_study(), life)
    with_code(case)
    client.post(reverse("follow_up:login"), {"reference": case.reference, "code": CODE})
    page = client.get(reverse("follow_up:case", args=[case.reference])).content.decode()
    assert "Votre dossier" in page
    assert mine.number in page
    assert "À l’administration" not in page
    answer = client.get(reverse("follow_up:letter", args=[case.reference, mine.pk]))
    assert answer.content == letterhead.pdf(letterhead.sheet_of(mine))
    assert mine.number in answer["Content-Disposition"]
    for other in (theirs, neighbours):
        assert client.get(reverse("follow_up:letter", args=[case.reference, other.pk])).status_code == 404
    assert client.get(
        reverse("follow_up:letter", args=[neighbours.complaint.reference, neighbours.pk])
    ).status_code in {302, 404}


def test_who_has_the_file_shared_sees_no_address(life):
    letter = write(life.in_study(), life)
    assert letterhead.sheet_of(letter).recipient.count("\n") >= 2
    assert letterhead.sheet_of(letter, address=False).recipient == "Salma Amrani"
    assert ShareFactory(complaint=letter.complaint).right


def test_the_interlocutor_reads_those_to_the_own_administration(life, desk):
    case = life.mediated()
    theirs, citizens = write(case, life, Purpose.MEETING), write(case, life)
    client, other = desk(life.liaison), desk(life.other_liaison)
    page = client.get("/administration/letters/?view=all").content.decode()
    assert theirs.number in page
    assert citizens.number not in page
    assert client.get(f"/administration/letters/{theirs.pk}/pdf/")["Content-Type"] == "application/pdf"
    assert client.get(f"/administration/letters/{citizens.pk}/pdf/").status_code == 404
    assert other.get(f"/administration/letters/{theirs.pk}/pdf/").status_code == 404


def test_the_download_of_ones_data_holds_the_own_letters_in_full(life):
    case = life.mediated()
    write(case, life, body="Pour vous.")
    write(case, life, Purpose.MEETING, body="Pour eux.")
    data = holdings.as_json(Complaint.objects.get(pk=case.pk), actor=code_holder(case.pk))
    assert "Pour vous." in data
    assert "Pour eux." not in data
