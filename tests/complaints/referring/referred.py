"""Files at each stage of a referral, by the real acts, and the browser of a body."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor, body_holder, code_holder
from complaints.guide.models import ReferralBody
from complaints.models import Complaint, Referral, ReferralLink
from complaints.notifications import registry
from complaints.notifications.models import OutboxMessage
from complaints.notifications.rendering import render
from complaints.referring import actions, answering, links
from complaints.referring import desk as desk_acts
from complaints.workflow import transitions
from tests import factories
from tests.complaints.workflow.life import Life

ADDRESS = "petitions@land.example"


def to(life: Life, *, address: str = ADDRESS, **facts: Any) -> ReferralBody:
    """The body of the office, with an address in the directory."""
    ReferralBody.objects.filter(pk=life.body.pk).update(email=address, country="DE", languages=["de", "en"], **facts)
    life.body.refresh_from_db()
    return life.body


def oriented(life: Life, *, transfer: bool = True, address: str = ADDRESS, **facts: Any) -> Complaint:
    """T5 with its question to the complainant, validated by a head."""
    to(life, address=address)
    case = life.in_study(transfer_consent=True, **facts)
    return transitions.orient(
        case, actor=life.head, seal=life.two(), ground="X7", bodies=[life.body.pk], public_text="Voici pourquoi.",
        transfer=transfer, words="Bitte prüfen." if transfer else "",
    )  # fmt: skip


def asked(life: Life, **facts: Any) -> Referral:
    """Waits for the complainant."""
    return oriented(life, **facts).referrals.get()


def agreed(
    life: Life, *, items: tuple[str, ...] = ("identity", "story"), documents: bool = False, **facts: Any
) -> Referral:
    """Sent to an address, or waiting for the post."""
    row = asked(life, **facts)
    keys = [factories.AttachmentFactory(complaint=row.complaint).pk] if documents else []
    return actions.agree(row, actor=code_holder(row.complaint_id, language="fr"), items=items, documents=keys)


def posted(life: Life, **facts: Any) -> Referral:
    row = agreed(life, address="", **facts)
    return desk_acts.mark_posted(row, actor=life.handler, on=timezone.localdate())


def opened(life: Life, **facts: Any) -> Referral:
    """The body has typed its figures."""
    row = agreed(life, **facts)
    link = newest_link(row)
    answering.ask_for_figures(link)
    link.refresh_from_db()
    found = answering.open_by_link(link, links.figures_of(link))
    assert found is not None
    return found


def accepted(life: Life, **facts: Any) -> Referral:
    row = opened(life, **facts)
    return answering.accept(row, actor=body_holder(row.pk))


def answered(life: Life, **facts: Any) -> Referral:
    row = accepted(life, **facts)
    return answering.answer(row, actor=body_holder(row.pk), text="Die Karte liegt bereit.")


def refused(life: Life, **facts: Any) -> Referral:
    row = opened(life, **facts)
    return answering.refuse(row, actor=body_holder(row.pk), text="Dafür ist die Stadt zuständig.")


def declined(life: Life, **facts: Any) -> Referral:
    row = asked(life, **facts)
    return actions.decline(row, actor=code_holder(row.complaint_id))


STAGES = {
    "asked": asked, "agreed": agreed, "posted": posted, "opened": opened, "accepted": accepted, "answered": answered,
    "refused": refused, "declined": declined,
}  # fmt: skip


def newest_link(row: Referral) -> ReferralLink:
    return row.links.order_by("-pk")[0]


def mail(row: Referral, kind: str) -> str:
    """The text of the newest mail of this kind to the body, as it would leave now."""
    message = OutboxMessage.objects.filter(kind=kind, recipient=f"referral:{row.pk}").latest("pk")
    envelope = registry.resolve(message)
    assert envelope is not None
    return render(message, envelope=envelope).text


def token(row: Referral) -> str:
    """The token of the newest mail with a link."""
    found = re.search(r"/referral/link/([^/]+)/", mail(row, "referral_link"))
    assert found is not None
    return found[1]


def figures(row: Referral) -> str:
    found = re.search(r"^\d{6}$", mail(row, "referral_figures"), re.MULTILINE)
    assert found is not None
    return found[0]


def enter(client: Client, row: Referral) -> Client:
    """Through the link and the figures to the matter, as a person does."""
    answer = client.post(reverse("referral:link", args=[token(row)]))
    assert answer.status_code == 302, answer.content
    answer = client.post(reverse("referral:figures"), {"figures": figures(row)})
    assert answer.url == reverse("referral:file")
    return client


def told(case: Complaint, kind: str, **context: Any) -> bool:
    """Whether such a notice about the case stands in the outbox."""
    rows = OutboxMessage.objects.filter(kind=kind, about=f"complaint:{case.pk}")
    return any(all(row.context.get(key) == value for key, value in context.items()) for row in rows)


def raw(client: Client, page: str, name: str, escaped: str) -> Any:
    """Posts a value as bytes that no text holds."""
    return client.post(page, f"{name}={escaped}", content_type="application/x-www-form-urlencoded")


NONSENSE = ("%00", "%ED%A0%80", "9" * 500_000, "%D9%A1")


def holder(row: Referral) -> Actor:
    return code_holder(row.complaint_id)
