"""The complainant's voice on a closing: solved or not, with one press from the mail, and the survey of one question.

The link speaks of one closing, named by its event. It opens nothing: the page behind it tells nothing of the file."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core import signing
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import NOBODY, SYSTEM
from complaints import history, notices
from complaints.enums import CLOSED_STATES, ContactRule, Solved
from complaints.envelopes import VOICE_LINK
from complaints.models import Complaint, Event, Voice
from complaints.permissions import representation_of
from complaints.workflow import reviews
from complaints.workflow.errors import Refused
from complaints.workflow.moves import locked
from complaints.workflow.table import REVIEWABLE

SURVEY_AFTER = timedelta(days=3)
SURVEY_BEFORE = timedelta(days=30)  # later a question about the closing only astonishes


class Over(Refused):
    """The time to answer has passed, or the file was opened again."""

    def __init__(self) -> None:
        super().__init__(_("The time to answer has passed."))


@dataclass(frozen=True, slots=True)
class Ballot:
    """A closing and what was said of it so far. `open`: answers are still taken."""

    event: Event
    voice: Voice | None
    until: date
    open: bool
    contestable: bool  # a review can still be asked for

    @property
    def asked(self) -> bool:
        """Whether the survey was sent: without it the second question is not put."""
        return self.voice is not None and self.voice.asked_at is not None


def read_link(token: str) -> Event | None:
    """The closing that a link of ours speaks of."""
    try:
        key = signing.loads(token, salt=VOICE_LINK)
    except signing.BadSignature:
        return None
    closings = Event.objects.standing().filter(to_state__in=CLOSED_STATES)
    closings = closings.select_related("complaint__complainant", "complaint__representation")
    return closings.filter(pk=key).first() if isinstance(key, int) else None


def mailed_to_who_left(token: str, event: Event) -> bool:
    """Whether this link was made for who acted under a mandate that was revoked since: it takes no voice any more."""
    found = representation_of(event.complaint)
    if found is None or found.revoked_at is None:
        return False
    try:
        signing.loads(token, salt=VOICE_LINK, max_age=timezone.now() - found.revoked_at)
    except signing.SignatureExpired:
        return True
    return False


def ballot(event: Event, *, now: datetime | None = None) -> Ballot:
    """How things stand with this closing."""
    today = timezone.localdate(now)
    case, until = event.complaint, reviews.until(event.at)
    current = case.closed_at == event.at and case.state in REVIEWABLE
    voice = Voice.objects.filter(complaint=case, closed_at=event.at).first()
    return Ballot(
        event=event,
        voice=voice,
        until=until,
        open=current and today <= until,
        contestable=current and bool(reviews.chance(case, today=today).decision),
    )


@transaction.atomic
def say(event: Event, *, solved: str) -> Voice:
    """Keeps whether the problem is solved; said again, it replaces what was said. Raises Over."""
    case, voice = _voice(event)
    if voice.solved != solved:
        voice.solved, voice.solved_at = Solved(solved), timezone.now()
        voice.save()
        history.record(case, "voiced", actor=NOBODY, data={"solved": solved})
    return voice


@transaction.atomic
def judge(event: Event, *, fairness: int, comment: str) -> Voice:
    """Keeps the answer to the survey; said again, it replaces what was said. Raises Over, also where none was sent."""
    case, voice = _voice(event)
    if voice.asked_at is None:
        raise Over
    if (voice.fairness, voice.comment) != (fairness, comment):
        voice.fairness, voice.comment, voice.fairness_at = fairness, comment, timezone.now()
        voice.save()
        history.record(case, "judged", actor=NOBODY, data={"fairness": fairness})
    return voice


def _voice(event: Event) -> tuple[Complaint, Voice]:
    """The locked case and the row of this closing, made if need be."""
    case = locked(event.complaint)
    event.complaint = case
    found = ballot(event)
    if not found.open:
        raise Over
    return case, found.voice or Voice(complaint=case, closed_at=event.at)


# --- the survey ---


def send_surveys(*, now: datetime) -> int:
    """Asks those who agreed to be asked, three days after the closing, once; each in its own transaction. Gives how many."""
    due = Complaint.objects.filter(
        survey_consent=True,
        complainant__contact_rule=ContactRule.FREE,  # nobody who said that mail may be dangerous is asked for an opinion
        state__in=REVIEWABLE,
        closed_at__range=(now - SURVEY_BEFORE, now - SURVEY_AFTER),
    )
    asked = Voice.objects.filter(complaint__closed_at=F("closed_at"), asked_at__isnull=False).values("complaint")
    keys = due.exclude(pk__in=asked).order_by("pk").values_list("pk", flat=True)
    return sum(_ask(pk, now) for pk in keys.iterator(chunk_size=500))


@transaction.atomic
def _ask(pk: int, now: datetime) -> int:
    rows = Complaint.objects.select_for_update(skip_locked=True, of=("self",)).select_related("complainant")
    rows = rows.filter(survey_consent=True, complainant__contact_rule=ContactRule.FREE, state__in=REVIEWABLE)
    case = rows.filter(pk=pk, closed_at__lte=now - SURVEY_AFTER).first()
    closing = reviews.closing_event(case) if case else None
    if case is None or closing is None:
        return 0
    voice, _new = Voice.objects.get_or_create(complaint=case, closed_at=closing.at)
    if voice.asked_at:
        return 0
    voice.asked_at = now
    voice.save(update_fields=["asked_at"])
    row = history.record(case, "survey_sent", actor=SYSTEM, at=now)
    notices.tell(case, row, notices.Survey(closing=closing.pk, open_until=reviews.until(closing.at)))
    return 1
