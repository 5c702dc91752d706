"""An envelope that is whole is opened, and becomes what the tablet would have made of it online: a visit, a question, a file.

Each step finds what it made before, by the visit's key: whatever dies in between, and however many ask at once, the next one
goes on and nothing is made twice. Only the last step marks the row, under its lock."""

import contextlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import NOBODY
from complaints.intake.models import Draft
from complaints.knowledge import actions as knowledge
from complaints.knowledge.models import Question
from complaints.models import Complaint
from complaints.outreach import visits
from complaints.outreach.models import Batch, SealedIntake, Shift
from complaints.outreach.models.sealed import LONGEST_WORDS
from complaints.outreach.sealed import envelope, filing, reading

Standing = SealedIntake.Standing


@dataclass(frozen=True, slots=True)
class _End:
    """How it ended: `words` for the agent where something must be done. `whole`: all that came is in a file or a draft."""

    state: str
    words: str = ""
    visit: int | None = None
    draft: Draft | None = None
    whole: bool = True


def take(row: SealedIntake) -> SealedIntake:
    """Opens it, once; the same row again gives the same answer. Outside a transaction: photos are inspected one by one."""
    if row.standing != Standing.ARRIVING:
        return row
    row = SealedIntake.objects.select_related("shift__stand__unit", "shift__agent", "shift__seal", "batch").get(
        pk=row.pk
    )
    try:
        intake = _opened(row)
    except envelope.Damaged:
        return _mark(row, _End(Standing.REFUSED, _damaged(row), whole=False))
    return _mark(row, _done(row, intake))


def _damaged(row: SealedIntake) -> str:
    return _(
        "No. %(number)s: it cannot be opened; it was damaged or sealed for another day. It is kept for the head. "
        "Please ask the person to come back, or to call."
    ) % {"number": row.number}  # fmt: skip


def _opened(row: SealedIntake) -> reading.Intake:
    seal = getattr(row.shift, "seal", None)
    if seal is None or not seal.secret:
        raise envelope.Damaged("no key")
    body = b"".join(bytes(part.data) for part in row.parts.all())
    if len(body) != row.size:
        raise envelope.Damaged("pieces are missing")
    facts, files = envelope.open_envelope(body, secret=int(seal.secret, 16), shift=row.shift_id, key=row.key)
    return reading.read(facts, files, key=row.key)


def _done(row: SealedIntake, intake: reading.Intake) -> _End:
    question, filed = None, None
    if intake.question is not None:
        question = knowledge.ask(intake.question, actor=NOBODY, key=row.key)
    if intake.complaint is not None:
        filed = filing.file(row, intake, intake.complaint, at=_moment(row.shift, intake))
    visit = _count(row, intake, question, filed.complaint if filed else None)
    if filed is not None and filed.why:
        return _End(
            Standing.MEND, _mend(row, filed.why), visit, filed.draft, whole=filed.whole and filed.draft is not None
        )
    return _End(Standing.TAKEN, "", visit)


def _mend(row: SealedIntake, why: str) -> str:
    words = _("No. %(number)s: %(why)s Mend it at the desk, under “Begun here”.") % {"number": row.number, "why": why}
    return words if len(words) <= LONGEST_WORDS else words[: LONGEST_WORDS - 1] + "…"


def _moment(shift: Shift, intake: reading.Intake) -> datetime:
    """When it was, by the tablet's clock; a clock that says another day than the shift's is not believed."""
    latest = min(timezone.now(), shift.ends_at)
    return min(max(intake.at or latest, shift.begun_at), latest)


def _count(
    row: SealedIntake, intake: reading.Intake, question: Question | None, complaint: Complaint | None
) -> int:  # fmt: skip
    """One visit. What broke off is counted as listened to: the person did not file."""
    broke_off = intake.complaint is not None and not intake.complaint.finished
    country = intake.country or (complaint.country if complaint is not None else None)
    came = visits.Came(
        outcome=visits.Outcome.LISTENED if broke_off else intake.outcome,
        language=intake.language,
        competent=intake.competent,
        ground=intake.ground,
        country=country,
        complaint=complaint,
        question=question,
    )
    at = _moment(row.shift, intake)
    visit, _new = visits.record_visit(key=row.key, shift=row.shift, came=came, at=at, batch=row.batch)
    return visit.pk


@transaction.atomic
def _mark(row: SealedIntake, end: _End) -> SealedIntake:
    """The answer, once: who comes second gets the answer of the first. The pieces go, unless a paper of it is nowhere else."""
    locked = SealedIntake.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if locked.standing != Standing.ARRIVING:
        return locked
    locked.standing, locked.words, locked.finished_at = end.state, end.words, timezone.now()
    locked.visit_id = end.visit
    with contextlib.suppress(Draft.DoesNotExist):  # the agent threw it away at the desk within these moments
        locked.draft = Draft.objects.get(pk=end.draft.pk) if end.draft else None
    locked.save()
    refused = end.state == Standing.REFUSED
    if end.whole:
        locked.parts.all().delete()
    counted = {"refused": F("refused") + 1} if refused else {"sent": F("sent") + 1}
    Batch.objects.filter(pk=locked.batch_id).update(**counted)
    return locked
