"""Files like this one, with the reasons; and the form by which two of them become one."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints import files
from complaints.casework import duplicates
from complaints.casework.admin.case_file import TABS
from complaints.enums import State
from complaints.models import Complaint, Person
from complaints.workflow import transitions
from tests.complaints import documents
from tests.factories import AdministrationFactory, AttachmentFactory

pytestmark = pytest.mark.django_db
STORY = (
    "Depuis mars 2021 la commune de Nador refuse de me délivrer l’acte de naissance de ma fille, sans dire pourquoi."
)


def reasons(case: Complaint, actor) -> dict[str, list[str]]:
    found = duplicates.candidates(case, actor=actor)
    return {one.complaint.reference: [str(reason) for reason in one.reasons] for one in found}


def join_page(case: Complaint, into: Complaint | None = None) -> str:
    url = reverse("admin:case_act", args=[case.pk, "join"])
    return f"{url}?into={into.reference}" if into else url


def post(client, case, **data):
    return client.post(join_page(case), {"seen": case.events.latest("pk").pk, **data})


def test_candidates_come_with_their_reasons(life):
    case = life.in_study(description=STORY)
    twin = life.twin(case, description=STORY.replace("Depuis", "Or, depuis"))
    copied = life.registered(description=STORY.upper().replace(" ", "  "))
    nobody = life.registered(
        description="Tout autre chose, qui ne ressemble en rien à cela, et assez long.", title="Retraite"
    )
    found = reasons(case, life.handler)
    assert found[twin.reference][0] == "the same name and e-mail address"
    assert any(reason.startswith("texts alike") for reason in found[twin.reference])
    assert "the same administration" in found[twin.reference]
    assert found[copied.reference][0] == "the very same text"
    assert nobody.reference not in found
    order = duplicates.candidates(case, actor=life.handler)
    assert [one.same_person for one in order] == [True, False]


def test_somebody_elses_file_on_the_same_matter_in_other_words_is_found(life):
    case = life.admitted(description=STORY, title="Acte de naissance")
    told_alike = life.admitted(
        description=STORY.replace("Depuis mars 2021", "Voilà des années que").replace("ma fille", "mon fils"),
        title="La mairie se tait",
    )
    other_body = life.admitted(description=told_alike.description, title="Une autre mairie")
    Complaint.objects.filter(pk=other_body.pk).update(administration=AdministrationFactory())
    found = reasons(Complaint.objects.get(pk=case.pk), life.handler)
    assert set(found) == {told_alike.reference}
    assert found[told_alike.reference][0].startswith("texts alike")
    assert found[told_alike.reference][1:] == ["the same administration", "the same subject"]


def test_candidates_of_other_units_are_not_shown(life):
    case = life.in_study(description=STORY)
    life.twin(case, unit=life.other_unit, description=STORY)
    assert reasons(case, life.handler) == {}


def test_the_name_with_the_telephone_or_the_day_of_birth_shows_the_person(life):
    case, other = life.in_study(), life.registered(title="x")
    Person.objects.filter(pk__in=(case.complainant_id, other.complainant_id)).update(phone="+33612345678")
    case = Complaint.objects.get(pk=case.pk)
    assert reasons(case, life.handler)[other.reference][0] == "the same name and telephone"


def test_short_texts_are_the_same_by_chance(life):
    case = life.in_study(description="Pas de réponse", title="a")
    life.registered(description="Pas de réponse", title="Passeport refusé")
    assert reasons(case, life.handler) == {}


def test_the_search_asks_the_same_number_of_questions_whatever_it_finds(life):
    case = life.in_study(description=STORY)
    life.twin(case, description=STORY)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            duplicates.candidates(case, actor=life.handler)
        return len(queries)

    first = asked()
    for _ in range(6):
        life.twin(case, description=STORY)
    assert asked() == first


def test_repeat_writers_are_counted_and_the_count_stops(life, monkeypatch):
    case = life.in_study()
    for _ in range(3):
        life.twin(case)
    assert duplicates.files_of_person(case) == 4
    monkeypatch.setattr(duplicates, "COUNTED", 2)
    assert duplicates.files_of_person(case) == 3


def test_the_page_lists_the_candidates_and_offers_both_ways(life, desk):
    case = life.in_study(description=STORY)
    twin, copied = life.twin(case), life.registered(description=STORY)
    page = desk(life.handler).get(join_page(case)).content.decode()
    assert f"/do/join/?into={twin.reference}" in page
    assert f"complaint/{twin.pk}/do/join/?into={case.reference}" in page
    assert copied.reference in page
    assert f"into={copied.reference}" not in page


def test_field_by_field_then_preview_then_done(life, desk):
    case = life.in_study(harm="Un crédit", place="Oujda")
    twin = life.twin(case, harm="Une perte")
    Person.objects.filter(pk=twin.complainant_id).update(city="Metz")
    client = desk(life.handler)
    page = client.get(join_page(case, twin))
    fields = set(page.context["form"].fields)
    assert {"into", "into_seen", "fact_harm", "fact_place", "contact_city"} <= fields
    assert "fact_title" not in fields
    chosen = {
        "into": twin.reference,
        "into_seen": twin.events.latest("pk").pk,
        "fact_harm": "both",
        "fact_place": "take",
    }
    chosen["contact_city"] = "take"
    preview = post(client, case, **chosen)
    assert preview.status_code == 200
    assert Complaint.objects.get(pk=case.pk).state == State.PRELIM_REVIEW
    kinds = [row["message"].subject for row in preview.context["preview"]["citizen"]]
    assert len(kinds) == 2  # the two files are joined; what is held about the person was corrected
    done = post(client, case, **chosen, seal=preview.context["seal"], confirm="1")
    assert done.status_code == 302
    goes_on = Complaint.objects.get(pk=twin.pk)
    assert goes_on.harm.startswith("Une perte") and goes_on.harm.endswith("Un crédit")  # noqa: PT018
    assert goes_on.place == "Oujda"
    assert goes_on.complainant.city == "Lille"
    assert Complaint.objects.get(pk=case.pk).joined_to == goes_on


def test_a_stranger_file_and_nonsense_are_told_in_words(life, desk):
    case, other = life.in_study(), life.registered(unit=life.other_unit)
    client = desk(life.handler)
    for typed in (other.reference, "IMR-2026-XXX", "\x00", "x" * 10_000, "", case.reference):
        answer = post(client, case, into=typed)
        assert answer.status_code == 422, typed
    assert Complaint.objects.get(pk=case.pk).state == State.PRELIM_REVIEW


def test_the_other_file_changed_meanwhile(life, desk):
    case = life.in_study()
    twin = life.twin(case)
    seen = twin.events.latest("pk").pk
    life_goes_on = desk(life.head)
    from complaints.workflow import transitions

    transitions.start_review(twin, actor=life.head, handler=life.handler.user)
    answer = post(life_goes_on, case, into=twin.reference, into_seen=seen)
    assert answer.status_code == 409
    assert "Somebody changed this file" in answer.content.decode()


def test_both_files_say_where_the_other_is(life, desk):
    case = life.joined()
    goes_on = case.joined_to
    client = desk(life.handler)
    assert (
        goes_on.reference in client.get(reverse("admin:complaints_complaint_change", args=[case.pk])).content.decode()
    )
    assert (
        case.reference in client.get(reverse("admin:complaints_complaint_change", args=[goes_on.pk])).content.decode()
    )


@pytest.mark.usefixtures("storage")
def test_each_document_of_a_joined_file_opens_from_every_tab(life, desk):
    case = life.with_administration()
    other = life.twin(case)
    kept = files.receive(documents.document(), already=0).fields()
    document = AttachmentFactory(complaint=other, shared_with_administration=True, **kept)
    transitions.join(other, actor=life.handler, into=case)
    case.letters.get().attachments.add(document)
    client, found = desk(life.handler), set()
    for tab in TABS:
        page = client.get(f"{reverse('admin:complaints_complaint_change', args=[case.pk])}?tab={tab}").text
        links = {link for link in re.findall(r'href="([^"?]*/files/[^"?]*)', page) if f"/files/{document.pk}/" in link}
        found |= {tab} if links else set()
        for link in links:
            answer = client.get(link)
            assert answer.status_code == 200, link
            assert b"".join(answer)
    assert found >= {"", "files", "letters", "administration"}
