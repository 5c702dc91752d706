"""The complainant corrects a filed case: a form for each part. The fields are named as their columns are."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from complaints.asking.choices import countries
from complaints.asking.fields import EXAMPLE, AmountField, DayField, ListedField, TextField, parse_phone
from complaints.codes import typed_figures
from complaints.follow_up.forms import CaseForm
from complaints.guide import selectors as guide
from complaints.models import Change
from complaints.safe_contact import WAYS


class CorrectionForm(CaseForm):
    """`seen` is the digest of what the page showed: two windows do not undo each other."""

    block: ClassVar[Change.Block]
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        """The columns and what they become."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class ContactForm(CorrectionForm):
    """How to reach the person. The e-mail address has a page of its own: a new one must be proved."""

    block = Change.Block.CONTACT
    phone = forms.CharField(
        label=_("Telephone number"),
        help_text=format_lazy(_("Any country. For example {number}, or as you dial it at home."), number=EXAMPLE),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "dir": "ltr", "inputmode": "tel"}),
    )
    whatsapp = forms.BooleanField(label=_("This number has WhatsApp"), required=False)
    preferred_channel = forms.ChoiceField(
        label=_("How should we reach you first?"),
        choices=WAYS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how we should reach you first.")},
    )
    language = forms.ChoiceField(
        label=_("The language we write to you in"),
        help_text=_("You may write to us in any language."),
        choices=settings.LANGUAGES,
    )
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
        longest=500,
        lines=3,
        attrs={"autocomplete": "street-address"},
        error_messages={"required": _("Enter your address, for example: 12 rue des Lilas, 59000.")},
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

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        self.email = email
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("phone"):
            country = data.get("country")
            try:
                data["phone"] = parse_phone(data["phone"], country.code if country else "")
            except forms.ValidationError as error:
                self.add_error("phone", error)
        phone, channel = data.get("phone"), data.get("preferred_channel")
        if not phone and "phone" not in self.errors and (not self.email or channel in ("phone", "whatsapp")):
            self.add_error(
                "phone", format_lazy(_("Enter the number we should use, for example {number}."), number=EXAMPLE)
            )
        if channel == "email" and not self.email:
            self.add_error("preferred_channel", _("Choose another way, or give us an e-mail address first."))
        if data.get("stay_from") and data.get("stay_to") and data["stay_to"] < data["stay_from"]:
            self.add_error("stay_to", _("Enter a day after the first one."))
        return data


class FactsForm(CorrectionForm):
    """What the person told, as long as the administration has not been written to."""

    block = Change.Block.FACTS
    title = TextField(
        label=_("Your complaint in one sentence"),
        longest=200,
        error_messages={"required": _("Sum up your complaint in one sentence, for example: no answer to my request.")},
    )
    description = TextField(
        label=_("What happened?"),
        help_text=_("In your own words, in any language. Say what happened, when and where."),
        longest=5000,
        lines=8,
        error_messages={"required": _("Say what happened in your own words. A few sentences are enough.")},
    )
    harm = TextField(
        label=_("What harm does it do to you?"),
        longest=2000,
        lines=3,
        error_messages={"required": _("Say what harm it does to you, for example: I lost two months of pension.")},
    )
    request = TextField(
        label=_("What should the administration do to put things right?"),
        longest=2000,
        lines=4,
        error_messages={"required": _("Say what you ask for, for example: issue my birth record.")},
    )
    act_date = DayField(label=_("When did it happen?"), past=True, required=False)
    notified_on = DayField(label=_("When did you receive the decision?"), past=True, required=False)
    place = TextField(label=_("Where did it happen?"), longest=200, required=False)
    amount = AmountField(
        label=_("Amount at stake, in dirhams"), help_text=_("Figures only. For example 12500."), required=False
    )


class NewAddressForm(CaseForm):
    """The new address; a code goes there before anything changes."""

    email = forms.EmailField(
        label=_("New e-mail address"),
        help_text=_("We send six figures to this address. It counts once you have typed them here."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter an address like name@example.org."),
            "invalid": _("Enter an address like name@example.org."),
            "max_length": _("Enter an address like name@example.org."),
        },
    )

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class FiguresForm(CaseForm):
    """The figures that were sent to the new address. Not called `code`: that name opens files (returning.py)."""

    figures = forms.CharField(
        label=_("Code from the message"),
        help_text=_("Six figures."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr", "size": "12"}
        ),
        error_messages={"required": _("Enter the six figures of the message, for example 123456.")},
    )

    def clean_figures(self) -> str:
        found = typed_figures(self.cleaned_data["figures"])
        if found is None:
            raise forms.ValidationError(_("Enter the six figures of the message, for example 123456."))
        return found
