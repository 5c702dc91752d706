"""When a thing is due. Pure: no clock, no database; tests/data/deadlines_expected.csv is the table the office reads.

How days are counted, for every clock (domain section 5): the day on which a clock starts is not counted; a deadline that
falls on a Saturday, a Sunday or a holiday moves to the next working day; "60 days = two months" (domain section 17) is
two calendar months from receipt, and a month that has no such day ends on its last one. The preliminary study stands still while
the complainant is waited for (T4, T5b) or a court has the matter (T19), and then goes on with the days that it had left, two
working days at least (`resumed`; tests/data/pauses_expected.csv).

| Clock | Value | Source (domain section 5) |
|---|---|---|
| ACKNOWLEDGEMENT | 2 working days | design, after the PHSO [S52] |
| PRELIMINARY_STUDY | 15 days, alert at 10 | design; the institution's mean is 16 days [S5] |
| COMPLEMENT | 30 days, reminder at 15; 30 more, once, for who lives abroad (`more_time`) | design |
| PRIOR_STEP | 60 days, reminder at 45 | rule T5b; the reminder is ours: the rule has none |
| ADMINISTRATION_ANSWER | two months, urgent one; steps at 30, 50, 61, 75, 90, urgent at half of each | law [S3, S12, S13]; urgent: 2016 bill [S54], its steps are ours |
| CITIZEN_COMMENT | 15 days, 30 by post from abroad | design; right to react [S12] |
| REVIEW | 60 days to ask for one | design, after the PHSO [S56] |
| REVIEW_DECISION | 30 days to answer it | design: a review is watched like any other step |
| RECOMMENDATION | 60 days to answer one, urgent 30 | design, after the European Ombudsman [S55] |
| FOLLOW_UP | every 60 days | design |
| RESULT | 30 days to tell what an investigation, a mediation or a commission brought | design: nobody is left without news |
| REFERRAL_CONSENT | 30 days to agree by item, reminder at 15, over the day after | design (docs/referrals.md) |
| REFERRAL | 30 days for another body to answer or to accept, steps at 15, 31, 60 | design (docs/referrals.md) |
| REFERRAL_ANSWER | 60 days from its acceptance, steps at 30, 61, 90 | design (docs/referrals.md) |
"""

import calendar
from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

SATURDAY = 5
APPEAL_DAYS = 60
AFTER_A_PAUSE = 2  # working days
MORE_TIME = 30


class Clock(StrEnum):
    """What is being waited for."""

    ACKNOWLEDGEMENT = "acknowledgement"
    PRELIMINARY_STUDY = "preliminary_study"
    COMPLEMENT = "complement"
    PRIOR_STEP = "prior_step"
    ADMINISTRATION_ANSWER = "administration_answer"
    CITIZEN_COMMENT = "citizen_comment"
    REVIEW = "review"
    REVIEW_DECISION = "review_decision"
    RECOMMENDATION = "recommendation"
    FOLLOW_UP = "follow_up"
    RESULT = "result"
    REFERRAL_CONSENT = "referral_consent"
    REFERRAL = "referral"
    REFERRAL_ANSWER = "referral_answer"


DAYS = {
    Clock.PRELIMINARY_STUDY: 15,
    Clock.COMPLEMENT: 30,
    Clock.PRIOR_STEP: 60,
    Clock.CITIZEN_COMMENT: 15,
    Clock.REVIEW: 60,
    Clock.REVIEW_DECISION: 30,
    Clock.RECOMMENDATION: 60,
    Clock.FOLLOW_UP: 60,
    Clock.RESULT: 30,
    Clock.REFERRAL_CONSENT: 30,
    Clock.REFERRAL: 30,
    Clock.REFERRAL_ANSWER: 60,
}
REMINDERS = {
    Clock.PRELIMINARY_STUDY: (10,),
    Clock.COMPLEMENT: (15,),
    Clock.PRIOR_STEP: (45,),
    # notice, warning, letter of reminder, escalation to the head, candidate for the report to the Head of Government
    Clock.ADMINISTRATION_ANSWER: (30, 50, 61, 75, 90),
    # a reminder; after the date nobody waits any more
    Clock.REFERRAL_CONSENT: (15, 31),
    # a reminder; after the date another one, and everybody is told; then the link dies
    Clock.REFERRAL: (15, 31, 60),
    Clock.REFERRAL_ANSWER: (30, 61, 90),
}
URGENT = {Clock.ADMINISTRATION_ANSWER: (15, 25, 31, 38, 45)}
# How long before its date the caseworker is told that a preliminary study is to end
ALERT = timedelta(days=DAYS[Clock.PRELIMINARY_STUDY] - REMINDERS[Clock.PRELIMINARY_STUDY][0])
BEFORE_THE_DATE = 2  # of the administration's five steps


