"""The bilingual file: every text of a case with its translations, and how one is written (docs/desk.md).

No text leaves the house: a person types, or the institution names a provider of its own in TRANSLATION_PROVIDER."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints import history, permissions
from complaints.casework.selectors import answers, events, messages, requests
from complaints.casework.words import event_label
from complaints.models import Complaint, Translation
from complaints.models.translation import ROWS, digest, newest
from complaints.workflow.errors import Incomplete, Refused, Stale, demand
from complaints.workflow.moves import locked

log = structlog.get_logger(__name__)
Of = Translation.Of
OWN = ("title", "description", "harm", "request")  # the case's own columns, in the order of the form
# Events whose words are those of the request itself, or the name of somebody with whom the file is shared
SAID_ELSEWHERE = ("request_information", "await_prior_step", "shared", "invited_again", "share_accepted", "share_ended")


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the case: `key` is the number of its row, 0 for a column of the case. `found`: the newest by language."""

    of: str
    key: int
    label: Promise | str
    text: str
    language: str = ""
    at: datetime | None = None
    by_citizen: bool = False
    found: list[Translation] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """What a translation of this very text carries."""
        return digest(self.text)


def texts(complaint: Complaint) -> list[Text]:
    """Every text that may need a translation, with the newest translations; a fixed number of queries.

    The case's own columns first, then what was said since, as it came."""
    rows: dict[tuple[str, int], list[Translation]] = defaultdict(list)
    for row in complaint.translations.select_related("author"):
        rows[row.of, row.row].append(row)
    found = [
        Text(of, 0, Translation.Of(of).label, getattr(complaint, of), complaint.text_language, None, True) for of in OWN
    ]
    said = [
        *_exchanged(complaint),
        *_asked(complaint),
        *_decided(complaint),
        *_recommended(complaint),
        *_own(complaint),
        *_beside(complaint),
    ]
    found += sorted(said, key=lambda text: (text.at, text.of, text.key))
    return [replace(text, found=newest(rows[text.of, text.key])) for text in found if text.text.strip()]


def _exchanged(complaint: Complaint) -> Iterator[Text]:
    """Messages both ways, and what the administration answered."""
    for message in messages(complaint):
        if message.erased_at:
            continue
        label = _("Message of the complainant") if message.from_citizen else _("Message to the complainant")
        yield Text("message", message.pk, label, message.text, message.language, message.at, message.from_citizen)
    for answer in answers(complaint):
        yield Text("answer", answer.pk, Of.ANSWER.label, answer.text, "", answer.recorded_at)


def _asked(complaint: Complaint) -> Iterator[Text]:
    """What the complainant was asked for, item by item, and what they answered to each."""
    for request in requests(complaint):
        yield Text("asked", request.pk, request.get_kind_display(), request.text, "", request.asked_at)
        for item in request.items.all():
            yield Text("item", item.pk, Of.ITEM.label, item.label, "", request.asked_at)
            answered = request.answered_at or request.asked_at
            yield Text("supplied", item.pk, Of.SUPPLIED.label, item.answer, "", answered, True)


def _decided(complaint: Complaint) -> Iterator[Text]:
    """The reasons of decisions and what else the history tells the complainant; and why a review was asked for."""
    for event in events(complaint).exclude(public_text="").exclude(name__in=SAID_ELSEWHERE):
        yield Text("event", event.pk, event_label(event.name), event.public_text, "", event.at)
    for review in complaint.reviews.all():
        yield Text("review", review.pk, Of.REVIEW.label, review.text, review.language, review.asked_at, True)


def _recommended(complaint: Complaint) -> Iterator[Text]:
    """What was recommended, and the administration's words on it."""
    for row in complaint.recommendations.all():
        yield Text("measure", row.pk, Of.MEASURE.label, row.measure, row.language, row.issued_at)
        yield Text("reply", row.pk, Of.REPLY.label, row.reply_text, "", row.issued_at)


def _own(complaint: Complaint) -> Iterator[Text]:
    """What the complainant wrote outside the story: what an earlier step brought, why the complaint was withdrawn."""
    for step in complaint.prior_steps.all():
        yield Text("step", step.pk, Of.STEP.label, step.answer, complaint.text_language, complaint.submitted_at, True)
    for event in events(complaint).filter(name="withdraw"):
        yield Text("withdrawal", event.pk, Of.WITHDRAWAL.label, event.internal_text, "", event.at, True)


def _beside(complaint: Complaint) -> Iterator[Text]:
    """What was said beside the course of the file: another body's answer, wishes about data, words on how it ended."""
    for row in complaint.referrals.all():
        yield Text("body_answer", row.pk, Of.BODY_ANSWER.label, row.reply, "", row.ended_at or row.asked_at)
    for asked in complaint.data_requests.all():
        yield Text("data_wish", asked.pk, Of.DATA_WISH.label, asked.text, asked.language, asked.asked_at, True)
        answered = asked.answered_at or asked.asked_at
        yield Text("data_answer", asked.pk, Of.DATA_ANSWER.label, asked.answer, "", answered)
    for voice in complaint.voices.all():
        yield Text("comment", voice.pk, Of.COMMENT.label, voice.comment, "", voice.fairness_at or voice.closed_at, True)


def text_of(complaint: Complaint, of: str, key: int) -> Text | None:
    """One of them, or None where there is no such text in this case."""
    return next((text for text in texts(complaint) if (text.of, text.key) == (of, key)), None)


@transaction.atomic
def write_translation(
    complaint: Complaint, *, actor: Actor, text: Text, language: str, quality: str, words: str, seen: int = 0
) -> Translation:
    """Keeps a translation beside its text. `seen`: the newest one of this language that the form showed, 0 for none.

    Pressed twice it is kept once; raises Stale where a colleague wrote another one meanwhile, or the text changed."""
    case = locked(complaint)
    demand(permissions.can_work(actor, case))
    if not words.strip():
        raise Incomplete(_("Write the translation."))
    current = text_of(case, text.of, text.key)
    if current is None or current.text != text.text:
        raise Stale
    last = next((row for row in current.found if row.language == language), None)
    if last is not None and (last.text, last.quality, last.author_id) == (words, quality, actor.user_id):
        return last
    if last is not None and last.pk != seen:
        raise Stale
    source = {f"{ROWS[text.of]}_id": text.key} if text.of in ROWS else {}
    row = Translation.objects.create(
        complaint=case, of=text.of, language=language, quality=quality, text=words, source_digest=digest(text.text),
        author=actor.someone, at=timezone.now(), **source,
    )  # fmt: skip
    history.record(case, "translated", actor=actor, data={"translation": row.pk, "of": text.of, "language": language})
    return row


def has_provider() -> bool:
    """Whether the institution named a machine of its own."""
    return bool(settings.TRANSLATION_PROVIDER)


def proposed(text: Text, language: str) -> str:
    """The provider's proposal: a callable `(text, source language or "", target language) -> str`.

    Never inside a transaction: it may be slow. Raises Refused, in words, when it fails; nothing is kept."""
    try:
        words = import_string(settings.TRANSLATION_PROVIDER)(text.text, text.language, language)
    except Exception as problem:
        log.warning("translation_provider_failed", problem=type(problem).__name__)
        raise Refused(_("The machine gave no translation. Write it yourself, or try again later.")) from None
    return str(words)
