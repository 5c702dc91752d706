"""The one question on the confirmation (A43): how easy was it? Voluntary, counted once a filing, and of nobody in particular.

The draft only remembers that it was answered; the answer stands apart from it, with its day and nothing that leads back."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms import HouseForm
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
    comment = forms.CharField(
        label=_("Anything you want to add"),
        help_text=_("Do not write your name or your number here. Up to 1,200 characters."),
        max_length=1200,
        required=False,
        error_messages={"max_length": _("Shorten your text to 1,200 characters.")},
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


def form_of(draft: Draft, data: Any = None) -> EaseForm | None:
    """The question, unless it was answered already."""
    return None if draft.ease_said else EaseForm(data)


@transaction.atomic
def say(draft: Draft, *, grade: int, comment: str, language: str) -> None:
    """Keeps an answer; a second press keeps nothing more."""
    if Draft.objects.filter(pk=draft.pk, ease_said=False).update(ease_said=True):
        today = timezone.localdate()
        Ease.objects.create(day=today, grade=grade, comment=comment, language=language)
