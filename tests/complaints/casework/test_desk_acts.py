"""Acts: the preview is what is sent, stale forms are refused, two people decide, and triage is quick."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from complaints import files
from complaints.audit.models import AccessEntry
from complaints.casework import actions
from complaints.casework.models import Proposal
from complaints.enums import AnswerPosition, AnswerQuality, Ground, Outcome, Remedy, State
from complaints.guide import reference_data
from complaints.guide.models import Subject
from complaints.models import Complaint
from complaints.notifications import outbox
from complaints.notifications.models import OutboxMessage
from complaints.workflow import transitions
from tests.complaints.documents import PDF, document


def url(case, name: str = "") -> str:
    return f"/desk/complaints/complaint/{case.pk}/" + (f"do/{name}/" if name else "")


def hidden(page: str) -> dict[str, str]:
    """The form's hidden values, as a browser without JavaScript sends them back."""
    return dict(re.findall(r'type="hidden" name="(seen|seal)" value="([^"]*)"', page))


def go(client, case, name: str, **facts):
    """Preview, then confirm; returns both answers."""
    start = client.get(url(case, name)).content.decode()
    previewed = client.post(url(case, name), {**hidden(start), **facts})
    assert previewed.status_code == 200, previewed.content.decode()
    return previewed, client.post(url(case, name), {**hidden(previewed.content.decode()), **facts, "confirm": "1"})


def state(case) -> str:
    return Complaint.objects.get(pk=case.pk).state


def unsigned(text: str) -> str:
    """A mail without the moment at which its link was signed, and without the number of the event that asks for a voice: the
    preview's are those of a rehearsal."""
    return re.sub(r"(/follow/[a-z]+/\w+):[\w-]+:[\w-]+", r"\1", re.sub(r"(/follow/voice/)[\w:-]+", r"\1", text))


def letters_to_the_citizen(case) -> list[OutboxMessage]:
    rows = OutboxMessage.objects.filter(recipient=f"complaint:{case.pk}:citizen", channel="email")
    return list(rows.order_by("pk"))


def test_the_preview_is_exactly_what_is_sent(life, desk):
    case = life.in_study(language="ar")
    client = desk(life.handler)
    sent_before = len(letters_to_the_citizen(case))
    previewed, done = go(client, case, "request_information", items="Copie de la décision\nPasseport", text="مرحبا")
    assert len(letters_to_the_citizen(case)) == sent_before + 1
    assert done.status_code == 302
    shown = previewed.context["preview"]["citizen"][0]["message"]
    real = outbox.render(letters_to_the_citizen(case)[-1])
    assert (shown.subject, unsigned(shown.text), unsigned(shown.html)) == (
        real.subject, unsigned(real.text), unsigned(real.html),
    )  # fmt: skip
    page = unescape(previewed.content.decode())
    assert f'lang="ar" dir="{real.direction}"' in page
    assert real.direction == "rtl"
    assert real.subject.split(":")[-1].strip("\u2066\u2069 ") in page
    assert "Copie de la décision" in page
    assert case.complainant.email not in page
    assert "s•••@example.org" in page


def test_a_preview_changes_nothing(life, desk):
    case = life.in_study()
    before = (case.events.count(), OutboxMessage.objects.count())
    client = desk(life.handler)
    client.get(url(case, "admit"))
    client.post(url(case, "request_information"), {"seen": case.events.last().pk, "items": "x"})
    assert (case.events.count(), OutboxMessage.objects.count()) == before
    assert state(case) == State.PRELIM_REVIEW


def test_a_note_says_nothing_to_the_complainant(life, desk):
    case = life.in_study()
    before = OutboxMessage.objects.count()
    answer = desk(life.handler).post(url(case, "note"), {"text": "Appeler lundi"})
    assert answer.status_code == 302
    assert case.notes.get().text == "Appeler lundi"
    assert OutboxMessage.objects.count() == before


