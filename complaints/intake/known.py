"""What an account said of itself before: offered in empty steps, and on one page in place of three (A41, D17)."""

from dataclasses import dataclass
from typing import Any

from django.forms import MultipleChoiceField
from django.forms.boundfield import BoundField

from accounts.actors import Actor
from accounts.forms import DateParts
from complaints.intake.selectors import own_drafts
from complaints.intake.steps import STEPS, Answers, Step
from complaints.intake.steps.base import Raw
from complaints.models import Person, Representation
from complaints.models.contact_rules import CONTACT_RULES

KNOWN = {
    "name": ("first_name", "last_name", "first_name_ar", "last_name_ar", "sex", "birth_date"),
    "address": ("residence", "country", "city", "address", "nationality", "consulate"),
    "contact": ("email", "phone", "whatsapp", "preferred_channel", "accessibility", *CONTACT_RULES),
}


def known_answers(actor: Actor) -> dict[str, dict[str, Any]]:
    """What this account said of itself when it filed or drafted last: offered, never saved by itself (A41)."""
    if actor.user_id is None:
        return {}
    acted = Representation.objects.filter(user=actor.user_id, revoked_at=None).order_by("-pk")
    mine = Person.objects.filter(user=actor.user_id).order_by("-complaint__pk")
    latest, own = acted.select_related("complaint__complainant").first(), mine.select_related("complaint").first()
    if latest and (own is None or own.complaint.pk < latest.complaint_id):
        return _offered({**KNOWN, "contact": ()}, latest) | _offered(
            {"contact": KNOWN["contact"]}, latest.complaint.complainant
        )
    if own is not None:
        return _offered(KNOWN, own)
    draft = own_drafts(actor).filter(answers__has_key="name").first()
    typed = draft.answers if draft else {}
    return {slug: {name: values[-1] for name, values in typed.get(slug, {}).items() if values} for slug in KNOWN}


def _offered(names: dict[str, tuple[str, ...]], row: Any) -> dict[str, dict[str, Any]]:
    """The filled columns of a row by the step that asks for them; a country by its code."""
    found: dict[str, dict[str, Any]] = {}
    for slug, columns in names.items():
        values = {
            name: getattr(row, f"{name}_id" if name in ("country", "nationality") else name, None) for name in columns
        }
        found[slug] = {name: str(value) if name == "phone" else value for name, value in values.items() if value}
    return found


# --- on one page ---


@dataclass(frozen=True, slots=True)
class Offered:
    """A step that what is known answers in full: as it would be kept, and as rows of a summary list."""

    step: Step
    raw: Raw
    rows: list[dict[str, Any]]


def offered(answers: Answers) -> list[Offered]:
    """The steps of one's own name, home and address, when all that stand on the path are unanswered and known in full.

    Each is judged as if its page had been sent: what is missing or not valid any more is asked on its own page."""
    path = {step.slug for step in answers.path()}
    found = []
    for slug in (slug for slug in KNOWN if slug in path):
        if slug in answers.raw or not answers.known(slug):
            return []
        empty = answers.form(slug)
        raw = {name: values for field in empty for name, values in _as_posted(field).items()}
        form = answers.form(slug, raw)
        if not form.is_valid():
            return []
        rows = [{"key": row.label, "value": row.value, "ltr": row.ltr, "auto": not row.ltr} for row in form.lines()]
        found.append(Offered(STEPS[slug], raw, rows))
    return found


def _as_posted(field: BoundField) -> Raw:
    """The value that the page would show, as the browser would send it."""
    value = field.value()
    if isinstance(field.field.widget, DateParts):
        parts = field.field.widget.decompress(value)
        return {f"{field.name}_{number}": ["" if part is None else str(part)] for number, part in enumerate(parts)}
    if isinstance(value, bool):
        return {field.name: ["on"]} if value else {}
    if isinstance(field.field, MultipleChoiceField):
        return {field.name: [str(one) for one in value]} if value else {}
    return {field.name: ["" if value is None else str(value)]}
