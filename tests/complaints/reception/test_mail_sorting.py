"""Where a mail goes: into its file when nothing is in doubt, else before a person; never into a stranger's file."""

import pytest
from django.utils import timezone

from complaints.models import Attachment, IncomingMail, Message
from complaints.notifications.models import OutboxMessage
from complaints.reception import sorting
from complaints.workflow import transitions
from tests.complaints.documents import PDF
from tests.complaints.files.file_corpus import EICAR
from tests.complaints.reception.postbox import kept, letter
from tests.factories import RepresentationFactory

pytestmark = pytest.mark.django_db


def sorted_mail(raw, **given) -> IncomingMail:
    row = kept(raw, **given)
    sorting.sort(row.pk)
    row.refresh_from_db()
    return row


def reply(case, text="Voici ma réponse.", **given):
    sender = given.pop("sender", case.complainant.email)
    return letter(sender, given.pop("subject", f"RE: {case.reference} : un message"), text, **given)


@pytest.fixture
def answered(life):
    """A mail of ours that was sent, by its Message-ID."""

    def send(case) -> str:
        row = OutboxMessage.objects.filter(about=f"complaint:{case.pk}", channel="email").first()
        row.token, row.status = None, "claimed"
        OutboxMessage.objects.filter(pk=row.pk).update(status="sent", sent_at=timezone.now(), mail_key=row.key_of_mail)
        return row.message_id

    return send


def test_an_answer_from_the_proved_address_is_a_message_of_the_file(life, storage):
    case = life.in_study()
    row = sorted_mail(reply(case))
    message = case.messages.get()
    assert (row.status, row.complaint, row.message) == ("filed", case, message)
    assert (message.text, message.from_citizen, message.by_mail) == ("Voici ma réponse.", True, True)
    case.refresh_from_db()
    assert case.new_reply
    assert OutboxMessage.objects.filter(kind="desk_reply").exists()
    assert OutboxMessage.objects.filter(kind="complaint_message_received", channel="email").exists()


def test_what_went_into_the_file_stands_nowhere_else(life, storage):
    mail = reply(life.in_study())
    mail.add_attachment(PDF, maintype="application", subtype="pdf", filename="acte.pdf")
    row = sorted_mail(mail)
    assert (row.text, row.subject, row.sender, row.raw) == ("", "", "", None)
    assert row.shredded_at
    assert not row.files.exists()
    (file,) = Message.objects.get().attachments.all()
    assert (file.name, file.source, file.verdict) == ("acte.pdf", "citizen", "clean")


def test_it_takes_the_file_up_again_as_a_message_on_the_site_does(life, storage):
    case = life.waiting()
    assert case.state == "awaiting_citizen"
    sorted_mail(reply(case))
    case.refresh_from_db()
    assert case.state == "prelim_review"
    assert case.events.filter(name="receive_information").exists()


def test_comments_on_the_answer_are_comments(life, storage):
    case = life.commented()
    sorted_mail(reply(case))
    assert case.events.filter(name="commented").exists()


def test_our_own_message_id_names_the_file_without_any_number(life, storage, answered):
    case = life.in_study()
    row = sorted_mail(reply(case, subject="Bonjour", In_Reply_To=answered(case)))
    assert (row.status, row.complaint) == ("filed", case)


def test_a_message_id_that_was_made_up_names_nothing(life, storage, answered):
    case = life.in_study()
    digest = answered(case)[1:41]
    forged = f"<{digest[:32]}{'0' * 8}@localhost>"
    assert sorted_mail(reply(case, subject="Bonjour", References=forged)).status == "to_register"


@pytest.mark.parametrize(
    "spelled",
    ["{}", "re: {} !", "{lower}", "Fwd: [{}] réponse", "ملفي رقم {}", "IMR {year} {body}", "imr-{year}–{body}"],
)
def test_the_number_is_found_however_it_is_spelled(life, storage, spelled):
    case = life.in_study()
    _imr, year, body = case.reference.split("-")
    subject = spelled.format(case.reference, lower=case.reference.lower(), year=year, body=body)
    assert sorted_mail(reply(case, subject=subject)).status == "filed"


# Doubt


def test_another_sender_is_never_attached_silently(life, storage):
    case = life.in_study()
    row = sorted_mail(reply(case, sender="stranger@example.org"))
    assert (row.status, row.reason, row.complaint) == ("to_check", "sender", case)
    assert not case.messages.exists()
    assert not OutboxMessage.objects.filter(kind="desk_reply").exists()


def test_an_address_that_nobody_proved_is_another_sender(life, storage):
    case = life.in_study()
    type(case.complainant).objects.filter(pk=case.complainant_id).update(email_verified_at=None)
    assert sorted_mail(reply(case)).reason == "sender"


def test_a_sender_that_our_server_does_not_believe_is_checked(life, storage, settings):
    settings.MAIL_CHECKED_BY = "mx.mediateur.example"
    case = life.in_study()
    row = sorted_mail(reply(case, Authentication_Results="mx.mediateur.example; dmarc=fail"))
    assert (row.status, row.reason) == ("to_check", "origin")
    row = sorted_mail(reply(case, "Encore", Authentication_Results="mx.mediateur.example; dmarc=pass"))
    assert row.status == "filed"


