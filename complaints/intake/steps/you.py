"""Who complains: C6 capacity, C7 name, C8 birth and document, C9 address."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms import western_digits
from complaints.asking.fields import DayField, ListedField, NameField, TextField
from complaints.enums import IdentityDocument, Residence, Sex
from complaints.guide import selectors as guide
from complaints.intake import choices
from complaints.intake.steps.base import StepForm


class WhoForm(StepForm):
    """For oneself, or for somebody else: the second is not offered online yet, and the page says what to do."""

    who = forms.ChoiceField(
        label=_("Who is this complaint for?"),
        choices=[
            ("self", _("For myself")),
            ("other", _("For someone else, a group, an association or a company")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who this complaint is for.")},
    )
    website = forms.CharField(
        required=False,
        label=_("Leave this field empty"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_website(self) -> str:
        """A trap for programs: people never see it. Nothing is thrown away; the page says how to go on."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Empty the last field of this page, then continue."), code="trap")
        return ""

    def lines(self) -> Any:
        return (line for line in super().lines() if line.label != self.fields["website"].label)


class NameForm(StepForm):
    """Name and sex; the Arabic name, the birth date and a document are optional and help to find papers."""

    first_name = NameField(
        label=_("First name"),
        help_text=_("As on your passport or identity card."),
        longest=120,
        attrs={"autocomplete": "given-name"},
        error_messages={"required": _("Enter your first name, for example Salma.")},
    )
    last_name = NameField(
        label=_("Last name"),
        longest=120,
        attrs={"autocomplete": "family-name"},
        error_messages={"required": _("Enter your last name, for example El Idrissi.")},
    )
    sex = forms.ChoiceField(
        label=_("You are"),
        choices=Sex.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer, or “I prefer not to say”.")},
    )
    first_name_ar = NameField(
        label=_("First name in Arabic"), longest=120, required=False, attrs={"dir": "rtl", "lang": "ar"}
    )
    last_name_ar = NameField(
        label=_("Last name in Arabic"), longest=120, required=False, attrs={"dir": "rtl", "lang": "ar"}
    )
    birth_date = DayField(
        label=_("Date of birth"),
        help_text=_("For example 27 3 1981."),
        past=True,
        required=False,
        birthday=True,
    )
    id_kind = forms.ChoiceField(
        label=_("Identity document"),
        choices=[("", _("None for now")), *IdentityDocument.choices],
        required=False,
    )
    id_number = TextField(
        label=_("Number of the document"),
        help_text=_("For example AB123456. We keep it encrypted."),
        longest=40,
        required=False,
        attrs={"dir": "ltr", "autocomplete": "off", "autocapitalize": "characters"},
    )
    folded = (
        (_("Your name in Arabic letters"), ("first_name_ar", "last_name_ar")),
        (_("Date of birth and identity document"), ("birth_date", "id_kind", "id_number")),
    )
    ltr = ("id_number",)

    def clean_id_number(self) -> str:
        number = western_digits(self.cleaned_data["id_number"]).upper()
        if number and not re.fullmatch(r"[\w ./-]{3,40}", number):
            raise forms.ValidationError(_("Enter the number with letters and figures only, for example AB123456."))
        return number

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("id_number") and not data.get("id_kind") and "id_kind" not in self.errors:
            self.add_error("id_kind", _("Choose which document this number belongs to."))
        if data.get("id_kind") and not data.get("id_number") and "id_number" not in self.errors:
            self.add_error("id_number", _("Enter the number of this document, or choose “None for now”."))
        return data


class AddressForm(StepForm):
    """Where the person lives. No postcode is asked: many addresses have none (A26)."""

    residence = forms.ChoiceField(
        label=_("Your situation"),
        choices=Residence.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the situation that fits you today.")},
    )
    country = ListedField(
        label=_("Country where you live"),
        find=guide.country,
        choices=choices.countries,
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
    nationality = ListedField(
        label=_("Nationality"),
        find=guide.country,
        choices=choices.nationalities,
        help_text=_("If you have several, choose the one you use with Moroccan administrations."),
        initial="MA",
        error_messages={"required": _("Choose your nationality.")},
    )
    consulate = TextField(
        label=_("Your Moroccan consulate"),
        help_text=_("For example Consulate General in Lille."),
        longest=120,
        required=False,
    )
    folded = ((pgettext_lazy("group of questions", "Your consulate"), ("consulate",)),)
