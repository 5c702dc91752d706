"""What the complainant sees of a case: the timeline in plain words, without the desk's own side."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, time

from django.core import signing
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import dates
from complaints.enums import Outcome, State
from complaints.envelopes import VOICE_LINK, for_citizen
from complaints.models import (
    Answer,
    Attachment,
    Complaint,
    Event,
    InformationRequest,
    Message,
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

WORDS: dict[str, Promise | str] = {
    "submit": _("You sent your complaint."),
    "register": _("We registered your complaint."),
    "start_review": _("We began to study your file."),
    "receive_information": _("We received your answer."),
    "reminded": _("We reminded you that we are waiting for your answer."),
    "close_incomplete": _("We closed your file because the missing items did not come."),
    "orient": _("We oriented you to a body that can help."),
    "declare_inadmissible": _("We could not accept your complaint."),
    "admit": _("We accepted your complaint."),
    "send_to_administration": _("We wrote to the administration."),
    "settle": _("We closed your file."),
    "close_unfounded": _("We closed your file: we found nothing that the administration must put right."),
    "suspend": _("We suspended your file because a court is dealing with the matter."),
    "close_judicial": _("We closed your file because a court is dealing with the matter or has decided it."),
    "withdraw": _("You withdrew your complaint."),
    "safe_contact_changed": _("You said how we may write to you."),
    "shared": _("You shared your file."),
    "invited_again": _("You had an invitation to your file sent once more."),
    "share_accepted": _("The invitation to your file was accepted."),
    "share_ended": _("A share of your file ended."),
    "mandate_renewed": _("A new mandate was sent."),
    "mandate_ending": _("We reminded you that the mandate ends."),
    "mandate_ended": _("The mandate ended."),
    "mandate_revoked": _("The mandate was revoked."),
    "code_renewed": _("A new code opens this file. The old one does not work any more."),
    "recovery_asked": _("Somebody asked for a new code with your date of birth and your identity number."),
    "recovery_stopped": _("The request for a new code was stopped."),
    "account_linked": _("The file joined an account."),
    "data_downloaded": _("You downloaded what we hold about you."),
    "data_requested": _("You asked us something about your data."),
    "data_answered": _("We answered what you asked about your data."),
    "data_corrected": _("We corrected what we hold about you."),
    "data_erased": _("We erased what you asked us to erase."),
    "reopen": _("Another person looked at your file and opened it again."),
    "confirm_closing": _("Another person looked at your file. The decision stands."),
    "corrected": _("You corrected your file."),
    "overdue": _("We did not keep the date."),
    "promised": _("We gave you a new date."),
}
# What "closed" means is said in full, so that no half of a solution reads as a whole one.
SETTLED: dict[str, Promise | str] = {
    Outcome.SETTLED_FULL: _("We closed your file: the matter is settled."),
    Outcome.SETTLED_PARTIAL: _("We closed your file: a part of the matter is settled, another part is not."),
    Outcome.SETTLED_BY_EXPLANATION: _("We closed your file: the administration has explained itself."),
}
# Whose date it was: nobody is told that we are late with what the complainant, or the administration, had to do.
MISSED: dict[str, Promise | str] = {
    "institution": _("We did not keep our date. We are late."),
    "administration": _("The administration did not answer in time."),
}


FIELDS_NAMED = {"corrected", "data_corrected", "data_erased"}
# What the complainant did
MINE = {"submit", "withdraw", "corrected", "safe_contact_changed", "data_downloaded", "data_requested"}


# What those with whom the file is shared do not see
PRIVATE = {
    "safe_contact_changed", "shared", "invited_again", "share_accepted", "share_ended", "code_renewed", "recovery_asked",
    "recovery_stopped", "account_linked", "data_downloaded", "data_requested", "data_answered",
    "data_corrected", "data_erased",
}  # fmt: skip


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


def steps_reached(complaint: Complaint) -> set[states.Step]:
    """The steps that the file really went through."""
    return states.reached(complaint.events.values_list("name", "to_state"))


@dataclass(frozen=True, slots=True)
class Words:
    """What happens by a day, and what is true when the day has passed without it."""

    ahead: Promise | str
    late: Promise | str


ANSWER = Words(
    _("Answer us by %(day)s."),
    _("We asked for your answer by %(day)s. You can still send it as long as your file is open."),
)
DATES: dict[str, Words] = {
    State.REGISTERED: Words(
        _("We look at your complaint by %(day)s."),
        _("We wanted to look at your complaint by %(day)s. We are late; your file is not forgotten."),
    ),
    State.PRELIM_REVIEW: Words(
        _("We tell you by %(day)s whether we can deal with your complaint."),
        _(
            "We wanted to tell you by %(day)s whether we can deal with your complaint. We are late; we still study your file."
        ),
    ),
    State.AWAITING_CITIZEN: ANSWER,
    State.ADMITTED: Words(
        _("We write to the administration by %(day)s."),
        _("We wanted to write to the administration by %(day)s. We are late; your file is not forgotten."),
    ),
    State.AWAITING_ADMINISTRATION: Words(
        _("The administration should answer by %(day)s."),
        _(
            "The administration should have answered by %(day)s. It is late, and the person who works on your file knows."
        ),
    ),
    State.REVIEW: Words(
        _("We answer your request for a review by %(day)s."),
        _("We wanted to answer your request for a review by %(day)s. We are late; your file is not forgotten."),
    ),
    State.CITIZEN_COMMENT: Words(
        _("You can comment on the answer until %(day)s. After that we decide."),
        _("You could comment on the answer until %(day)s. We decide now."),
    ),
}
PRIOR_STEP = Words(
    _("You have until %(day)s to ask the administration first."),
    _("You had until %(day)s to ask the administration first. You can still take up your complaint again."),
)
COMMENTED = Words(
    _("We have your comments and decide now. You can add something until %(day)s."),
    _("We have your comments and decide now."),
)
OTHERWISE = Words(
    _("The next step is due by %(day)s."),
    _("The next step was due by %(day)s. We are late; your file is not forgotten."),
)


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


def turn(complaint: Complaint) -> states.Turn:
    """Whose turn it is. After the comments, or without them once their time is over, the institution decides."""
    over = complaint.due_on is not None and complaint.due_on < timezone.localdate()
    if complaint.state == State.CITIZEN_COMMENT and (over or commented(complaint)):
        return states.Turn.INSTITUTION
    return states.turn(complaint.state)


def newest_answer(complaint: Complaint) -> Entry | None:
    """The administration's last answer with its documents, to be read beside the box for comments."""
    row = complaint.answers.prefetch_related("translations", "attachments").last()
    if row is None:
        return None
    return replace(_answer(row), files=[file for file in row.attachments.all() if not file.internal])


