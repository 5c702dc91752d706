"""Everything held about a person in one file: to be seen, as JSON, as PDF, and with the documents as ZIP (docs/my-data.md).

What is not there stands in LEFT_OUT with its reason, and `note` says it to the person."""

import json
import tempfile
import zipfile
from typing import IO

from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.held import Row, Section, as_object, as_read, words
from complaints import files, typesetting
from complaints.follow_up import held_facts as facts
from complaints.follow_up import readings, selectors
from complaints.follow_up.devices import recipient_of
from complaints.models import Attachment, Change, Complaint
from complaints.models.contact_rules import CONTACT_RULES
from complaints.permissions import representation_of
from complaints.sharing.selectors import represented_apart

PERSON = (
    "first_name", "last_name", "first_name_ar", "last_name_ar", "sex", "birth_date", "nationality", "residence",
    "id_kind", "id_number", "country", "city", "address", "consulate", "email", "email_verified_at", "returned_email",
    "returned_at", "phone", "whatsapp", "preferred_channel", "time_zone", "accessibility", "vulnerability",
    "stay_from", "stay_to", "contact_in_morocco",
)  # fmt: skip
# Who the complainant is, as the page shows it
IDENTITY = {
    "first_name", "last_name", "first_name_ar", "last_name_ar", "sex", "birth_date", "nationality", "residence", "id_kind",
    "country", "city", "address", "consulate", "email", "phone",
}  # fmt: skip
# Two people's: while somebody acts, the address in the complainant's row is theirs.
ADDRESS = {
    "email",
    "email_verified_at",
    "returned_email",
    "returned_at",
    "phone",
    "whatsapp",
    "preferred_channel",
    "time_zone",
    "contact_in_morocco",
}
ACTS = ("capacity", "by_lawyer", "first_name", "last_name", "first_name_ar", "last_name_ar", "position", "deceased",
    "died_on", "nature", "registration", "mandate", "mandate_from", "mandate_until", "revoked_at")  # fmt: skip
HOME_OF_WHO_ACTS = ("country", "city", "address", "email", "phone")
OF_THE_REPRESENTED = ("own_email", "own_phone")
FILE = (
    "reference", "provisional", "file_type", "channel", "language", "text_language", "submitted_at", "received_on",
    "administration", "administration_text", "service", "official", "administration_reference", "region", "subject", "title",
    "description",
    "act_kind", "act_date", "notified_on", "place", "harm", "amount", "request", "court", "court_name", "court_case",
    "court_date", "court_final", "appeal_until", "no_prior_steps", "urgent_date", "urgent_reason", "share_identity",
    "share_identity_reason", "transfer_consent", "survey_consent", "state", "state_since", "unit", "urgent", "due_on",
    "overdue", "registered_at", "admitted_at", "sent_at", "answer_due_on", "answered_at", "closed_at", "outcome",
    "settled_stage", "remedies", "ground",
)  # fmt: skip
# Columns and relations that are not given, each with its reason; a test holds the models against this list.
LEFT_OUT: dict[str, dict[str, str]] = {
    "Complaint": {
        "id": "A number inside the database; the reference names the file.",
        "submission_key": "Names the form, so that it is kept once when it is sent twice.",
        "digest": "A sum over the answers, which are given themselves.",
        "code_hash": "Proves the follow-up code. A copy would help who wants to guess it.",
        "form_version": "Which form asked; the declarations are given with their own versions.",
        "country": "Repeats the complainant's country for figures without identity.",
        "handler": "The name of who works here: the office answers, not the person (readings.py).",
        "chase_on": "When the administration is reminded next; that it was is in the history.",
        "chased": "Counts those reminders.",
        "complement_rounds": "Counts the requests, which are given themselves.",
        "new_reply": "A mark of the desk: something waits to be read.",
        "possible_duplicate": "A mark of the desk: somebody has to look whether this is a second file of one matter.",
        "draft": "Emptied when it was sent; it only finds the file again when it is sent twice.",
        "joined_to": "The file that goes on, which has a download of its own; the history says that they were joined.",
        "joined": "Files of the same person, each with a download of its own; the history says that they were joined.",
        "notes": "Internal notes.",
        "graces": "For some minutes, what an act of the desk can be taken back to; the file is given as it was before it.",
        "proposals": "Drafts of decisions.",
        "conflicts": "Which colleagues are kept out of the file because they know somebody in it: it is about them.",
        "presences": "Which colleagues have the file open at this moment.",
        "mails": "Mails that name the file and wait until we know whose they are; the complainant's own are messages.",
        "coming_files": "Documents that came in pieces for a form that was not sent: within seven days they are sent or gone.",
        "replies": "What an administration sent and the desk checks; what it takes into the file is in the history.",
    },
    "Person": {
        "id": "A number inside the database.",
        "id_index": "A keyed sum of the identity number, which is given itself.",
        "search": "Made of the names, which are given themselves.",
        "user": "The account has a download of its own (held_of_account.py).",
    },
    "Representation": {
        "id": "A number inside the database.",
        "user": "The account has a download of its own (held_of_account.py).",
        "warned_for": "Remembers that a notice was sent; the notices are given.",
        "ended_for": "Remembers that the desk was told.",
        "colleague": "An account of who works here, to which the file is closed.",
    },
    "GroupMember": {
        "id": "A number inside the database.",
        "representation": "The section itself.",
        "id_number": "The identity number of another person.",
    },
    "Share": {
        "id": "A number inside the database.",
        "complaint": "The file itself.",
        "key": "The code of the share is computed from it.",
        "represented": "Decides who is given the row at all.",
        "by_represented": "Decides whether it ends with the mandate.",
        "user": "The account of another person.",
    },
    "Referral": {
        "id": "A number inside the database.",
        "complaint": "The file itself.",
        "key": "The code of a printed letter is computed from it.",
        "asked_by": "The name of who works here: the office answers, not the person (readings.py).",
        "agreed_by": "The account of who agreed; the history says in which capacity.",
        "agreed_share": "The share of who agreed; the shares are given.",
        "chase_on": "When the body is reminded next; that it was is in the history.",
        "chased": "Counts those reminders.",
        "reply_key": "Names the form, so that it is kept once when it is sent twice.",
        "forgotten_at": "When the copy of what was passed on was wiped.",
    },
    "NewAddress": {
        "id": "A number inside the database.",
        "complaint": "The file itself.",
        "number": "Counts the messages; the last one counts.",
        "tries": "Counts wrong figures, to stop who guesses.",
    },
    "PushSubscription": {
        "id": "A number inside the database.",
        "recipient": "The file itself, or the share by which one reads it.",
        "endpoint": "The address of the browser at its push service: who has it can try to reach the device.",
        "p256dh": "A key of the browser; notices are encrypted with it.",
        "auth": "A secret of the browser; notices are encrypted with it.",
    },
    "Recovery": {
        "id": "A number inside the database.",
        "complaint": "The file itself.",
        "ticket_hash": "Proves the ticket.",
        "sealed_code": "The new code, for half an hour.",
    },
}  # fmt: skip
READINGS = 500
MISSING = "left-out.txt"


