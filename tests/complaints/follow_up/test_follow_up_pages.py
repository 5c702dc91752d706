"""The citizen's side of a filed case: opened by code, link or account, and by nobody else."""

import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from complaints import codes, recovery, references
from complaints.casework import actions
from complaints.enums import Outcome, Remedy, State
from complaints.envelopes import open_token
from complaints.follow_up import access
from complaints.models import Attachment
from complaints.notifications import outbox, selectors
from complaints.notifications.models import OutboxMessage
from complaints.workflow import transitions
from complaints.workflow.moves import Seal
from mediator.languages import CODES
from tests.complaints.follow_up.opening import CODE, address, with_code

pytestmark = pytest.mark.django_db


def page(client, name, case, **data):
    return client.get(address(name, case), **data)


def test_reference_and_code_open_the_file(life, opened):
    case = life.registered()
    answer = page(opened(case), "case", case)
    assert answer.status_code == 200
    assert case.reference in answer.text
    assert case.title in answer.text


def test_code_and_reference_may_be_typed_carelessly(life, client):
    case = with_code(life.registered())
    typed = {"reference": case.reference.lower().replace("-", " "), "code": CODE.lower().replace("-", " ")}
    assert client.post(reverse("follow_up:login"), typed).status_code == 302


def test_a_wrong_code_and_an_unknown_reference_look_alike(life, client):
    case = with_code(life.registered())
    wrong = client.post(reverse("follow_up:login"), {"reference": case.reference, "code": codes.new_code()})
    unknown = client.post(reverse("follow_up:login"), {"reference": "IMR-2026-0000000", "code": codes.new_code()})
    assert wrong.status_code == unknown.status_code == 422
    errors = [answer.context["form"].errors.as_text() for answer in (wrong, unknown)]
    assert errors[0] == errors[1]


@pytest.mark.parametrize("value", ["\x00", "x" * 10**5, "٠١٢", "'; --", ""])
def test_nonsense_gets_a_sentence(client, value):
    assert client.post(reverse("follow_up:login"), {"reference": value, "code": value}).status_code == 422


@pytest.mark.parametrize("name", ["case", "write", "answer", "withdraw", "receipt"])
def test_a_neighbours_file_is_a_404_like_one_that_does_not_exist(life, opened, name):
    mine, other = life.registered(), life.registered()
    client = opened(mine)
    assert page(client, name, other).status_code == 404
    other.reference = "IMR-2026-00000000"
    assert page(client, name, other).status_code == 404


def test_an_account_opens_its_own_files_only(life, client):
    case = life.registered(user=life.citizen.user)
    client.force_login(life.other_citizen.user)
    assert page(client, "case", case).status_code == 404
    client.force_login(life.citizen.user)
    assert page(client, "case", case).status_code == 200


def test_the_receipt_comes_again_without_the_code(life, opened):
    case = life.registered()
    answer = page(opened(case), "receipt", case)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_closing_the_file_closes_it(life, opened):
    case = life.registered()
    client = opened(case)
    client.post(reverse("follow_up:leave"))
    assert page(client, "case", case).status_code == 404


def test_the_desks_own_side_is_not_shown(life, opened):
    case = life.in_study()
    actions.add_note(case, actor=life.handler, text="CANARY-NOTE")
    Attachment.objects.create(
        complaint=case, name="CANARY-FILE.pdf", content_type="application/pdf", size=1, sha256="0", original="a/b",
        internal=True, verdict="clean", sent_at=case.submitted_at,
    )  # fmt: skip
    assert "CANARY" not in page(opened(case), "case", case).text


def test_the_answer_goes_item_by_item(life, opened):
    case = life.waiting()
    item = case.information_requests.get().items.get()
    client = opened(case)
    url = reverse("follow_up:answer", args=[case.reference])
    assert item.label in client.get(url).text
    assert client.post(url, {}).status_code == 422
    photo = SimpleUploadedFile("acte.jpg", b"not a photo", "image/jpeg")
    refused = client.post(url, {f"answer_{item.pk}": "voici", f"file_{item.pk}": photo})
    assert refused.status_code == 422
    assert "voici" in refused.text
    assert client.post(url, {f"answer_{item.pk}": "voici"}).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.new_reply) == (State.PRELIM_REVIEW, True)


