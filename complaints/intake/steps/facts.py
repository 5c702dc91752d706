"""What happened: C14 facts, C15 dates, C16 steps taken, C17 courts."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.asking.fields import DayField, TextField, amount_in_words
from complaints.asking.questions import StoryFields, WhenFields
from complaints.enums import ActKind, Court
from complaints.intake.steps.base import Line, StepForm, is_filled
from complaints.intake.steps.rows import RowsForm

MOST_STEPS = 10
ANSWERED = {"yes": _("There was an answer"), "no": _("There was no answer")}


class HappenedForm(StoryFields, StepForm):
    """The story."""

    act_kind = forms.ChoiceField(
        label=_("What did the administration do?"),
        choices=ActKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the answer that comes closest.")},
    )
    field_order = ("title", "description", "act_kind", "harm")
    folded = ((_("Place and amount"), ("place", "amount")),)
    ltr = ("amount",)

    def shown(self, name: str) -> str:
        amount = self.cleaned_data.get("amount")
        return amount_in_words(amount) if name == "amount" and amount is not None else super().shown(name)


class DatesForm(WhenFields, StepForm):
    """The dates that start appeal periods, and where the matter stands before the courts (A8, X1, X2): nobody is sent away."""

    court = forms.ChoiceField(
        label=_("Has a court dealt with this matter?"),
        choices=Court.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether a court has dealt with this matter.")},
    )
    court_name = TextField(label=_("Name of the court"), longest=200, required=False)
    court_case = TextField(label=_("Case number"), longest=100, required=False, attrs={"dir": "ltr"})
    court_date = DayField(label=_("Date of the judgment"), past=True, required=False)
    court_final = forms.TypedChoiceField(
        label=_("Is the judgment final?"),
        choices=[("", _("I do not know")), ("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
    )
    folded = (
        (_("If a court dealt with it: name, number, date"), ("court_name", "court_case", "court_date", "court_final")),
    )
    ltr = ("court_case",)

    def shown(self, name: str) -> str:
        if name == "court_final":
            final = self.cleaned_data.get("court_final")
            return "" if final is None else str(_("Yes") if final else _("No"))
        return super().shown(name)


class PriorStepsForm(RowsForm):
    """Steps already taken with the administration (A7, A20): asked, never blocking; as many rows as the person adds."""

    taken = forms.ChoiceField(
        label=_("Have you already turned to the administration?"),
        choices=[("yes", _("Yes")), ("no", _("No, not yet"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you have already turned to the administration.")},
    )
    most = MOST_STEPS
    row_fields = ("body", "on", "channel", "reference", "answered", "answer")
    needed = ("body",)

    @staticmethod
    def row() -> dict[str, forms.Field]:
        answers = [("", _("I do not know")), ("yes", _("Yes")), ("no", _("No"))]
        return {
            "body": TextField(label=_("To whom?"), help_text=_("For example: commune of Nador."), longest=200, required=False),
            "on": DayField(label=_("When?"), help_text=_("For example 15 11 2025."), past=True, required=False),
            "channel": TextField(label=_("How?"), help_text=_("For example: letter, visit."), longest=100, required=False),
            "reference": TextField(label=_("Number of your request"), longest=100, required=False, attrs={"dir": "ltr"}),
            "answered": forms.ChoiceField(label=_("Did you get an answer?"), choices=answers, required=False),
            "answer": TextField(label=_("What was the answer?"), longest=2000, lines=2, required=False),
        }  # fmt: skip

    def open_fields(self) -> list[Any]:
        return [self["taken"]]

    def blocks(self) -> list[dict[str, Any]]:
        """The rows for the template."""
        blocks = []
        for row in range(self.number):
            fields = [self[f"{name}_{row}"] for name in self.row_fields]
            full = any(field.errors or is_filled(field.value()) for field in fields)
            is_open = full or self["taken"].value() == "yes"
            blocks.append({"number": row + 1, "index": row, "fields": fields, "open": is_open})
        return blocks

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        found: list[dict[str, Any]] = []
        for row in range(self.number):
            values = {name: data.get(f"{name}_{row}") for name in self.row_fields}
            if not any(values.values()):
                continue
            if not values["body"] and f"body_{row}" not in self.errors:
                self.add_error(f"body_{row}", _("Say whom you turned to, for example: commune of Nador."))
            values["answered"] = {"yes": True, "no": False}.get(values["answered"] or "")
            found.append(values)
        if data.get("taken") == "yes" and not found and "body_0" not in self.errors:
            self.add_error("body_0", _("Say whom you turned to, for example: commune of Nador."))
        if data.get("taken") == "no" and found:
            words = _("You chose “No, not yet”, and a step is filled in. Choose “Yes”, or empty the step.")
            self.add_error("taken", words)
        data["steps"] = found if data.get("taken") == "yes" else []
        return data

    def lines(self) -> Iterator[Line]:
        yield Line(self.fields["taken"].label, self.shown("taken"))
        for number, _step in enumerate(self.cleaned_data["steps"]):
            parts = [self.shown(f"{name}_{number}") for name in ("body", "on", "channel", "reference")]
            parts += [str(ANSWERED.get(self.cleaned_data[f"answered_{number}"], "")), self.shown(f"answer_{number}")]
            yield Line(_("Step %(number)s") % {"number": number + 1}, " · ".join(part for part in parts if part))
