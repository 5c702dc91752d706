"""A complaint out of an envelope: a draft of the agent's with its papers, which is filed, or waits at the desk."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.dates import RABAT
from complaints import codes
from complaints.audit.log import record_reading
from complaints.intake import account, actions, resume
from complaints.intake.attaching import keep
from complaints.intake.declarations import DeclarationsForm
from complaints.intake.models import Draft
from complaints.intake.steps import Answers, answers_of
from complaints.models import Complaint, StoredFile
from complaints.outreach.models import SealedIntake
from complaints.outreach.sealed.reading import SIGNATURE, Intake, Paper, Way, Written
from complaints.outreach.tablet import access, signing
from complaints.workflow.errors import Refused


@dataclass(frozen=True, slots=True)
class Filed:
    """A complaint; or a draft that stays with the agent, and `why`. `whole`: every paper is in it."""

    complaint: Complaint | None = None
    draft: Draft | None = None
    why: str = ""
    whole: bool = True


@dataclass(frozen=True, slots=True)
class _Upload:
    """Bytes as an upload, for `files.receive`."""

    name: str
    data: bytes

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield self.data


def file(row: SealedIntake, intake: Intake, written: Written, *, at: datetime) -> Filed:
    """The complaint of this envelope, however often it is asked for. It files what the person heard and signed, or nothing."""
    filed = _file(row, intake, written, at)
    if filed.complaint is None and (done := Complaint.objects.filter(submission_key=row.key).first()):
        return Filed(complaint=done)  # somebody else who asked was quicker, or the agent at the desk
    return filed


def _file(row: SealedIntake, intake: Intake, written: Written, at: datetime) -> Filed:
    draft = _draft(row, intake, written, at)
    if draft is None:
        return Filed(why=_("its number is another person's already."))
    if draft.complaint_id:
        return Filed(complaint=draft.complaint)
    refused = _attach(row, intake.papers, draft, at)
    if not written.finished:
        return Filed(draft=draft, why=" ".join(filter(None, [_("it was not finished."), refused])), whole=not refused)
    if refused:
        return Filed(draft=draft, why=refused, whole=False)
    if written.provisional and draft.provisional is None:
        return Filed(draft=draft, why=_("its number is another person's already."))
    return _submit(row, draft, written)


def _draft(row: SealedIntake, intake: Intake, written: Written, at: datetime) -> Draft | None:
    """The draft of this key: made once, with all its answers at once; without its number where another has that. None when it
    was filed so long ago that it is gone."""
    if found := Draft.objects.select_related("complaint").filter(pk=row.key).first():
        return found
    if Complaint.objects.filter(submission_key=row.key).exists():
        return None
    rows = (Complaint.objects, Draft.objects)
    taken = any(each.filter(provisional=written.provisional).exists() for each in rows if written.provisional)
    draft = Draft(
        key=row.key,
        officer=row.shift.agent,
        language=intake.language,
        answers=_answers(row, intake, written, at),
        given_code_hash=codes.hash_code(written.code) if written.code else "",
        provisional=None if taken else written.provisional or None,
    )
    draft.code_hash = resume.index(resume.resume_code(draft))
    answers = answers_of(draft)
    draft.problems = [step.slug for step in answers.path() if not answers.form(step.slug).is_valid()]
    if written.finished:
        draft.signed = {
            "way": written.way,
            "at": at.isoformat(),
            "digest": account.digest(draft),
            "language": draft.language,
        }
    with transaction.atomic():
        Draft.objects.bulk_create([draft], ignore_conflicts=True)
    return Draft.objects.select_related("complaint").filter(pk=row.key).first()


def _answers(row: SealedIntake, intake: Intake, written: Written, at: datetime) -> dict[str, Any]:
    """What was typed, the language of the turn, and how it came."""
    found = {**written.answers}
    found["contact"] = {**found.get("contact", {}), "language": [intake.language]}
    if written.finished:
        day = at.astimezone(RABAT).date()
        found["reception"] = signing.how_it_came(row.shift.stand, way=written.way, why=written.refusal, day=day)
        found.setdefault("files", {})
    return found


# --- papers ---


def _attach(row: SealedIntake, papers: list[Paper], draft: Draft, at: datetime) -> str:
    """Takes the papers one by one, each once, the signature too; gives in words which were not taken."""
    refused = []
    there = {*draft.files.values_list("sent_as", flat=True)}
    for place, paper in enumerate(papers, start=1):
        sent_as = uuid.uuid5(row.key, f"paper {place}")
        if sent_as in there:
            continue
        if problem := _keep(row, draft, paper, sent_as, at):
            refused.append(_("paper %(place)s was not taken: %(why)s") % {"place": place, "why": problem})
    return " ".join(refused)


def _keep(row: SealedIntake, draft: Draft, paper: Paper, sent_as: uuid.UUID, at: datetime) -> str:
    """The sentence to show when it was refused."""
    if paper.kind == SIGNATURE:
        try:
            drawn = _Upload("signature.png", signing.redrawn(paper.data))
        except signing.NotSigned as empty:
            return str(empty)
        printed = _Upload("account.pdf", signing.account_on_paper(draft, stand=row.shift.stand, at=at))
        kind = StoredFile.Kind.TRANSCRIPT
        beside = uuid.uuid5(sent_as, "account")
        return keep(draft, printed, caption=signing.account_caption(draft), kind=kind, sent_as=beside) or keep(
            draft, drawn, caption=signing.caption_of(draft), kind=kind, sent_as=sent_as
        )
    caption = signing.caption_of(draft) if paper.kind == StoredFile.Kind.TRANSCRIPT else ""
    return keep(draft, _Upload(paper.name, paper.data), caption=caption, kind=paper.kind, sent_as=sent_as)


# --- filed ---


def _submit(row: SealedIntake, draft: Draft, written: Written) -> Filed:
    answers = answers_of(draft)
    if why := _missing(answers):
        return Filed(draft=draft, why=why)
    if written.way == Way.FINGER and not draft.files.filter(name="signature.png").exists():
        return Filed(draft=draft, why=_("the signature is missing."))
    form = DeclarationsForm({name: values[-1] for name, values in written.declared.items() if values}, answers=answers)
    if not form.is_valid():
        return Filed(draft=draft, why=_("a declaration is missing."))
    actor = access.actor_of(row.shift, language=translation.get_language() or "")
    try:
        with translation.override(draft.language):
            done = actions.submit_draft(draft=draft, actor=actor, declarations=form.consents())
    except (actions.Unfinished, actions.Unsigned, actions.Gone, Refused):
        draft.refresh_from_db()
        return Filed(draft=draft, why=_missing(answers_of(draft)) or _("it could not be filed as it stands."))
    record_reading(actor=actor, about=f"complaint:{done.complaint.pk}", what="sent from a stand")
    return Filed(complaint=done.complaint)


def _missing(answers: Answers) -> str:
    """Which questions are open, by the titles of their steps: nothing of what was answered."""
    titles = [str(step.title) for step in answers.unfinished()]
    if not titles:
        return ""
    return _("something is missing or must be changed: %(steps)s.") % {"steps": ", ".join(titles)}