def test_a_message_reaches_the_desk_and_is_acknowledged(life, opened):
    case = life.in_study()
    client = opened(case)
    url = reverse("follow_up:write", args=[case.reference])
    assert client.post(url, {"text": ""}, follow=True).context["form"].errors["text"]
    assert client.post(url, {"text": "سؤال"}).status_code == 302
    case.refresh_from_db()
    assert case.new_reply
    kinds = set(OutboxMessage.objects.filter(about=f"complaint:{case.pk}").values_list("kind", flat=True))
    assert {"complaint_message_received", "desk_reply"} <= kinds
    assert "سؤال" in page(client, "case", case).text


def test_a_comment_on_the_administrations_answer_is_known_as_one(life, opened):
    case = life.commented()
    client = opened(case)
    assert "Nous paierons." in page(client, "case", case).text
    client.post(reverse("follow_up:write", args=[case.reference]), {"text": "Non"})
    assert case.events.filter(name="commented").exists()


def test_the_link_is_mailed_and_the_answer_tells_nothing(life, client):
    case = life.registered()
    url = reverse("follow_up:ask_link")
    known = client.post(url, {"reference": case.reference})
    unknown = client.post(url, {"reference": references.new_reference(2026)})
    assert known.status_code == unknown.status_code == 200
    assert known.templates[0].name == unknown.templates[0].name
    mail = OutboxMessage.objects.get(kind="complaint_open_link", about=f"complaint:{case.pk}")
    assert reverse("follow_up:open", args=["x"]).removesuffix("x/") in outbox.render(mail).text


def test_asking_for_a_link_does_the_same_for_a_file_that_is_there_and_one_that_is_not(life, client):
    case = life.registered()
    done = []
    for reference in (case.reference, references.new_reference(2026)):
        with CaptureQueriesContext(connection) as queries:
            client.post(reverse("follow_up:ask_link"), {"reference": reference})
        done.append([re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries])
    assert done[0] == done[1]
    nobodys = OutboxMessage.objects.get(kind="complaint_open_link", about="complaint:0")
    with pytest.raises(outbox.Nobody):
        outbox.render(nobodys)


def test_asking_for_a_link_leaves_the_desks_open_forms_alone(life, client):
    case = life.in_study()
    seen = case.events.order_by("-pk").first().pk
    client.post(reverse("follow_up:ask_link"), {"reference": case.reference})
    transitions.admit(case, actor=life.handler, subject=life.subject, seal=Seal(seen=seen))
    case.refresh_from_db()
    assert case.state == State.ADMITTED


def test_links_are_asked_for_a_few_times_by_one_network_and_for_one_file(life, client, monkeypatch):
    case = life.registered()
    ask = lambda: client.post(reverse("follow_up:ask_link"), {"reference": case.reference}).status_code  # noqa: E731
    monkeypatch.setattr(access, "LINKS_A_NETWORK", 5)
    assert [ask() for _time in range(6)] == [200] * 5 + [429]
    assert OutboxMessage.objects.filter(kind="complaint_open_link").count() == access.LINKS


def test_after_too_many_wrong_codes_no_code_is_looked_at(life, client, monkeypatch):
    case = with_code(life.registered())
    monkeypatch.setattr(access, "TRIES", 2)
    url = reverse("follow_up:login")
    for _try in range(2):
        client.post(url, {"reference": case.reference, "code": codes.new_code()})
    monkeypatch.setattr(codes, "matches", lambda *_given: pytest.fail("the costly look came before the limit"))
    answer = client.post(url, {"reference": case.reference, "code": CODE})
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()


def test_the_link_opens_on_a_press_and_grows_old(life, client):
    case = life.registered()
    url = reverse("follow_up:open", args=[open_token(case)])
    assert client.get(url).status_code == 200
    assert page(client, "case", case).status_code == 404
    assert client.post(url).status_code == 302
    assert page(client, "case", case).status_code == 200
    with time_machine.travel(case.submitted_at.timestamp() + 3600, tick=False):
        assert client.post(url).status_code == 410
    assert client.post(reverse("follow_up:open", args=["nonsense"])).status_code == 410


