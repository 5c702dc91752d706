"""The result of the guide on paper: one A4 page and its QR code, which opens the same result. Nothing on it names a person."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.dates import long_date
from complaints import typesetting
from complaints.guide.models import ReferralBody
from complaints.guide.rules import Advice

MOST_BODIES = 5


def address_of(found: Advice) -> str:
    """The short address of a result, for paper and mail; it holds the answers to the six questions and the country."""
    return settings.SITE_URL.rstrip("/") + reverse("guide:kept", kwargs={"code": found.code})


def qr_svg(found: Advice) -> str:
    """The QR code of that address."""
    return typesetting.qr(address_of(found))


def card_pdf(found: Advice, *, language: str) -> bytes:
    """The page as PDF/UA, in the active language."""
    return typesetting.pdf("orientation", card_data(found), language=language)


def card_data(found: Advice) -> dict[str, Any]:
    """What the template prints, in the active language."""
    address = address_of(found)
    return {
        "title": heading(found.result),
        "reference": "",
        "footer": _("Free and confidential. You need no lawyer."),
        "subject": found.title,
        "explanation": found.explanation,
        "bodies": [_body(body, found) for body in found.bodies[:MOST_BODIES]],
        "qr": typesetting.qr(address),
        "address": address,
        "day": _("Written on %(date)s") % {"date": long_date(timezone.now())},
        "warning": {
            "title": _("Time limits of the courts"),
            "text": _(
                "A complaint to the Mediator does not stop the time limits of the courts. Check your own time limits."
            ),
        },
        "anyway": _("You may file a complaint with us all the same. It is free:"),
        "labels": {"scan": _("Scan to open this result"), "who": _("Who can help you")},
    }


def heading(result: str) -> str:
    """The result in one sentence."""
    return {
        "help": _("We can help you"),
        "elsewhere": _("Somebody else can help you"),
    }.get(result, _("We are not sure: file, and we tell you"))


def _body(body: ReferralBody, found: Advice) -> dict[str, Any]:
    away = found.country is None or found.country.code != "MA"
    lines = [body.way, body.way_from_abroad if away else "", body.address]
    if body.to_prepare:
        lines.append(_("Prepare: %(what)s") % {"what": body.to_prepare})
    ways = [way for way in (body.website, body.phone) if way]
    return {"name": body.name, "lines": [line for line in lines if line], "ways": ways}


def verified(body: ReferralBody) -> str:
    """When somebody last looked whether the entry is right."""
    if body.last_verified is None:
        return (
            _("Not verified yet: check on its own website.")
            if body.website
            else _("Not verified yet: ask before you go.")
        )
    return _("Last verified on %(day)s.") % {"day": long_date(body.last_verified)}
