"""What the desk's pages of the reception show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints.casework.queue import bounded_counts
from complaints.files.refusals import SENTENCES
from complaints.inspection.problems import Problem
from complaints.intake.building import build_complaint, build_person
from complaints.intake.declarations import Consents
from complaints.intake.steps import Answers
from complaints.models import Complaint, IncomingMail, MailboxMark
from complaints.permissions import readable_mails, workable_complaints
from complaints.reception.mailbox import name_of
from complaints.selectors import duplicates_of

PAGE = 50
LATE = timedelta(days=2)  # as long as a complaint waits for its acknowledgement
Status = IncomingMail.Status
VIEWS: dict[str, tuple[Promise | str, tuple[str, ...]]] = {
    "register": (_("To be registered"), (Status.TO_REGISTER,)),
    "check": (_("To be checked"), (Status.TO_CHECK,)),
    "aside": (_("Set aside"), (Status.DISCARDED,)),
    "automatic": (_("Automatic"), (Status.AUTOMATIC,)),
    "returned": (_("Came back"), (Status.RETURNED,)),
}
WAITING_VIEWS = ("register", "check")


def mails_in(view: str, *, actor: Actor) -> QuerySet[IncomingMail]:
    """The mails of one view that this person may read, in no order."""
    return readable_mails(actor).filter(status__in=VIEWS[view][1], shredded_at=None)


def counts(actor: Actor) -> dict[str, int]:
    """How many wait in the two lists in which somebody has to act; bounded, one query."""
    found = bounded_counts([mails_in(view, actor=actor) for view in WAITING_VIEWS])
    return dict(zip(WAITING_VIEWS, found, strict=True))


@dataclass(frozen=True, slots=True)
class Page:
    """Up to PAGE mails; the cursors lead to the neighbouring pages."""

    rows: Sequence[IncomingMail]
    before: str = ""
    after: str = ""


def page_of(view: str, *, actor: Actor, after: str = "", before: str = "") -> Page:
    """One page by key: who waits longest first, what is over newest first. A cursor that is none is no cursor."""
    oldest_first = view in WAITING_VIEWS
    back, cursor = bool(before), _cursor(before or after)
    forward = oldest_first != back
    rows = mails_in(view, actor=actor).defer("raw", "text").select_related("complaint", "handled_by")
    if cursor:
        beyond = TupleGreaterThan if forward else TupleLessThan
        rows = rows.filter(beyond(Tuple(F("arrived_at"), F("pk")), cursor))
    order = ("arrived_at", "pk") if forward else ("-arrived_at", "-pk")
    found = list(rows.order_by(*order)[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    if back:
        found.reverse()
    if not found:
        return Page(found)
    return Page(
        found,
        before=_written(found[0]) if (more if back else cursor) else "",
        after=_written(found[-1]) if (back or more) else "",
    )


def _written(row: IncomingMail) -> str:
    return f"{row.arrived_at.isoformat()}~{row.pk}"


def _cursor(text: str) -> tuple[datetime, int] | None:
    moment, _sep, key = text.partition("~")
    try:
        at, number = datetime.fromisoformat(moment), int(key)
        return (at, number) if timezone.is_aware(at) and at.utcoffset() is not None and 0 < number < 2**63 else None
    except (ValueError, OverflowError):
        return None


def left_out(mail: IncomingMail) -> list[tuple[str, Promise | str]]:
    """The attachments that were not taken, each with the reason in words."""
    reasons = {problem.value: SENTENCES[problem] for problem in Problem}
    return [(name, reasons.get(why, "")) for name, why in mail.left_out]


def is_late(mail: IncomingMail) -> bool:
    """Whether it has waited for longer than an acknowledgement may take."""
    return mail.waits and timezone.now() - mail.arrived_at > LATE


def mailbox() -> MailboxMark | None:
    """How the reading of the mailbox goes; None where none is set."""
    if settings.INBOX is None:
        return None
    name = name_of(settings.INBOX)
    return MailboxMark.objects.filter(pk=name).first() or MailboxMark(mailbox=name)


def duplicates(answers: Answers, *, consents: Consents, actor: Actor) -> tuple[list[Complaint], int]:
    """Files of the same person about the same administration and subject in 24 months: those that this officer may open,
    and how many more there are in other units."""
    now = timezone.now()
    person = build_person(answers, actor=actor)
    case = build_complaint(answers, person=person, consents=consents, now=now, today=timezone.localdate(now))
    found = list(duplicates_of(case).select_related("administration", "unit")[:10])
    own = set(workable_complaints(actor).filter(pk__in=[one.pk for one in found]).values_list("pk", flat=True))
    return [one for one in found if one.pk in own], len(found) - len(own)


def summary(answers: Answers, change: Any) -> list[dict[str, Any]]:
    """What was typed, step by step, each with the way back to it (`change(slug)`); steps to mend are marked."""
    groups = []
    for step in answers.path():
        if step.slug == "files":
            continue
        form, url = answers.form(step.slug), change(step.slug)
        if not answers.has(step.slug) or not form.is_valid():
            rows = [{"key": step.title, "missing": True, "change": url}]
        else:
            rows = [
                {"key": line.label, "value": line.value, "ltr": line.ltr, "auto": not line.ltr, "change": url}
                for line in form.lines()
            ]
        groups.append({"step": step, "rows": rows})
    return groups
