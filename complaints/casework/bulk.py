"""One act on many files: tried on each first, then done on each in a transaction of its own (docs/desk.md, "Many files at once").

Each file goes through the very function that does the act on one file, with its rights, its rules and its event. What one
refuses stops no other, and is said with its reason."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import DatabaseError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import Unit, User
from complaints.casework import actions
from complaints.casework.handover import tell_receiver
from complaints.casework.letters.composing import words_of
from complaints.dealings import Purpose
from complaints.enums import State
from complaints.models import Complaint, Event
from complaints.permissions import workable_complaints
from complaints.workflow import transitions
from complaints.workflow.errors import Incomplete, Refused, Repeated
from complaints.workflow.moves import Rehearsal, Seal, check_once, rehearse
from complaints.workflow.table import NEEDS

AT_ONCE = 50  # as many as one page of the queue holds and one person looks through


class Bulk:
    """An act with its facts. `two_people`: each file is proposed, and a second person validates it."""

    two_people = False

    def perform(self, case: Complaint, *, actor: Actor, seal: Seal) -> object:
        """Does it on one file; raises Refused."""
        raise NotImplementedError

    def tried(self, case: Complaint, *, actor: Actor, seal: Seal) -> object:
        """What is rehearsed: for a decision of two people what its validation would do."""
        return self.perform(case, actor=actor, seal=seal)

    def after(self, done: Sequence[Complaint], *, actor: Actor) -> None:
        """What is told once for all of them."""

    def written(self, case: Complaint) -> tuple[str, str] | None:
        """The letter that would leave with it."""
        return None


@dataclass(frozen=True, slots=True)
class HandOver(Bulk):
    handler: User

    def perform(self, case: Complaint, *, actor: Actor, seal: Seal) -> object:
        if case.handler_id == self.handler.pk:
            raise _again(seal, _("This colleague has the file already."))
        return actions.assign(case, actor=actor, handler=self.handler, seal=seal, told=False)

    def after(self, done: Sequence[Complaint], *, actor: Actor) -> None:
        tell_receiver(done, to=self.handler, actor=actor)


@dataclass(frozen=True, slots=True)
class ChangeUnit(Bulk):
    unit: Unit
    reason: str

    def perform(self, case: Complaint, *, actor: Actor, seal: Seal) -> object:
        return transitions.change_unit(case, actor=actor, seal=seal, unit=self.unit, reason=self.reason)


@dataclass(frozen=True, slots=True)
class MarkRead(Bulk):
    """What the complainant wrote is read; nothing is told to anybody."""

    def perform(self, case: Complaint, *, actor: Actor, seal: Seal) -> object:
        if not case.new_reply:
            raise _again(seal, _("Nothing new was written in this file."))
        if not actions.mark_replies_read(case, actor=actor, seen=seal.seen or 0):
            raise Incomplete(_("Something came in meanwhile: read it in the file."))
        return case


@dataclass(frozen=True, slots=True)
class Remind(Bulk):
    """The letter of reminder to the administration whose date has passed, in one language."""

    language: str

    def perform(self, case: Complaint, *, actor: Actor, seal: Seal) -> object:
        late = case.answer_due_on is not None and case.answer_due_on < timezone.localdate()
        if case.state != State.AWAITING_ADMINISTRATION or not late:
            raise Incomplete(_("Only an administration whose date has passed is reminded here."))
        if not case.share_identity:
            raise Incomplete(_("The complainant asked not to be named: check this letter and send it from the file."))
        words = words_of(case, Purpose.REMINDER, self.language)
        if words is None:
            raise Incomplete(_("The text of this letter is missing or older than its source: tell an administrator."))
        return actions.write_again(
            case, actor=actor, purpose=Purpose.REMINDER.value, language=self.language, subject=words.subject,
            body=words.body, template=words.template, seal=seal,
        )  # fmt: skip

    def written(self, case: Complaint) -> tuple[str, str] | None:
        words = words_of(case, Purpose.REMINDER, self.language)
        return (words.subject, words.body) if words else None


@dataclass(frozen=True, slots=True)
class CloseIncomplete(Bulk):
    """T4b for each file, proposed in the complainant's language; a second person validates file by file."""

    reasons: Mapping[str, str]
    two_people = True

    def perform(self, case: Complaint, *, actor: Actor, seal: Seal) -> object:
        check_once(case, actor, seal)
        rehearse(case, lambda: self.tried(case, actor=actor, seal=Seal(seen=seal.seen, rehearsing=True)))
        return actions.propose(case, "close_incomplete", actor=actor, data=self._facts(case), seal=seal)

    def tried(self, case: Complaint, *, actor: Actor, seal: Seal) -> object:
        if case.proposals.filter(status="waiting").exists():
            raise Incomplete(_("A decision on this file is waiting for validation already."))
        return transitions.close_incomplete(case, actor=actor, seal=seal, **self._facts(case))

    def _facts(self, case: Complaint) -> dict[str, str]:
        if not (text := self.reasons.get(case.language, "")).strip():
            raise Incomplete(NEEDS["public_text"])
        return {"public_text": text}


