"""The texts of letters: all are there in four languages and alike, a gap holds a letter back, versions are kept."""

import re
import threading

import pytest
from django.db import connection
from django.utils import translation

from complaints.casework.letters import offers, texts
from complaints.casework.letters.facts import FACTS
from complaints.casework.letters.forms import gap_words
from complaints.casework.letters.purposes import KINDS
from complaints.casework.letters.texts import SOURCE, WANTED, Gap, Paragraph, paragraphs
from complaints.casework.letters.writing import checked, write_text
from complaints.casework.models import LetterText
from complaints.dealings import Purpose
from complaints.workflow.errors import NotAllowed, Stale

SHIPPED = [(purpose, language) for purpose in Purpose for language in WANTED]


# As delivered


def test_every_purpose_has_its_text_in_the_four_languages_and_its_place():
    assert set(texts.shipped()) == set(SHIPPED)
    assert set(KINDS) == set(Purpose)


@pytest.mark.parametrize(("purpose", "language"), SHIPPED)
def test_every_text_can_be_filled_from_a_file(purpose, language):
    checked(texts.shipped()[purpose, language])


@pytest.mark.parametrize(("purpose", "language"), [one for one in SHIPPED if one[1] != SOURCE])
def test_a_translation_says_what_the_source_says(purpose, language):
    """The same names in braces, the same marks in the same order, the same edition."""
    text, source = texts.shipped()[purpose, language], texts.shipped()[purpose, SOURCE]

    def marks(of):
        return [(part.key, part.ticked, part.fact, part.wanted) for part in of.paragraphs() if part.key or part.fact]

    assert marks(text) == marks(source)
    assert text.edition == source.edition
    for one, other in ((text.recipient, source.recipient), (text.subject, source.subject), (text.body, source.body)):
        assert texts.holes(one) == texts.holes(other)


@pytest.mark.parametrize(("purpose", "language"), SHIPPED)
def test_no_text_speaks_another_language(purpose, language):
    words = " ".join((texts.shipped()[purpose, language].subject, texts.shipped()[purpose, language].body))
    plain = re.sub(r"\{\w+\}|\[[^\]]*\]|chikaya\.ma", "", words)
    arabic, latin = re.search("[\u0621-\u064a]", plain), re.search("[A-Za-z]", plain)
    assert (bool(arabic), bool(latin)) == ((True, False) if language == "ar" else (False, True))


@pytest.mark.parametrize("purpose", Purpose)
def test_french_keeps_its_signs_together(purpose):
    text = texts.shipped()[purpose, "fr"]
    assert not re.search(r"\S [?!:;»]|« ", text.subject + text.body)
    assert "'" not in text.subject + text.body


def test_every_fact_is_used():
    used = {part.fact for text in texts.shipped().values() for part in text.paragraphs()} - {""}
    assert used == set(FACTS)


# Marks


def test_a_body_falls_into_its_parts():
    body = "Un.\n\n[+ a] Deux.\nTrois.\n\n[- b]\nQuatre.\n\n[if urgent] Cinq.\r\n\r\n[unless urgent] Six."
    assert paragraphs(body) == [
        Paragraph("Un."),
        Paragraph("Deux.\nTrois.", key="a"),
        Paragraph("Quatre.", key="b", ticked=False),
        Paragraph("Cinq.", fact="urgent"),
        Paragraph("Six.", fact="urgent", wanted=False),
    ]


# The guard


def given(**changes):
    return {"recipient": "{addressee}", "subject": "Objet", "body": "Texte.", "slip": False, **changes}


@pytest.fixture
def write(life):
    def act(language, purpose=Purpose.SETTLED, *, actor=None, seen=None, **changes):
        present = texts.text_of(purpose, language)
        label = (present.label if present else "") if seen is None else seen
        return write_text(
            actor=actor or life.administrator, purpose=purpose, language=language, seen=label, given=given(**changes)
        )

    return act


def test_a_text_that_is_there_and_not_older_has_no_gap(db):
    assert [texts.gap_of(purpose, language) for purpose, language in SHIPPED] == [None] * len(SHIPPED)
    assert texts.gap_of(Purpose.SETTLED, "nl") == Gap.MISSING


def test_a_change_of_the_source_makes_its_translations_older_until_they_follow(write):
    assert write(SOURCE).edition == 2
    assert texts.current(Purpose.SETTLED) == [SOURCE]
    assert texts.gap_of(Purpose.SETTLED, "fr") == Gap.OLDER
    assert texts.gap_of(Purpose.UNFOUNDED, "fr") is None
    write("fr")
    assert texts.current(Purpose.SETTLED) == [SOURCE, "fr"]
    assert {cell.language for label, cell in offers.table().gaps} == {"en", "es"}


def test_a_slip_of_the_pen_makes_nothing_older(write):
    row = write(SOURCE, slip=True)
    assert (row.version, row.edition) == (2, 1)
    assert texts.current(Purpose.SETTLED) == list(WANTED)


