"""What kind of mail it is: written by a program, given back by a mail server, about which file, from whom it says it is."""

import re
from collections.abc import Iterable
from email.utils import parseaddr

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Coalesce

from accounts.forms import western_digits
from complaints import references
from complaints.models import Complaint
from complaints.notifications import returns
from complaints.reception.reading import Letter, addresses

PROGRAMS = {"mailer-daemon", "postmaster", "noreply", "no-reply", "ne-pas-repondre", "donotreply", "do-not-reply"}
BULK = {"bulk", "junk", "list", "auto_reply", "auto-reply"}
MARKS = ("list-id", "list-unsubscribe", "x-autoreply", "x-autorespond", "x-auto-reply", "feedback-id", "x-loop")
# `IMR-2026-7K4F2QXZ` in any spelling that keeps its order: the check character tells a reference from other words.
REFERENCE = re.compile(
    r"IMR[\s\u2010-\u2015_/-]{0,3}\d{4}[\s\u2010-\u2015_/-]{0,3}[0-9A-Z]{8}(?![0-9A-Z])", re.IGNORECASE
)
ARRIVED_AT = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "to")


def is_automatic(letter: Letter) -> bool:
    """Whether a program sent it (RFC 3834): such a mail is answered by nobody and goes into no file."""
    said = letter.head("auto-submitted").split(";")[0].strip().lower()
    if said and said != "no":
        return True
    if letter.head("return-path").replace(" ", "") == "<>" or letter.report is not None:
        return True
    if letter.head("precedence").strip().lower() in BULK or any(letter.heads.get(name) for name in MARKS):
        return True
    return letter.sender.partition("@")[0] in PROGRAMS or letter.sender in own_addresses()


def own_addresses() -> set[str]:
    """Ours: a mail that seems to come from one of them goes round in a circle."""
    ours = (settings.DEFAULT_FROM_EMAIL, settings.NEUTRAL_FROM_EMAIL, settings.REPLY_ADDRESS, settings.RETURN_ADDRESS)
    return {parseaddr(one)[1].lower() for one in ours} - {""}


def is_genuine(letter: Letter) -> bool | None:
    """What our own mail server found out about the sender (RFC 8601); None where it is not asked, or said nothing of it.

    Only lines with its own name count, and anybody may write others. A result that is missing proves nothing."""
    if not settings.MAIL_CHECKED_BY:
        return None
    for line in letter.heads.get("authentication-results", ()):
        server, _, results = line.partition(";")
        if server.split()[:1] == [settings.MAIL_CHECKED_BY]:
            return bool(re.search(r"(?:^|[;\s])dmarc\s*=\s*pass\b", results, re.IGNORECASE))
    return False


def files_named(letter: Letter) -> list[Complaint]:
    """The files that it names: by the mails of ours that it answers, else by a reference in its subject; two at most.

    A file that was joined to another is that other one."""
    answered = returns.by_message_id(f"{letter.head('in-reply-to')} {letter.head('references')}")
    keys = {row.about.removeprefix("complaint:") for row in answered if row.about.startswith("complaint:")}
    if numbers := [key for key in keys if key.isdecimal()]:
        return _that_go_on(Q(pk__in=numbers))
    found = {references.normalise(one) for one in REFERENCE.findall(western_digits(letter.subject))} - {None}
    return _that_go_on(Q(reference__in=found)) if found else []


def _that_go_on(named: Q) -> list[Complaint]:
    keys = Complaint.objects.filter(named).values_list(Coalesce("joined_to", "pk"), flat=True)[:10]
    rows = Complaint.objects.filter(pk__in=list(keys)).order_by("pk")
    return list(rows.select_related("complainant", "unit", "representation")[:2])


def is_from(letter: Letter, case: Complaint) -> bool:
    """Whether it says that it comes from the address that the file has proved."""
    person = case.complainant
    return bool(person.email_verified_at and letter.sender and letter.sender == person.email.lower())


def arrived_for(letter: Letter) -> Iterable[str]:
    """The addresses it was delivered to: a return path of ours is among them when it comes back."""
    return [one for name in ARRIVED_AT for line in letter.heads.get(name, ()) for one in addresses(line)]