def test_a_mail_about_two_files_is_checked_and_put_into_none(life, storage):
    one, two = life.in_study(), life.in_study()
    row = sorted_mail(reply(one, subject=f"{one.reference} et {two.reference}"))
    assert (row.status, row.reason, row.complaint) == ("to_check", "several", None)


def test_whose_mandate_has_ended_writes_to_no_file(life, storage):
    case = life.in_study()
    RepresentationFactory(complaint=case, mandate_until=timezone.localdate() - timezone.timedelta(days=1))
    row = sorted_mail(reply(case))
    assert (row.status, row.reason) == ("to_check", "refused")
    assert not case.messages.exists()


def test_two_programs_that_write_to_each_other_are_stopped(life, storage):
    case = life.in_study()
    statuses = [sorted_mail(reply(case, f"Message {number}")).status for number in range(12)]
    assert statuses == ["filed"] * 10 + ["to_check"] * 2


def test_the_same_mail_by_two_addresses_is_one_message(life, storage):
    case = life.in_study()
    mail = reply(case, message_id="<one@example.org>")
    first = sorted_mail(mail)
    mail["Received"] = "from elsewhere"
    second = sorted_mail(mail)
    assert (first.status, second.status, second.reason) == ("filed", "automatic", "copy")
    assert case.messages.count() == 1


def test_a_copy_of_what_waits_is_not_shown_twice(life, storage):
    mail = letter(message_id="<two@example.org>")
    sorted_mail(mail)
    mail["Received"] = "from elsewhere"
    assert sorted_mail(mail).reason == "copy"


# The rest


def test_everything_else_is_to_be_registered(life, storage):
    mail = letter("Ahmed Alami <ahmed@example.org>", "شكاية ضد الجماعة", "السلام عليكم")
    mail.add_attachment(PDF, maintype="application", subtype="pdf", filename="lettre.pdf")
    row = sorted_mail(mail)
    assert (row.status, row.complaint) == ("to_register", None)
    assert (row.sender, row.sender_name, row.subject, row.text) == (
        "ahmed@example.org",
        "Ahmed Alami",
        "شكاية ضد الجماعة",
        "السلام عليكم",
    )
    assert [file.name for file in row.files.all()] == ["lettre.pdf"]


def test_a_program_that_answers_goes_into_no_file(life, storage):
    case = life.in_study()
    row = sorted_mail(reply(case, "Je suis absente.", Auto_Submitted="auto-replied"))
    assert row.status == "automatic"
    assert not case.messages.exists()


def test_an_attachment_that_cannot_be_taken_is_named_to_both_sides(life, storage):
    case = life.in_study()
    mail = reply(case)
    mail.add_attachment(b"MZ\x00" * 50, maintype="application", subtype="octet-stream", filename="virus.exe")
    mail.add_attachment(PDF, maintype="application", subtype="pdf", filename="acte.pdf")
    sorted_mail(mail)
    message = case.messages.get()
    assert message.left_out == ["virus.exe"]
    assert [file.name for file in message.attachments.all()] == ["acte.pdf"]


def test_attachments_go_through_the_inspection(life, storage):
    mail = letter()
    mail.add_attachment(PDF + EICAR, maintype="application", subtype="zip", filename="piège.zip")
    row = sorted_mail(mail)
    assert not row.files.exists()
    assert row.left_out == [["piège.zip", "name"]]


def test_what_cannot_be_read_waits_for_a_person(life, storage):
    row = sorted_mail(b"x" * 600_000)
    assert (row.status, row.reason, row.raw) == ("to_check", "unreadable", None)


def test_who_killed_the_worker_again_and_again_waits_for_a_person(life, storage):
    assert sorted_mail(letter(), tries=6).reason == "unreadable"
    mail = letter()
    mail.add_attachment(PDF, maintype="application", subtype="pdf", filename="lourd.pdf")
    row = sorted_mail(mail, tries=3)
    assert (row.status, row.left_out) == ("to_register", [["lourd.pdf", "unchecked"]])


def test_a_mail_is_sorted_once(life, storage):
    case = life.in_study()
    row = sorted_mail(reply(case))
    sorting.sort(row.pk)
    assert case.messages.count() == 1
    assert Attachment.objects.count() == 0


def test_a_withdrawn_file_takes_words_as_on_the_site(life, storage):
    case = life.in_study(user=life.citizen.user)
    transitions.withdraw(case, actor=life.citizen)
    row = sorted_mail(reply(case))
    assert row.status in ("filed", "to_check")


def test_a_mail_about_a_joined_file_goes_into_the_one_that_goes_on(life, storage):
    goes_on, joined = life.in_study(), life.in_study()
    type(joined.complainant).objects.filter(pk=goes_on.complainant_id).update(email=joined.complainant.email)
    now = timezone.now()
    type(joined).objects.filter(pk=joined.pk).update(
        state="merged", joined_to=goes_on, closed_at=now, outcome="duplicate_merged", due_on=None
    )
    row = sorted_mail(reply(joined))
    assert (row.status, row.complaint) == ("filed", goes_on)
