"""What an interlocutor fills in: an answer, and who stands in during an absence."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms import DateField, HouseForm, KeyField
from complaints.casework.interlocutor.replying import TO_RECOMMENDATION, Written
from complaints.enums import AnswerPosition
from complaints.files import ACCEPT
from complaints.guide.models import Interlocutor
from complaints.models import AdministrationReply

FARTHEST = timedelta(days=366)
About = AdministrationReply.About
HINTS = {
    AnswerPosition.REFUSES: _("Write the grounds, and the text on which they rest."),
    AnswerPosition.ASKS_DELAY: _("The Mediator decides. Your time runs on until then."),
    AnswerPosition.ASKS_INFORMATION: _("Write what you need. Your time runs on until then."),
    AnswerPosition.NOT_COMPETENT: _("Write which body is competent, if you know it."),
}


class NumberField(forms.IntegerField):
    """A hidden count; nonsense is none."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> int:
        try:
            return int(super().clean(value) or 0)
        except ValidationError:
            return 0


class ReplyForm(HouseForm):
    """An answer. A draft may lack anything (`whole=False`)."""

    key = KeyField(required=False)
    version = NumberField(required=False, min_value=0, max_value=2_000_000_000)
    position = forms.ChoiceField(
        label=_("What do you answer?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you answer.")},
    )
    wanted_until = DateField(label=_("If you ask for more time: until when?"), required=False)
    executed_on = DateField(
        label=_("Carried out on"),
        latest=timezone.localdate,
        earliest=date(2000, 1, 1),
        error_messages={"required": _("Choose the day on which it was carried out, today at the latest.")},
    )
    text = forms.CharField(
        label=_("Your answer"),
        max_length=20000,
        help_text=_("The Mediator's office checks it first. Then the complainant reads it."),
        error_messages={"required": _("Write your answer.")},
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
    )
    file = forms.FileField(
        label=_("Add a document"),
        required=False,
        help_text=_("PDF, photo, Word or sound, at most 10 MB each. One after the other; your text is kept."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )

    def __init__(self, *args: Any, about: str, whole: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        position: Any = self.fields["position"]
        if about == About.ANSWER:
            position.choices = AnswerPosition.choices
            position.hints = {code.value: hint for code, hint in HINTS.items()}
        elif about == About.RECOMMENDATION:
            position.choices = [(reply.value, reply.label) for reply in TO_RECOMMENDATION]
        if about == About.EXECUTION:
            del self.fields["position"]
            self.fields["text"].label = _("What was done, and what proves it")
            self.fields["text"].help_text = _("For example: transfer order no. 123. The Mediator's office checks it.")
        else:
            del self.fields["executed_on"]
        if about != About.ANSWER:
            del self.fields["wanted_until"]
        if not whole:
            for name in ("position", "text", "executed_on"):
                if name in self.fields:
                    self.fields[name].required = False

    def clean_wanted_until(self) -> date | None:
        day, today = self.cleaned_data["wanted_until"], timezone.localdate()
        if day is not None and not today < day <= today + FARTHEST:
            raise ValidationError(_("Choose a day after today, and within a year."))
        return day

    def written(self) -> Written:
        """What a valid form says."""
        given = self.cleaned_data
        return Written(
            position=given.get("position", ""), text=given["text"], wanted_until=given.get("wanted_until"),
            executed_on=given.get("executed_on"), key=given["key"], version=given["version"],
        )  # fmt: skip

    def renumbered(self, version: int) -> Written:
        """The same after the draft was kept as `version` with the file that came along."""
        return replace(self.written(), version=version)


class DeputyField(forms.ModelChoiceField):
    """A colleague by name."""

    def label_from_instance(self, obj: Interlocutor) -> str:
        return str(obj.user)


class AbsenceForm(HouseForm):
    """Who stands in, and from when until when."""

    deputy = DeputyField(label=_("Who stands in for you"), queryset=Interlocutor.objects.none())
    since = DateField(label=_("From"))
    until = DateField(label=_("Until"), help_text=_("The last day of your absence."))

    def __init__(self, *args: Any, deputies: QuerySet[Interlocutor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["deputy"]
        field.queryset = deputies

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and since < timezone.localdate():
            self.add_error("since", _("Choose a day from today on."))
        if since and until and not since <= until <= since + FARTHEST:
            self.add_error("until", _("Choose a last day that is not before the first, and within a year."))
        return given
