"""What is asked for, and what presses: C18 request, C19 urgency and vulnerability."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.asking.fields import DayField, TextField
from complaints.asking.questions import WishFields
from complaints.enums import ORGANISATIONS, Vulnerability
from complaints.intake.steps.base import StepForm


class RequestForm(WishFields, StepForm):
    """What should be put right, and whether something presses."""

    pressing = forms.ChoiceField(
        label=_("Is there a day after which it would be too late?"),
        help_text=_("For example an expulsion, an exam, an operation, an auction."),
        choices=[("no", _("No")), ("yes", _("Yes"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether there is a day after which it would be too late.")},
    )
    vulnerability = forms.ChoiceField(
        label=_("Does one of these apply to you?"),
        help_text=_("It helps us to treat you with care. You need not answer."),
        choices=[("", _("None, or I prefer not to say")), *Vulnerability.choices],
        required=False,
    )
    folded = ((_("Your personal situation"), ("vulnerability",)),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.answers.capacity in ORGANISATIONS:
            del self.fields["vulnerability"]
            self.folded = ()
        elif self.answers.acts_for_another:
            self.fields["vulnerability"].label = _("Does one of these apply to the person for whom you act?")
            self.folded = ((_("The situation of this person"), ("vulnerability",)),)


class UrgencyForm(StepForm):
    """The irreversible day and its reason."""

    urgent_date = DayField(
        label=_("Which day?"),
        help_text=_("For example 15 12 2026."),
        error_messages={"required": _("Enter the day, for example 15 12 2026.")},
    )
    urgent_reason = TextField(
        label=_("What happens on that day?"),
        longest=500,
        lines=3,
        error_messages={"required": _("Say what happens on that day, for example: the auction of my house.")},
    )

    def clean(self) -> dict[str, Any]:
        return super().clean() or {}


class FilesForm(StepForm):
    """The files themselves are rows of their own; the step only remembers that its page was seen."""
