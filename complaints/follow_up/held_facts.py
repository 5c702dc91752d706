"""The facts of a file, row by row, as the download tells them (holdings.py puts them together)."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.held import Fact, Row, begun, fact, filled, group, label_of, words
from complaints import consents
from complaints.dealings import Addressee
from complaints.enums import Remedy
from complaints.envelopes import CITIZEN_KINDS, for_citizen
from complaints.follow_up import data_requests as asked_about_data
from complaints.follow_up import selectors
from complaints.follow_up.readings import Reading
from complaints.models import Attachment, Change, Complaint, NewAddress, Reception, Referral, Translation
from complaints.models.erasure import erased_words
from complaints.notifications.models import OutboxMessage, PushSubscription
from complaints.notifications.rendering import render
from complaints.permissions import representation_of
from complaints.referring.selectors import parts, shown
from complaints.safe_contact import SAFE_WAYS, WAYS

# Codes without choices of their own
NAMED: dict[str, dict[str, Any]] = {
    "preferred_channel": dict(WAYS), "contact_ways": dict(SAFE_WAYS), "remedies": dict(Remedy.choices),
    "language": dict(settings.LANGUAGES), "text_language": dict(settings.LANGUAGES),
}  # fmt: skip
# Columns that have no words of their own
LABELS: dict[str, Promise] = {
    "solved_at": gettext_lazy("When"), "fairness_at": gettext_lazy("When"), "language": gettext_lazy("Language"),
    "registered_at": gettext_lazy("Registered"), "admitted_at": gettext_lazy("Admitted"),
}  # fmt: skip
# Of prior steps, declarations, voices and requests about data: what only the database needs, and who works here
HIDDEN = {"id", "complaint", "key", "answered_by"}
# What the person wrote, so that its translations are about them
OWN_WORDS = (
    "title",
    "description",
    "harm",
    "request",
    "supplied",
    "review",
    "step",
    "withdrawal",
    "data_wish",
    "comment",
)
# Mails that are called by a name: they held a code, or went to an address that is not, or not only, the file's.
MAILS: dict[str, Promise] = {
    "complaint_code": gettext_lazy("Own code by e-mail"),
    "complaint_email_code": gettext_lazy("Code for a new e-mail address"),
    "complaint_withdraw_code": gettext_lazy("Code to withdraw the complaint"),
    "complaint_email_changed": gettext_lazy("E-mail address changed"),
    "complaint_mandate_ended": gettext_lazy("The mandate ended."),
    "complaint_mandate_revoked": gettext_lazy("The mandate was revoked."),
    "share_invitation": gettext_lazy("Invitation to the file"),
    "share_represented": gettext_lazy("Invitation to the file"),
    "share_news": gettext_lazy("Something is new in the file"),
    "share_mandate_ended": gettext_lazy("The mandate ended."),
}
SHARE = ("name", "email", "language", "right", "receives", "until", "invited_at", "accepted_at", "revoked_at")
NEW_ADDRESS = ("email", "sent_at")
DEVICE = ("created_at", "last_ok", "language")
RECEPTION = ("unit", "typed_at", "place", "read_back", "signature", "refusal")
NEW_CODE = ("way", "asked_at", "due_at", "stopped_at", "used_at")


def columns(row: models.Model, names: Iterable[str]) -> Row:
    """The filled columns of a row; a choice and a row of a list are told by their names."""
    return list(_columns(row, [row._meta.get_field(name) for name in names]))


def rows(found: Iterable[models.Model]) -> list[Row]:
    """Whole rows, but for what is HIDDEN."""
    return [list(_columns(row, [f for f in row._meta.concrete_fields if f.name not in HIDDEN])) for row in found]


def _columns(row: models.Model, fields: Iterable[Any]) -> Iterator[Fact]:
    for field in fields:
        value = getattr(row, field.name)
        if value in (None, "", []):
            continue
        shown = str(getattr(row, f"get_{field.name}_display")()) if field.choices else None
        if field.name in NAMED:
            names = NAMED[field.name]
            shown = words([names.get(one, one) for one in (value if isinstance(value, list) else [value])])
        if field.name == "kind" and not field.choices:  # of a declaration: its text says it
            shown = ""
        if isinstance(value, models.Model):
            value = shown = str(getattr(value, "name", value))
        yield fact(field.name, LABELS.get(field.name) or begun(field.verbose_name), value, shown)


def bodies(complaint: Complaint) -> Row:
    """The bodies that the person was sent to."""
    found = [body.name for body in complaint.referral_bodies.all()]
    return [fact("referral_bodies", _("Who can help instead"), found)] if found else []


def reception(complaint: Complaint) -> list[Row]:
    """How it came, if somebody typed it for the person, and the mail that it began as."""
    row = Reception.objects.filter(complaint=complaint).select_related("unit", "mail").first()
    if row is None:
        return []
    mail = (
        filled([fact("subject", _("Subject"), row.mail.subject), fact("text", _("Text"), row.mail.text)])
        if row.mail
        else []
    )
    return [[*columns(row, RECEPTION), *mail]]


def visits(complaint: Complaint) -> list[Row]:
    """The visit to a stand in which it was filed. The row is above this room, which reads it by its relation alone."""
    return [
        filled(
            [
                fact("stand", _("Stand"), row.stand.name),
                fact("at", _("When"), row.at),
                fact("outcome", _("What became of it"), row.outcome, row.get_outcome_display()),
                fact("language", _("Language"), row.language, dict(settings.LANGUAGES).get(row.language, row.language)),
                fact("country", _("Country of residence"), row.country.name if row.country else ""),
                fact("wait", _("Waiting time in minutes"), row.wait),
            ]
        )
        for row in complaint.visits.select_related("stand", "country")
    ]


def members(complaint: Complaint) -> list[Row]:
    """The others of a group, as who files named them."""
    acts = representation_of(complaint)
    found = acts.members.select_related("country") if acts else ()
    return [columns(row, ("first_name", "last_name", "country")) for row in found]


# --- what was said and done ---


def entry(found: selectors.Entry) -> Row:
    """A line of the timeline; each item that was asked for with what was answered to it."""
    return filled(
        [
            fact("at", _("When"), found.at),
            fact("what", _("What"), str(found.title)),
            fact("text", _("Text"), found.text),
            group("items", _("Asked for"), [_item(item) for item in found.items]),
            group("translations", _("Translation"), [_translation(row) for row in found.translations]),
            fact("files", _("Files"), [file.shown for file in found.files]),
            fact("left_out", _("Attachments that could not be taken"), found.left_out),
        ]
    )


def _item(item: selectors.Item) -> Row:
    return filled(
        [
            fact("label", _("Asked for"), item.label),
            group("translations", _("Translation"), [_translation(row) for row in item.translations]),
            fact("answer", _("Your answer"), item.answer),
            fact("file", _("Name of the file"), item.file.shown if item.file else ""),
        ]
    )


def _translation(row: Translation) -> Row:
    return [
        fact("language", _("Translation into"), row.language, dict(settings.LANGUAGES).get(row.language, row.language)),
        fact("quality", _("How it was made"), row.quality, row.get_quality_display()),
        fact("text", _("Translation"), row.text),
    ]


def data_requests(complaint: Complaint) -> list[Row]:
    """What was asked about the data, and our answers with their translations."""
    return [
        [*told, *filled([group("translations", _("Translation"), [_translation(one) for one in answers])])]
        for row, answers in asked_about_data.of(complaint)
        for told in rows([row])
    ]


def translations(complaint: Complaint) -> list[Row]:
    """What the person wrote, in the words of whoever translated it for the desk; the earlier ones too."""
    own = models.Q(of__in=OWN_WORDS) | models.Q(message__from_citizen=True)
    return [
        [fact("of", _("Which text"), row.of, row.get_of_display()), fact("at", _("When"), row.at), *_translation(row)]
        for row in complaint.translations.filter(own)
    ]


def letters(complaint: Complaint) -> list[Row]:
    """That we wrote, when, to whom, about what, and which documents went with it: who received the person's data.

    With their words those to the complainant alone: letters to an administration are read by the desk and the interlocutor
    (docs/permissions.md), and domain section 6 gives the complainant the answer to comment on, not the inquiry."""
    found = complaint.letters.select_related("administration", "extract").prefetch_related("attachments")  # type: ignore[attr-defined]
    return [
        filled(
            [
                fact("sent_at", _("When"), row.sent_at),
                fact("administration", _("To"), row.administration.name if row.administration else TO[row.to]),
                fact("number", _("Number of the letter"), str(row)),
                fact("subject", _("About"), row.subject),
                fact("text", _("Text"), row.body if row.to == Addressee.CITIZEN else ""),
                fact("posted_on", _("Posted"), row.posted_on),
                fact("documents", _("Documents that went with it"), _names(row.attachments.all())),
                fact("told", _("Your data that went with it"), _told(row)),
            ]
        )
        for row in found
    ]


TO: dict[str, Promise] = {
    Addressee.CITIZEN: gettext_lazy("You"),
    Addressee.GOVERNMENT: gettext_lazy("The Head of Government"),
    Addressee.MISSION: gettext_lazy("Who was sent on a mission"),
}


# Of a referral: the columns that the person is given, some of them together as one fact
REFERRAL = (
    "body", "standing", "address", "language", "words", "asked_at", "agreed_at", "agreed_text", "agreed_language", "identity",
    "contact", "story", "given", "letters", "sent_at", "opened_at", "accepted_at", "ended_at", "ended_by", "due_on", "reply",
)  # fmt: skip


def referrals(complaint: Complaint) -> list[Row]:
    """To whom the file was passed on, what was agreed to, what exactly went, what was read, what was answered."""
    rows = complaint.referrals.select_related("body").prefetch_related("documents__attachment", "reply_files")
    return [filled(_referral(row)) for row in rows]


def _referral(row: Referral) -> Row:
    languages, found = dict(settings.LANGUAGES), shown(row)
    given = [f"{one.label}: {one.value}" for part in parts(row) for one in part.facts]
    documents = [
        f"{file.shown} ({_('Downloaded there on %(day)s') % {'day': words(read_at)}})" if read_at else file.shown
        for file, read_at in found.documents
    ]
    return [
        fact("body", _("To"), row.body.name),
        fact("standing", _("Where it stands"), row.standing, " ".join([found.heading, *found.sentences])),
        fact("address", _("E-mail"), row.address),
        fact("language", _("Language"), row.language, languages.get(row.language, row.language)),
        fact("words", _("What we write to it"), row.words),
        fact("asked_at", _("We asked you"), row.asked_at),
        fact("agreed_at", _("Agreed"), row.agreed_at),
        fact("agreed_text", _("What you agreed to"), row.agreed_text),
        fact("items", _("What was passed on"), found.items),
        fact("given", _("Exactly"), given),
        fact("documents", _("Documents"), documents),
        fact("letters", _("Our letters"), [f"{one['subject']}\n{one['text']}" for one in row.letters.values()]),
        fact("sent_at", _("Passed on"), row.sent_at),
        fact("opened_at", _("Opened there"), row.opened_at),
        fact("accepted_at", _("Accepted there"), row.accepted_at),
        fact("due_on", _("Answer expected by"), row.due_on),
        fact("ended_at", _("Ended"), row.ended_at),
        fact("reply", _("Their answer"), row.reply),
        group("translations", _("Translation"), [_translation(one) for one in found.translations]),
        fact("files", _("Files"), [file.shown for file in found.files]),
    ]


def _told(letter: Any) -> list[str]:
    """What went with a letter about who complains, in words."""
    extract = getattr(letter, "extract", None)
    return [str(consents.Who(item).label) for item in extract.items] if extract else []


def consented(complaint: Complaint) -> list[Row]:
    """What the administration may see, as the person said it last; what they never spoke of goes by the filing."""
    named = {"id_number": str(consents.Who.NUMBER.label), "contact": str(consents.Who.CONTACT.label)}
    return [
        [
            fact("at", _("When"), row.said_at),
            fact("item", _("What"), row.attachment.shown if row.attachment else named[row.item]),
            fact("given", _("The administration may see it"), row.given),
        ]
        for row in complaint.consents.select_related("attachment")
    ]


def _names(found: Iterable[Attachment]) -> list[str]:
    return [file.shown for file in found if not file.internal]


def withdrawal(complaint: Complaint) -> list[Row]:
    """The reason that the person gave; the desk keeps it beside the history."""
    found = complaint.events.filter(name="withdraw").exclude(internal_text="")
    return [[fact("at", _("When"), row.at), fact("reason", _("Reason"), row.internal_text)] for row in found]


def change(row: Change) -> Row:
    """A correction: the words before."""
    facts = [fact("at", _("When"), row.at), fact("field", _("Field"), row.field, begun(row.label))]
    return [*facts, fact("before", _("Before"), erased_words(row.erased_at) if row.erased_at else row.was)]


def document(row: Attachment) -> Row:
    """A document by its name and its sum; the ZIP holds it."""
    return filled(
        [
            fact("name", _("Name of the file"), row.shown),
            fact("kind", _("Kind"), row.kind, row.get_kind_display()),
            fact("from", _("From"), row.source, str(row.get_source_display())),
            fact("sent_at", _("When"), row.sent_at),
            fact("size", _("Size in bytes"), row.size),
            fact("sha256", "SHA-256", row.sha256),
            fact("caption", _("What it shows"), row.caption),
            fact("shared", label_of(Attachment, "shared_with_administration"), row.shared_with_administration),
        ]
    )


# --- who can open it, and what was told ---


def shares(complaint: Complaint, *, apart: bool) -> list[Row]:
    """With whom the file is shared. The share of the person represented is for that person alone (`apart`)."""
    found = complaint.shares.filter(represented=False) if not apart else complaint.shares.all()
    return [columns(row, SHARE) for row in found]


def devices(recipient: str) -> list[Row]:
    """The devices that are told, by their days."""
    return [columns(row, DEVICE) for row in PushSubscription.objects.filter(recipient=recipient)] if recipient else []


def new_address(complaint: Complaint) -> list[Row]:
    """The address that was typed and not proved yet."""
    return [columns(row, NEW_ADDRESS) for row in NewAddress.objects.filter(complaint=complaint)]


def new_codes(complaint: Complaint) -> list[Row]:
    """When and how new codes were asked for, stopped, used; never a code."""
    return [columns(row, NEW_CODE) for row in complaint.recoveries.order_by("pk")]


def recipients(complaint: Complaint, *, acting: bool, apart: bool) -> list[str]:
    """The keys under which the outbox writes to this person: for the file, as who acts (`acting`), as who is represented."""
    if apart:
        keys = complaint.shares.filter(represented=True).values_list("pk", flat=True)
        return [f"complaint:{complaint.pk}:citizen", *(f"share:{pk}" for pk in keys)]
    own = ("citizen", "new-address", "old-address", *(["representative"] if acting else []))
    return [f"complaint:{complaint.pk}:{name}" for name in own]


def notices(complaint: Complaint, keys: Iterable[str]) -> list[Row]:
    """What was told, with the subject as it was written; a mail that held a code has its name alone."""
    language = translation.get_language() or ""
    told = []
    for row in OutboxMessage.objects.filter(recipient__in=list(keys)).order_by("id"):
        if row.kind in CITIZEN_KINDS:
            what = render(row, envelope=for_citizen(complaint, row), language=language).subject
        else:
            what = str(MAILS.get(row.kind) or _("A notice"))
        told.append(
            [
                fact("at", _("When"), row.created_at),
                fact("how", _("How"), row.channel, str(row.get_channel_display())),
                fact("what", _("What"), what),
                fact("state", _("Where it stands"), row.status, str(row.get_status_display())),
            ]
        )
    return told


def reading(row: Reading) -> Row:
    """Who opened the file, by office."""
    return [
        fact("on", _("When"), row.at),
        fact("who", _("Who"), str(row.who)),
        fact("what", _("What"), str(row.what)),
    ]