def _again(seal: Seal, reason: Promise | str) -> Refused:
    """There is nothing to do: after a preview that offered it, because the button was pressed twice."""
    return Repeated() if seal.confirmed else Incomplete(reason)


# --- which files ---


def chosen(actor: Actor, keys: Sequence[int]) -> list[Complaint]:
    """The files of these numbers that this person works on, in one order for everybody: two people may do this at once."""
    files = workable_complaints(actor).filter(pk__in=keys[: AT_ONCE + 1])
    return list(files.select_related("complainant", "unit", "handler", "administration", "country").order_by("pk"))


def seen(files: Sequence[Complaint]) -> dict[int, int]:
    """The last event of each file, in one query."""
    rows = Event.objects.filter(complaint__in=[case.pk for case in files]).order_by()
    return {row["complaint"]: row["last"] for row in rows.values("complaint").annotate(last=Max("pk"))}


# --- trying and doing ---


@dataclass(frozen=True, slots=True)
class Tried:
    """What would become of one file: a rehearsal, or the reason why nothing."""

    case: Complaint
    rehearsal: Rehearsal | None = None
    letter: tuple[str, str] | None = None
    refused: Promise | str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one file: done, done before by the same button, or refused with the reason."""

    case: Complaint
    done: bool = False
    before: bool = False
    refused: Promise | str = ""


def try_all(bulk: Bulk, files: Sequence[Complaint], *, actor: Actor, seen: Mapping[int, int]) -> list[Tried]:
    """Rehearses the act on each file and takes everything back."""
    return [_try(bulk, case, actor, Seal(seen=seen.get(case.pk), rehearsing=bulk.two_people)) for case in files]


def _try(bulk: Bulk, case: Complaint, actor: Actor, seal: Seal) -> Tried:
    try:
        rehearsal = rehearse(case, lambda: bulk.tried(case, actor=actor, seal=seal))
        return Tried(case, rehearsal, bulk.written(case))
    except Refused as refused:
        return Tried(case, refused=refused.reason)


def do_all(
    bulk: Bulk, files: Sequence[Complaint], *, actor: Actor, seen: Mapping[int, int], confirmed: str
) -> list[Done]:
    """Does the act on each file, each in its own transaction. `confirmed` makes a second press known as one.

    What can be taken back is taken back by one press, file by file (docs/undo.md)."""
    press = uuid.uuid4()
    done = [_do(bulk, case, actor, Seal(seen=seen.get(case.pk), confirmed=confirmed, press=press)) for case in files]
    if told := [each.case for each in done if each.done]:
        bulk.after(told, actor=actor)
    return done


def _do(bulk: Bulk, case: Complaint, actor: Actor, seal: Seal) -> Done:
    try:
        with transaction.atomic():
            bulk.perform(case, actor=actor, seal=seal)
        return Done(case, done=True)
    except Repeated:
        return Done(case, before=True)
    except Refused as refused:
        return Done(case, refused=refused.reason)
    except DatabaseError:  # two people in one file at the same moment
        return Done(case, refused=_("This file was being changed at that moment. Try it again."))
