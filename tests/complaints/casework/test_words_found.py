"""The full-text search: every text of a file, in every language, what is shown of it, and what it costs."""

import pytest
from django.contrib.postgres.search import SearchQuery
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.actors import code_holder
from complaints.casework import actions, erasures, finding, queue
from complaints.casework.finding import Excerpt, excerpts, marked, query_of
from complaints.enums import Verdict
from complaints.follow_up.actions import write_message
from complaints.models import Attachment, Complaint, Message, SearchText, Translation
from complaints.workflow import transitions

pytestmark = pytest.mark.django_db
QUEUE = "/desk/complaints/complaint/"


def found(words: str) -> set[int]:
    return {case.pk for case in queue.find(Complaint.objects.all(), words)}


def attached(case: Complaint, name: str) -> Attachment:
    return Attachment.objects.create(
        complaint=case, name=name, caption="", content_type="application/pdf", size=1, sha256="0" * 64,
        original=f"x{Attachment.objects.count()}", verdict=Verdict.CLEAN, sent_at=timezone.now(),
    )  # fmt: skip


def test_words_are_found_wherever_they_stand_in_the_file(life):
    case, _other = life.with_administration(), life.in_study()
    write_message(case, actor=code_holder(case.pk), text="Le tracteur est confisqué")
    actions.add_note(case, actor=life.handler, text="Voir le dossier Benyahia")
    attached(case, "Attestation_hydraulique.pdf")
    transitions.record_answer(
        case, actor=life.handler, position="partly", quality="formal", text="La commission cadastrale statuera."
    )
    case = Complaint.objects.get(pk=case.pk)
    letter = case.letters.get()
    for words in ("tracteur", "Benyahia", "hydraulique", "cadastrale", letter.number, "Plainte"):
        assert case.pk in found(words), words
        assert len(found(words)) == 1, words


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("fr", "Les indemnités dues aux héritiers", "indemnité heritier"),
        ("en", "The benefits were stopped", "benefit stopping"),
        ("es", "Las pensiones denegadas", "pension denegada"),
        ("ar", "رفضت الإدارةُ صرف المعاشات للمتقاعدين", "الادارة معاشات"),
        ("ar", "مُسْتَحَقَّاتُ المَعاشِ", "مستحقات"),
        ("ar", "وللإدارة أن تجيب بالمعاش", "إدارة المعاش"),
        ("de", "Die Rentenzahlungen wurden eingestellt", "rentenzahlung"),
        ("zgh", "ⴰⵎⵓⵔ ⵏ ⵓⴽⴰⵍ", "ⴰⵎⵓⵔ"),
    ],
)
def test_each_language_is_found_by_its_stems_and_without_accents(life, language, text, words):
    case, _other = life.registered(language=language, text_language=language, description=text), life.registered()
    assert found(words) == {case.pk}


def test_arabic_that_was_written_under_a_french_page_is_found_as_arabic(life):
    case = life.in_study()
    Message.objects.create(
        complaint=case, from_citizen=True, text="توقف صرف المعاشات", language="fr", at=timezone.now()
    )
    assert found("المعاش") == {case.pk}


def test_a_translation_makes_a_file_found_in_the_other_language(life):
    case = life.in_study(description="رفض صرف المعاش", text_language="ar")
    Translation.objects.create(
        complaint=case, of="description", language="fr", quality="checked", text="Pension refusée", source_digest="0" * 64,
        author=life.handler.user, at=timezone.now(),
    )  # fmt: skip
    assert found("pensions refusées") == {case.pk}


def test_what_is_corrected_or_erased_is_found_no_more(life):
    case = life.in_study(title="Ancien titre")
    write_message(case, actor=code_holder(case.pk), text="Mon voisin Lahcen")
    assert found("Lahcen") == found("ancien") == {case.pk}
    Complaint.objects.filter(pk=case.pk).update(title="Nouveau titre")
    message = case.messages.get()
    erasures.erase_data(
        case, actor=life.head, documents=[], columns=[], messages=[message], ground="Demande écrite du plaignant"
    )
    assert found("Lahcen") == found("ancien") == set()
    assert found("nouveau") == {case.pk}
    assert not SearchText.objects.filter(kind="message", row=message.pk).exists()


def test_words_are_there_with_the_row_and_gone_with_it(life):
    case = life.in_study()
    with transaction.atomic():
        file = attached(case, "Zellige.pdf")
        assert found("zellige") == {case.pk}
        transaction.set_rollback(True)
    assert found("zellige") == set()
    file = attached(case, "Zellige.pdf")
    file.delete()
    assert found("zellige") == set()