def test_confirming_without_a_preview_shows_the_preview(life, desk):
    case = life.in_study()
    client = desk(life.handler)
    answer = client.post(
        url(case, "request_information"), {"seen": case.events.last().pk, "items": "x", "confirm": "1"}
    )
    assert answer.status_code == 422
    assert answer.context["preview"]
    assert state(case) == State.PRELIM_REVIEW


def test_a_form_changed_after_the_preview_is_previewed_again(life, desk):
    case = life.in_study()
    client = desk(life.handler)
    start = hidden(client.get(url(case, "request_information")).content.decode())
    previewed = client.post(url(case, "request_information"), {**start, "items": "one"})
    answer = client.post(
        url(case, "request_information"),
        {**hidden(previewed.content.decode()), "items": "another", "confirm": "1"},
    )
    assert answer.status_code == 422
    assert "You changed the form after the preview" in answer.content.decode()
    assert state(case) == State.PRELIM_REVIEW


def test_a_stale_form_is_refused_and_nothing_typed_is_lost(life, desk):
    case = life.in_study()
    client = desk(life.handler)
    start = hidden(client.get(url(case, "request_information")).content.decode())
    previewed = client.post(url(case, "request_information"), {**start, "items": "Mon texte"})
    actions.add_note(case, actor=life.head, text="wait")
    answer = client.post(
        url(case, "request_information"),
        {**hidden(previewed.content.decode()), "items": "Mon texte", "confirm": "1"},
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody changed this file while you were working" in page
    assert "Mon texte" in page
    assert state(case) == State.PRELIM_REVIEW
    again = client.post(url(case, "request_information"), {**hidden(page), "items": "Mon texte"})
    done = client.post(
        url(case, "request_information"), {**hidden(again.content.decode()), "items": "Mon texte", "confirm": "1"}
    )
    assert done.status_code == 302
    assert state(case) == State.AWAITING_CITIZEN


def test_the_same_confirmation_twice_is_done_once(life, desk):
    case = life.in_study()
    client = desk(life.handler)
    start = client.get(url(case, "admit")).content.decode()
    facts = {**hidden(start), "subject": life.subject.pk, "administration": life.administration.pk, "confirm": "1"}
    assert client.post(url(case, "admit"), facts).status_code == 302
    assert client.post(url(case, "admit"), facts).url == url(case)
    assert case.events.filter(name="admit").count() == 1


def test_a_message_confirmed_twice_is_sent_once(life, desk):
    case = life.in_study()
    client = desk(life.handler)
    start = hidden(client.get(url(case, "message")).content.decode())
    previewed = client.post(url(case, "message"), {**start, "text": "Bonjour"})
    facts = {**hidden(previewed.content.decode()), "text": "Bonjour", "confirm": "1"}
    assert client.post(url(case, "message"), facts).status_code == 302
    again = client.post(url(case, "message"), facts, follow=True)
    assert "This was done already." in again.content.decode()
    assert case.messages.count() == 1
    assert len([row for row in letters_to_the_citizen(case) if row.kind == "complaint_message"]) == 1


def test_other_words_from_an_older_page_are_not_taken_for_a_second_press(life, desk):
    case = life.in_study()
    client = desk(life.handler)
    start = hidden(client.get(url(case, "message")).content.decode())
    previews = {
        text: hidden(client.post(url(case, "message"), {**start, "text": text}).content.decode())
        for text in ("Bonjour", "Et ceci")
    }
    answers = [
        client.post(url(case, "message"), {**seal, "text": text, "confirm": "1"}) for text, seal in previews.items()
    ]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert "Et ceci" in answers[1].content.decode()


def test_another_decision_than_the_one_proposed_is_not_taken_for_a_second_press(life, desk):
    case = life.heard()
    client = desk(life.handler)
    facts = {"basis": "loi 7-81", "public_text": "Non"}
    seals = {
        name: hidden(
            client.post(
                url(case, name), {**hidden(client.get(url(case, name)).content.decode()), **facts}
            ).content.decode()
        )
        for name in ("close_unfounded", "close_judicial")
    }
    answers = [client.post(url(case, name), {**seal, **facts, "confirm": "1"}) for name, seal in seals.items()]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert [row.transition for row in case.proposals.all()] == ["close_unfounded"]


def test_the_same_decision_proposed_again_in_other_words_is_not_taken_for_a_second_press(life, desk):
    case = life.heard()
    client, path = desk(life.handler), url(case, "close_unfounded")
    start = hidden(client.get(path).content.decode())
    seals = {
        text: hidden(client.post(path, {**start, "basis": "loi 7-81", "public_text": text}).content.decode())
        for text in ("Non", "Non, car…")
    }
    answers = [
        client.post(path, {**seals[text], "basis": "loi 7-81", "public_text": text, "confirm": "1"})
        for text in ("Non", "Non", "Non, car…")
    ]
    assert [answer.status_code for answer in answers] == [302, 302, 409]
    assert "Non, car…" in answers[2].content.decode()
    assert [row.data["public_text"] for row in case.proposals.all()] == ["Non"]


def test_a_note_sent_twice_is_kept_once_and_other_words_are_another_note(life, desk):
    case = life.in_study()
    client = desk(life.handler)
    page = hidden(client.get(url(case, "note")).content.decode())
    for text in ("À suivre", "À suivre", "Autre chose", "À suivre"):
        assert client.post(url(case, "note"), {**page, "text": text}).status_code == 302
    assert [note.text for note in case.notes.order_by("pk")] == ["À suivre", "Autre chose", "À suivre"]


def test_an_intake_officer_does_not_write_after_admission(life, desk):
    case = life.admitted()
    answer = desk(life.intake).post(url(case, "message"), {"seen": case.events.last().pk, "text": "Bonjour"})
    assert answer.status_code == 422
    assert "Intake officers act only until the file is admitted." in answer.content.decode()


def test_a_new_file_is_triaged_in_five_clicks(life, desk):
    """Queue, file, "Start", "Confirm", "Admit", "Confirm": the first values already show what would be sent."""
    case = life.registered()
    client = desk(life.handler)
    assert url(case) in client.get("/desk/complaints/complaint/?view=unassigned").content.decode()
    clicks = 1  # open the file
    assert url(case, "start_review") in client.get(url(case)).content.decode()
    for name, facts in (
        ("start_review", {"handler": life.handler.user_id}),
        ("admit", {"subject": life.subject.pk, "administration": life.administration.pk}),
    ):
        page = client.get(url(case, name))
        assert page.context["preview"]["citizen"], name
        done = client.post(url(case, name), {**hidden(page.content.decode()), **facts, "confirm": "1"})
        assert done.status_code == 302, name
        clicks += 2
    assert state(case) == State.ADMITTED
    assert clicks <= 6


def test_a_subject_that_nobody_named_is_one_press_and_shows_what_is_sent(life, desk):
    """Those that the complaint's words point at come first, in whatever language it is; all others are one press too."""
    reference_data.load()
    case = life.in_study(
        subject=None, title="Indemnité d’expropriation non versée", description="…", request="Le paiement."
    )
    client = desk(life.handler)
    page = client.get(url(case, "admit"))
    assert page.context["form"].likely()[0].code == "FON-F3"
    content = page.content.decode()
    offered = re.findall(r'href="\?about=([A-Z0-9-]+)#preview-title"', content)
    assert {subject.code for subject in Subject.objects.exclude(nature="HC")} <= set(offered)
    assert not any(code.startswith("HC") for code in offered)  # whoever admits it says that it is within competence
    chosen = client.get(url(case, "admit") + "?about=FON-F3")
    assert chosen.context["preview"]["citizen"]
    assert "act-subjects" not in chosen.content.decode()
    facts = {"subject": Subject.objects.get(code="FON-F3").pk, "administration": life.administration.pk}
    done = client.post(url(case, "admit"), {**hidden(chosen.content.decode()), **facts, "confirm": "1"})
    assert done.status_code == 302
    case.refresh_from_db()
    assert (case.state, case.subject.code) == (State.ADMITTED, "FON-F3")


def test_a_subject_that_does_not_exist_is_not_taken(life, desk):
    case = life.in_study(subject=None)
    for code in ("", "FON-F99", "1", "<b>"):
        page = desk(life.handler).get(url(case, "admit"), {"about": code})
        assert page.status_code == 200
        assert page.context["form"].unknown


def test_a_decision_takes_two_people(life, desk):
    case = life.waiting()
    case = transitions.receive_information(case, actor=life.handler, text="reçu")
    before = len(letters_to_the_citizen(case))
    facts = {"ground": Ground.X7, "bodies": [life.body.pk], "public_text": "Adressez-vous au Défenseur."}
    previewed, done = go(desk(life.handler), case, "orient", **facts)
    assert previewed.context["preview"]["citizen"]
    assert done.status_code == 302
    assert state(case) == State.PRELIM_REVIEW
    assert len(letters_to_the_citizen(case)) == before
    proposal = Proposal.objects.get(complaint=case)
    address = f"{url(case)}proposals/{proposal.pk}/"

    own = desk(life.handler)
    assert not own.get(address).context["may"]
    assert own.post(address, {"validate": "1", "seen": case.events.last().pk}).status_code == 409
    assert state(case) == State.PRELIM_REVIEW

    head = desk(life.head)
    page = head.get(address)
    assert "Adressez-vous au Défenseur." in page.content.decode()
    assert "Défenseur" in page.content.decode()
    shown = page.context["preview"]["citizen"][0]["message"]
    answer = head.post(address, {**hidden(page.content.decode()), "validate": "1"})
    assert answer.status_code == 302
    assert state(case) == State.ORIENTED
    assert unsigned(outbox.render(letters_to_the_citizen(case)[-1]).text) == unsigned(shown.text)


def test_a_decision_is_returned_with_its_reason(life, desk):
    case = life.commented()
    actions.propose(case, "close_unfounded", actor=life.handler, data={"basis": "loi 7-81", "public_text": "Non"})
    proposal = case.proposals.get()
    address = f"{url(case)}proposals/{proposal.pk}/"
    head = desk(life.head)
    assert head.post(address, {"return": "1", "reason": ""}).status_code == 422
    assert head.post(address, {"return": "1", "reason": "Motivez davantage."}).status_code == 302
    proposal.refresh_from_db()
    assert proposal.status == Proposal.Status.RETURNED
    assert "Motivez davantage." in desk(life.handler).get(url(case)).content.decode()
    assert state(case) == State.CITIZEN_COMMENT


def test_a_neighbours_head_finds_no_proposal(life, desk):
    case = life.commented()
    actions.propose(case, "close_unfounded", actor=life.handler, data={"basis": "loi 7-81", "public_text": "Non"})
    stranger = life.actor("head", life.other_unit)
    address = f"{url(case)}proposals/{case.proposals.get().pk}/"
    assert desk(stranger).get(address).status_code == 404
    assert desk(stranger).post(address, {"validate": "1"}).status_code == 404


def test_a_proposal_of_another_file_is_not_found_under_this_one(life, desk):
    one, two = life.commented(), life.commented()
    actions.propose(one, "close_unfounded", actor=life.handler, data={"basis": "loi 7-81", "public_text": "Non"})
    assert desk(life.head).get(f"{url(two)}proposals/{one.proposals.get().pk}/").status_code == 404


def test_what_is_not_possible_now_is_listed_with_its_reason(life, desk):
    page = desk(life.handler).get(url(life.in_study())).content.decode()
    assert "Not possible now" in page
    assert "Ask the complainant for the missing items first." in page


def test_an_act_of_another_state_is_refused_with_the_reason(life, desk):
    case = life.registered()
    answer = desk(life.handler).post(
        url(case, "close_unfounded"), {"seen": case.events.last().pk, "basis": "loi 7-81", "public_text": "Non"}
    )
    assert answer.status_code == 422
    assert "This is not possible while the file is in the state" in answer.content.decode()
    assert desk(life.handler).get(url(case, "withdraw")).status_code == 404
    assert desk(life.handler).get(url(case, "nonsense")).status_code == 404


def attach(life, case, **facts):
    return actions.add_file(case, document("piece.pdf"), actor=life.handler, **facts)


def test_the_letter_goes_with_the_documents_chosen_and_no_other(life, desk, storage):
    case = life.admitted()
    one, two = attach(life, case), attach(life, case)
    client = desk(life.handler)
    form = client.get(url(case, "send_to_administration"))
    assert case.reference in form.content.decode()
    arabic = client.get(url(case, "send_to_administration") + "?language=ar").content.decode()
    assert "القانون رقم 14.16" in arabic
    _previewed, done = go(
        client, case, "send_to_administration", language="fr", subject="Plainte", body="Monsieur,", documents=[one.pk]
    )
    assert done.status_code == 302
    letter = case.letters.get()
    assert [file.pk for file in letter.attachments.all()] == [one.pk]
    one.refresh_from_db(), two.refresh_from_db()
    assert one.shared_with_administration
    assert not two.shared_with_administration


def test_the_letter_hides_the_name_of_who_does_not_want_it_given(life, desk):
    case = life.admitted(share_identity=False)
    for language in ("fr", "ar"):
        page = desk(life.handler).get(url(case, "send_to_administration") + f"?language={language}")
        assert "Amrani" not in page.context["form"].first_values()["body"]


@pytest.mark.parametrize("ticked", [[], ["name"]])
def test_a_name_that_is_not_ticked_stands_in_no_letter(life, desk, ticked):
    case = life.admitted()
    client, address = desk(life.handler), url(case, "send_to_administration")
    start = hidden(client.get(address).content.decode())
    facts = {
        "language": "fr",
        "subject": "Plainte",
        "body": f"Plaignante : {case.complainant.name.upper()}",
        "identity": ticked,
    }
    page = client.post(address, {**start, **facts})
    assert ("which is not ticked" in page.text) is not bool(ticked)


def test_the_answer_is_recorded_with_its_file(life, desk, storage):
    case = life.with_administration()
    client = desk(life.handler)
    facts = {
        "position": AnswerPosition.PARTLY, "quality": AnswerQuality.SUBSTANTIVE, "text": "Nous paierons.",
        "received_on_0": "", "received_on_1": "", "received_on_2": "",
    }  # fmt: skip
    start = hidden(client.get(url(case, "record_answer")).content.decode())
    previewed = client.post(
        url(case, "record_answer"), {**start, **facts, "file": SimpleUploadedFile("reponse.pdf", PDF)}
    )
    assert previewed.status_code == 200, previewed.content.decode()
    stored = case.attachments.get(source="administration")
    done = client.post(
        url(case, "record_answer"),
        {**hidden(previewed.content.decode()), **facts, "attachments": [stored.pk], "confirm": "1"},
    )
    assert done.status_code == 302
    assert case.answers.get().attachments.get() == stored
    assert state(case) == State.CITIZEN_COMMENT


def test_a_case_is_settled_through_the_pages(life, desk):
    case = life.commented()
    facts = {
        "outcome": Outcome.SETTLED_PARTIAL,
        "remedies": [Remedy.PAYMENT],
        "proof": "Ordre de virement 88",
        "public_text": "L'administration a payé.",
    }
    go(desk(life.handler), case, "settle", **facts)
    proposal = case.proposals.get()
    head = desk(life.head)
    page = head.get(f"{url(case)}proposals/{proposal.pk}/").content.decode()
    head.post(f"{url(case)}proposals/{proposal.pk}/", {**hidden(page), "validate": "1"})
    case.refresh_from_db()
    assert (case.state, case.outcome, case.remedies) == (State.CLOSED, Outcome.SETTLED_PARTIAL, [Remedy.PAYMENT])
    assert "Ordre de virement 88" in head.get(f"{url(case)}?tab=decision").text


def test_a_file_is_taken_and_given(life, desk):
    case = life.registered()
    desk(life.handler).post(f"{url(case)}take/")
    case.refresh_from_db()
    assert case.handler == life.handler.user
    desk(life.head).post(url(case, "assign"), {"handler": life.intake.user_id})
    case.refresh_from_db()
    assert case.handler == life.intake.user
    answer = desk(life.head).post(url(case, "assign"), {"handler": life.neighbour.user_id})
    assert answer.status_code == 422


def test_a_message_to_the_complainant_is_shown_then_sent(life, desk):
    case = life.in_study()
    previewed, done = go(desk(life.handler), case, "message", text="Bonjour")
    assert "Bonjour" in previewed.content.decode()
    assert done.status_code == 302
    assert case.messages.get().text == "Bonjour"


def test_the_identity_number_is_masked_and_showing_it_is_kept(life, desk):
    case = life.in_study()
    person = case.complainant
    person.id_kind, person.id_number = "cnie", "AB123456"
    person.save()
    client = desk(life.handler)
    page = client.get(f"{url(case)}?tab=facts").content.decode()
    assert "AB123456" not in page
    assert "••••••56" in page
    assert client.get(f"{url(case)}identity/").status_code == 405
    assert "AB123456" in client.post(f"{url(case)}identity/").content.decode()
    assert case.events.filter(name="identity_shown", actor=life.handler.user).count() == 1
    assert AccessEntry.objects.filter(about=f"complaint:{case.pk}", what="identity", user=life.handler.user).exists()


def test_opening_a_file_is_kept_once_an_hour(life, desk):
    case = life.in_study()
    client = desk(life.handler)
    client.get(url(case))
    client.get(f"{url(case)}?tab=history")
    assert AccessEntry.objects.filter(about=f"complaint:{case.pk}", what="case").count() == 1


def test_files_are_added_and_downloaded_by_the_unit_alone(life, desk, storage):
    case = life.in_study()
    client = desk(life.handler)
    data = {"file": SimpleUploadedFile("note.pdf", PDF), "caption": "Note", "source": "institution", "internal": "on"}
    assert client.post(f"{url(case)}files/", data).status_code == 302
    row = case.attachments.get()
    assert row.internal
    answer = client.get(f"{url(case)}files/{row.pk}/original/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert AccessEntry.objects.filter(what=f"original:{row.pk}", user=life.handler.user).exists()
    for who in (life.neighbour, life.administrator):
        assert desk(who).get(f"{url(case)}files/{row.pk}/original/").status_code == 404
        assert desk(who).get(f"{url(case)}files/{row.pk}/").status_code == 404
    other = life.in_study()
    assert client.get(f"{url(other)}files/{row.pk}/").status_code == 404


def test_a_file_that_cannot_be_taken_is_refused_with_how_to_mend_it(life, desk, storage):
    case = life.in_study()
    data = {"file": SimpleUploadedFile("x.exe", b"MZ" + b"0" * 100), "source": "institution"}
    answer = desk(life.handler).post(f"{url(case)}files/", data)
    assert answer.status_code == 422
    assert "We cannot read this kind of file" in answer.content.decode()
    assert case.attachments.count() == 0


def test_the_desk_adds_the_administrations_answer_to_a_case_full_of_files(life, storage):
    case = life.in_study()
    mine = attach(life, case, source="citizen", internal=False)
    mine.size = files.MAX_CASE
    mine.save()
    assert attach(life, case, source="administration").source == "administration"


@pytest.mark.parametrize("text", ["\x00", "\ud800x", "x" * 1_000_000])
def test_nonsense_in_a_form_is_no_error(life, desk, text):
    case = life.in_study()
    data = {"seen": "9" * 40, "text": text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")}
    assert desk(life.handler).post(url(case, "note"), data).status_code in (302, 422)


def test_the_tabs_cost_the_same_whatever_they_hold(life, desk, django_assert_max_num_queries):
    case = life.commented()
    for number in range(12):
        actions.add_note(case, actor=life.handler, text=str(number))
        actions.send_message(case, actor=life.handler, text=str(number))
    client = desk(life.handler)
    client.get(url(case))
    for tab in ("", "facts", "files", "exchanges", "administration", "history"):
        with django_assert_max_num_queries(28):
            assert client.get(f"{url(case)}?tab={tab}").status_code == 200
    assert client.get(f"{url(case)}?tab=nonsense").status_code == 404