def due(clock: Clock, start: date, *, holidays: Collection[date], urgent: bool = False, by_post: bool = False) -> date:
    """The last day, always a working day. `start` is the day of receipt, in Rabat.

    `urgent` shortens the administration's answers only, also to a recommendation; `by_post` (from abroad) lengthens the
    complainant's comment only."""
    if clock is Clock.ACKNOWLEDGEMENT:
        return _working_days_after(start, 2, holidays)
    if clock is Clock.ADMINISTRATION_ANSWER:
        last = _months_after(start, 1 if urgent else 2)
    elif (clock is Clock.CITIZEN_COMMENT and by_post) or (clock is Clock.RECOMMENDATION and urgent):
        last = start + timedelta(days=30)
    else:
        last = start + timedelta(days=DAYS[clock])
    return next_working_day(last, holidays)


def promised(clock: Clock, *, received: date, registered: date, holidays: Collection[date]) -> date:
    """The last day of a clock that begins with the receipt. What was typed days after it came is promised no day that has
    passed: two working days are left at least."""
    soonest = _working_days_after(registered, 2, holidays)
    return max(due(clock, received, holidays=holidays), soonest)


def resumed(days_left: int, today: date, *, holidays: Collection[date]) -> date:
    """The last day of a clock that stood still while the complainant or a court was waited for.

    It goes on with the days that it had left, and gives two working days at least to read what came."""
    return max(
        next_working_day(today + timedelta(days=days_left), holidays),
        _working_days_after(today, AFTER_A_PAUSE, holidays),
    )


def reminders(clock: Clock, start: date, *, urgent: bool = False) -> tuple[date, ...]:
    """The days on which somebody is reminded, in order; none for most clocks. They are days to act on, so they do not move."""
    days = (URGENT if urgent and clock in URGENT else REMINDERS).get(clock, ())
    return tuple(start + timedelta(days=each) for each in days)


def chases(start: date, *, urgent: bool, first_due_on: date, due_on: date) -> tuple[date, ...]:
    """The administration's five days. The last three move with an extension of its date, and none comes before that is over:
    a date that fell on a holiday may be later than the 61st day."""
    days = reminders(Clock.ADMINISTRATION_ANSWER, start, urgent=urgent)
    later = (day + (due_on - first_due_on) for day in days[BEFORE_THE_DATE:])
    return (*days[:BEFORE_THE_DATE], *(max(day, due_on + timedelta(days=1)) for day in later))


def passing_on(clock: Clock, start: date, *, due_on: date) -> tuple[date, ...]:
    """The steps with a referral: one before its date; the others never before that is over, on whatever day it falls."""
    first, *later = reminders(clock, start)
    return (first, *(max(day, due_on + timedelta(days=1)) for day in later))


def more_time(due_on: date, *, holidays: Collection[date]) -> date:
    """The day to which a complainant abroad may have a request put off, once (domain section 5: 30 days more)."""
    return next_working_day(due_on + timedelta(days=MORE_TIME), holidays)


def longest_extension(due_on: date) -> date:
    """The last day to which an administration's date may be put off, once (domain section 5: at most a month)."""
    return _months_after(due_on, 1)


def appeal_until(notified_on: date) -> date:
    """The 60th day after a decision was notified: until then an action for annulment may be open (loi 41-90, article 23).

    Never moved to a working day: it is a warning to the citizen, who is better warned a day early (domain section 5)."""
    return notified_on + timedelta(days=APPEAL_DAYS)


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Monday to Friday, no holiday."""
    return day.weekday() < SATURDAY and day not in holidays


def next_working_day(day: date, holidays: Collection[date]) -> date:
    """The day itself when people work on it, else the first one after it."""
    while not is_working_day(day, holidays):
        day += timedelta(days=1)
    return day


def working_days_before(day: date, count: int, holidays: Collection[date]) -> date:
    """The day since which `count` working days have passed whole: what came before it has waited longer."""
    while count:
        day -= timedelta(days=1)
        count -= is_working_day(day, holidays)
    return day


def _working_days_after(start: date, count: int, holidays: Collection[date]) -> date:
    day = start
    for _step in range(count):
        day = next_working_day(day + timedelta(days=1), holidays)
    return day


def _months_after(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
