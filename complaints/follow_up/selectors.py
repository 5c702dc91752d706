"""What the complainant sees of a case: the timeline in plain words, without the desk's own side."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any

from django.core import signing
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import dates
from accounts.actors import ActorKind
from complaints.dealings import Addressee, Reply
from complaints.enums import REQUESTS, State
from complaints.envelopes import VOICE_LINK, for_citizen
from complaints.follow_up.words import (
    ANSWER,
    COMMENTED,
    DATES,
    FIELDS_NAMED,
    MINE,
    MISSED,
    OTHERWISE,
    PRIOR_STEP,
    PRIVATE,
    REPLIED,
    SETTLED,
    THEIRS,
    WORDS,
)
from complaints.models import (
    Answer,
    Attachment,
    Complaint,
    Event,
    InformationRequest,
    Message,
    Recommendation,
    RequestedItem,
    Review,
    Translation,
)
from complaints.models.change import label_of
from complaints.models.erasure import erased_things
from complaints.models.translation import newest
from complaints.notifications.selectors import Notice, inbox
from complaints.workflow import reviews, states
from complaints.workflow.selectors import commented
from complaints.workflow.table import REVIEWABLE

NOTICES = 5


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was asked for, and what the complainant answered to it."""

    label: str
    answer: str = ""
    file: Attachment | None = None
    translations: list[Translation] = field(default_factory=list)  # of the label


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline. `mine` says that the complainant wrote it. What we said may have `translations`."""

    at: datetime
    title: Promise | str
    text: str = ""
    mine: bool = False
    kind: str = "event"
    files: list[Attachment] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    translations: list[Translation] = field(default_factory=list)
    letter: Any = None  # a letter of ours: its page as PDF
    left_out: list[str] = field(default_factory=list)  # attachments of a mail that could not be taken


def steps_reached(complaint: Complaint) -> set[states.Step]:
    """The steps that the file really went through."""
    return states.reached(complaint.events.standing().values_list("name", "to_state"))


def deadline(complaint: Complaint, asked: InformationRequest | None = None) -> str:
    """What the next date of the file is for, in a sentence; another one when the day has passed. Empty without a date."""
    if complaint.due_on is None:
        return ""
    words = COMMENTED if commented(complaint) else DATES.get(complaint.state, OTHERWISE)
    if words is ANSWER and asked is not None and asked.kind == InformationRequest.Kind.PRIOR_STEP:
        words = PRIOR_STEP
    late = complaint.due_on < timezone.localdate()
    return str(words.late if late else words.ahead) % {"day": dates.long_date(complaint.due_on)}


def deadline_moment(complaint: Complaint) -> datetime | None:
    """The last minute of the next date, in Rabat: for people on another clock, who may have a day less or more."""
    return datetime.combine(complaint.due_on, time(23, 59), dates.RABAT) if complaint.due_on else None


def newest_answer(complaint: Complaint) -> Entry | None:
    """The administration's last answer with its documents, to be read beside the box for comments."""
    row = complaint.answers.prefetch_related("translations", "attachments").last()
    if row is None:
        return None
    return replace(_answer(row), files=[file for file in row.attachments.all() if not file.internal])


def timeline(complaint: Complaint, *, own: bool = True, share: int | None = None) -> list[Entry]:
    """Events, messages, requests and answers, newest first; a fixed number of queries.

    Not `own`: for those with whom the file is shared, without what is the complainant's alone; `share` is theirs."""
    names = set(WORDS) if own else set(WORDS) - PRIVATE
    told = complaint.events.standing().filter(name__in=names).exclude(Q(name="overdue") & ~Q(data__has_key="late"))
    made = {row.pk: row for row in complaint.recommendations.prefetch_related("translations")}
    happened = list(told.prefetch_related("translations"))
    bodies = _bodies(complaint, happened)
    entries = [_event(row, made, bodies, own=own) for row in happened]
    entries += [_recommendation(row) for row in made.values()]
    entries += [_review(row, own=own) for row in complaint.reviews.all()]
    entries += [
        _message(row, own=own, share=share)
        for row in complaint.messages.select_related("share").prefetch_related("attachments", "translations")
    ]
    entries += [_answer(row) for row in complaint.answers.prefetch_related("translations")]
    requests = complaint.information_requests.prefetch_related("items__attachment", *IN_OTHER_WORDS)
    entries += [_request(row) for row in requests if row.text or row.items.all()]
    entries += [_letter(row) for row in letters(complaint)]
    return sorted(entries, key=lambda entry: entry.at)[::-1]  # of two at one time the later written comes first


