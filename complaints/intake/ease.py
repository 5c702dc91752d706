"""The one question on the confirmation (A43): how easy was it? Voluntary, counted once a filing, and of nobody in particular.

The draft only remembers that it was answered; the answer stands apart from it, with its day and nothing that leads back."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms import HouseForm
from complaints.asking.fields import OpinionField
from complaints.intake.models import Draft, Ease


class EaseForm(HouseForm):
    """One question, and room for words."""

    grade = forms.TypedChoiceField(
        label=_("How easy was it to send your complaint?"),
        choices=Ease.Grade.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the five answers."),
            "invalid_choice": _("Choose one of the five answers."),
        },
    )
    comment = OpinionField()


def form_of(draft: Draft, data: Any = None) -> EaseForm | None:
    """The question, unless it was answered already."""
    return None if draft.ease_said else EaseForm(data)


@transaction.atomic
def say(draft: Draft, *, grade: int, comment: str, language: str) -> None:
    """Keeps an answer; a second press keeps nothing more."""
    if Draft.objects.filter(pk=draft.pk, ease_said=False).update(ease_said=True):
        today = timezone.localdate()
        Ease.objects.create(day=today, grade=grade, comment=comment, language=language)
