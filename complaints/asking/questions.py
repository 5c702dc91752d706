"""Questions that filing and the correction of a filed case both ask, in the same words; named as their columns are."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from complaints.asking.choices import countries
from complaints.asking.fields import EXAMPLE, AmountField, DayField, ListedField, TextField, is_landline, parse_phone
from complaints.guide import selectors as guide
from complaints.safe_contact import ways

LONGEST_STORY = 5000


class NumberOfTheCountry(forms.Form):
    """A form that asks for a country too: its telephone number is read as one dials it there."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("phone"):
            country = data.get("country")
            try:
                data["phone"] = parse_phone(data["phone"], country.code if country else "")
            except forms.ValidationError as error:
                self.add_error("phone", error)
        return data


class ReachFields(forms.Form):
    """How to reach the person, besides the e-mail address."""

    phone = forms.CharField(
        label=_("Telephone number"),
        help_text=format_lazy(_("Any country. For example {number}, or as you dial it at home."), number=EXAMPLE),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "dir": "ltr", "inputmode": "tel"}),
    )
    whatsapp = forms.BooleanField(label=_("This number has WhatsApp"), required=False)
    preferred_channel = forms.ChoiceField(
        label=_("How should we reach you first?"),
        choices=ways,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how we should reach you first.")},
    )
    stay_from = DayField(label=_("Next stay in Morocco: from"), required=False)
    stay_to = DayField(label=_("Next stay in Morocco: until"), required=False)
    contact_in_morocco = TextField(
        label=_("A person in Morocco we may call"),
        help_text=_("Name and telephone number. Ask this person first."),
        longest=200,
        required=False,
    )
    accessibility = TextField(
        label=_("Do you need help to read, hear or write?"),
        help_text=_("For example: large print, a call instead of a letter, a sign language interpreter."),
        longest=500,
        lines=2,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("stay_from") and data.get("stay_to") and data["stay_to"] < data["stay_from"]:
            self.add_error("stay_to", _("Enter a day after the first one."))
        return data


def demand_mobile(form: forms.Form, data: dict[str, Any]) -> None:
    """Adds an error where SMS are wished for at a number that gets none; asked once the number is in E.164."""
    if data.get("preferred_channel") == "sms" and is_landline(data.get("phone") or ""):
        words = _("No SMS arrives at a landline. Enter the number of a mobile telephone, or choose another way.")
        form.add_error("phone", words)


class HomeFields(forms.Form):
    """Where the person lives. No postcode is asked: many addresses have none (A26)."""

    country = ListedField(
        label=_("Country where you live"),
        find=guide.country,
        choices=countries,
        widget=forms.Select(attrs={"autocomplete": "country"}),
        error_messages={"required": _("Choose the country where you live.")},
    )
    city = TextField(
        label=_("City or village"),
        longest=120,
        attrs={"autocomplete": "address-level2"},
        error_messages={"required": _("Enter your city or village, for example Lille.")},
    )
    address = TextField(
        label=_("Address"),
        help_text=_(
            "Street and number, district, postcode if there is one. We write to you there if you ask for post."
        ),
        longest=500,
        lines=3,
        attrs={"autocomplete": "street-address"},
        error_messages={"required": _("Enter your address, for example 12 rue des Lilas, 59000.")},
    )


class StoryFields(forms.Form):
    """What happened, in the person's own words, any language (A21, A22)."""

    title = TextField(
        label=_("Your complaint in one sentence"),
        help_text=_("For example: the commune does not answer my request for a birth record."),
        longest=200,
        error_messages={"required": _("Sum up your complaint in one sentence, for example: no answer to my request.")},
    )
    description = TextField(
        label=_("What happened?"),
        help_text=_("In your own words, in any language. Say what happened, when and where."),
        longest=LONGEST_STORY,
        lines=8,
        counted=True,
        error_messages={"required": _("Say what happened in your own words. A few sentences are enough.")},
    )
    harm = TextField(
        label=_("What harm does it do to you?"),
        help_text=_("For example: I cannot enrol my daughter at school."),
        longest=2000,
        lines=3,
        error_messages={"required": _("Say what harm it does to you, for example: I lost two months of pension.")},
    )
    place = TextField(label=_("Where did it happen?"), longest=200, required=False)
    amount = AmountField(
        label=_("Amount at stake, in dirhams"), help_text=_("Figures only. For example 12500."), required=False
    )


class WhenFields(forms.Form):
    """The dates that start appeal periods (A8)."""

    act_date = DayField(
        label=_("When did it happen?"),
        help_text=_("For example 15 11 2025. Leave it empty if you do not know."),
        past=True,
        required=False,
    )
    notified_on = DayField(
        label=_("When did you receive the decision?"),
        help_text=_(
            "Only if the administration gave you a written decision. It may open a short period for an appeal."
        ),
        past=True,
        required=False,
    )


class WishFields(forms.Form):
    """What should be put right."""

    request = TextField(
        label=_("What should the administration do to put things right?"),
        help_text=_("For example: issue my birth record, or pay the pension since March."),
        longest=2000,
        lines=4,
        error_messages={"required": _("Say what you ask for, for example: issue my birth record.")},
    )
