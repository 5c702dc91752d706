"""Which question a visitor may open: one's account's, or the one that number and code, or the link of its mail, opened here."""

import time

from django.conf import settings
from django.core import signing
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts import limits
from accounts.actors import Actor
from complaints.knowledge import numbers
from complaints.knowledge.models import Question
from complaints.knowledge.notices import OPEN_LINK

SESSION_KEY, SEEN_KEY, ASKED_KEY = "question", "question_seen", "question_asked"
REFRESH = 300  # seconds between two writes of the session
LINK_LIFE = 30 * 24 * 3600  # seconds: an answer may be read weeks after it came
CODE_SHOWN = 30 * 60  # seconds, on the device that asked
TRIES = 6000  # wrong numbers or codes from one network in an hour; a code has 80 bits
ASKED_A_NETWORK = 300  # questions in an hour: a consulate shares one address
FORMS_A_NETWORK = 600  # forms of a question sent in an hour, the looks at what is like it included
OPINIONS_A_NETWORK = 300  # presses on "useful" in an hour


def own_questions(actor: Actor, *, opened: int | None = None) -> QuerySet[Question]:
    """The questions that this visitor may read: by account, and `opened`, the one that a code opened on this device."""
    mine = Q(pk=opened) if opened is not None else Q(pk__in=[])
    if actor.user_id is not None:
        mine |= Q(user=actor.user_id)
    return Question.objects.filter(mine)


def open_questions(request: HttpRequest) -> QuerySet[Question]:
    """The same, of a request."""
    return own_questions(request.actor, opened=still_open(request))  # type: ignore[attr-defined]


def open_with_code(number: str, code: str) -> Question | None:
    """The question of this number and code; an unknown number and a wrong code look alike."""
    found = numbers.normalise(number)
    question = Question.objects.filter(number=found).first() if found else None
    return question if question is not None and numbers.opens(question, code) else None


def read_link(token: str) -> Question | None:
    """The question of a link that we mailed in the last thirty days."""
    try:
        key = signing.loads(token, salt=OPEN_LINK, max_age=LINK_LIFE)
    except signing.BadSignature:
        return None
    return Question.objects.filter(pk=key).first()


def too_many_tries(request: HttpRequest) -> bool:
    """Whether this visitor's network has no try left; asked before a code is looked at."""
    return limits.used_up("question-code", limits.network(request), limit=TRIES)


def count_wrong_try(request: HttpRequest) -> None:
    limits.within("question-code", limits.network(request), limit=TRIES)


def remember(request: HttpRequest, question: Question, *, asked: bool = False) -> None:
    """Opens the question for this session; `asked`: it was written here, so its code may be shown for a while."""
    request.session.cycle_key()
    request.session[SESSION_KEY] = question.pk
    request.session[SEEN_KEY] = int(time.time())
    if asked:
        request.session[ASKED_KEY] = question.pk


def still_open(request: HttpRequest) -> int | None:
    """The question that is open here, unless the device was left alone for too long."""
    key, seen, now = request.session.get(SESSION_KEY), request.session.get(SEEN_KEY, 0), int(time.time())
    if key is None:
        return None
    if now - seen > settings.SESSION_IDLE_MINUTES * 60:
        forget(request)
        return None
    if now - seen > REFRESH:
        request.session[SEEN_KEY] = now
    return int(key)


def forget(request: HttpRequest) -> None:
    """Closes the question for this session."""
    for name in (SESSION_KEY, SEEN_KEY, ASKED_KEY):
        request.session.pop(name, None)


def code_to_show(request: HttpRequest, question: Question) -> str:
    """The code, on the device that asked and for half an hour; else nothing."""
    fresh = (timezone.now() - question.asked_at).total_seconds() < CODE_SHOWN
    return numbers.code_of(question) if fresh and request.session.get(ASKED_KEY) == question.pk else ""
