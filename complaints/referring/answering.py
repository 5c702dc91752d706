"""What the body does with what was passed on: opens, accepts, refuses, answers. Two at once end as one and a reason."""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor, body_holder
from complaints import files, history, notices, permissions
from complaints.inspection.problems import Problem
from complaints.models import Attachment, Complaint, Referral, ReferralDocument, ReferralLink
from complaints.models.referral import Standing
from complaints.referring import links
from complaints.referring import notices as mails
from complaints.referring.actions import both, close
from complaints.workflow import passing_on
from complaints.workflow.errors import Incomplete, NotAllowed, Refused, Repeated, demand
from complaints.workflow.passing_on import DeskReferral, ReferralStep


class RefusedUpload(files.Refused):
    """A file of an answer that cannot be taken: the one at `place`, counted from nought."""

    def __init__(self, problem: Problem, *, place: int) -> None:
        super().__init__(problem)
        self.place = place


# --- the door ---


@transaction.atomic
def ask_for_figures(link: ReferralLink) -> bool:
    """Mails six figures to the address to which the link went; False when the link opens nothing (any more)."""
    _case, row, found = _locked(link)
    now = timezone.now()
    found.referral = row
    if not links.alive(found, at=now):
        return False
    found.figures, found.figures_at, found.tries = found.figures + 1, now, 0
    found.save(update_fields=["figures", "figures_at", "tries"])
    mails.mail_figures(found)
    return True


@transaction.atomic
def open_by_link(link: ReferralLink, typed: str) -> Referral | None:
    """The referral, if the figures are right; the link has done its work then. None for wrong ones, which are counted.

    Raises Refused when the link opens nothing any more, for example because the agreement was taken back this moment."""
    case, row, found = _locked(link)
    now = timezone.now()
    found.referral = row
    if not links.alive(found, at=now):
        raise Refused(_("This link opens nothing any more."))
    if not links.right(found, typed, at=now):
        found.tries += 1
        found.save(update_fields=["tries"])
        return None
    found.opened_at = now
    found.save(update_fields=["opened_at"])
    return _opened(case, row, at=now)


@transaction.atomic
def open_by_code(referral: Referral) -> Referral:
    """The printed letter's code was right. Raises Refused when nothing opens any more."""
    case, row = both(referral)
    if not (row.is_with_body and row.by_post):
        raise Refused(_("This code opens nothing any more."))
    return _opened(case, row, at=timezone.now())


def _locked(link: ReferralLink) -> tuple[Complaint, Referral, ReferralLink]:
    """Case, referral, link: always in this order."""
    case, row = both(link.referral)
    return case, row, ReferralLink.objects.select_for_update(of=("self",)).get(pk=link.pk)


def _opened(case: Complaint, row: Referral, *, at: datetime) -> Referral:
    """The first opening is an event; the date of the answer stays."""
    if row.standing == Standing.SENT:
        row.standing, row.opened_at = Standing.OPENED, at
        row.save(update_fields=["standing", "opened_at"])
        actor = body_holder(row.pk)
        history.record(case, "referral_opened", actor=actor, at=at, data={"referral": row.pk})
    return row


@transaction.atomic
def link_anew(referral: Referral) -> bool:
    """A new link, asked for by whoever holds an old one: it goes to the same address and nowhere else."""
    case, row = both(referral)
    if not row.is_with_body or row.by_post:
        return False
    data = {"referral": row.pk, "by_body": True}
    event = history.record(case, "referral_link_sent", actor=body_holder(row.pk), data=data)
    mails.mail_link(row, event, why="again")
    return True


def note_download(referral: Referral, attachment: Attachment) -> None:
    """The first download of a document is kept: if the agreement is taken back, the complainant learns what was read."""
    rows = ReferralDocument.objects.filter(referral=referral, attachment=attachment, read_at=None)
    rows.update(read_at=timezone.now())


# --- the answer ---


@transaction.atomic
def accept(referral: Referral, *, actor: Actor) -> Referral:
    """The body deals with the matter; a longer date runs from now on. Twice changes nothing."""
    case, row = both(referral)
    if row.standing == Standing.ACCEPTED and actor.referral_id == row.pk:
        raise Repeated
    demand(permissions.can_open_referral(actor, row))
    row.standing, row.accepted_at = Standing.ACCEPTED, timezone.now()
    passing_on.start_clock(row, on=timezone.localdate(row.accepted_at))
    row.save()
    _tell(case, row, actor, "referral_accepted", due_on=row.due_on)
    return row


def refuse(referral: Referral, *, actor: Actor, text: str, key: uuid.UUID | None = None) -> Referral:
    """The body does not take it, and says why. Sent twice from one form it is one refusal."""
    return _reply(referral, Standing.REFUSED, actor=actor, text=text, received=(), key=key)


def answer(
    referral: Referral,
    *,
    actor: Actor,
    text: str,
    uploads: "Sequence[UploadedFile[Any]]" = (),
    key: uuid.UUID | None = None,
) -> Referral:
    """The body's answer with its documents; the complainant reads it at once. RefusedUpload names a bad one.

    Files are inspected before the transaction: that takes seconds."""
    demand(permissions.can_open_referral(actor, referral))
    received = _receive(uploads)
    return _keeping(
        received, lambda: _reply(referral, Standing.ANSWERED, actor=actor, text=text, received=received, key=key)
    )


def _receive(uploads: "Sequence[UploadedFile[Any]]") -> list[files.Received]:
    kept = list[files.Received]()
    try:
        for upload in uploads:
            kept.append(files.receive(upload, already=sum(one.size for one in kept), limit=files.SENDING))
    except files.Refused as refused:
        _discard(kept)
        raise RefusedUpload(refused.problem, place=len(kept)) from refused
    return kept


def _keeping(received: Sequence[files.Received], act: Callable[[], Referral]) -> Referral:
    """What cannot be written takes its files with it."""
    try:
        return act()
    except Refused:
        _discard(received)
        raise


def _discard(received: Sequence[files.Received]) -> None:
    for one in received:
        files.discard(one)


@transaction.atomic
def _reply(
    referral: Referral,
    standing: Standing,
    *,
    actor: Actor,
    text: str,
    received: Sequence[files.Received],
    key: uuid.UUID | None,
) -> Referral:
    case, row = both(referral)
    if row.reply and actor.referral_id == row.pk:
        if key is not None and row.reply_key == key:
            raise Repeated
        raise NotAllowed(_("This matter was answered already, perhaps by a colleague of yours."))
    demand(permissions.can_open_referral(actor, row))
    if not text.strip():
        raise Incomplete(_("Write your answer."))
    row.standing, row.reply, row.reply_key = standing, text, key
    row.ended_at, row.ended_by = timezone.now(), Referral.End.BODY
    row.reply_files.set([_attach(case, one, at=row.ended_at) for one in received])
    close(case, row)
    _tell(case, row, actor, f"referral_{standing.value}")
    return row


def _attach(case: Complaint, received: files.Received, *, at: datetime) -> Attachment:
    return Attachment.objects.create(complaint=case, source=Attachment.Source.BODY, sent_at=at, **received.fields())


def _tell(case: Complaint, row: Referral, actor: Actor, name: str, **more: Any) -> None:
    event = history.record(case, name, actor=actor, data={"referral": row.pk})
    notices.tell(case, event, ReferralStep(step=row.standing, **more))
    notices.tell(case, event, DeskReferral(step=row.standing))
