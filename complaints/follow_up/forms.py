"""The complainant's forms on a filed case."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.forms import DateField, DateParts, HouseForm, KeyField
from complaints.asking.fields import FiguresField, OpinionField
from complaints.enums import ReviewGround
from complaints.models import DataRequest, InformationRequest, RequestedItem, Share, Translation
from complaints.models.translation import newest
from complaints.safe_contact import SafeContactFields

LONG = 5000
EXAMPLE = "\u2066IMR\u20112026\u20117K4F2QXZ\u2069"  # isolated, and on one line
NUMBER_MISSING = format_lazy(_("Enter the number of your file, for example {reference}."), reference=EXAMPLE)


class CodeForm(HouseForm):
    """Reference and secret code. Both are posted, never written into an address."""

    reference = forms.CharField(
        label=_("Number of your file"),
        help_text=format_lazy(
            _("It begins with IMR, for example {reference}; with P if a stand gave it to you without a network."),
            reference=EXAMPLE,
        ),
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


class MessageForm(HouseForm):
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


class WithdrawForm(HouseForm):
    """Withdrawal is final here, so it takes a tick, and six figures after it (`withdrawing.py`)."""

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


class ConfirmForm(HouseForm):
    """The figures that were sent to who withdraws; what was said on the page before comes along."""

    figures = FiguresField()
    reason = forms.CharField(max_length=1000, required=False, widget=forms.HiddenInput)


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


class DataRequestForm(HouseForm):
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


class SafeContactForm(SafeContactFields, HouseForm):
    """Is it safe to write to you?"""


class ShareForm(HouseForm):
    """Somebody to share the file with: an address, a right, a last day."""

    name = forms.CharField(
        label=_("Who is it?"),
        help_text=_("A name for yourself, for example: my brother Karim. We do not write it in the message."),
        max_length=120,
        error_messages={
            "required": _("Enter a name by which you know this person, for example: my brother Karim."),
            "max_length": _("Shorten the name to 120 characters."),
        },
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("E-mail address of this person"),
        max_length=254,
        error_messages={
            "required": _("Enter an address like name@example.org."),
            "invalid": _("Enter an address like name@example.org."),
            "max_length": _("Enter an address like name@example.org."),
        },
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )
    right = forms.ChoiceField(
        label=_("What may this person do?"),
        choices=Share.Right.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what this person may do.")},
    )
    receives = forms.BooleanField(label=_("Tell this person by e-mail when something is new"), required=False)
    until = DateField(
        label=_("Until which day?"),
        help_text=_("For example 15 12 2027. Without a day, until you end it."),
        required=False,
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean_until(self) -> date | None:
        day = self.cleaned_data["until"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("Enter a day that is still to come."))
        return cast("date | None", day)


class MandateForm(HouseForm):
    """A new mandate: the document and its days."""

    file = forms.FileField(
        label=_("The new mandate"),
        help_text=_("PDF, photo, Word document or recording, 10 MB at most."),
        error_messages={"required": _("Choose the document: a photo or a scan is enough.")},
    )
    mandate_from = DateField(
        label=_("Date of the mandate"),
        help_text=_("For example 15 11 2025."),
        required=False,
        latest=timezone.localdate,
    )
    mandate_until = DateField(
        label=_("It ends on"),
        help_text=_("For example 15 12 2027. Leave it empty if no end is written."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        until = data.get("mandate_until")
        if until and until < max(timezone.localdate(), data.get("mandate_from") or timezone.localdate()):
            self.add_error("mandate_until", _("Enter a day that is still to come."))
        return data


class RevokeForm(HouseForm):
    """The end of a mandate is final here, so it takes a tick."""

    sure = forms.BooleanField(
        label=_("I end this mandate"), error_messages={"required": _("Tick the box if you want to end the mandate.")}
    )


class ReviewForm(HouseForm):
    """Asks to look at the decision again (T21)."""

    ground = forms.ChoiceField(
        label=_("Why should we look again?"),
        choices=ReviewGround.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why we should look again.")},
    )
    text = forms.CharField(
        label=_("Tell us more"),
        help_text=_("In your own words, in any language. You can send documents once you have asked."),
        max_length=LONG,
        error_messages={
            "required": _("Say in a few words what we should look at."),
            "max_length": _("Shorten your text to 5,000 characters, and send the rest in a message."),
        },
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )

    def __init__(self, *args: Any, grounds: Sequence[ReviewGround], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["ground"]
        field.choices = [(ground.value, ground.label) for ground in grounds]


FAIRNESS = (
    (5, _("Very fairly")),
    (4, _("Fairly")),
    (3, _("Neither fairly nor unfairly")),
    (2, _("Unfairly")),
    (1, _("Very unfairly")),
)


class FairnessForm(HouseForm):
    """The survey: one question, and room for words."""

    fairness = forms.TypedChoiceField(
        label=_("How did we treat you?"),
        choices=FAIRNESS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the five answers.")},
    )
    comment = OpinionField()


def _in_other_words(item: RequestedItem) -> str:
    """The label in other languages, as the timeline shows them; rows that were fetched with the request."""
    rows = newest(row for row in item.translations.all() if row.of == Translation.Of.ITEM)
    return render_to_string("follow_up/_translations.html", {"rows": rows}) if rows else ""


def request_form(request: InformationRequest) -> type[HouseForm]:
    """A form with a text and a file for each item that was asked for."""
    fields: dict[str, forms.Field] = {}
    for item in request.items.all():
        fields[f"answer_{item.pk}"] = forms.CharField(
            label=item.label,
            help_text=_in_other_words(item),
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
    return type("RequestForm", (HouseForm,), fields)
