"""C30: one press from the mail says whether the problem is solved; the survey of one question, once, to who agreed."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from accounts.actors import code_holder
from complaints.enums import Ground, Outcome, Remedy, State
from complaints.envelopes import VOICE_LINK, again_page
from complaints.follow_up import voices
from complaints.follow_up.selectors import voice_page
from complaints.models import Complaint, Person, Voice
from complaints.notifications import outbox
from complaints.notifications.models import OutboxMessage
from complaints.sharing.actions import revoke_mandate
from complaints.workflow import reviews, transitions
from complaints.workflow.moves import Seal
from tests.factories import RepresentationFactory

pytestmark = pytest.mark.django_db


def closed(life, **facts) -> Complaint:
    two = Seal(proposed_by=life.handler.user)
    return transitions.close_unfounded(
        life.heard(**facts), actor=life.head, seal=two, basis="loi 7-81", public_text="Secret: non fondée."
    )


def page_of(case) -> str:
    closing = reviews.closing_event(case)
    return reverse("follow_up:voice", args=[signing.dumps(closing.pk, salt=VOICE_LINK)])


def mails(case, kind) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(about=f"complaint:{case.pk}", kind=kind, channel="email"))


def test_the_mail_of_the_decision_carries_the_link_in_its_own_language(life, client):
    case = closed(life, language="ar")
    (mail,) = mails(case, "complaint_closed")
    text = outbox.render(mail).text
    (path,) = re.findall(r"https?://[^/\s]+(/follow/voice/\S+)", text)
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Language"] == "ar"


@pytest.mark.parametrize("end", ["complaint_oriented", "complaint_inadmissible", "complaint_review_confirmed"])
def test_the_mail_of_every_other_end_carries_it_too(life, client, end):
    two = Seal(proposed_by=life.handler.user)
    if end == "complaint_oriented":
        case = transitions.orient(
            life.in_study(), actor=life.head, seal=two, ground=Ground.X7, bodies=[life.body.pk], public_text="Ailleurs."
        )
    elif end == "complaint_inadmissible":
        case = transitions.declare_inadmissible(
            transitions.receive_information(life.waiting(), actor=life.handler),
            actor=life.head,
            seal=two,
            formal_ground="identity",
            public_text="Une pièce manque.",
        )
    else:
        case = transitions.confirm_closing(
            life.contested(), actor=life.supervisor, seal=Seal(proposed_by=life.neighbour.user), public_text="Non."
        )
    (mail,) = mails(case, end)
    (path,) = re.findall(r"https?://[^/\s]+(/follow/voice/\S+)", outbox.render(mail).text)
    assert client.post(path, {"solved": "partly"}).status_code in (200, 302, 303)
    assert Voice.objects.get().solved == "partly"


def test_looking_records_nothing(life, client):
    case = closed(life)
    for method in (client.get, client.head, client.options):
        method(page_of(case))
    assert not Voice.objects.exists()
    assert not case.events.filter(name="voiced").exists()


def test_one_press_records_it_and_another_changes_it(life, client):
    case = closed(life)
    for solved in ("no", "no", "partly"):
        assert client.post(page_of(case), {"solved": solved}).status_code == 302
    voice = Voice.objects.get()
    assert (voice.complaint_id, voice.closed_at, voice.solved) == (case.pk, case.closed_at, "partly")
    assert [row.data for row in case.events.filter(name="voiced")] == [{"solved": "no"}, {"solved": "partly"}]


def test_the_page_tells_nothing_of_the_file(life, client):
    case = closed(life)
    client.post(page_of(case), {"solved": "no"})
    page = client.get(page_of(case)).text
    person = case.complainant
    secrets = (
        case.reference,
        case.title,
        person.first_name,
        person.last_name,
        person.email,
        "Secret",
        case.administration_name,
    )
    assert [secret for secret in secrets if secret in page] == []
    assert "_auth_user_id" not in client.session
    assert client.get(reverse("follow_up:case", args=[case.reference])).status_code == 404


def test_no_leads_to_the_review_without_the_code_and_yes_does_not(life, client):
    case = closed(life)
    door = f"{again_page(case)}?to=review".split(":", 1)[0]  # up to the moment of signing
    client.post(page_of(case), {"solved": "yes"})
    assert door not in client.get(page_of(case)).text
    client.post(page_of(case), {"solved": "no"})
    (way,) = re.findall(r'"(/follow/again/\S+to=review)"', client.get(page_of(case)).text)
    assert way.startswith(door)
    assert client.post(way).status_code == 200
    (mail,) = mails(case, "complaint_open_link")
    (link,) = re.findall(r"https?://[^/\s]+(/follow/open/\S+)", outbox.render(mail).text)
    entered = client.post(link)
    assert entered.url == reverse("follow_up:review", args=[case.reference])
    assert client.post(entered.url, {"ground": "error", "text": "Ma pièce 3"}).status_code == 302
    assert Complaint.objects.get(pk=case.pk).state == State.REVIEW


def test_without_a_proved_address_no_leads_to_number_and_code(life, client):
    case = closed(life)
    Person.objects.filter(pk=case.complainant_id).update(email_verified_at=None)
    client.post(page_of(case), {"solved": "no"})
    assert f"{reverse('follow_up:login')}?to=review" in client.get(page_of(case)).text


def test_who_acted_under_a_revoked_mandate_has_no_voice_any_more(life, client):
    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        case = closed(life)
        RepresentationFactory(complaint=case, own_email="zohra@example.org")
        daughters = page_of(case)
        assert client.post(daughters, {"solved": "yes"}).status_code == 302
    revoke_mandate(Complaint.objects.get(pk=case.pk), actor=life.handler, text="Lettre du 3 mars")
    assert client.get(daughters).status_code == 410
    assert client.post(daughters, {"solved": "partly"}).status_code == 410
    assert Voice.objects.get().solved == "yes"
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        mothers = voice_page(Complaint.objects.get(pk=case.pk))
    with time_machine.travel(timezone.now() + timedelta(seconds=9)):
        assert client.post(mothers, {"solved": "no"}).status_code == 302
    assert Voice.objects.get().solved == "no"


def test_an_answer_to_a_file_that_was_opened_again_is_not_taken(life, client):
    case = closed(life)
    here = page_of(case)
    transitions.request_review(case, actor=code_holder(case.pk), ground="error", text="x")
    assert client.get(here).status_code == 410
    assert client.post(here, {"solved": "yes"}).status_code == 410
    assert not Voice.objects.exists()


def test_after_the_survey_closed_nothing_is_taken(life, client):
    case = closed(life)
    here = page_of(case)
    with time_machine.travel(timezone.now() + timedelta(days=80)):
        assert client.post(here, {"solved": "yes"}).status_code == 410
    assert not Voice.objects.exists()


@pytest.mark.parametrize(
    "token", ["x", "MQ:1:2", "\x00", "%00", "a" * 3000], ids=["x", "parts", "NUL", "coded", "long"]
)
def test_a_made_up_link_takes_nothing(client, life, token):
    assert client.get(f"/follow/voice/{token}/").status_code in (400, 404, 410)


def test_a_link_that_opens_a_file_is_no_voice_and_a_voice_opens_no_file(life, client):
    from complaints.envelopes import open_token

    case = closed(life)
    closing = reviews.closing_event(case)
    other = reverse("follow_up:voice", args=[open_token(case)])
    opener = reverse("follow_up:open", args=[signing.dumps(closing.pk, salt=VOICE_LINK)])
    assert (client.get(other).status_code, client.get(opener).status_code) == (410, 410)


@pytest.mark.parametrize("value", ["", "maybe", "\x00", "x" * 10**6], ids=["empty", "maybe", "NUL", "long"])
def test_nonsense_is_no_crash_and_no_voice(life, client, value):
    answer = client.post(page_of(closed(life)), {"solved": value}, follow=True)
    assert answer.status_code == 200
    assert not answer.context["thanks"]
    assert not Voice.objects.exists()


def test_somebody_who_presses_for_ever_is_asked_to_wait(life, client):
    here = page_of(closed(life))
    answers = [client.post(here, {"solved": ("yes", "no")[n % 2]}).status_code for n in range(32)]
    assert answers[-1] == 429


# --- the survey ---


def survey(days: int = 3) -> int:
    return voices.send_surveys(now=timezone.now() + timedelta(days=days, minutes=1))


def test_the_survey_goes_out_after_three_days_once_and_only_to_who_agreed(life):
    asked, unasked = closed(life, survey_consent=True), closed(life)
    assert (survey(2), survey(), survey(), survey(9)) == (0, 1, 0, 0)
    assert len(mails(asked, "complaint_survey")) == 1
    assert mails(unasked, "complaint_survey") == []
    rendered = outbox.render(mails(asked, "complaint_survey")[0])
    assert sum(block.kind == "action" for block in rendered.blocks) == 1


def test_nobody_who_withdrew_is_asked_nor_one_who_asked_for_a_review(life):
    life.withdrawn(survey_consent=True)
    case = closed(life, survey_consent=True)
    transitions.request_review(case, actor=code_holder(case.pk), ground="error", text="x")
    assert survey() == 0


@pytest.mark.parametrize("rule", ["careful", "file_only"])
def test_nobody_for_whom_mail_may_be_dangerous_is_asked(life, rule):
    case = closed(life, survey_consent=True)
    case.complainant.contact_rule = rule
    case.complainant.save()
    assert survey() == 0


def test_an_old_closing_is_not_asked_about(life):
    closed(life, survey_consent=True)
    assert survey(31) == 0


def test_the_question_is_put_only_where_the_survey_was_sent(life, client):
    case = closed(life, survey_consent=True)
    answer = {"fair": "1", "fairness": "2", "comment": "Trop long"}
    assert 'name="fairness"' not in client.get(page_of(case)).text
    client.post(page_of(case), answer)
    assert not Voice.objects.exists()
    survey()
    assert 'name="fairness"' in client.get(page_of(case)).text
    assert client.post(page_of(case), answer).status_code == 302
    voice = Voice.objects.get()
    assert (voice.fairness, voice.comment) == (2, "Trop long")
    page = client.get(page_of(case)).text
    assert "Trop long" in page  # to be changed until the survey closes


def test_a_survey_without_an_answer_says_how_to_mend_it_and_keeps_the_words(life, client):
    case = closed(life, survey_consent=True)
    survey()
    for comment in ("Trop long", "x" * 1201):
        answer = client.post(page_of(case), {"fair": "1", "comment": comment})
        assert answer.status_code == 422
        assert comment[:1200] in answer.text
    assert Voice.objects.get().fairness is None


def test_a_switch_of_the_language_keeps_the_words(life, client):
    case = closed(life, survey_consent=True)
    survey()
    answer = client.post(page_of(case), {"fair": "1", "fairness": "4", "comment": "Merci", "switch_language": "ar"})
    assert answer.status_code == 200
    assert "Merci" in answer.text
    assert '<html lang="ar" dir="rtl"' in answer.text
    assert answer.cookies["language"].value == "ar"
    assert Voice.objects.get().fairness is None


def test_the_desk_reads_both_voices(life, client):
    case = closed(life, survey_consent=True)
    client.post(page_of(case), {"solved": "no"})
    client.force_login(life.head.user)
    client.cookies["language"] = "en"
    page = client.get(f"/desk/complaints/complaint/{case.pk}/?tab=facts").text
    assert "No, it is not solved" in page
    assert "Not founded" in page


def test_a_second_closing_has_a_voice_of_its_own(life, client):
    case = closed(life)
    client.post(page_of(case), {"solved": "no"})
    case = transitions.request_review(case, actor=code_holder(case.pk), ground="error", text="x")
    case = transitions.reopen(case, actor=life.supervisor, public_text="Oui")
    from complaints.casework import actions

    actions.send_letter(case, actor=life.handler, language="fr", subject="s", body="b")
    case = transitions.record_answer(case, actor=life.handler, position="accepts", quality="substantive", text="Payé")
    two = Seal(proposed_by=life.handler.user)
    case = transitions.settle(
        case,
        actor=life.head,
        seal=two,
        outcome=Outcome.SETTLED_FULL,
        remedies=[Remedy.PAYMENT],
        proof="Virement 123",
        public_text="Payé",
    )
    client.post(page_of(case), {"solved": "yes"})
    assert list(case.voices.values_list("solved", flat=True)) == ["no", "yes"]