def held(complaint: Complaint, *, actor: Actor) -> list[Section]:
    """All sections, in the active language; a fixed number of queries.

    While somebody acts for the complainant, each of the two reads their own address and what they said about safe contact."""
    sections = [
        Section("person", _("The complainant") if _acting(complaint, actor) else _("You"), [_person(complaint, actor)]),
        Section("representation", _("Who acts"), [_representation(complaint, actor)]),
        Section("members", _("The members of the group"), facts.members(complaint)),
        Section("file", _("Your complaint"), [_file(complaint)]),
        Section("reception", _("How it came"), facts.reception(complaint)),
        Section("visits", _("Your visit to a stand"), facts.visits(complaint)),
        Section("prior_steps", _("Steps you have taken"), facts.rows(complaint.prior_steps.all())),
        Section("declarations", _("What you declared"), facts.rows(complaint.declarations.all())),
        Section("history", _("What happened"), [facts.entry(entry) for entry in selectors.timeline(complaint)]),
        Section("letters", _("Our letters"), facts.letters(complaint)),
        Section("referrals", _("Passed on to other bodies"), facts.referrals(complaint)),
        Section("consents", _("What the administration may see"), facts.consented(complaint)),
        Section("withdrawal", _("Why you withdrew"), facts.withdrawal(complaint)),
        Section(
            "changes",
            _("What was corrected: the words before"),
            [facts.change(row) for row in _changes(complaint, actor)],
        ),
        Section("translations", _("Translations of your words"), facts.translations(complaint)),
        Section("voices", _("What you said of the result"), facts.rows(complaint.voices.all())),
        Section("documents", _("Your documents"), [facts.document(row) for row in _documents(complaint)]),
        Section("shares", _("With whom you share it"), facts.shares(complaint, apart=_apart(complaint, actor))),
        Section("devices", _("Devices that are told"), facts.devices(recipient_of(actor, complaint))),
        Section("new_address", _("An e-mail address that waits for its proof"), _new_address(complaint, actor)),
        Section("new_codes", _("New codes"), facts.new_codes(complaint)),
        Section("notices", _("What we told you"), _notices(complaint, actor)),
        Section("readings", _("Who read your file"), [facts.reading(row) for row in _readings(complaint)]),
        Section("requests", _("What you asked about your data"), facts.data_requests(complaint)),
    ]
    return [section for section in sections if any(section.rows)]


def about(complaint: Complaint, *, actor: Actor) -> Row:
    """Who the complainant is, as the page shows it: without the number of the document, which the download has."""
    return [fact for fact in _person(complaint, actor) if fact.key in IDENTITY]


def _acting(complaint: Complaint, actor: Actor) -> bool:
    """Whether this actor acts for another person, or for an organisation."""
    acts = representation_of(complaint)
    return acts is not None and acts.apart and not acts.revoked_at and not _apart(complaint, actor)


