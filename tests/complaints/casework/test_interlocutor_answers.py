"""An interlocutor answers: the draft, the sending, the check at the desk, and what the complainant sees of it when."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.actors import code_holder
from complaints import files, permissions
from complaints.casework.chasing import chase_administrations
from complaints.casework.interlocutor import replying
from complaints.casework.interlocutor.replying import About, SentAlready, Subject, Written
from complaints.follow_up import selectors
from complaints.models import AdministrationReply, Attachment, Complaint, ReplyFile
from complaints.notifications.models import OutboxMessage
from complaints.workflow import transitions
from complaints.workflow.errors import NotAllowed, Refused, Repeated, Stale
from tests.complaints.documents import document
from tests.complaints.workflow.life import Life

pytestmark = pytest.mark.django_db
WORDS = "La somme de 42 000 dirhams a été virée le 12 novembre."


@pytest.fixture(autouse=True)
def _files_in_memory(settings):
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


def about(case: Complaint) -> Subject:
    return Subject(case, About.ANSWER, letter=case.letters.get().number)


def page_of(case: Complaint) -> str:
    return f"/administration/letters/{case.letters.get().pk}/answer/"


def typed(**facts: object) -> dict[str, object]:
    return {"key": str(uuid.uuid4()), "version": "0", "position": "accepts", "text": WORDS, **facts}


def sent(life, case, **words):
    return replying.send(about(case), Written(**{"position": "accepts", "text": WORDS, **words}), actor=life.liaison)


# --- the draft ---


def test_a_draft_is_kept_and_shown_again_whole_or_not(life, desk):
    case, client = life.with_administration(), desk(life.liaison)
    answer = client.post(page_of(case), typed(position="", text="Première version", keep="1"))
    assert answer.status_code == 302
    page = client.get(page_of(case)).content.decode()
    assert "Première version" in page
    assert not case.events.filter(name="reply_sent").exists()
    assert not permissions.checkable_replies(life.handler).exists()


def test_a_colleague_who_changed_the_draft_is_not_overwritten_unseen(life, desk):
    case, client = life.with_administration(), desk(life.liaison)
    replying.save(about(case), Written(text="Texte de ma collègue"), actor=life.liaison)
    answer = client.post(page_of(case), typed(text="Mon texte", keep="1"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Texte de ma collègue" in page
    assert "Mon texte" in page
    again = client.post(
        page_of(case), typed(text="Mon texte", keep="1", version=answer.context["form"].data["version"])
    )
    assert again.status_code == 302
    assert AdministrationReply.objects.get().text == "Mon texte"


def test_documents_go_through_the_inspection_and_join_the_file_with_the_answer(life, desk):
    case, client = life.with_administration(), desk(life.liaison)
    form = typed(keep="1")
    assert client.post(page_of(case), {**form, "file": document("preuve.pdf")}).status_code == 302
    kept = ReplyFile.objects.get()
    assert kept.name == "preuve.pdf"
    assert not Attachment.objects.filter(complaint=case).exists()  # a draft is nobody's but theirs
    version = AdministrationReply.objects.get().version
    assert client.post(page_of(case), {**form, "version": version, "file": document("preuve.pdf")}).status_code == 302
    assert ReplyFile.objects.count() == 1  # the same file twice
    form.pop("keep")
    assert client.post(page_of(case), {**form, "version": version, "send": "1"}).status_code == 302
    row = Attachment.objects.get(complaint=case)
    assert (row.source, row.internal, row.original) == ("administration", True, kept.original)
    assert default_storage.exists(row.copy)
    assert not ReplyFile.objects.exists()


def test_a_refused_file_loses_no_word(life, desk):
    case, client = life.with_administration(), desk(life.liaison)
    upload = document("preuve.exe")
    answer = client.post(page_of(case), typed(keep="1", file=upload))
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()


def test_a_document_is_removed_and_its_bytes_go(life, desk, django_capture_on_commit_callbacks):
    case, client = life.with_administration(), desk(life.liaison)
    form = typed(keep="1")
    client.post(page_of(case), {**form, "file": document("preuve.pdf")})
    row = ReplyFile.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page_of(case), {**typed(key=form["key"]), "version": 1, "remove": row.pk})
    assert not ReplyFile.objects.exists()
    assert not default_storage.exists(row.original)


# --- the sending ---


def test_what_is_sent_waits_for_the_handler_who_is_told_and_nobody_else_sees_it(life):
    case = life.with_administration()
    before = len(selectors.timeline(case))
    OutboxMessage.objects.all().delete()
    reply = sent(life, case)
    assert list(permissions.checkable_replies(life.handler)) == [reply]
    told = set(OutboxMessage.objects.values_list("kind", "recipient"))
    assert told == {("desk_answer", f"user:{life.handler.user_id}")}
    assert len(selectors.timeline(case)) == before
    assert not permissions.checkable_replies(life.neighbour).exists()
    assert not permissions.readable_attachments(code_holder(case.pk)).exists()


def test_a_second_press_sends_nothing_twice_and_other_words_are_not_swallowed(life, desk):
    case, client = life.with_administration(), desk(life.liaison)
    form = typed(send="1")
    assert [client.post(page_of(case), form).status_code for _press in range(2)] == [302, 302]
    assert AdministrationReply.objects.count() == 1
    answer = client.post(page_of(case), {**form, "text": "Encore autre chose"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Encore autre chose" in page
    assert "sent already" in page
    assert AdministrationReply.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"text": "  "}, "Write your answer."),
        ({"position": ""}, "Choose what you answer."),
        ({"position": "silent"}, "Choose an answer of the list."),
        ({"text": "x" * 20001}, "at most 20000"),
        ({"wanted_until_0": "1", "wanted_until_1": "1", "wanted_until_2": "2020"}, "Choose a day after today"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(life, desk, facts, said):
    case, client = life.with_administration(), desk(life.liaison)
    answer = client.post(page_of(case), typed(send="1", **facts))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "text" in facts or WORDS in page


@pytest.mark.parametrize("text", ["\x00" + WORDS, WORDS + "\ud800", "م" * 1_000_000])
def test_nonsense_is_no_fault_of_the_server(life, desk, text):
    case, client = life.with_administration(), desk(life.liaison)
    data = typed(text=text.encode("utf-8", "surrogatepass"), send="1", version="-9" * 40, key="x")
    assert client.post(page_of(case), data).status_code in {302, 400, 413, 422}
    assert client.get(f"{page_of(case)}?x=%ff").status_code == 200


def test_the_language_is_switched_with_what_was_typed(life, desk):
    case, client = life.with_administration(), desk(life.liaison)
    answer = client.post(page_of(case), typed(text="Mon texte", switch_language="fr"))
    assert answer.status_code == 200
    assert "Mon texte" in answer.content.decode()
    assert answer.cookies["language"].value == "fr"


def test_a_closed_or_suspended_file_takes_no_answer(life):
    for case in (life.suspended(), life.with_administration()):
        Complaint.objects.filter(pk=case.pk).update(sent_at=timezone.now())
    case = Complaint.objects.get(state="suspended")
    with pytest.raises(NotAllowed):
        replying.save(Subject(case, About.ANSWER), Written(text="…"), actor=life.liaison)


@pytest.mark.parametrize("who", ["other_liaison", "handler", "supervisor", "citizen", "administrator"])
def test_nobody_else_writes_in_the_administrations_name(life, who):
    case = life.with_administration(user=life.citizen.user)
    with pytest.raises(Refused):
        replying.send(about(case), Written(position="accepts", text=WORDS), actor=getattr(life, who))
    assert not AdministrationReply.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_send_one_answer():
    life = Life()
    case = life.with_administration()
    words, ends = Written(position="accepts", text=WORDS, key=uuid.uuid4()), []
    barrier = threading.Barrier(2)

    def press() -> None:
        try:
            barrier.wait(10)
            replying.send(about(case), words, actor=life.liaison)
            ends.append("sent")
        except Repeated:
            ends.append("repeated")
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(ends) == ["repeated", "sent"]
    assert AdministrationReply.objects.count() == case.events.filter(name="reply_sent").count() == 1


# --- the clock ---


def test_nobody_is_reminded_while_an_answer_waits(life):
    case = life.with_administration()
    late = timezone.localdate() + timedelta(days=70)
    sent(life, case)
    assert chase_administrations(today=late) == 0
    AdministrationReply.objects.update(position="asks_delay")
    assert chase_administrations(today=late) == 1  # a request is no answer


def test_a_draft_and_its_key_belong_to_one_file(life):
    first, second = life.with_administration(), life.with_administration()
    key = uuid.uuid4()
    replying.send(about(first), Written(position="accepts", text=WORDS, key=key), actor=life.liaison)
    row = replying.send(about(second), Written(position="accepts", text=WORDS, key=key), actor=life.liaison)
    assert row.complaint_id == second.pk
    with pytest.raises(SentAlready):
        replying.save(about(first), Written(position="refuses", text=WORDS, key=key), actor=life.liaison)


def test_the_draft_of_before_is_stale_for_who_saw_none(life):
    case = life.with_administration()
    replying.save(about(case), Written(text="a"), actor=life.liaison)
    with pytest.raises(Stale):
        replying.save(about(case), Written(text="b"), actor=life.liaison)
    replying.save(about(case), Written(text="a"), actor=life.liaison)  # the same words are no conflict


def test_too_many_files_are_refused_in_words(life):
    case = life.with_administration()
    reply = replying.save(about(case), Written(text="a"), actor=life.liaison)
    for number in range(replying.MOST_FILES):
        received = files.receive(document(f"{number}.pdf"), already=0)
        ReplyFile.objects.create(
            reply=reply, uploaded_by=life.liaison.user, sent_at=timezone.now(), **{**received.fields(), "sha256": f"{number:064}"}
        )  # fmt: skip
    with pytest.raises(Refused, match="20 files"):
        replying.attach(about(case), Written(text="a", version=reply.version), document("x.pdf"), actor=life.liaison)


def test_the_pages_ask_for_the_second_factor(life, settings):
    case = life.with_administration()
    settings.STAFF_SECOND_FACTOR = True
    client = Client()
    client.force_login(life.liaison.user)
    for path in (page_of(case), "/administration/letters/", "/administration/calendar/", "/administration/absence/"):
        answer = client.get(path)
        assert answer.status_code == 302
        assert "/account/2fa/" in answer.url


def test_a_draft_that_can_be_sent_no_more_is_forgotten_with_its_files(life, django_capture_on_commit_callbacks):
    kept, closed, old = life.with_administration(), life.with_administration(), life.with_administration()
    for case in (kept, closed, old):
        replying.attach(about(case), Written(text="Brouillon"), document(), actor=life.liaison)
    gone = ReplyFile.objects.filter(reply__complaint__in=[closed, old])
    names = [row.original for row in gone]
    transitions.withdraw(closed, actor=code_holder(closed.pk))
    AdministrationReply.objects.filter(complaint=old).update(saved_at=timezone.now() - timedelta(days=183))
    with django_capture_on_commit_callbacks(execute=True):
        assert replying.forget_drafts(today=timezone.localdate()) == 2
    assert AdministrationReply.objects.get().complaint_id == kept.pk
    assert not any(default_storage.exists(name) for name in names)
    assert default_storage.exists(ReplyFile.objects.get().original)
