"""Where a referral stands, in whole sentences for the complainant: with whom, since when, and what comes next."""

from django.utils.translation import gettext as _

from accounts.dates import long_date
from complaints.models import Referral
from complaints.models.referral import Standing


def isolated(text: str) -> str:
    """A name inside a sentence keeps its own direction."""
    return f"\u2068{text}\u2069"


def heading(referral: Referral) -> str:
    """With X since D, or what it waits for."""
    facts = {"body": isolated(referral.body.name)}
    if referral.is_with_body and referral.sent_at:
        return _("With %(body)s since %(day)s") % {**facts, "day": long_date(referral.sent_at)}
    return {
        Standing.CONSENT: _("May we pass your file on to %(body)s?"),
        Standing.READY: _("Our letter to %(body)s is being posted"),
        Standing.REFUSED: _("%(body)s does not take the matter"),
        Standing.ANSWERED: _("%(body)s has answered"),
        Standing.EXPIRED: _("%(body)s did not answer") if referral.sent_at else _("Not passed on to %(body)s"),
    }.get(Standing(referral.standing), _taken_back(referral)) % facts


def _taken_back(referral: Referral) -> str:
    return _("Taken back from %(body)s") if referral.sent_at else _("Not passed on to %(body)s")


def sentences(referral: Referral) -> list[str]:
    """What the complainant should know of it, in order."""
    told = [_agreed(referral), _opened(referral), _accepted(referral), _next(referral), _ended(referral)]
    return [words for words in told if words]


def _agreed(referral: Referral) -> str:
    if referral.standing == Standing.CONSENT and referral.due_on:
        words = _("Nothing leaves before you say what may go. Tell us by %(day)s; after that we pass nothing on.")
        return words % {"day": long_date(referral.due_on)}
    if referral.agreed_at:
        return _("You agreed on %(day)s.") % {"day": long_date(referral.agreed_at)}
    return ""


def _opened(referral: Referral) -> str:
    if referral.sent_at is None:
        return ""
    if referral.opened_at:
        return _("The file was opened there on %(day)s.") % {"day": long_date(referral.opened_at)}
    return _("The file was not opened there yet.") if referral.is_with_body else _("The file was never opened there.")


def _accepted(referral: Referral) -> str:
    if referral.accepted_at is None:
        return ""
    return _("They have dealt with your matter since %(day)s.") % {"day": long_date(referral.accepted_at)}


def _next(referral: Referral) -> str:
    if not referral.is_with_body or referral.due_on is None:
        return ""
    return _("Their answer is expected by %(day)s. We remind them.") % {"day": long_date(referral.due_on)}


def _ended(referral: Referral) -> str:
    if referral.ended_at is None:
        return ""
    day = {"day": long_date(referral.ended_at)}
    if referral.standing in (Standing.REFUSED, Standing.ANSWERED):
        return _("They answered on %(day)s. Nothing opens there any more.") % day
    if referral.sent_at is None:
        return _("This ended on %(day)s. Nothing left our house.") % day
    if referral.opened_at is None:
        return _("This ended on %(day)s. The link died before anybody had read anything.") % day
    return _("This ended on %(day)s. Nothing opens there any more; what was read by then cannot be unread.") % day
