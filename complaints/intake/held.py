"""What is held about an account here: its drafts, that they exist, until when, and what was typed (docs/my-data.md)."""

from collections.abc import Iterator

from django import forms
from django.utils.translation import gettext as _

from accounts import held
from accounts.actors import Actor
from accounts.held import Fact, Row, Section, fact, filled
from complaints.intake.models import Draft, DraftUpload
from complaints.intake.selectors import own_drafts
from complaints.intake.steps import STEPS
from complaints.intake.steps.base import PREFILLED, Raw, label_of


def register_held() -> None:
    """Called once when the app is ready."""
    held.register("drafts", drafts)


def drafts(actor: Actor) -> Section:
    """Every draft of this account that is not over; three queries."""
    rows = own_drafts(actor).prefetch_related("files", "uploads").order_by("created_at")
    return Section("drafts", _("Drafts"), [_draft(row) for row in rows])


def _draft(row: Draft) -> Row:
    return filled(
        [
            fact("begun_at", _("Begun"), row.created_at),
            fact("saved_at", _("Saved"), row.saved_at),
            fact("kept_until", _("We keep it until"), row.expires_at),
            fact("files", _("Files"), [file.name for file in row.files.all()]),
            fact("uploads", _("Files that have arrived in part"), [each.name for each in _on_their_way(row)]),
            Fact("answers", _("Your answers"), row.answers, "", tuple(_typed(row))),
        ]
    )


def _on_their_way(row: Draft) -> list[DraftUpload]:
    return [each for each in row.uploads.all() if each.finished_at is None]


def _typed(row: Draft) -> Iterator[Fact]:
    """What was typed, valid or not: the answers of a step one below the other, under its title."""
    for slug, raw in row.answers.items():
        shown = "\n".join(f"\u2068{words}\u2069" for words in _words(slug, raw))  # each in its own direction
        if shown:
            yield Fact(slug, str(STEPS[slug].title) if slug in STEPS else slug, raw, shown)


def _words(slug: str, raw: Raw) -> Iterator[str]:
    fields = STEPS[slug].form.base_fields if slug in STEPS else {}
    for name, values in raw.items():
        # A list of ours asks the database, and is typed in words; the others stand in the form.
        choices = getattr(fields.get(name), "choices", []) if isinstance(fields.get(name), forms.ChoiceField) else []
        if name != PREFILLED:
            yield from (label_of(choices, value) for value in values if value)
