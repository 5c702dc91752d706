"""Joining two files of one person field by field: the form, and what it does (T25, `workflow/transitions/joining.py`)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints import references
from complaints.casework import corrections, duplicates
from complaints.casework.act_form import ActForm
from complaints.casework.selectors import newest_event
from complaints.corrections import written
from complaints.models import Complaint
from complaints.models.change import label_of
from complaints.permissions import workable_complaints
from complaints.workflow import transitions
from complaints.workflow.moves import PLAIN, Seal
from complaints.workflow.transitions.joining import FACTS, TEXTS, differing

CONTACT = ("country", "city", "address", "phone", "email")  # how to reach the person: often new in the newer file
SHOWN = 600  # characters of a text beside its choice; both files show it whole


@transaction.atomic
def join_files(
    complaint: Complaint,
    *,
    actor: Actor,
    into: Complaint,
    contact: Sequence[str] = (),
    seal: Seal = PLAIN,
    **facts: Any,
) -> Complaint:
    """Joins `complaint` to `into`, which takes over the chosen facts, and of `contact` how to reach the person."""
    seal = seal.over_several()
    values = {name: getattr(complaint.complainant, name) for name in contact}
    joined = transitions.join(complaint, actor=actor, into=into, seal=seal, **facts)
    if values:
        reason = _now("Joined with the file %(number)s.") % {"number": complaint.reference}
        # Told at once, and it stays where the joining is taken back: how to reach a person is a correction of its own.
        of_this = Seal(press=seal.press)
        corrections.correct_data(
            into, actor=actor, values=values, basis=corrections.Basis.WISH, reason=reason, seal=of_this
        )
    return joined


class Join(ActForm):
    """Which file goes on, and for what the two say differently, whose words stand there."""

    into = forms.CharField(
        label=_("Number of the file that goes on"),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    into_seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    goes_on: Complaint | None = None

    def prepare(self) -> None:
        typed = self.data.get("into", "") if self.is_bound else (self.initial or {}).get("into", "")
        self.goes_on = self._find(str(typed))
        if self.goes_on is None:
            return
        self.fields["into_seen"].initial = newest_event(self.goes_on)
        for name in differing(self.complaint, self.goes_on):
            self.fields[f"fact_{name}"] = self._choice(name, self.goes_on, self.complaint, both=name in TEXTS)
        here, there = self.complaint.complainant, self.goes_on.complainant
        for name in self._contact():
            if written(getattr(here, name)) and written(getattr(here, name)) != written(getattr(there, name)):
                self.fields[f"contact_{name}"] = self._choice(name, there, here)

    def _contact(self) -> Iterable[str]:
        allowed = corrections.columns(self.goes_on) if self.goes_on else ()
        return [name for name in CONTACT if name in allowed]

    def _find(self, typed: str) -> Complaint | None:
        reference = references.normalise(typed[:40])
        if reference is None:
            return None
        files = workable_complaints(self.actor).select_related("complainant__country", "unit", "administration")
        return files.filter(reference=reference).exclude(pk=self.complaint.pk).first()

    def _choice(self, name: str, kept: Any, other: Any, *, both: bool = False) -> forms.ChoiceField:
        """Whose words: those of the file that goes on, those of this one, or one after the other."""
        choices = [("keep", _("As in the file that goes on")), ("take", _("As in this file"))]
        if both:
            choices.append(("both", _("Both, one after the other")))
        label = FACTS_TOGETHER.get(name) or label_of(name)
        field: Any = forms.ChoiceField(
            label=label, choices=choices, initial="keep", required=False, widget=forms.RadioSelect
        )
        field.hints = {"keep": shown(kept, name), "take": shown(other, name)}
        return field

    def clean_into(self) -> str:
        if self.goes_on is None:
            raise forms.ValidationError(
                _("You can open no other file of this number. Look at the number, for example IMR-2026-7K3M9QX4.")
            )
        return self.goes_on.reference

    @property
    def candidates(self) -> list[duplicates.Candidate]:
        """Other files that may be meant, while none was chosen."""
        return [] if self.goes_on else duplicates.candidates(self.complaint, actor=self.actor)

    @property
    def also(self) -> list[Complaint]:
        """The other file: what is said of it stands in the preview too."""
        return [self.goes_on] if self.goes_on else []

    def facts(self) -> dict[str, Any]:
        chosen = {name: value for name, value in self.cleaned_data.items() if "_" in name and isinstance(value, str)}
        return {
            "into": self.goes_on,
            "into_seen": self.cleaned_data["into_seen"],
            "takes": [
                name.removeprefix("fact_") for name, value in chosen.items() if _is(name, value, "fact_", "take")
            ],
            "both": [name.removeprefix("fact_") for name, value in chosen.items() if _is(name, value, "fact_", "both")],
            "contact": [
                name.removeprefix("contact_") for name, value in chosen.items() if _is(name, value, "contact_", "take")
            ],
        }


FACTS_TOGETHER = {"court": _("Court"), "urgent_date": _("Urgency"), "notified_on": _("Date of notification")}


def _is(name: str, value: str, part: str, wanted: str) -> bool:
    return name.startswith(part) and value == wanted


def shown(row: Any, name: str) -> str:
    """What a row says of a fact, in words; what hangs together, together."""
    said = []
    for column in FACTS.get(name, (name,)):
        value = getattr(row, column)
        text = getattr(row, f"get_{column}_display", lambda value=value: corrections.in_words(column, written(value)))()  # noqa: B023
        if value not in (None, ""):
            said.append(str(text))
    return Truncator("; ".join(said) or _now("empty")).chars(SHOWN)