def _apart(complaint: Complaint, actor: Actor) -> bool:
    """Whether this actor is the person represented, and the file's address is not theirs."""
    return represented_apart(actor, complaint) is not None


def _person(complaint: Complaint, actor: Actor) -> Row:
    """The complainant in law, with the address and the rules of contact of who asks."""
    person = complaint.complainant
    if acts := represented_apart(actor, complaint):
        own = [name for name in PERSON if name not in ADDRESS]
        rest = (*OF_THE_REPRESENTED, *CONTACT_RULES)
        return [*facts.columns(person, own), *facts.columns(acts, rest)]
    return [*facts.columns(person, PERSON), *facts.columns(person, CONTACT_RULES)]


def _changes(complaint: Complaint, actor: Actor) -> QuerySet[Change]:
    """What was corrected; an address that was the representative's, then, is nothing of the person represented."""
    acts, rows = representation_of(complaint), complaint.changes.standing()
    if acts is None or not acts.apart:
        return rows
    theirs = Q(field__in=ADDRESS)
    if acts.revoked_at:
        return rows.exclude(theirs, at__lt=acts.revoked_at)
    return rows.exclude(theirs) if represented_apart(actor, complaint) else rows


def _representation(complaint: Complaint, actor: Actor) -> Row:
    """Who acts, and by which mandate; their home and address are for themselves alone."""
    acts = representation_of(complaint)
    if acts is None:
        return []
    return [*facts.columns(acts, ACTS), *(facts.columns(acts, HOME_OF_WHO_ACTS) if _acting(complaint, actor) else [])]


def _file(complaint: Complaint) -> Row:
    """The case's own columns, and the bodies that can help instead."""
    return [*facts.columns(complaint, FILE), *facts.bodies(complaint)]


def _new_address(complaint: Complaint, actor: Actor) -> list[Row]:
    """Of the address that notices go to: while somebody acts, it is theirs."""
    return [] if _apart(complaint, actor) else facts.new_address(complaint)


def _notices(complaint: Complaint, actor: Actor) -> list[Row]:
    acting, apart = _acting(complaint, actor), _apart(complaint, actor)
    return facts.notices(complaint, facts.recipients(complaint, acting=acting, apart=apart))


def _readings(complaint: Complaint) -> list[readings.Reading]:
    return readings.of(complaint, limit=READINGS)


def _documents(complaint: Complaint) -> QuerySet[Attachment]:
    return complaint.attachments.filter(internal=False)


# --- in one piece ---


def note() -> str:
    """What is not in it, and why."""
    return _(
        "Not included: the institution's internal notes, marks and drafts of decisions; the text of our letters to the"
        " administration; the names of those who work here; what the others in this file gave for themselves alone, such"
        " as addresses and identity numbers; readings before the newest 500; codes and sums that only protect the file or make"
        " it work."
    )


def as_json(complaint: Complaint, *, actor: Actor) -> str:
    """For machines: sections by their keys, times with their zone."""
    sections = {section.key: [as_object(row) for row in section.rows] for section in held(complaint, actor=actor)}
    made = {"made_at": timezone.now().isoformat(), "reference": complaint.reference, "note": note()}
    return json.dumps({**made, **sections}, ensure_ascii=False, indent=2)


def as_pdf(complaint: Complaint, *, actor: Actor, language: str) -> bytes:
    """For people: the same in words, some pages."""
    with translation.override(language):
        data = {
            "title": _("What we hold about you"),
            "reference": complaint.reference,
            "footer": _("Free and confidential. You need no lawyer."),
            "made": _("Made on %(when)s, time of Rabat") % {"when": words(timezone.now())},
            "note": note(),
            "sections": [
                {
                    "title": section.title,
                    "rows": [
                        [{"label": one.label, "value": one.shown} for one in as_read(row)] for row in section.rows
                    ],
                }
                for section in held(complaint, actor=actor)
            ],
        }
    return typesetting.pdf("holdings", data, language=language, written_at=timezone.now())


def as_zip(complaint: Complaint, *, actor: Actor, language: str) -> IO[bytes]:
    """JSON, PDF and the documents: one's own as one sent them, the others as one may have them. The caller closes it."""
    out = tempfile.SpooledTemporaryFile(max_size=5_000_000)  # noqa: SIM115
    missing = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        package.writestr("data.json", as_json(complaint, actor=actor))
        package.writestr("data.pdf", as_pdf(complaint, actor=actor, language=language))
        for number, row in enumerate(_documents(complaint), start=1):
            try:
                found = files.opened(row, original=row.source == Attachment.Source.CITIZEN)
            except files.Unavailable as reason:
                missing.append(f"{row.shown}: {reason}")
                continue
            with found.file as source, package.open(f"documents/{number:03d}-{_flat(found.name)}", "w") as target:
                while chunk := source.read(1 << 20):
                    target.write(chunk)
        if missing:
            package.writestr(MISSING, "\n".join(missing))
    out.seek(0)
    return out


def _flat(name: str) -> str:
    """A name that stays in its folder when it is unpacked."""
    return name.replace("/", "_").replace("\\", "_").lstrip(".")
