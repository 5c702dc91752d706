"""What an officer does with a mail: a complaint, a message of a file, a question, or nothing; and what is kept of it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from complaints import permissions
from complaints.intake.models import Draft
from complaints.knowledge.models import Question
from complaints.models import Complaint, IncomingFile, IncomingMail
from complaints.reception import actions, keeping, selectors, sorting
from complaints.reception.actions import Dealt
from tests.complaints.documents import PDF
from tests.complaints.reception import counter
from tests.complaints.reception.postbox import kept, letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(office, desk):
    return desk(office.intake)


def waiting(
    sender="Ahmed El Alami <ahmed@example.org>", subject="شكاية ضد الجماعة", text="لم أتوصل بأي جواب.", files=1, **given
):
    mail = letter(sender, subject, text)
    for number in range(files):
        mail.add_attachment(PDF, maintype="application", subtype="pdf", filename=f"pièce-{number}.pdf")
    row = kept(mail, **given)
    sorting.sort(row.pk)
    row.refresh_from_db()
    return row


def to_check(case, **given):
    return waiting("stranger@example.org", f"RE {case.reference}", "C'est moi.", **given)


def test_the_list_shows_what_waits_and_since_when(client, office):
    row = waiting(arrived_at=timezone.now() - timedelta(days=3))
    page = client.get("/desk/reception/").content.decode()
    assert "شكاية ضد الجماعة" in page
    assert "ahmed@example.org" in page
    assert "waits" in page
    mail = client.get(f"/desk/reception/mails/{row.pk}/").content.decode()
    assert "لم أتوصل بأي جواب." in mail
    assert "pièce-0.pdf" in mail


def test_a_mail_cannot_write_into_our_page(client, office):
    row = waiting('"<script>x</script>" <a@example.org>', "<b>gras</b>", "<img src=x onerror=alert(1)>")
    page = client.get(f"/desk/reception/mails/{row.pk}/").content.decode()
    assert "<script>x" not in page
    assert "<img src=x" not in page
    assert "<b>gras" not in page


# It is a complaint


def begin(client, row):
    answer = client.post(f"/desk/reception/mails/{row.pk}/register/")
    assert answer.status_code == 303
    return Draft.objects.get(mail=row)


def complete(client, office, draft):
    """The officer looks at what the mail told, completes it and saves each page."""
    steps = counter.posts(office.unit, reception=counter.received(office.unit, channel="email", signature="not_yet"))
    for page in ("received", "person", "matter", "papers"):
        client.post(counter.address(draft, page), counter.body(page, steps))
    return counter.register(client, draft)


def test_a_form_opens_with_what_the_mail_tells(client, office):
    draft = begin(client, waiting())
    first = client.get(counter.address(draft, "received")).context["sections"][0][0].form
    assert [first[name].value() for name in ("channel", "unit")] == ["email", str(office.unit.pk)]
    person = client.get(counter.address(draft, "person")).content.decode()
    matter = client.get(counter.address(draft, "matter")).content.decode()
    assert 'value="Ahmed El"' in person
    assert 'value="Alami"' in person
    assert 'value="ahmed@example.org"' in person
    assert "لم أتوصل بأي جواب." in matter
    assert [file.name for file in draft.files.all()] == ["pièce-0.pdf"]


def test_what_the_mail_tells_is_no_answer_until_somebody_saved_it(client, office):
    draft = begin(client, waiting())
    titles = [title for title, _url in client.get(counter.address(draft, "check")).context["unfinished"]]
    assert "How it came" in [str(title) for title in titles]


def test_the_mail_leaves_the_list_when_the_complaint_is_registered(client, office):
    row = waiting()
    draft = begin(client, row)
    assert selectors.counts(office.intake)["register"] == 1
    assert complete(client, office, draft).status_code == 303
    case = Complaint.objects.get()
    row.refresh_from_db()
    assert (row.status, row.complaint, row.handled_by) == ("registered", case, office.intake.user)
    assert (case.channel, case.reception.mail) == ("email", row)
    assert [file.name for file in case.attachments.all()] == ["pièce-0.pdf"]
    assert not row.files.exists()
    assert case.complainant.email_verified_at is None


def test_two_officers_do_not_register_one_mail(client, office, desk):
    row = waiting()
    draft = begin(client, row)
    other = desk(office.head)
    answer = other.post(f"/desk/reception/mails/{row.pk}/register/", follow=True)
    assert "is registering this mail" in answer.content.decode()
    assert begin(client, row).pk == draft.pk


def test_a_mail_that_was_dealt_with_meanwhile_is_not_registered(client, office):
    row = waiting()
    draft = begin(client, row)
    actions.set_aside(row, actor=office.head, why="Publicité")
    answer = complete(client, office, draft)
    assert answer.status_code == 409
    assert not Complaint.objects.exists()


def test_a_draft_that_is_thrown_away_leaves_the_mail_and_its_files(client, office, storage):
    row = waiting()
    draft = begin(client, row)
    client.post(counter.address(draft, "drop"))
    row.refresh_from_db()
    assert row.status == "to_register"
    answer = client.get(f"/desk/reception/mails/{row.pk}/attachments/{row.files.get().pk}/")
    assert answer.status_code == 200
    answer.close()


# It belongs to a file


def test_it_goes_into_a_file_as_a_message_when_the_officer_is_sure_who_wrote(office, desk):
    case = office.waiting()
    row = to_check(case)
    answer = desk(office.handler).post(
        f"/desk/reception/mails/{row.pk}/file/", {"reference": case.reference, "writer": "citizen"}
    )
    assert answer.status_code == 303
    message = case.messages.get()
    assert (message.text, message.by_mail, message.attachments.count()) == ("C'est moi.", True, 1)
    case.refresh_from_db()
    assert case.state == "prelim_review"
    assert case.events.get(name="mail_filed").actor == office.handler.user
    row.refresh_from_db()
    assert (row.status, row.text) == ("filed", "")


def test_of_somebody_else_only_the_desk_reads_it(office, desk):
    case = office.in_study()
    row = to_check(case)
    desk(office.handler).post(f"/desk/reception/mails/{row.pk}/file/", {"reference": case.reference, "writer": "other"})
    assert not case.messages.exists()
    assert case.attachments.get().internal
    event = case.events.get(name="mail_filed")
    assert "C'est moi." in event.internal_text
    assert event.public_text == ""


def test_a_file_of_another_unit_is_no_file_of_this_officers(client, office):
    case = office.in_study(unit=office.unit)
    Complaint.objects.filter(pk=case.pk).update(unit=office.other_unit)
    row = waiting()
    answer = client.post(f"/desk/reception/mails/{row.pk}/file/", {"reference": case.reference, "writer": "citizen"})
    assert answer.status_code == 422
    assert "You have no file with this number" in answer.content.decode()
    row.refresh_from_db()
    assert row.status == "to_register"


# It is a question, or nothing


def test_it_becomes_a_question_to_its_sender(client, office):
    row = waiting(subject="Horaires", text="Quand êtes-vous ouverts ?", files=0)
    answer = client.post(f"/desk/reception/mails/{row.pk}/question/", {"language": "fr"})
    question = Question.objects.get()
    assert answer["Location"] == f"/desk/questions/{question.pk}/"
    assert (question.text, question.email, question.language, question.user) == (
        "Horaires\n\nQuand êtes-vous ouverts ?",
        "ahmed@example.org",
        "fr",
        None,
    )
    row.refresh_from_db()
    assert row.status == "asked"


def test_it_is_set_aside_with_a_reason_and_can_be_taken_up_again(client, office):
    row = waiting()
    assert client.post(f"/desk/reception/mails/{row.pk}/aside/", {"why": ""}).status_code == 422
    client.post(f"/desk/reception/mails/{row.pk}/aside/", {"why": "Publicité"})
    row.refresh_from_db()
    assert (row.status, row.why, row.handled_by) == ("discarded", "Publicité", office.intake.user)
    assert "Publicité" in client.get("/desk/reception/?view=aside").content.decode()
    client.post(f"/desk/reception/mails/{row.pk}/again/")
    row.refresh_from_db()
    assert (row.status, row.why) == ("to_register", "")


def test_what_is_done_is_not_done_again(office):
    row = waiting()
    actions.set_aside(row, actor=office.intake, why="Publicité")
    with pytest.raises(Dealt):
        actions.set_aside(row, actor=office.head, why="Encore")
    with pytest.raises(Dealt):
        actions.take_as_question(row, actor=office.head, language="fr")
    with pytest.raises(Dealt):
        actions.begin(row, actor=office.head)


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_do_two_things_with_one_mail_and_one_of_them_wins(office):
    import threading

    row, done = waiting(), []

    def act(work, *given, **more):
        try:
            work(row, *given, **more)
            done.append(work.__name__)
        except Dealt:
            pass
        finally:
            connection.close()

    threads = [
        threading.Thread(target=act, args=(actions.set_aside,), kwargs={"actor": office.head, "why": "x"}),
        threading.Thread(
            target=act, args=(actions.take_as_question,), kwargs={"actor": office.intake, "language": "fr"}
        ),
    ]
    [thread.start() for thread in threads]
    [thread.join(30) for thread in threads]
    assert len(done) == 1
    assert Question.objects.count() == (done == ["take_as_question"])


# Who may


WHO = ("handler", "head", "intake", "supervisor", "neighbour", "administrator", "liaison", "citizen")


@pytest.mark.parametrize("who", WHO)
def test_the_predicate_and_its_twin_agree(office, who):
    actor, case = getattr(office, who), office.in_study()
    rows = [waiting(), to_check(case)]
    allowed = {row.pk for row in rows if permissions.can_read_mail(actor, IncomingMail.objects.get(pk=row.pk))}
    assert set(permissions.readable_mails(actor).values_list("pk", flat=True)) == allowed
    expected = {"neighbour": 1, "administrator": 0, "liaison": 0, "citizen": 0}.get(who, 2)
    assert len(allowed) == expected


def test_a_mail_that_names_a_neighbours_file_is_a_404_to_others(office, desk):
    row = to_check(office.in_study())
    stranger = desk(office.neighbour)
    assert stranger.get(f"/desk/reception/mails/{row.pk}/").status_code == 404
    for act in ("register", "file", "question", "aside", "again"):
        assert stranger.post(f"/desk/reception/mails/{row.pk}/{act}/").status_code == 404
    assert stranger.get(f"/desk/reception/mails/{row.pk}/attachments/{row.files.get().pk}/").status_code == 404
    assert row.complaint.reference not in stranger.get("/desk/reception/?view=check").content.decode()


@pytest.mark.parametrize("who", ["administrator", "statistician"])
def test_who_works_on_no_file_reads_no_mail(office, desk, who):
    waiting()
    actor = office.actor(who, None)
    page = desk(actor).get("/desk/reception/").content.decode()
    assert "ahmed@example.org" not in page
    assert desk(actor).post("/desk/reception/new/").status_code == 303
    assert not Draft.objects.exists()


# The list is built for many


def test_the_pages_of_the_list_go_by_key_and_their_queries_do_not_grow(
    client, office, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(selectors, "PAGE", 3)
    now = timezone.now()
    for number in range(8):
        waiting(subject=f"mail {number}", files=0, arrived_at=now - timedelta(hours=20 - number))
    with CaptureQueriesContext(connection) as few:
        page = client.get("/desk/reception/")
    number = len(few)
    seen, link = [row.subject for row, _late in page.context["rows"]], page.context["links"]["after"]
    while link:
        with django_assert_max_num_queries(number):
            page = client.get(f"/desk/reception/{link}")
        seen += [row.subject for row, _late in page.context["rows"]]
        link = page.context["links"]["after"]
    assert seen == [f"mail {number}" for number in range(8)]
    back = client.get(f"/desk/reception/{page.context['links']['before']}")
    assert [row.subject for row, _late in back.context["rows"]] == ["mail 3", "mail 4", "mail 5"]


@pytest.mark.parametrize(
    "cursor", ["x", "2026-01-01~1", "9999-99-99T00:00~5", "~", "2026-01-01T00:00:00+00:00~" + "9" * 40]
)
def test_a_cursor_that_is_none_is_no_cursor(client, office, cursor):
    assert client.get("/desk/reception/", {"after": cursor}).status_code == 200


def test_the_list_is_served_by_its_index(office):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        rows = selectors.mails_in("register", actor=office.supervisor).order_by("arrived_at", "pk")[:50]
        assert "mail_list" in rows.explain()


# What is kept of it


def aged(row, days, **given):
    at = timezone.now() - timedelta(days=days)
    IncomingMail.objects.filter(pk=row.pk).update(kept_at=at, handled_at=at if row.handled_at else None, **given)


def test_what_was_set_aside_is_shredded_after_ninety_days_with_its_files(office, storage):
    row = waiting()
    actions.set_aside(row, actor=office.intake, why="Publicité")
    row.refresh_from_db()
    aged(row, 89)
    assert keeping.shred() == 0
    aged(row, 91)
    assert keeping.shred() == 1
    row.refresh_from_db()
    assert (row.sender, row.sender_name, row.subject, row.text, row.why) == ("", "", "", "", "")
    assert not IncomingFile.objects.exists()
    assert row.digest
    assert row.shredded_at
    assert keeping.shred() == 0


def test_the_bytes_go_with_it_unless_a_file_needs_them(client, office, storage, django_capture_on_commit_callbacks):
    row = waiting()
    stored = row.files.get().original
    assert (storage / stored).exists()
    actions.set_aside(row, actor=office.intake, why="Publicité")
    row.refresh_from_db()
    aged(row, 91)
    with django_capture_on_commit_callbacks(execute=True):
        keeping.shred()
    assert not (storage / stored).exists()


def test_what_waits_is_never_shredded_and_what_became_a_complaint_stays_with_it(client, office):
    row = waiting()
    aged(row, 400)
    other = waiting(subject="Une autre")
    complete(client, office, begin(client, other))
    other.refresh_from_db()
    aged(other, 400)
    assert keeping.shred() == 0


@pytest.mark.parametrize("status", ["automatic", "returned"])
def test_what_a_program_sent_is_shredded_after_thirty_days(office, status):
    row = waiting()
    aged(row, 31, status=status)
    assert keeping.shred() == 1


def test_the_database_holds_that_a_shredded_mail_says_nothing(office):
    row = waiting()
    with pytest.raises(IntegrityError), transaction.atomic():
        IncomingMail.objects.filter(pk=row.pk).update(shredded_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        IncomingMail.objects.filter(pk=row.pk).update(status="filed")
