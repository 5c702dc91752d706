"""What the dashboard shows, as its address says it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Unit
from complaints.supervision.periods import Period, Preset, preset

LONGEST = 5 * 366
EARLIEST = date(2000, 1, 1)  # before the first file there is; the period before a period must still be one
NO_UNIT = "none"


class FilterForm(forms.Form):
    """Period and unit in the address. What cannot be read is said at the field, and the usual period is shown."""

    period = forms.ChoiceField(label=_("Period"), choices=Preset, required=False)
    since = forms.DateField(
        label=pgettext_lazy("period", "From"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    until = forms.DateField(
        label=pgettext_lazy("period", "To"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    unit = forms.ChoiceField(label=_("Unit"), required=False)

    def __init__(self, data: Any, *, today: date, units: Sequence[Unit] | None) -> None:
        """`units`: those one may choose from; None: the person sees one unit only and the choice is not offered."""
        super().__init__(data)
        self.today = today
        for name in ("since", "until"):
            self.fields[name].error_messages["invalid"] = _("Enter a date, for example 2026-09-01.")
        if units is None:
            del self.fields["unit"]
        else:
            choices = [("", _("All units")), (NO_UNIT, _("Not routed yet"))]
            self.fields["unit"].choices = choices + [(unit.code, unit.name) for unit in units]
            self.fields["unit"].error_messages["invalid_choice"] = _("Choose a unit of the list.")
        self.fields["period"].error_messages["invalid_choice"] = _("Choose a period of the list.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (cleaned.get("period") or Preset.WEEKS_12) != Preset.OTHER or self.errors:
            return cleaned
        since, until = cleaned.get("since"), cleaned.get("until")
        if since is None:
            self.add_error("since", _("Enter the first day, for example 2026-09-01."))
        elif since < EARLIEST:
            self.add_error("since", _("Enter a first day in the year 2000 or later."))
        elif since > self.today:
            self.add_error("since", _("Enter a first day that is not in the future."))
        elif until is not None and until < since:
            self.add_error("until", _("Enter a last day that is not before the first one."))
        elif ((until or self.today) - since).days >= LONGEST:
            self.add_error("since", _("Choose at most five years."))
        return cleaned

    def chosen(self) -> tuple[Period, str]:
        """The period, and the unit's code or nothing. After an error the usual ones."""
        usual = preset(Preset.WEEKS_12, self.today)
        if not self.is_valid():
            return usual, ""
        cleaned = self.cleaned_data
        name = cleaned["period"] or Preset.WEEKS_12
        unit = cleaned.get("unit", "")
        if name != Preset.OTHER:
            return preset(name, self.today), unit
        return Period(cleaned["since"], min(cleaned["until"] or self.today, self.today)), unit
