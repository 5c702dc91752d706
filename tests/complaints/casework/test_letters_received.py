"""What an administration's interlocutor reads: the letters sent to it, and nothing that names who asked not to be named."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from complaints.audit.models import AccessEntry
from complaints.casework import actions
from complaints.casework.acts import ACTS
from complaints.casework.letters.printing import page_of
from tests.factories import AttachmentFactory

NAME = "لحسن-أيت-ابراهيم.pdf"


def sent(life, **facts):
    """A letter with one document, whose name tells who sent it."""
    case = life.admitted(**facts)
    file = AttachmentFactory(complaint=case, name=NAME)
    default_storage.save(file.copy, ContentFile(b"%PDF-1.7"))
    told = ["name"] if case.share_identity else []
    return actions.send_letter(
        case, actor=life.handler, language="fr", subject="Plainte", body="Madame,", documents=[file], identity=told
    ), file


@pytest.fixture(autouse=True)
def _files_in_memory(settings):
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


@pytest.mark.django_db
@pytest.mark.parametrize(("named", "shown"), [(True, NAME), (False, "Document 1.pdf")])
def test_a_file_has_its_senders_name_only_where_that_may_be_known(life, desk, named, shown):
    letter, file = sent(life, share_identity=named)
    client = desk(life.liaison)
    page = client.get(f"/administration/letters/{letter.pk}/").content.decode()
    answer = client.get(f"/administration/letters/{letter.pk}/files/{file.pk}/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert shown in page
    assert (NAME in page) is named
    assert ("Document" in answer["Content-Disposition"]) is not named


@pytest.mark.django_db
@pytest.mark.parametrize(("named", "shown"), [(True, NAME), (False, "Document 1.pdf")])
def test_the_page_of_a_letter_calls_its_documents_the_same_for_everybody(life, desk, named, shown):
    letter, _file = sent(life, share_identity=named)
    assert list(page_of(letter).documents) == [shown]
    case = f"/desk/complaints/complaint/{letter.complaint_id}"
    theirs = desk(life.liaison).get(f"/administration/letters/{letter.pk}/pdf/").content
    assert theirs == desk(life.handler).get(f"{case}/letters/{letter.pk}/pdf/").content


@pytest.mark.django_db
def test_what_an_administration_reads_is_kept(life, desk):
    letter, file = sent(life)
    client = desk(life.liaison)
    client.get(f"/administration/letters/{letter.pk}/")
    client.get(f"/administration/letters/{letter.pk}/files/{file.pk}/")
    kept = AccessEntry.objects.filter(user=life.liaison.user, about=f"letter:{letter.pk}")
    assert set(kept.values_list("what", flat=True)) == {"letter", f"file:{file.pk}"}


@pytest.mark.django_db
def test_who_will_not_be_named_is_looked_for_before_a_letter_leaves(life, desk):
    form = ACTS["send_to_administration"].form
    data = {"language": "fr", "subject": "Plainte", "body": "Madame,"}
    hidden, open_ = life.admitted(share_identity=False), life.admitted()
    warning = "The complainant refused to be named to the administration."
    pages = [
        desk(life.handler).get(f"/desk/complaints/complaint/{case.pk}/do/send_to_administration/")
        for case in (hidden, open_)
    ]
    assert [warning in page.content.decode() for page in pages] == [True, False]
    assert "unnamed" in form(data, complaint=hidden, actor=life.handler).errors
    ticked = form({**data, "unnamed": "on"}, complaint=hidden, actor=life.handler)
    assert ticked.is_valid()
    assert "unnamed" not in ticked.facts()
    assert form(data, complaint=open_, actor=life.handler).is_valid()
