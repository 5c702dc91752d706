"""Who complains: C6 capacity, C7 name, C8 birth and document, C9 address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms import TrapField
from complaints.asking.fields import DayField, ListedField, NameField, TextField, identity_number
from complaints.asking.questions import HomeFields
from complaints.enums import Capacity, IdentityDocument, Residence, Sex
from complaints.guide import selectors as guide
from complaints.intake import choices
from complaints.intake.steps.base import StepForm

HINTS = {
    Capacity.MANDATE: _(
        "For example for your mother. You will need the mandate (power of attorney): a photo is enough."
    ),
    Capacity.LAWYER: _("You need no mandate."),
    Capacity.GUARDIAN: _("You will need the proof, for example the judgment or the kafala deed."),
    Capacity.HEIR: _("You will need the proof, for example the deed of heirs."),
    Capacity.GROUP: _("You will need the names of all, and their mandate for you."),
    Capacity.ASSOCIATION: _("You will need the proof that you may act for it."),
    Capacity.COMPANY: _("You will need the proof that you may act for it."),
}


class WhoForm(StepForm):
    """In which capacity one files (domain section 7)."""

    who = forms.ChoiceField(
        label=_("Who is this complaint for?"),
        choices=Capacity.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose who this complaint is for."),
            "invalid_choice": _("Choose who this complaint is for."),
        },
    )
    website = TrapField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].hints = HINTS  # type: ignore[attr-defined]

    def lines(self) -> Any:
        return (line for line in super().lines() if line.label != self.fields["website"].label)


class NameForm(StepForm):
    """Name and sex; the Arabic name, the birth date and a document are optional and help to find papers."""

    known_as = "name"
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
    apart = ("sex", "birth_date", "id_kind", "id_number")  # asked of the complainant, not of who acts for another

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_another:
            for name in self.apart:
                del self.fields[name]
            self.fields["first_name"].help_text = _("Your own name, as on your passport or identity card.")

    @property
    def for_another(self) -> bool:
        """Whether this is asked of who acts for another, who is the complainant."""
        return self.answers.acts_for_another

    def clean_id_number(self) -> str:
        return identity_number(self.cleaned_data["id_number"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "id_number" not in self.fields:
            return data
        if data.get("id_number") and not data.get("id_kind") and "id_kind" not in self.errors:
            self.add_error("id_kind", _("Choose which document this number belongs to."))
        if data.get("id_kind") and not data.get("id_number") and "id_number" not in self.errors:
            self.add_error("id_number", _("Enter the number of this document, or choose “None for now”."))
        return data


class AddressForm(HomeFields, StepForm):
    """Where the person lives."""

    known_as = "address"
    residence = forms.ChoiceField(
        label=_("Your situation"),
        choices=Residence.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the situation that fits you today.")},
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
    field_order = ("residence", "country", "city", "address", "nationality")
    apart = ("residence", "nationality", "consulate")  # asked of the complainant, not of who acts for another
    place = ("country", "city", "address")
    same = forms.BooleanField(label=_("I live at the same address as the person for whom I act"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.for_another:
            del self.fields["same"]
            return
        for name in self.apart:
            del self.fields[name]
        self.order_fields(["same", *self.place])
        if self.is_bound and self["same"].value():
            for name in self.place:
                self.fields[name].required = False

    @property
    def for_another(self) -> bool:
        """Whether this is asked of who acts for another, who is the complainant."""
        return self.answers.acts_for_another

    def clean(self) -> dict[str, Any]:
        """With "the same address", what stands in the fields below it does not count (A41)."""
        data = super().clean() or {}
        if data.get("same"):
            theirs = self.answers.cleaned("represented-home")
            data |= {name: theirs.get(name, "") for name in self.place}
            for name in self.place:
                self.errors.pop(name, None)
        return data
