"""What the complainant lets the administration see, and that nothing else goes: what is sent is consent and choice."""

import json
from itertools import product

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from accounts.actors import code_holder, share_holder
from complaints import consents
from complaints.casework import actions
from complaints.casework.acts import ACTS
from complaints.casework.extracts import identity_of
from complaints.follow_up import agreeing
from complaints.models import Attachment, Consent, Person
from complaints.workflow.errors import Incomplete, NotAllowed, Stale
from complaints.workflow.moves import Seal
from tests.complaints.follow_up.opening import address
from tests.factories import AttachmentFactory, ShareFactory

pytestmark = pytest.mark.django_db
LETTER = {"language": "fr", "subject": "Plainte", "body": "Madame,"}


@pytest.fixture(autouse=True)
def _files_in_memory(settings):
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


def say(case, *names, actor):
    """Ticks these things and nothing else."""
    shown = [row.name for row in agreeing.choices(case)]
    return agreeing.choose(case, actor=actor, given=names, shown=shown)


@pytest.mark.parametrize("named", [True, False])
def test_at_first_the_consent_of_the_filing_holds(life, named):
    case = life.admitted(share_identity=named)
    plain, mandate = AttachmentFactory(complaint=case), AttachmentFactory(complaint=case, kind="mandate")
    agreed = consents.of(case)
    assert agreed.who == ({"name"} if named else set())
    assert agreed.may_go(plain)
    assert agreed.may_go(mandate) is named


def test_the_page_shows_and_keeps_the_choice_item_by_item(life, opened):
    case = life.admitted()
    file, other = (
        AttachmentFactory(complaint=case, name="acte.pdf"),
        AttachmentFactory(complaint=case, name="photo.pdf"),
    )
    client = opened(case)
    page = client.get(address("agree", case))
    assert page.status_code == 200
    assert "acte.pdf" in page.content.decode()
    shown = ["name", "id_number", "contact", f"document-{file.pk}", f"document-{other.pk}"]
    form = {"given": ["contact", f"document-{file.pk}"], "shown": shown}
    assert [client.post(address("agree", case), form).status_code for _press in range(2)] == [302, 302]
    case.refresh_from_db()
    agreed = consents.of(case)
    assert agreed.who == {"contact"}
    assert (agreed.may_go(file), agreed.may_go(other)) == (True, False)
    event = case.events.get(name="consents_changed")
    assert event.data["given"] == ["contact"]
    assert set(event.data["withdrawn"]) == {"name", f"document-{other.pk}"}
    client.cookies["language"] = "en"
    assert "You said what the administration may see." in client.get(address("case", case)).content.decode()


def test_a_document_that_came_meanwhile_is_not_held_back_by_a_page_that_did_not_show_it(life, opened):
    case = life.admitted()
    client = opened(case)
    late = AttachmentFactory(complaint=case)
    client.post(address("agree", case), {"given": ["name"], "shown": ["name", "id_number", "contact"]})
    assert consents.of(case).may_go(late)


@pytest.mark.parametrize(("agreed", "chosen"), [*product([True, False], repeat=2)])
@pytest.mark.parametrize("item", ["name", "id_number", "contact", "document"])
def test_what_goes_is_consent_and_choice(life, item, agreed, chosen):
    case = life.admitted()
    file = AttachmentFactory(complaint=case)
    name = f"document-{file.pk}" if item == "document" else item
    say(case, *([name] if agreed else []), actor=_owner(case))
    case.refresh_from_db()
    facts = {"documents": [file]} if item == "document" else {"identity": [item]}
    facts = facts if chosen else {"identity": []}
    if chosen and not agreed:
        with pytest.raises(Incomplete, match="does not want"):
            actions.send_letter(case, actor=life.handler, **LETTER, **facts)
        assert not case.letters.exists()
        return
    letter = actions.send_letter(case, actor=life.handler, **LETTER, **facts)
    assert letter.extract.items == ([item] if chosen and item != "document" else [])
    assert list(letter.attachments.all()) == ([file] if chosen and item == "document" else [])


def _owner(case):
    return code_holder(case.pk)


