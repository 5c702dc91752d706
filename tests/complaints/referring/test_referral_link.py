"""The one-time link and the printed code: who comes in, how often, and what a scanner or a thief gets (docs/adr/0007)."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from complaints.models import Referral, ReferralLink
from complaints.models.referral import Standing
from complaints.notifications.models import OutboxMessage
from complaints.notifications.outbox import claim, finish
from complaints.referring import actions, links
from complaints.referring import desk as desk_acts
from tests import factories
from tests.complaints.referring import referred
from tests.complaints.referring.referred import enter, figures, holder, mail, newest_link, token

pytestmark = pytest.mark.django_db
FILE, FIGURES, AGAIN, DOOR = (reverse(f"referral:{name}") for name in ("file", "figures", "again", "door"))


def link(row: Referral) -> str:
    return reverse("referral:link", args=[token(row)])


def test_the_body_comes_in_by_the_link_and_six_figures(life, client):
    row = referred.agreed(life, documents=True)
    enter(client, row)
    page = client.get(FILE)
    assert page.status_code == 200
    assert "Salma Amrani" in page.content.decode()
    assert "salma" not in page.content.decode()  # the address was not ticked
    row.refresh_from_db()
    assert row.standing == Standing.OPENED
    assert row.complaint.events.filter(name="referral_opened", actor_kind="body").exists()


def test_only_the_digest_of_the_token_is_kept_and_the_row_is_wiped_once_sent(life):
    row = referred.agreed(life)
    secret = token(row)
    found = newest_link(row)
    assert found.digest == links.digest(secret)
    message = OutboxMessage.objects.get(kind="referral_link", recipient=f"referral:{row.pk}")
    assert secret not in str(message.context)
    OutboxMessage.objects.update(next_at=timezone.now() - timedelta(days=1))
    while (claimed := claim()) is not None:
        finish(claimed, "sent", "sent")
    message.refresh_from_db()
    assert message.sealed == ""
    assert len(secret) >= 43  # 256 bits


def test_a_mail_scanner_that_fetches_the_link_changes_nothing(life, client):
    row = referred.agreed(life)
    address = link(row)
    for _time in range(3):
        answer = client.get(address)
        assert answer.status_code == 200
        assert client.head(address).status_code in {200, 405}
    found = newest_link(row)
    assert (found.opened_at, found.figures) == (None, 0)
    assert "Salma" not in answer.content.decode()
    assert row.complaint.reference not in answer.content.decode()
    row.refresh_from_db()
    assert row.standing == Standing.SENT


def test_the_tokens_page_tells_no_other_site_where_it_was(life, client):
    answer = client.get(link(referred.agreed(life)))
    assert answer["Referrer-Policy"] == "same-origin"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]


def test_the_button_alone_opens_nothing(life, client):
    row = referred.agreed(life)
    client.post(link(row))
    assert client.get(FILE).status_code == 302
    assert client.post(FIGURES, {"figures": "000000"}).status_code == 422
    assert client.get(FILE).status_code == 302


def test_figures_may_be_typed_in_arabic_and_with_spaces(life, client):
    row = referred.agreed(life)
    client.post(link(row))
    typed = figures(row).translate({ord(str(n)): chr(0x0660 + n) for n in range(10)})
    assert client.post(FIGURES, {"figures": f" {typed[:3]} {typed[3:]} "}).status_code == 302


def test_after_five_wrong_figures_new_ones_are_needed(life, client):
    row = referred.agreed(life)
    client.post(link(row))
    right = figures(row)
    for _time in range(links.TRIES):
        client.post(FIGURES, {"figures": "111111" if right != "111111" else "222222"})
    assert client.post(FIGURES, {"figures": right}).status_code == 422
    client.post(FIGURES, {"again": "1"})
    assert figures(row) != right
    assert client.post(FIGURES, {"figures": figures(row)}).status_code == 302


def test_old_figures_do_not_open(life, client):
    row = referred.agreed(life)
    client.post(link(row))
    right = figures(row)
    with time_machine.travel(timezone.now() + links.FIGURES_LIFE + timedelta(minutes=1)):
        assert client.post(FIGURES, {"figures": right}).status_code == 422


def test_a_link_opens_once(life, client, csrf_client):
    row = referred.agreed(life)
    address = link(row)
    enter(client, row)
    assert client.get(address).url == FILE  # the same device is inside already
    assert csrf_client.get(address).status_code == 410


def test_a_link_dies_after_fourteen_days(life, client):
    address = link(referred.agreed(life))
    with time_machine.travel(timezone.now() + links.LIFE + timedelta(minutes=1)):
        assert client.get(address).status_code == 410
        assert client.post(address).status_code == 410


def test_who_holds_an_old_link_can_have_a_new_one_sent_to_the_same_address_only(life, client):
    row = referred.agreed(life)
    old = token(row)
    answer = client.post(AGAIN, {"token": old, "email": "thief@example.org"})
    assert answer.status_code == 200
    assert token(row) != old
    sent = OutboxMessage.objects.filter(kind="referral_link")
    assert {message.recipient for message in sent} == {f"referral:{row.pk}"}
    assert client.get(reverse("referral:link", args=[old])).status_code == 410
    assert ReferralLink.objects.filter(referral=row, opened_at=None, dead_at=None).count() == 1


def test_new_links_are_rationed_and_nonsense_gets_the_same_answer(life, client):
    row = referred.agreed(life)
    assert client.post(AGAIN, {"token": "nonsense"}).status_code == 200
    old = token(row)
    assert [client.post(AGAIN, {"token": old}).status_code for _time in range(4)] == [200, 200, 200, 429]


def test_figures_are_rationed(life, client):
    row = referred.agreed(life)
    client.post(link(row))
    codes = [client.post(FIGURES, {"again": "1"}).status_code for _time in range(5)]
    assert codes == [302, 302, 302, 302, 429]


@pytest.mark.parametrize("text", ["x", "%00", "🙈" * 40, "a" * 5000])
def test_nonsense_is_no_link(client, text):
    assert client.get(f"/referral/link/{text}/").status_code in {400, 404, 410}


def test_the_session_is_limited_to_this_one_referral(life, client):
    row, other = referred.agreed(life, documents=True), referred.agreed(life, documents=True)
    enter(client, row)
    foreign = other.documents.get().attachment_id
    assert client.get(reverse("referral:document", args=[foreign])).status_code == 404
    assert client.get(f"/follow/{row.complaint.reference}/").status_code == 404
    assert client.get("/desk/").status_code == 302
    hidden = factories.AttachmentFactory(complaint=row.complaint)
    assert client.get(reverse("referral:document", args=[hidden.pk])).status_code == 404


def test_taken_back_the_open_page_is_closed_with_the_next_press(life, client):
    row = referred.agreed(life)
    enter(client, row)
    actions.stop(row, actor=holder(row))
    page = client.get(FILE)
    assert page.status_code == 200
    assert "Salma" not in page.content.decode()
    assert client.get(reverse("referral:letter")).status_code == 302
    kept = client.post(reverse("referral:answer"), {"text": "Eine lange Antwort, die nicht verloren geht."})
    assert kept.status_code == 409
    assert "nicht verloren" in kept.content.decode()


def test_left_alone_the_door_closes_and_keeps_what_was_typed(life, client):
    row = referred.agreed(life)
    enter(client, row)
    later = timezone.now() + timedelta(minutes=settings.SESSION_IDLE_MINUTES + 1)
    with time_machine.travel(later):
        assert client.get(FILE).status_code == 302
        kept = client.post(reverse("referral:answer"), {"text": "Eine lange Antwort, die nicht verloren geht."})
        assert kept.status_code == 401
        assert "nicht verloren" in kept.content.decode()
        client.post(AGAIN)  # which one it was is known on this device
    assert row.links.count() == 2


def test_a_press_closes_it_on_this_device(life, client):
    enter(client, referred.agreed(life))
    client.post(reverse("referral:leave"))
    assert client.get(FILE).status_code == 302


# The printed letter


def test_the_printed_code_opens_and_opens_again(life, client):
    row = referred.posted(life)
    typed = {"reference": row.complaint.reference.lower(), "code": links.printed_code(row).lower()}
    for _time in range(2):
        assert client.post(DOOR, typed).status_code == 302
        assert client.get(FILE).status_code == 200
        client.post(reverse("referral:leave"))
    row.refresh_from_db()
    assert row.standing == Standing.OPENED


def test_the_printed_code_opens_nothing_before_the_post_or_after_the_end(life, client):
    row = referred.agreed(life, address="")
    typed = {"reference": row.complaint.reference, "code": links.printed_code(row)}
    assert client.post(DOOR, typed).status_code == 422
    desk_acts.mark_posted(row, actor=life.handler, on=timezone.localdate())
    assert client.post(DOOR, typed).status_code == 302
    actions.stop(row, actor=holder(row))
    assert client.post(DOOR, typed).status_code == 422


def test_a_wrong_code_and_an_unknown_number_look_alike(life, client):
    row = referred.posted(life)
    wrong = links.printed_code(referred.posted(life))
    first = client.post(DOOR, {"reference": row.complaint.reference, "code": wrong})
    second = client.post(DOOR, {"reference": "IMR-2026-00000000", "code": wrong})
    said = [answer.context["form"].errors["code"] for answer in (first, second)]
    assert said[0] == said[1]


def test_what_goes_by_mail_has_no_printed_code(life, client):
    row = referred.agreed(life)
    assert client.post(DOOR, {"reference": row.complaint.reference, "code": links.printed_code(row)}).status_code == 422


@pytest.mark.parametrize("text", referred.NONSENSE)
def test_nonsense_at_the_door_is_no_error_of_ours(client, text):
    assert referred.raw(client, DOOR, "reference", f"{text}&code={text}").status_code == 422
    assert referred.raw(client, FIGURES, "figures", text).status_code == 302  # no link was pressed here


def test_the_mails_name_nobody_and_nothing_of_the_matter(life):
    row = referred.agreed(life)
    kept = OutboxMessage.objects.filter(recipient=f"referral:{row.pk}")
    said = mail(row, "referral_link") + "".join(str(message.context) for message in kept)
    for word in ("Salma", "Amrani", "Indemnité", referred.ADDRESS):
        assert word not in said
