"""The complainant's forms on a filed case."""

from typing import Any, Self

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.forms import DateField, DateParts, HouseForm
from complaints.models import DataRequest, InformationRequest
from complaints.safe_contact import SafeContactFields

LONG = 5000
EXAMPLE = "\u2066IMR\u20112026\u20117K4F2QXZ\u2069"  # isolated, and on one line
NUMBER_MISSING = format_lazy(_("Enter the number of your file, for example {reference}."), reference=EXAMPLE)


class CodeForm(HouseForm):
    """Reference and secret code. Both are posted, never written into an address."""

    reference = forms.CharField(
        label=_("Number of your file"),
        help_text=format_lazy(_("It begins with IMR, for example {reference}."), reference=EXAMPLE),
        max_length=40,
        error_messages={"required": NUMBER_MISSING},
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )
    code = forms.CharField(
        label=_("Secret code"),
        help_text=_("It was shown to you when you sent your complaint. It is on the receipt that you kept."),
        max_length=60,
        error_messages={"required": _("Enter the code that was shown to you when you sent your complaint.")},
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )


class LinkForm(HouseForm):
    """Asks for a link by mail."""

    reference = forms.CharField(
        label=_("Number of your file"),
        max_length=40,
        error_messages={"required": NUMBER_MISSING},
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )


class CaseForm(HouseForm):
    """What is sent to a filed case."""

    def hush(self) -> Self:
        """The form with what was typed and without errors: for a page that is only read."""
        self._errors: Any = {}
        return self


class KeyField(forms.UUIDField):
    """The key of one form, so that a second press of "Send" is known as one. Nobody types it: nonsense is no key."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except forms.ValidationError:
            return None


class MessageForm(CaseForm):
    """A message, a file, or both."""

    key = KeyField(required=False)

    text = forms.CharField(
        label=_("Your message"),
        help_text=_("Write in any language."),
        max_length=LONG,
        required=False,
        error_messages={
            "max_length": _("Shorten your message to 5,000 characters, or send the rest in a second message.")
        },
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    file = forms.FileField(
        label=_("Add a document"),
        help_text=_("PDF, photo, Word document or recording, 10 MB at most. You can send more in another message."),
        required=False,
    )

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if not self.errors and not str(data.get("text") or "").strip() and not data.get("file"):
            self.add_error("text", _("Write your message, or add a document."))
        return data


class WithdrawForm(CaseForm):
    """Withdrawal is final here, so it takes a tick."""

    sure = forms.BooleanField(
        label=_("I withdraw my complaint"),
        error_messages={"required": _("Tick the box if you want to withdraw your complaint.")},
    )
    reason = forms.CharField(
        label=_("Why (if you want to tell us)"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class RecoverForm(HouseForm):
    """Two facts that the file holds, beside its number (docs/recovery.md)."""

    key = KeyField(required=False)
    reference = forms.CharField(
        label=_("Number of your file"),
        help_text=format_lazy(_("It begins with IMR, for example {reference}."), reference=EXAMPLE),
        max_length=40,
        error_messages={"required": NUMBER_MISSING},
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )
    birth_date = DateField(label=_("Your date of birth"), widget=DateParts(birthday=True), latest=timezone.localdate)
    id_number = forms.CharField(
        label=_("Number of your identity document"),
        help_text=_("The one that you gave when you sent your complaint."),
        max_length=60,
        error_messages={"required": _("Enter the number of the identity document that you gave with your complaint.")},
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )
    digit_fields = ("id_number",)


class ClaimForm(HouseForm):
    """Number and ticket, after the wait."""

    reference = forms.CharField(
        label=_("Number of your file"),
        max_length=40,
        error_messages={"required": NUMBER_MISSING},
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )
    ticket = forms.CharField(
        label=_("Ticket"),
        help_text=_("It was shown to you when you asked for a new code."),
        max_length=60,
        error_messages={"required": _("Enter the ticket that was shown to you when you asked for a new code.")},
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )


class DataRequestForm(CaseForm):
    """What one wants of one's own data."""

    key = KeyField(required=False)
    kind = forms.ChoiceField(
        label=_("What do you want?"),
        choices=DataRequest.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you want us to do.")},
    )
    text = forms.CharField(
        label=_("Say what it is about"),
        help_text=_("What is wrong and what is right, or what you want erased and why. In any language."),
        max_length=LONG,
        error_messages={
            "required": _("Say in your own words what it is about."),
            "max_length": _("Shorten your text to 5,000 characters."),
        },
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )


class SafeContactForm(SafeContactFields, CaseForm):
    """Is it safe to write to you?"""


def request_form(request: InformationRequest) -> type[CaseForm]:
    """A form with a text and a file for each item that was asked for."""
    fields: dict[str, forms.Field] = {}
    for item in request.items.all():
        fields[f"answer_{item.pk}"] = forms.CharField(
            label=item.label,
            max_length=LONG,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        )
        fields[f"file_{item.pk}"] = forms.FileField(
            label=_("Document for: %(item)s") % {"item": item.label},
            help_text=_("PDF, photo, Word document or recording, 10 MB at most."),
            required=False,
        )
    fields["text"] = forms.CharField(
        label=_("Anything else you want to tell us"),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    return type("RequestForm", (CaseForm,), fields)