def test_a_link_dies_with_the_code_that_the_file_had_when_it_was_mailed(life, client):
    case = life.registered()
    url = reverse("follow_up:open", args=[open_token(case)])
    recovery.renew(case, actor=life.handler, way="desk", checked="document")
    assert client.post(url).status_code == 410
    assert page(client, "case", case).status_code == 404


def test_a_link_goes_only_to_a_proved_address(life, client):
    case = life.registered()
    case.complainant.email_verified_at = None
    case.complainant.save()
    client.post(reverse("follow_up:ask_link"), {"reference": case.reference})
    assert OutboxMessage.objects.get(kind="complaint_open_link").about == "complaint:0"


def test_a_stranger_cannot_lock_the_owner_out(life, client, opened):
    case = with_code(life.registered())
    for _try in range(25):
        answer = client.post(
            reverse("follow_up:login"),
            {"reference": case.reference, "code": codes.new_code()},
            REMOTE_ADDR="203.0.113.7",
        )
    assert answer.status_code == 422
    assert page(opened(case), "case", case).status_code == 200


def test_a_file_left_open_closes_by_itself(life, opened, settings):
    case = life.registered()
    client = opened(case)
    later = timezone.now().timestamp() + settings.SESSION_IDLE_MINUTES * 60 + 60
    with time_machine.travel(later, tick=False):
        assert page(client, "case", case).status_code == 404


def test_the_page_costs_the_same_whatever_its_history(life, opened, django_assert_max_num_queries):
    case = life.waiting()
    client = opened(case)
    write = reverse("follow_up:write", args=[case.reference])
    client.post(write, {"text": "message"})
    with django_assert_max_num_queries(29) as few:
        page(client, "case", case)
    for number in range(12):
        client.post(write, {"text": f"message {number}"})
    with django_assert_max_num_queries(29) as many:
        page(client, "case", case)
    assert len(many) == len(few)


def test_the_notices_wait_on_the_page_newest_first_and_are_new_once(life, opened):
    case = life.waiting()
    client = opened(case)
    shown = page(client, "case", case).context["notices"]
    assert [notice.kind for notice in shown][:2] == ["complaint_information_requested", "complaint_under_study"]
    assert not any(notice.read for notice in shown)
    again = page(client, "case", case)
    assert all(notice.read for notice in again.context["notices"])
    assert 'class="badge blue"' not in again.text
    other = life.registered()
    assert selectors.count_unread(f"complaint:{other.pk}:citizen") == 1


@pytest.mark.parametrize("language", CODES)
def test_every_notice_to_a_complainant_can_be_read_on_the_page(life, opened, language):
    closed = transitions.settle(
        life.commented(), actor=life.head, seal=Seal(proposed_by=life.handler.user), outcome=Outcome.SETTLED_FULL,
        remedies=[Remedy.PAYMENT], proof="Virement 123", public_text="Payé.",
    )  # fmt: skip
    for case in (closed, life.waiting(), life.withdrawn()):
        shown = page(opened(case), "case", case, headers={"accept-language": language}).context["notices"]
        assert shown
        assert {notice.rendered.language for notice in shown} == {language}
        assert all(notice.body for notice in shown)


@pytest.mark.parametrize("language", CODES)
def test_pages_open_in_every_language(life, opened, language):
    case = life.waiting()
    client = opened(case)
    for name in ("case", "write", "answer", "withdraw"):
        assert page(client, name, case, headers={"accept-language": language}).status_code == 200


def test_names_and_sizes_of_files_keep_their_order_in_arabic(life, opened):
    case = life.in_study()
    Attachment.objects.create(
        complaint=case, name="قرار الجماعة 2026.pdf", content_type="application/pdf", size=410_931, sha256="0",
        original="a/b", verdict="clean", sent_at=case.submitted_at,
    )  # fmt: skip
    shown = page(opened(case), "case", case, headers={"accept-language": "ar"}).text
    assert '<bdi dir="ltr" class="ltr">قرار الجماعة 2026.pdf</bdi>' in shown
    assert re.search(r"<bdi>401[.,]3[^<]*</bdi>", shown)
