"""How to reach the person: C10 contact, C11 proof of the address."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from complaints.asking.fields import EXAMPLE, DayField, FiguresField, parse_phone
from complaints.asking.questions import ReachFields, demand_mobile
from complaints.intake import choices
from complaints.intake.steps.base import StepForm
from complaints.models.contact_rules import CONTACT_RULES
from complaints.safe_contact import BY_NUMBER, SafeContactFields


class ContactForm(SafeContactFields, ReachFields, StepForm):
    """An e-mail address or a telephone number of any country; the rest is a help."""

    known_as = "contact"
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("We tell you there that something is new. The messages never contain your story."),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr", "spellcheck": "false"}),
        error_messages={
            "invalid": _("Enter an address like name@example.org."),
            "max_length": _("Enter an address like name@example.org."),
        },
    )
    language = forms.ChoiceField(
        label=_("The language we write to you in"),
        help_text=_("You may write to us in any language."),
        choices=settings.LANGUAGES,
        required=False,
    )
    stay_from = DayField(label=_("Next stay in Morocco: from"), future=True, required=False)
    stay_to = DayField(label=_("Next stay in Morocco: until"), future=True, required=False)
    time_zone = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput(attrs={"data-time-zone": ""}))
    folded = (
        (_("Is it safe to write to you?"), CONTACT_RULES),
        (_("Language and WhatsApp"), ("language", "whatsapp")),
        (_("When you are in Morocco"), ("stay_from", "stay_to", "contact_in_morocco")),
        (_("Help you may need"), ("accessibility",)),
    )
    field_order = ("email", "phone", "preferred_channel")
    ltr = ("email", "phone")
    one_of = ("email", "phone")
    by_post_alone = False  # whether an address is enough, without e-mail and telephone

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()
        self.fields["preferred_channel"].initial = "email"
        self.fields["email"].initial = self.initial.get("email") or self.answers.account_email

    def folds(self) -> list[dict[str, Any]]:
        """The language has always a value, so it alone does not open its group."""
        groups = super().folds()
        groups[1]["open"] = bool(self.errors.get("language")) or (self.is_bound and bool(self["whatsapp"].value()))
        return groups

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean_phone(self) -> str:
        text = self.cleaned_data["phone"]
        return parse_phone(text, self.answers.typed(self.answers.home, "country")) if text else ""

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or get_language() or settings.LANGUAGE_CODE

    def clean_time_zone(self) -> str:
        """The browser's zone when it says one; nothing a person could mend, so never an error."""
        zone = self.cleaned_data["time_zone"]
        return zone if choices.is_time_zone(zone) else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        email, phone = data.get("email"), data.get("phone")
        channel = data.get("preferred_channel")
        reached_by_post = self.by_post_alone and channel == "post"
        if not email and not phone and not reached_by_post and not {"email", "phone"} & set(self.errors):
            self.add_error("email", _("Enter an e-mail address or a telephone number, so that we can reach you."))
        elif channel == "email" and not email and "email" not in self.errors:
            self.add_error("preferred_channel", _("Choose another way, or enter your e-mail address above."))
        elif channel in BY_NUMBER and not phone and "phone" not in self.errors:
            words = _("Enter the number we should use, for example {number}.")
            self.add_error("phone", format_lazy(words, number=EXAMPLE))
        demand_mobile(self, data)
        return data


class VerifyForm(StepForm):
    """The code that was sent; whether it is the right one is for `actions.verify_contact` to say."""

    code = FiguresField()