def test_a_text_that_moves_to_another_file_is_found_there(life):
    case, other = life.in_study(), life.in_study()
    file = attached(case, "Zellige.pdf")
    Attachment.objects.filter(pk=file.pk).update(complaint=other)
    assert found("zellige") == {other.pk}


def test_every_word_must_stand_in_one_text(life):
    case = life.in_study(description="La commune a fermé la route")
    life.in_study(description="La route est ouverte")
    assert found("commune route") == {case.pk}
    assert found("!!! ؟؟ ''") == set()


def test_a_search_shows_where_the_words_stand_and_no_neighbours_words(life, desk):
    case = life.in_study(description="Depuis 2021, l'indemnité d’expropriation n’est pas versée à Nador. " * 3)
    client = desk(life.handler)
    page = client.get(f"{QUEUE}?view=all&q=indemnites")
    assert [row.case.pk for row in page.context["rows"]] == [case.pk]
    assert "<mark>indemnité</mark>" in page.content.decode()
    assert "<mark>" not in desk(life.neighbour).get(f"{QUEUE}?view=all&q=indemnites").content.decode()


def test_a_script_in_a_text_is_shown_and_not_run(life, desk):
    life.in_study(description="<script>alert(1)</script> indemnité")
    page = desk(life.handler).get(f"{QUEUE}?view=all&q=indemnite").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_the_piece_that_is_shown_has_the_word_in_its_own_spelling():
    text = "a " * 100 + "Les Indemnités dues" + " b" * 100
    parts = marked(text, ["indemnites"])
    assert ("Indemnités", True) in parts
    assert parts[0] == ("… ", False)
    assert parts[-1] == (" …", False)
    assert len("".join(part for part, _hit in parts)) < 250
    assert marked("مستحقّات المعاش", ["المعاش"])[-1] == ("المعاش", True)


@given(st.text(max_size=300), st.lists(st.text(min_size=1, max_size=8), max_size=3))
def test_a_piece_is_a_piece_of_the_text(text, words):
    shown = "".join(part for part, _hit in marked(text, words))
    assert shown.removeprefix("… ").removesuffix(" …") in text or shown in text


@pytest.mark.parametrize(
    "typed", ["'", "a:* | b", "\\", "x" * 4000, "ال", "e\u0301", "<->", "a & !b", "1 2 3 4 5 6 7 8 9 10 11 12 13 14"]
)
def test_nonsense_is_no_error(life, typed):
    case = life.in_study()
    found(typed)
    excerpts([case.pk], typed)


def test_the_lookup_and_the_places_use_their_indexes(life):
    case = life.in_study()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # with this few rows every index loses
    query = query_of("indemnite nador")
    rows = SearchText.objects.filter(vector=query)
    assert "search_text_words" in rows.values("complaint")[:1001].explain()
    assert "Index" in rows.filter(complaint__in=[case.pk]).explain()
    assert "search_text_words" in SearchText.objects.filter(vector=SearchQuery("x", config="simple")).explain()


def test_places_cost_the_same_for_few_files_and_for_many(life):
    costs = []
    for more in (2, 12):
        cases = [life.in_study() for _n in range(more)]
        for case in cases:
            write_message(case, actor=code_holder(case.pk), text="Mon indemnité")
        with CaptureQueriesContext(connection) as counted:
            shown = excerpts([case.pk for case in cases], "indemnite")
        costs.append(len(counted))
        assert all(isinstance(each, Excerpt) for each in shown.values())
        assert len(shown) == more
    assert costs[0] == costs[1] <= 2


def test_a_page_shows_places_in_texts_of_every_kind_together(life, desk):
    cases = [life.in_study() for _n in range(3)]
    write_message(cases[0], actor=code_holder(cases[0].pk), text="Le quittancement")
    actions.add_note(cases[1], actor=life.handler, text="Le quittancement")
    attached(cases[2], "quittancement.pdf")
    page = desk(life.handler).get(f"{QUEUE}?view=all&q=quittancement")
    assert {str(row.excerpt.kind) for row in page.context["rows"]} == {"Message", "Internal note", "File name"}
    kinds = [(kind, 0) for kind in finding.TEXTS]
    for first in range(len(kinds)):  # whichever comes first
        assert finding._texts([*kinds[first:], *kinds[:first]]) == {}


def test_every_kind_of_text_can_be_shown():
    assert set(finding.TEXTS) == set(SearchText.Kind.values)
