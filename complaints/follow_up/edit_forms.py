"""The complainant corrects a filed case: a form for each part. The fields are named as their columns are."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.forms import HouseForm
from complaints.asking.fields import EXAMPLE, FiguresField
from complaints.asking.questions import (
    HomeFields,
    NumberOfTheCountry,
    ReachFields,
    StoryFields,
    WhenFields,
    WishFields,
    demand_mobile,
)
from complaints.models import Change
from complaints.safe_contact import BY_NUMBER


class CorrectionForm(HouseForm):
    """`seen` is the digest of what the page showed: two windows do not undo each other."""

    block: ClassVar[Change.Block]
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        """The columns and what they become."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class ContactForm(NumberOfTheCountry, ReachFields, HomeFields, CorrectionForm):
    """How to reach the person. The e-mail address has a page of its own: a new one must be proved."""

    block = Change.Block.CONTACT
    language = forms.ChoiceField(
        label=_("The language we write to you in"),
        help_text=_("You may write to us in any language."),
        choices=settings.LANGUAGES,
    )
    field_order = ("phone", "whatsapp", "preferred_channel", "language", "country", "city", "address")

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        self.email = email
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        phone, channel = data.get("phone"), data.get("preferred_channel")
        if not phone and "phone" not in self.errors and (not self.email or channel in BY_NUMBER):
            self.add_error(
                "phone", format_lazy(_("Enter the number we should use, for example {number}."), number=EXAMPLE)
            )
        if channel == "email" and not self.email:
            self.add_error("preferred_channel", _("Choose another way, or give us an e-mail address first."))
        demand_mobile(self, data)
        return data


class FactsForm(StoryFields, WishFields, WhenFields, CorrectionForm):
    """What the person told, as long as the administration has not been written to."""

    block = Change.Block.FACTS
    field_order = ("title", "description", "harm", "request", "act_date", "notified_on", "place", "amount")


class NewAddressForm(HouseForm):
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


class FiguresForm(HouseForm):
    """The figures that were sent to the new address. Not called `code`: that name opens files (returning.py)."""

    figures = FiguresField()
