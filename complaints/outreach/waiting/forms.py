"""The forms of the queue."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.forms import HouseForm, KeyField
from complaints.outreach.models import StandDesk
from complaints.outreach.models.tickets import MOST_NUMBERS
from complaints.outreach.waiting.actions import MOST_PRINTED

# Each by its own name, in its own script, and marked as such for who hears it read
SPOKEN = [(code, format_html('<bdi lang="{}">{}</bdi>', code, name)) for code, name in settings.LANGUAGES]


def number_field(label: Any, most: int, words: Any) -> forms.IntegerField:
    """A short number, typed in any digits."""
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "maxlength": "3", "class": "short"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), words),
    )


class DrawForm(HouseForm):
    """The language in which this person wants to speak."""

    key = KeyField(required=False)
    language = forms.ChoiceField(
        label=_("Language of the person"), choices=SPOKEN, widget=forms.RadioSelect,
        error_messages={"required": _("Choose the language in which this person wants to speak.")},
    )  # fmt: skip


class DeskForm(HouseForm):
    """At which desk one sits."""

    desk = forms.ChoiceField(label=_("Your desk"), error_messages={"required": _("Choose your desk first.")})

    def __init__(self, *args: Any, desks: Sequence[StandDesk], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desks = {str(desk.number): desk for desk in desks}
        words, for_what = _("Desk %(number)s"), _("Desk %(number)s: %(label)s")
        self.fields["desk"].choices = [  # type: ignore[attr-defined]
            (number, (for_what if desk.label else words) % {"number": number, "label": desk.label})
            for number, desk in self.desks.items()
        ]

    @property
    def chosen(self) -> StandDesk:
        return self.desks[self.cleaned_data["desk"]]


class NextForm(DeskForm):
    """The next person, of certain languages or of all."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken at this desk"),
        choices=SPOKEN,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Leave all empty to call whoever waits longest."),
    )


class NumberForm(DeskForm):
    """One certain number."""

    number = number_field(_("Number"), MOST_NUMBERS, _("Write the number on the ticket, from 1 to 999."))
    digit_fields = ("number",)


class PrintForm(HouseForm):
    """How many paper tickets."""

    key = KeyField(required=False)
    count = number_field(_("How many paper tickets"), MOST_PRINTED, _("Write a number from 1 to 96."))
    digit_fields = ("count",)