def test_a_language_gets_its_first_text(write):
    write("nl", body="Tekst.")
    assert texts.gap_of(Purpose.SETTLED, "nl") is None
    assert texts.text_of(Purpose.SETTLED, "nl").label == "settled.nl/1"


def test_the_gap_is_told_in_a_sentence():
    with translation.override("en"):
        assert "does not exist in Nederlands" in gap_words(Gap.MISSING, "nl")
        assert "older than its source" in gap_words(Gap.OLDER, "fr")


# Versions


def test_versions_are_kept_and_the_newest_counts(write):
    write("fr", body="Un.")
    write("fr", body="Deux.")
    assert [row.body for row in offers.versions(Purpose.SETTLED, "fr")] == ["Deux.", "Un."]
    assert texts.text_of(Purpose.SETTLED, "fr").body == "Deux."
    assert texts.in_force()[Purpose.SETTLED, "fr"].label == "settled.fr/3"


def test_what_another_wrote_meanwhile_is_never_written_over(write):
    seen = texts.text_of(Purpose.SETTLED, "fr").label
    write("fr", body="Un.")
    with pytest.raises(Stale):
        write("fr", body="Deux.", seen=seen)
    assert LetterText.objects.count() == 1


def test_pressed_twice_it_is_kept_once(write):
    seen = texts.text_of(Purpose.SETTLED, "fr").label
    assert write("fr", body="Un.\r\n\r\nDeux.", seen=seen) == write("fr", body="Un.\r\n\r\nDeux.", seen=seen)
    assert LetterText.objects.count() == 1


def test_only_administrators_write_texts(write, life):
    for actor in (life.handler, life.head, life.supervisor, life.liaison):
        with pytest.raises(NotAllowed):
            write("fr", actor=actor)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_told(write):
    ends, barrier = [], threading.Barrier(2)

    def run(body):
        try:
            barrier.wait(10)
            write("fr", body=body, seen="settled.fr/shipped 1")
            ends.append("kept")
        except Stale:
            ends.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(body,)) for body in ("Un.", "Deux.")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(ends) == ["kept", "stale"]
    assert LetterText.objects.count() == 1


# The pages


def url(purpose="settled", language="fr"):
    return f"/desk/letters/texts/{purpose}/{language}/"


def test_the_table_shows_every_gap(life, desk, write, django_assert_max_num_queries):
    write(SOURCE)
    client = desk(life.administrator)
    client.get("/desk/letters/texts/")
    with django_assert_max_num_queries(6):
        page = client.get("/desk/letters/texts/").content.decode()
    assert page.count("Older than the source") >= 3
    assert url() in page


@pytest.mark.parametrize("who", ["handler", "head", "supervisor"])
def test_the_pages_are_for_administrators(life, desk, who):
    client = desk(getattr(life, who))
    assert client.get("/desk/letters/texts/").status_code == 403
    assert client.get(url()).status_code == 403


def test_an_address_of_nothing_is_a_404(life, desk):
    client = desk(life.administrator)
    assert [client.get(url(*one)).status_code for one in (("nothing", "fr"), ("settled", "xx"))] == [404, 404]


def test_a_text_is_changed_on_its_page(life, desk):
    client = desk(life.administrator)
    page = client.get(url()).content.decode()
    seen = re.search(r'name="seen" value="([^"]*)"', page)[1]
    keys = "\n\n".join(f"[+ {part.key}] Phrase." for part in texts.shipped()["settled", "ar"].paragraphs() if part.key)
    answer = client.post(url(), {"seen": seen, **given(body=f"Bonjour {{complainant}}.\n\n{keys}")})
    assert answer.status_code == 302
    assert texts.text_of("settled", "fr").version == 2


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{id_number}", "id_number"),
        ("[if rich] Oui.", "rich"),
        ("[+ Promesse] Oui.", "This mark cannot be read"),
        ("[+ other] Oui.", "do not offer the same paragraphs"),
        ("\x00", "Fill in"),
        ("x" * 20001, "20000"),
    ],
)
def test_what_no_letter_could_say_is_refused_and_stays(life, desk, body, said):
    client = desk(life.administrator)
    answer = client.post(url(), {"seen": "settled.fr/shipped 1", **given(body=body)})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "Objet" in page
    assert not LetterText.objects.exists()


def test_a_stale_page_shows_both(life, desk, write):
    write("fr", body="Ce que l’autre a écrit.")
    keys = "\n\n".join(f"[+ {part.key}] Phrase." for part in texts.shipped()["settled", "ar"].paragraphs() if part.key)
    answer = desk(life.administrator).post(
        url(), {"seen": "settled.fr/shipped 1", **given(body=f"Mon texte.\n\n{keys}")}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Ce que l’autre a écrit." in page
    assert "Mon texte." in page
