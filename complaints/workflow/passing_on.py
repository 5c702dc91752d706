"""A file that goes to another body: its beginning, whose date runs, and what is told of it (T5; docs/referrals.md)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from accounts.actors import Actor
from complaints.guide.models import ReferralBody
from complaints.guide.selectors import holidays
from complaints.models import Complaint, Referral
from complaints.models.referral import AT_HOME, Standing
from complaints.notices import Audience, Notice
from complaints.workflow import deadlines
from complaints.workflow.deadlines import Clock

CLOCKS = {
    Standing.CONSENT: Clock.REFERRAL_CONSENT,
    Standing.SENT: Clock.REFERRAL,
    Standing.OPENED: Clock.REFERRAL,
    Standing.ACCEPTED: Clock.REFERRAL_ANSWER,
}


# --- what is told ---


@dataclass(frozen=True)
class ReferralConsent(Notice):
    """May the file go to another body? `again`: the reminder."""

    kind = "complaint_referral_consent"
    due_on: date
    again: bool = False


@dataclass(frozen=True)
class ReferralStep(Notice):
    """What became of it: `step` is a standing, or `late`."""

    kind = "complaint_referral_step"
    step: str
    due_on: date | None = None


@dataclass(frozen=True)
class DeskReferral(Notice):
    """The same for who works on the file; `declined` and `stopped` are the complainant's."""

    kind = "desk_referral"
    audience = Audience.HANDLER
    step: str


# --- its beginning ---


def language_of(body: ReferralBody) -> str:
    """In which language its pages, mails and letters are: the first of its own that the site has."""
    ours = dict(settings.LANGUAGES)
    return next((code for code in body.languages if code in ours), "fr" if body.country in ("", "MA") else "en")


def ask(
    complaint: Complaint, body: ReferralBody, *, actor: Actor, at: datetime, address: str = "", words: str = ""
) -> Referral:
    """Writes the question to the complainant, in the transaction of the act that asks. Nothing leaves by it.

    `address` is the body's for this file; without one that of the directory; without any it goes by post."""
    referral = Referral(
        complaint=complaint, body=body, address=address or body.email, language=language_of(body), words=words,
        asked_by=actor.someone, asked_at=at,
    )  # fmt: skip
    start_clock(referral, on=timezone.localdate(at))
    referral.save(force_insert=True)
    return referral


def drop_unsent(complaint: Complaint, *, at: datetime) -> int:
    """Nothing of this file waits to be passed on any more: it was opened again. What was sent stays with the body.

    The package of what waits for the post is wiped by the clock (referring/retention.py), for this can be taken back."""
    waiting = complaint.referrals.filter(standing__in=AT_HOME)
    return waiting.update(
        standing=Standing.TAKEN_BACK, ended_at=at, ended_by=Referral.End.DESK, due_on=None, chase_on=None
    )


# --- its clock ---


def start_clock(referral: Referral, *, on: date) -> None:
    """Whose turn begins on that day has until `due_on`; saves nothing."""
    clock = CLOCKS[Standing(referral.standing)]
    referral.due_on = deadlines.due(clock, on, holidays=holidays())
    referral.chased = 0
    referral.chase_on = next_day(referral)


def stop_clock(referral: Referral) -> None:
    """Nobody's turn: nothing is due. Saves nothing."""
    referral.due_on = referral.chase_on = None


def next_day(referral: Referral) -> date | None:
    """The day of the next step of the clock; None after the last one."""
    return dict(enumerate(days(referral))).get(referral.chased)


def days(referral: Referral) -> tuple[date, ...]:
    """The days of all steps of the turn that runs; none where nobody's does."""
    clock = CLOCKS.get(Standing(referral.standing))
    began = {
        Clock.REFERRAL_CONSENT: referral.asked_at,
        Clock.REFERRAL: referral.sent_at,
        Clock.REFERRAL_ANSWER: referral.accepted_at,
    }
    start = began.get(clock) if clock else None
    if clock is None or start is None or referral.due_on is None:
        return ()
    return deadlines.passing_on(clock, timezone.localdate(start), due_on=referral.due_on)
