"""What can be done with a draft: save a step, prove an address, send it, throw it away (docs/filing.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language

from accounts import limits
from accounts.actors import Actor, ActorKind
from accounts.encryption import encrypt
from complaints import addresses, codes, files, references
from complaints.intake import account, building, figures, resume
from complaints.intake.declarations import Consents
from complaints.intake.models import Draft, DraftFile, expiry
from complaints.intake.secrets import seal_code
from complaints.intake.steps import Answers, Step, answers_of, needs_proof
from complaints.knowledge.models import Question
from complaints.models import (
    Attachment,
    Complaint,
    Declaration,
    GroupMember,
    IncomingMail,
    PriorStep,
    Reception,
    StoredFile,
)
from complaints.notifications import outbox
from complaints.permissions import can_register
from complaints.selectors import similar_complaints
from complaints.sharing.actions import invite_represented
from complaints.workflow import transitions
from complaints.workflow.errors import demand

ATTEMPTS = 3  # two of a million references of one year may meet
CODE_PURPOSE = "intake.draft.sealed_code"
# Anybody may type anybody's address: a stranger gets few mails from us, whichever drafts and networks ask for them.
MAILS_AN_ADDRESS = ((6, 3600), (12, 24 * 3600))  # so many in so many seconds


class AlreadySent(Exception):
    """The draft has become a complaint; its answers can no longer change."""


class Unfinished(Exception):
    """Steps are missing or need mending."""

    def __init__(self, steps: Sequence[Step]) -> None:
        super().__init__([step.slug for step in steps])
        self.steps = list(steps)


class Changed(Exception):
    """The answers are no longer those that were shown for checking (another window saved)."""


class OtherBody(Exception):
    """The draft was sent already, and with other words than these: the same key never stands for two complaints."""


class Gone(Exception):
    """The draft was deleted."""


class Promised(Exception):
    """The person was given number and code of it: it is filed, and thrown away by nobody."""


class Unsigned(Exception):
    """The account was changed after it was signed."""


class Taken(Exception):
    """The mail that this draft began as was dealt with by a colleague."""


class TooManyMails(Exception):
    """This address was sent enough for now."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """`code` is given to the one request that made the complaint; the others get the same complaint and None, and so does
    whoever sends what came from a stand with a code of its own (`Draft.given_code_hash`)."""

    complaint: Complaint
    code: str | None


# --- writing ---


def create_draft(*, actor: Actor, language: str, question: Question | None = None) -> Draft:
    """A new draft, at the first POST; `question` is the one that it began as."""
    draft = Draft(user=actor.user, language=language, question=question)
    draft.code_hash = resume.index(resume.resume_code(draft))
    draft.save(force_insert=True)
    return draft


@transaction.atomic
def create_desk_draft(
    *, actor: Actor, mail: IncomingMail | None = None, answers: dict[str, dict[str, list[str]]] | None = None
) -> Draft:
    """A draft that this officer types for somebody else, perhaps from a mail, whose files come along. Raises NotAllowed."""
    demand(can_register(actor))
    draft = Draft(officer=actor.someone, language=settings.LANGUAGE_CODE, mail=mail, answers=answers or {})
    draft.code_hash = resume.index(resume.resume_code(draft))
    draft.save(force_insert=True)
    shared = [field.attname for field in StoredFile._meta.get_fields() if field.concrete]
    DraftFile.objects.bulk_create(
        DraftFile(draft=draft, **{name: getattr(file, name) for name in shared})
        for file in (mail.files.all() if mail else ())
    )
    return draft


def locked(draft: Draft) -> Draft:
    """The draft's row, locked until the transaction ends; raises Gone, also when it has become somebody else's meanwhile:
    what an officer still types does not reach the draft that went to the person's own phone."""
    row = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if row is None or (row.officer_id != draft.officer_id and row.complaint_id is None):
        raise Gone
    return row


@transaction.atomic
def save_step(
    *, draft: Draft, slug: str, raw: dict[str, list[str]], valid: bool, actor: Actor, seen: str = ""
) -> Draft:
    """Keeps one step as typed, valid or not; other steps, perhaps saved from another window, stay as they are.

    `seen` is the digest of the step's answers that the page showed; raises Changed when they are others by now."""
    row = locked(draft)
    if row.complaint_id:
        raise AlreadySent
    stored = row.answers.get(slug, {})
    if seen and raw != stored and seen != building.digest(stored):
        raise Changed
    row.answers[slug] = raw
    row.problems = sorted({*row.problems} - {slug} | (set() if valid else {slug}))
    if row.officer_id is None:  # what the desk types is somebody else's, and the page's language is the officer's
        row.language = get_language() or row.language
        row.user = row.user or actor.user
    elif slug == "contact":  # what is written to the person before it is registered: the figures that prove the address
        row.language = next(iter({*raw.get("language", [])} & {*dict(settings.LANGUAGES)}), row.language)
    row.expires_at = expiry()
    if slug == "contact" and row.verification.get("email") != _email(row):
        row.contact_verified_at = None
    row.save()
    return row


