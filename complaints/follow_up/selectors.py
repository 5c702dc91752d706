"""What the complainant sees of a case: the timeline in plain words, without the desk's own side."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import dates
from complaints.enums import State
from complaints.envelopes import for_citizen
from complaints.models import (
    Answer,
    Attachment,
    Complaint,
    Event,
    InformationRequest,
    Message,
    RequestedItem,
    Translation,
)
from complaints.models.translation import newest
from complaints.notifications.selectors import Notice, inbox
from complaints.workflow import states

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
    "settle": _("We closed your file: the matter is settled."),
    "close_unfounded": _("We closed your file: we found nothing that the administration must put right."),
    "suspend": _("We suspended your file because a court is dealing with the matter."),
    "close_judicial": _("We closed your file because a court is dealing with the matter or has decided it."),
    "withdraw": _("You withdrew your complaint."),
    "safe_contact_changed": _("You said how we may write to you."),
    "code_renewed": _("A new code opens this file. The old one does not work any more."),
    "recovery_asked": _("Somebody asked for a new code with your date of birth and your identity number."),
    "recovery_stopped": _("The request for a new code was stopped."),
    "account_linked": _("The file joined an account."),
    "data_downloaded": _("You downloaded what we hold about you."),
    "data_requested": _("You asked us something about your data."),
    "data_answered": _("We answered what you asked about your data."),
}


MINE = {"submit", "withdraw", "safe_contact_changed", "data_downloaded", "data_requested"}  # what the complainant did


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was asked for, and what the complainant answered to it."""

    label: str
    answer: str = ""
    file: Attachment | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline. `mine` says that the complainant wrote it."""

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
    State.CITIZEN_COMMENT: Words(
        _("You can comment on the answer until %(day)s. After that we decide."),
        _("You could comment on the answer until %(day)s. We decide now."),
    ),
}
PRIOR_STEP = Words(
    _("You have until %(day)s to ask the administration first."),
    _("You had until %(day)s to ask the administration first. You can still take up your complaint again."),
)
OTHERWISE = Words(
    _("The next step is due by %(day)s."),
    _("The next step was due by %(day)s. We are late; your file is not forgotten."),
)


def deadline(complaint: Complaint, asked: InformationRequest | None = None) -> str:
    """What the next date of the file is for, in a sentence; another one when the day has passed. Empty without a date."""
    if complaint.due_on is None:
        return ""
    words = DATES.get(complaint.state, OTHERWISE)
    if words is ANSWER and asked is not None and asked.kind == InformationRequest.Kind.PRIOR_STEP:
        words = PRIOR_STEP
    late = complaint.due_on < timezone.localdate()
    return str(words.late if late else words.ahead) % {"day": dates.long_date(complaint.due_on)}


def timeline(complaint: Complaint) -> list[Entry]:
    """Events, messages, requests and answers, newest first; a fixed number of queries."""
    entries = [_event(row) for row in complaint.events.filter(name__in=WORDS)]
    entries += [_message(row) for row in complaint.messages.prefetch_related("attachments", "translations")]
    entries += [_answer(row) for row in complaint.answers.prefetch_related("translations")]
    requests = complaint.information_requests.prefetch_related("items__attachment")
    entries += [_request(row) for row in requests if row.text or row.items.all()]
    return sorted(entries, key=lambda entry: entry.at)[::-1]  # of two at one time the later written comes first


def _event(row: Event) -> Entry:
    return Entry(at=row.at, title=WORDS[row.name], text=row.public_text, mine=row.name in MINE)


def _message(row: Message) -> Entry:
    title = _("You wrote to us") if row.from_citizen else _("The institution wrote to you")
    files = [file for file in row.attachments.all() if not file.internal]
    translated = [] if row.from_citizen else newest(row.translations.all())
    return Entry(
        at=row.at,
        title=title,
        text=row.text,
        mine=row.from_citizen,
        kind="message",
        files=files,
        translations=translated,
    )


def _answer(row: Answer) -> Entry:
    translated = newest(row.translations.all())
    title = _("The administration answered.")
    return Entry(at=row.recorded_at, title=title, text=row.text, kind="answer", translations=translated)


ASKED = {
    InformationRequest.Kind.MISSING_ITEMS: _("We asked you for missing items."),
    InformationRequest.Kind.PRIOR_STEP: _("We asked you to turn to the administration first."),
}


def _request(row: InformationRequest) -> Entry:
    items = [_item(item) for item in row.items.all()]
    return Entry(
        at=row.asked_at, title=ASKED[InformationRequest.Kind(row.kind)], text=row.text, kind="request", items=items
    )


def _item(row: RequestedItem) -> Item:
    file = row.attachment
    return Item(label=row.label, answer=row.answer, file=file if file is not None and not file.internal else None)


def notices(complaint: Complaint) -> list[Notice]:
    """The newest notices that were written to the complainant, for who has no e-mail or lost one."""
    return inbox(
        f"complaint:{complaint.pk}:citizen",
        addresses=lambda rows: {row.pk: for_citizen(complaint, row) for row in rows},
        limit=NOTICES,
    )


def open_request(complaint: Complaint) -> InformationRequest | None:
    """The request that waits for the complainant's answer."""
    return complaint.information_requests.filter(answered_at=None).prefetch_related("items").first()
