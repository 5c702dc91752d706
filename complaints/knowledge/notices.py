"""The one message about a question: that its answer is there. It carries a link and no word of either (docs/outbox.md)."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from complaints.knowledge.models import Question
from complaints.notifications.hours import by_day
from complaints.notifications.models import OutboxMessage
from complaints.notifications.registry import Envelope

OPEN_LINK = "knowledge.open"  # the salt of the link that opens a question from its mail


def resolve(message: OutboxMessage) -> Envelope | None:
    """The address that the asker gave, or the account's as it is now; nobody once it was forgotten."""
    question = question_of(message)
    if question is None or not (address := address_of(question)):
        return None
    token = signing.dumps(question.pk, salt=OPEN_LINK)
    return Envelope(
        address=address,
        language=question.language,
        hours=by_day(),
        time_zone=(question.country.time_zone if question.country else "") or settings.TIME_ZONE,
        context={
            "reference": question.number,
            "url": f"{settings.SITE_URL}{reverse('knowledge:open', kwargs={'token': token})}",
        },
    )


def question_of(message: OutboxMessage) -> Question | None:
    """The question that a message is about."""
    key = message.about.removeprefix("question:")
    return Question.objects.select_related("user", "country").filter(pk=key).first()


def address_of(question: Question) -> str:
    """Where the asker is told."""
    if question.email:
        return question.email
    return question.user.email if question.user is not None and question.user.is_active else ""