@transaction.atomic
def take_over(*, draft: Draft, known: dict[str, dict[str, list[str]]], actor: Actor) -> Draft:
    """Keeps what the account said before as the answers of these steps; what was answered meanwhile stays.

    Raises AlreadySent, Gone."""
    row = locked(draft)
    for slug, raw in known.items():
        if slug not in row.answers:
            row = save_step(draft=row, slug=slug, raw=raw, valid=True, actor=actor)
    return row


@transaction.atomic
def delete_draft(*, draft: Draft) -> None:
    """Removes an unsent draft with its files, at the person's wish. Raises Promised for what a stand has acknowledged."""
    row = locked(draft)
    if row.complaint_id:
        raise AlreadySent
    if row.given_code_hash:
        raise Promised
    remove(row)


def remove(row: Draft) -> None:
    """Deletes the row now and its stored files after the commit."""
    stored = list(row.files.all())
    row.delete()
    for file in stored:
        transaction.on_commit(lambda file=file: files.discard(file), robust=True)  # type: ignore[misc]


@transaction.atomic
def remove_file(*, draft: Draft, number: int) -> None:
    """Takes one file out of an unsent draft; anything else is no file of it.

    The sending holds the same lock: a file that has just become the case's is no file to remove any more."""
    unsent = (
        Draft.objects.select_for_update(of=("self",))
        .filter(pk=draft.pk, complaint=None, officer=draft.officer_id)
        .first()
    )
    row = unsent.files.filter(pk=number).first() if unsent and number < 2**63 else None
    if row is not None:
        drop_file(row)


def drop_file(row: DraftFile) -> None:
    """Deletes the row of a file now and what is stored after the commit; the caller holds the draft's lock."""
    row.delete()
    transaction.on_commit(lambda: files.discard(row), robust=True)


# --- the address ---


def _email(draft: Draft) -> str:
    values: list[str] = draft.answers.get("contact", {}).get("email") or [""]
    return values[-1].strip().lower()


def _can_be_mailed(row: Draft) -> bool:
    """Whether the contact step gives a sound address and nothing in it needs mending."""
    return not row.complaint_id and bool(answers_of(row).cleaned("contact").get("email"))


def enough_mailed(email: str) -> bool:
    """Counts a mail to this address; whether it had enough."""
    return limits.mailed_enough("draft-mail", email, MAILS_AN_ADDRESS)


@transaction.atomic
def send_contact_code(*, draft: Draft) -> bool:
    """Sends six figures to the draft's address; False when it is too soon or too often, or no address to send to."""
    row = locked(draft)
    email, number = _email(row), figures.next_number(row.verification)
    if not number or not _can_be_mailed(row) or enough_mailed(email):
        return False
    row.verification |= {"email": email, **figures.sent(number)}
    row.save(update_fields=["verification", "saved_at"])
    _tell(row, "draft_contact_code", f"contact:{number}")
    return True


@transaction.atomic
def verify_contact(*, draft: Draft, code: str) -> bool:
    """Whether these are the six figures of the last message; five tries, half an hour."""
    row = locked(draft)
    sent = row.verification
    if sent.get("email", "") != _email(row) or not figures.may_try(sent):
        return False
    right = resume.contact_code(row, email=sent["email"], number=sent["number"]) == code
    row.verification = {**sent, "tries": sent["tries"] + 1}
    row.contact_verified_at = timezone.now() if right else row.contact_verified_at
    row.save(update_fields=["verification", "contact_verified_at", "saved_at"])
    return right


@transaction.atomic
def send_resume_code(*, draft: Draft) -> bool:
    """Sends link and code to the draft's own address; False when there is none, TooManyMails when it had enough."""
    row = locked(draft)
    if not _can_be_mailed(row):
        return False
    if enough_mailed(_email(row)):
        raise TooManyMails
    hour = timezone.now().strftime("%Y%m%d%H")  # at most one message an hour
    _tell(row, "draft_saved", f"saved:{hour}")
    return True


def _tell(row: Draft, kind: str, event: str) -> None:
    key = f"draft:{row.key}"
    outbox.put(
        kind, event=f"{key}:{event}", recipient=key, about=key, context={}, language=row.language, channels=("email",)
    )


# --- sending ---


