"""The sample complaints (domain section 15), filed through the form's own steps as their senders would have."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation
from django.utils.datastructures import MultiValueDict

from accounts.actors import NOBODY, Actor, person
from accounts.dates import RABAT
from accounts.models import User
from complaints import files
from complaints.intake import actions, declarations
from complaints.intake.models import Draft, DraftFile
from complaints.intake.steps import STEPS, answers_of
from complaints.models import Complaint
from mediator.demo.documents import paper

FOLDER = Path(__file__).parent / "data" / "samples"
DATES = {"birth_date", "act_date", "notified_on", "court_date", "urgent_date", "stay_from", "stay_to", "on"}


@dataclass(frozen=True, slots=True)
class Sample:
    """One file of the folder: who, what, when, and the `story` that follows (mediator/demo/stories.py)."""

    name: str
    data: dict[str, Any]

    @property
    def email(self) -> str:
        return str(self.data["contact"]["email"])

    @property
    def title(self) -> str:
        return str(self.data["happened"]["title"])

    def filed_at(self, today: date) -> datetime:
        """Some time of the day on which it was filed, in Rabat; never after now."""
        day = today - timedelta(days=self.data["filed"])
        return datetime.combine(day, time(9 + len(self.title) % 10, len(self.email) * 2 % 60), RABAT)

    def existing(self) -> Complaint | None:
        """The complaint that an earlier load made of it."""
        return Complaint.objects.filter(complainant__email=self.email, title=self.title).first()


def samples() -> list[Sample]:
    """All of them, the oldest first."""
    found = [Sample(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in sorted(FOLDER.glob("*.json"))]
    return sorted(found, key=lambda sample: -sample.data["filed"])


def file_sample(sample: Sample) -> Complaint:
    """Fills the form step by step and sends it, now. Raises AssertionError for a step the form would not take."""
    data = sample.data
    owner = User.objects.get(email=data["account"]) if data.get("account") else None
    actor = person(owner) if owner else NOBODY
    with translation.override(data["language"]):
        draft = actions.create_draft(actor=actor, language=data["language"])
        for slug, raw in typed(data).items():
            draft = save(draft, slug, raw, actor)
        for entry in data["files"]:
            attach(draft, upload(entry), entry["caption"])
        sent = actions.submit_draft(draft=draft, actor=actor, declarations=consents(data))
    actions.forget_code(draft=draft)
    Complaint.objects.filter(pk=sent.complaint.pk).update(channel=data["channel"])  # the form knows only the website
    return Complaint.objects.get(pk=sent.complaint.pk)


def save(draft: Draft, slug: str, raw: dict[str, list[str]], actor: Actor) -> Draft:
    """One step, which must be valid."""
    form = STEPS[slug].form(MultiValueDict(raw), answers=answers_of(draft))
    if not form.is_valid():
        raise AssertionError(f"{slug}: {form.errors.as_json()}")
    return actions.save_step(draft=draft, slug=slug, raw=raw, valid=True, actor=actor)


def typed(data: dict[str, Any]) -> dict[str, dict[str, list[str]]]:
    """What the sender typed, page by page."""
    steps = {"taken": "yes" if data["steps"] else "no", "rows": str(len(data["steps"]) or 1)}
    for number, step in enumerate(data["steps"]):
        steps |= {f"{name}_{number}": value for name, value in step.items()}
    pages = {"who": {"who": "self"}, "subject": {"subject": data["subject"]}, "steps": steps, "files": {}}
    pages |= {name: data[name] for name in ("name", "address", "contact", "authority", "happened", "dates", "request")}
    if "urgency" in data:
        pages["urgency"] = data["urgency"]
    return {slug: _raw(pages[slug]) for slug in STEPS if slug in pages}


def _raw(answers: dict[str, Any]) -> dict[str, list[str]]:
    raw: dict[str, list[str]] = {}
    for name, value in answers.items():
        if name.rsplit("_", 1)[0] in DATES or name in DATES:
            raw |= {f"{name}_{part}": [str(figure)] for part, figure in enumerate(_parts(value))}
        else:
            raw[name] = [str(value)]
    return raw


def _parts(value: list[int] | int) -> list[int]:
    """Day, month, year; a whole number counts days from today."""
    if isinstance(value, list):
        return value
    day = timezone.now().astimezone(RABAT).date() + timedelta(days=value)
    return [day.day, day.month, day.year]


def consents(data: dict[str, Any]) -> declarations.Consents:
    """What the sender ticked at the end."""
    texts = [declarations.court_text(data["dates"]["court"]), declarations.TRUTH, declarations.DATA]
    texts.append(declarations.SHARE if data["share"] else declarations.DO_NOT_SHARE)
    if data.get("transfer"):
        texts.append(declarations.TRANSFER)
    if data.get("survey"):
        texts.append(declarations.SURVEY)
    return declarations.Consents(
        texts=tuple(texts),
        share_identity=data["share"],
        share_identity_reason=data.get("share_reason", ""),
        transfer=data.get("transfer", False),
        survey=data.get("survey", False),
    )


def upload(entry: dict[str, Any]) -> SimpleUploadedFile:
    return paper(name=entry["name"], kind=entry["kind"], lines=entry["lines"])


def attach(draft: Draft, file: SimpleUploadedFile, caption: str) -> None:
    """One document of the draft, received as from a browser."""
    received = files.receive(file, already=0)
    DraftFile.objects.create(draft=draft, caption=caption, sent_at=timezone.now(), **received.fields())


def begin_draft(owner: User) -> Draft | None:
    """A complaint that its sender has not finished; None when there is one already."""
    if Draft.objects.filter(user=owner, complaint=None).exists():
        return None
    whole = next(sample for sample in samples() if sample.data.get("account") == owner.email)
    actor = person(owner)
    with translation.override("fr"):
        draft = actions.create_draft(actor=actor, language="fr")
        pages = typed(whole.data) | {"authority": _raw({"administration": "onee", "region": "oriental"})}
        for slug in ("who", "name", "address", "contact", "authority"):
            draft = save(draft, slug, pages[slug], actor)
    return draft