def _bodies(complaint: Complaint, happened: Iterable[Event]) -> dict[int, str]:
    """The names of other bodies by the referrals that are spoken of; no query where none is."""
    if not any("referral" in row.data for row in happened):
        return {}
    return {row.pk: row.body.name for row in complaint.referrals.select_related("body").only("body__names")}


def _event(row: Event, made: dict[int, Recommendation], bodies: dict[int, str], *, own: bool) -> Entry:
    answered = made.get(row.data.get("recommendation", 0)) if row.name == "follow_up" else None
    return Entry(
        at=row.at,
        title=_title(row, own=own),
        text=answered.reply_text if answered else _text(row, bodies),
        mine=row.name in MINE,
        translations=_of(Translation.Of.REPLY, answered) if answered else _of(Translation.Of.EVENT, row),
    )


def _of(text: Translation.Of, row: Event | Recommendation) -> list[Translation]:
    """The newest translations of one of the texts of a row."""
    return newest(one for one in row.translations.all() if one.of == text)


def _title(row: Event, *, own: bool = True) -> Promise | str:
    if not own and row.name in THEIRS and row.actor_kind != ActorKind.SHARE:
        return THEIRS[row.name]
    if row.name == "settle":
        return SETTLED.get(row.data.get("outcome", ""), WORDS["settle"])
    if row.name == "overdue":
        return MISSED[row.data["late"]]
    if row.name == "follow_up":
        return REPLIED[Reply(row.data["reply"])]
    return WORDS[row.name]


def _text(row: Event, bodies: dict[int, str]) -> str:
    if row.name.startswith("referral_"):  # which body it is; what it answered stands above, where its turn is told
        return bodies.get(row.data.get("referral", 0), "")
    if row.name in FIELDS_NAMED:  # the names of the fields; what stood there is not repeated
        return ", ".join([*erased_things(row.data), *(str(label_of(name)) for name in row.data["fields"])])
    return row.public_text


def _recommendation(row: Recommendation) -> Entry:
    translated = _of(Translation.Of.MEASURE, row)
    return Entry(
        at=row.issued_at,
        title=_("What we recommended"),
        text=row.measure,
        kind="recommendation",
        translations=translated,
    )


def _review(row: Review, *, own: bool) -> Entry:
    asked = _("You asked for a review: %(ground)s") if own else _("The complainant asked for a review: %(ground)s")
    title = asked % {"ground": row.get_ground_display()}
    return Entry(at=row.asked_at, title=title, text=row.text, mine=True, kind="review")


def _message(row: Message, *, own: bool, share: int | None) -> Entry:
    title: Promise | str = _("The institution wrote to you") if own else _("The institution wrote")
    readers = share is not None and row.share_id == share
    if row.from_citizen:
        title = _("You wrote to us") if own or readers else _("The complainant wrote to us")
    if row.share and not row.share.represented and not readers:
        title = _("Somebody with whom the file is shared wrote to us")  # the name is the complainant's own word
        if own:
            title = format_lazy(_("{name} wrote to us"), name=f"\u2068{row.share.name}\u2069")
    files = [file for file in row.attachments.all() if not file.internal]
    translated = [] if row.from_citizen else newest(row.translations.all())
    return Entry(
        at=row.at,
        title=title,
        text=row.shown,
        mine=row.from_citizen,
        kind="message",
        files=files,
        translations=translated,
        left_out=[] if row.erased_at else row.left_out,
    )