def submit_draft(
    *, draft: Draft, actor: Actor, declarations: Consents, seen: str = "", body: str = "", secret: str = ""
) -> Submitted:
    """T1 and T2: one complaint for one draft, however often and from wherever it is sent.

    `seen` is the digest of the answers that were shown; raises Changed when they are others by now, Unfinished when
    steps are missing, Gone when the draft was deleted. `body` is the digest of all that a telephone sends, `secret` its
    own secret (phones.py): a repeat with another body raises OtherBody."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                return _submit(draft, actor, declarations, seen, body=body, secret=secret)
        except IntegrityError:
            existing = Complaint.objects.filter(submission_key=draft.key).first()
            if existing is not None:
                return Submitted(existing, None)
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("the loop returns or raises")


def _submit(draft: Draft, actor: Actor, consents: Consents, seen: str, *, body: str, secret: str) -> Submitted:
    row = locked(draft)
    if row.complaint_id:
        if body and row.sent_body != body:
            raise OtherBody
        return Submitted(Complaint.objects.get(pk=row.complaint_id), None)
    if row.officer_id:
        demand(can_register(actor))
        if row.officer_id != actor.user_id:
            raise Gone
    answers = answers_of(row, email=actor.user.email if actor.user else "")
    if missing := answers.unfinished():
        raise Unfinished(missing)
    if seen and seen != building.digest(answers.raw):
        raise Changed
    if not account.still_signed(row, answers):
        raise Unsigned
    # Who was given number and code at a stand without a network keeps them: nobody here knows that code.
    now, code = timezone.now(), "" if row.given_code_hash else codes.new_code()
    complaint = _file(answers, actor, consents, now=now, code_hash=row.given_code_hash or codes.hash_code(code))
    _write_parts(answers, complaint, actor, consents, now=now)
    row.sent_body, row.phone_code = body, seal_code(code, secret=secret) if secret else ""
    _empty(row, complaint, code, actor)
    return Submitted(complaint, code or None)


def _file(answers: Answers, actor: Actor, consents: Consents, *, now: datetime, code_hash: str) -> Complaint:
    person = building.build_person(answers, actor=actor)
    person.save(force_insert=True)
    if person.email_verified_at:
        addresses.proved(person.email)
    today = timezone.localdate(now)
    complaint = building.build_complaint(answers, person=person, consents=consents, now=now, today=today)
    complaint.reference = references.new_reference(today.year)
    complaint.code_hash = code_hash
    complaint.provisional = answers.draft.provisional if answers.draft else None
    similar = similar_complaints(complaint)
    complaint.possible_duplicate = bool(similar)
    return transitions.file_complaint(complaint, actor=actor, similar=similar, at=now)


def _write_parts(answers: Answers, complaint: Complaint, actor: Actor, consents: Consents, *, now: datetime) -> None:
    PriorStep.objects.bulk_create(building.build_prior_steps(answers, complaint))
    language = get_language() or complaint.language
    if reception := building.build_reception(answers, complaint, actor=actor, now=now):
        reception.save(force_insert=True)
        _take_mail(reception)
    Declaration.objects.bulk_create(building.build_declarations(consents, complaint, language=language, now=now))
    row: Any = answers.draft
    stored = list(row.files.all())
    attachments: list[Attachment] = []
    if stored:
        attachments = Attachment.objects.bulk_create(building.build_attachments(stored, complaint, actor=actor))
        row.files.all().delete()
    _write_representation(answers, complaint, actor, attachments)


def _take_mail(reception: Reception) -> None:
    """The mail has become this complaint. Raises Taken when somebody else dealt with it meanwhile."""
    if reception.mail_id is None:
        return
    mail = IncomingMail.objects.select_for_update(of=("self",)).get(pk=reception.mail_id)
    if not mail.waits:
        raise Taken
    mail.status, mail.complaint = IncomingMail.Status.REGISTERED, reception.complaint
    mail.handled_by, mail.handled_at = reception.officer, reception.typed_at
    mail.save(update_fields=["status", "complaint", "handled_by", "handled_at"])
    mail.files.all().delete()  # the rows: what was wanted of the bytes is the file's by now


def _write_representation(answers: Answers, complaint: Complaint, actor: Actor, files: list[Attachment]) -> None:
    """Who acts for whom; the person represented is told, when an e-mail address is known."""
    proofs = [file for file in files if file.kind == Attachment.Kind.MANDATE] if needs_proof(answers) else []
    mandate = proofs[-1] if proofs else None
    found = building.build_representation(answers, complaint, actor=actor, mandate=mandate)
    if found is None:
        return
    found.save(force_insert=True)
    GroupMember.objects.bulk_create(building.build_members(answers, found))
    invite_represented(complaint, event=complaint.events.get(name="submit"))


def _empty(row: Draft, complaint: Complaint, code: str, actor: Actor) -> None:
    """What was typed lives in the case from now on; the draft only remembers which."""
    if actor.kind is ActorKind.STAND:
        row.officer = None  # the code of what was filed at a stand is for the complainant alone, at the desk too
    row.complaint = complaint
    row.answers, row.problems, row.verification, row.signed = {}, [], {}, {}
    row.sealed_code = encrypt(code, purpose=f"{CODE_PURPOSE}:{row.key}")
    row.save()


def forget_code(*, draft: Draft) -> None:
    """The person has noted the follow-up code: from now on nobody can show it."""
    Draft.objects.filter(pk=draft.pk).update(sealed_code="", phone_code="", code_kept=draft.code_kept or "written")