def timeline(complaint: Complaint, *, own: bool = True) -> list[Entry]:
    """Events, messages, requests and answers, newest first; a fixed number of queries.

    Not `own`: for those with whom the file is shared, without what is the complainant's alone."""
    names = set(WORDS) if own else set(WORDS) - PRIVATE
    told = complaint.events.filter(name__in=names).exclude(Q(name="overdue") & ~Q(data__has_key="late"))
    entries = [_event(row) for row in told.prefetch_related("translations")]
    entries += [_review(row) for row in complaint.reviews.all()]
    entries += [
        _message(row, own=own)
        for row in complaint.messages.select_related("share").prefetch_related("attachments", "translations")
    ]
    entries += [_answer(row) for row in complaint.answers.prefetch_related("translations")]
    requests = complaint.information_requests.prefetch_related("items__attachment", *IN_OTHER_WORDS)
    entries += [_request(row) for row in requests if row.text or row.items.all()]
    return sorted(entries, key=lambda entry: entry.at)[::-1]  # of two at one time the later written comes first


def _event(row: Event) -> Entry:
    return Entry(
        at=row.at,
        title=_title(row),
        text=_text(row),
        mine=row.name in MINE,
        translations=newest(row.translations.all()),
    )


def _title(row: Event) -> Promise | str:
    if row.name == "settle":
        return SETTLED.get(row.data.get("outcome", ""), WORDS["settle"])
    if row.name == "overdue":
        return MISSED[row.data["late"]]
    return WORDS[row.name]


def _text(row: Event) -> str:
    if row.name in FIELDS_NAMED:  # the names of the fields; what stood there is not repeated
        return ", ".join([*erased_things(row.data), *(str(label_of(name)) for name in row.data["fields"])])
    return row.public_text


def _review(row: Review) -> Entry:
    title = _("You asked for a review: %(ground)s") % {"ground": row.get_ground_display()}
    return Entry(at=row.asked_at, title=title, text=row.text, mine=True, kind="review")


def _message(row: Message, *, own: bool) -> Entry:
    title: Promise | str = _("You wrote to us") if row.from_citizen else _("The institution wrote to you")
    if row.share and not row.share.represented:
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
    )


def _answer(row: Answer) -> Entry:
    translated = newest(row.translations.all())
    title = _("The administration answered.")
    return Entry(at=row.recorded_at, title=title, text=row.text, kind="answer", translations=translated)


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