def _answer(row: Answer) -> Entry:
    translated = newest(row.translations.all())
    title = (
        _("The administration asks for something.") if row.position in REQUESTS else _("The administration answered.")
    )
    return Entry(at=row.recorded_at, title=title, text=row.text, kind="answer", translations=translated)


def letters(complaint: Complaint) -> Any:
    """Our letters to the complainant, oldest first, each version with the one that took its place. To others: nobody's here.

    The rows are the desk's (`casework/models.py`); a file knows them as its letters."""
    mine = complaint.letters.filter(to=Addressee.CITIZEN)
    return mine.select_related("corrected_by", "corrects", "administration", "complaint__unit").order_by(
        "sent_at", "pk"
    )


def _letter(row: Any) -> Entry:
    title = _("We sent you a corrected letter.") if row.version > 1 else _("We sent you a letter.")
    return Entry(at=row.sent_at, title=title, text=row.subject, kind="letter", letter=row)


IN_OTHER_WORDS = ("translations", "items__translations")
ASKED = {
    InformationRequest.Kind.MISSING_ITEMS: _("We asked you for missing items."),
    InformationRequest.Kind.PRIOR_STEP: _("We asked you to turn to the administration first."),
}


def _request(row: InformationRequest) -> Entry:
    items = [_item(item) for item in row.items.all()]
    return Entry(
        at=row.asked_at,
        title=ASKED[InformationRequest.Kind(row.kind)],
        text=row.text,
        kind="request",
        items=items,
        translations=newest(row.translations.all()),
    )


def _item(row: RequestedItem) -> Item:
    file = row.attachment
    translated = newest(one for one in row.translations.all() if one.of == Translation.Of.ITEM)
    return Item(row.label, row.answer, file if file is not None and not file.internal else None, translated)


def notices(complaint: Complaint) -> list[Notice]:
    """The newest notices that were written to the complainant, for who has no e-mail or lost one."""
    return inbox(
        f"complaint:{complaint.pk}:citizen",
        addresses=lambda rows: {row.pk: for_citizen(complaint, row) for row in rows},
        limit=NOTICES,
    )


def open_request(complaint: Complaint) -> InformationRequest | None:
    """The request that waits for the complainant's answer, with its translations."""
    waiting = complaint.information_requests.filter(answered_at=None)
    return waiting.prefetch_related("items__attachment", *IN_OTHER_WORDS).first()


def asked_words(row: InformationRequest | None) -> Entry | None:
    """What such a request says, with the translations of its text and of each item."""
    return _request(row) if row is not None else None


def was_sent(complaint: Complaint, texts: Iterable[str]) -> bool:
    """Whether each of these texts is in the file already, as a message or as the answer to what was asked."""
    said = set(complaint.messages.filter(from_citizen=True).values_list("text", flat=True))
    said |= set(RequestedItem.objects.filter(request__complaint=complaint).values_list("answer", flat=True))
    return {text.strip() for text in texts} <= {text.strip() for text in said}


def waits_for_items(complaint: Complaint) -> bool:
    """Whether the file waits for items that the complainant was asked for."""
    asked = open_request(complaint) if complaint.state == State.AWAITING_CITIZEN else None
    return asked is not None and asked.kind == InformationRequest.Kind.MISSING_ITEMS


def voice_page(complaint: Complaint) -> str:
    """Where the complainant says whether the problem is solved; empty while that is not asked."""
    if complaint.closed_at is None or complaint.state not in REVIEWABLE:
        return ""
    closing = reviews.closing_event(complaint)
    if closing is None or timezone.localdate() > reviews.until(closing.at):
        return ""
    return reverse("follow_up:voice", kwargs={"token": signing.dumps(closing.pk, salt=VOICE_LINK)})