def test_a_consent_taken_back_unsends_nothing_and_lets_nothing_more_go(life, client):
    client.force_login(life.liaison.user)
    case = life.admitted()
    file = AttachmentFactory(complaint=case, name="acte.pdf")
    default_storage.save(file.copy, ContentFile(b"%PDF-1.7"))
    say(case, "name", "contact", f"document-{file.pk}", actor=_owner(case))
    case.refresh_from_db()
    letter = actions.send_letter(case, actor=life.handler, **LETTER, documents=[file], identity=["name", "contact"])
    address_then = case.complainant.address
    say(case, actor=_owner(case))
    Person.objects.update(address="5, rue Cachée")
    page = client.get(f"/administration/letters/{letter.pk}/").content.decode()
    assert address_then in page
    assert "rue Cachée" not in page  # moved since: what went is what went
    assert "acte.pdf" not in page  # its name is not told any more
    assert client.get(f"/administration/letters/{letter.pk}/files/{file.pk}/").status_code == 200
    case.refresh_from_db()
    with pytest.raises(Incomplete):
        actions.write_again(case, actor=life.handler, purpose="reminder", **LETTER, documents=[file])
    form = ACTS["write_again"].form(complaint=case, actor=life.handler)
    assert "identity" not in form.fields
    assert not form.fields["documents"].queryset.exists()
    assert "acte.pdf" in str(form.fields["documents"].help_text)


def test_the_handlers_open_form_is_stale_when_the_complainant_changes_the_choice(life):
    case = life.admitted()
    seen = case.events.latest("pk").pk
    say(case, actor=_owner(case))
    with pytest.raises((Stale, Incomplete)):
        actions.send_letter(case, actor=life.handler, seal=Seal(seen=seen), **LETTER)


def test_only_the_complainant_chooses_and_not_in_a_closed_file(life, opened):
    case = life.settled()
    with pytest.raises(NotAllowed):
        say(case, actor=_owner(case))
    client = opened(case)
    client.cookies["language"] = "en"
    page = client.get(address("agree", case))
    assert "nothing more is sent" in page.content.decode()
    other = life.admitted()
    for actor in (life.handler, life.liaison, life.supervisor, life.other_citizen):
        with pytest.raises(NotAllowed):
            say(other, "contact", actor=actor)
    share = ShareFactory(complaint=other, right="write")
    with pytest.raises(NotAllowed):
        say(other, "contact", actor=share_holder(share.pk, other.pk))
    assert not Consent.objects.exists()


def test_the_reason_for_no_name_goes_with_it_and_stays_in_the_history(life):
    case = life.admitted(share_identity=False, share_identity_reason="Je crains pour ma famille")
    say(case, "name", actor=_owner(case))
    case.refresh_from_db()
    assert (case.share_identity, case.share_identity_reason) == (True, "")
    assert case.events.get(name="consents_changed").internal_text == "Je crains pour ma famille"


def test_the_extract_is_sealed_in_the_database(life):
    case = life.admitted()
    say(case, "name", "id_number", "contact", actor=_owner(case))
    person = case.complainant
    person.id_kind, person.id_number = "cnie", "AB123456"
    person.save()
    case.refresh_from_db()
    letter = actions.send_letter(case, actor=life.handler, **LETTER, identity=["name", "id_number", "contact"])
    words = dict(identity_of(letter)).values()
    assert any("AB123456" in word for word in words)
    with connection.cursor() as cursor:
        cursor.execute("SELECT identity FROM casework_extract WHERE letter_id = %s", [letter.pk])
        (sealed,) = cursor.fetchone()
    assert "AB123456" not in sealed
    assert json.loads(letter.extract.identity)["name"] == person.name


def test_files_of_others_are_not_the_complainants_to_hold_back(life):
    case = life.admitted()
    ours = AttachmentFactory(complaint=case, source=Attachment.Source.INSTITUTION)
    say(case, actor=_owner(case))
    assert consents.of(case).may_go(ours)
    assert f"document-{ours.pk}" not in {row.name for row in agreeing.choices(case)}


@pytest.mark.parametrize("nonsense", ["\x00", "document-999999", "x" * 5000, "document-", "٣"])
def test_nonsense_changes_nothing(life, opened, nonsense):
    case = life.admitted()
    answer = opened(case).post(address("agree", case), {"given": [nonsense, "name"], "shown": [nonsense, "name"]})
    assert answer.status_code in {302, 400}
    assert consents.of(case).who == {"name"}
