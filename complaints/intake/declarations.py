"""The four declarations and the two wishes at the end of the form (C22): each text has a version, and is kept as it was read."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.forms import TrapField
from complaints.asking.fields import TextField
from complaints.enums import Court
from complaints.intake.steps.base import StepForm

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Text:
    """What one ticks. A changed text gets a new `version`, never an edit in place."""

    kind: str
    version: str
    text: str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Consents:
    """What the person accepted at the end, and in which texts."""

    texts: tuple[Text, ...]
    share_identity: bool
    share_identity_reason: str = ""
    transfer: bool = False
    survey: bool = False


NOT_BEFORE_COURTS = Text(
    "not_before_courts",
    "2026-11",
    _("I declare that this matter is not before a court. If a court takes it up, I will tell you."),
)
ABOUT_COURTS = Text(
    "about_courts",
    "2026-11",
    _("I declare that what I said about the courts is complete. If something changes there, I will tell you."),
)
TRUTH = Text("truth", "2026-11", _("I declare that what I have written is true to the best of my knowledge."))
DATA = Text(
    "data",
    "2026-11",
    _(
        "I agree that the institution uses my data to treat this complaint, as law 09-08 provides. "
        "I can ask to see and correct them."
    ),
)
SHARE = Text("share_identity", "2026-11", _("You may give my name to the administration, so that it can find my file."))
DO_NOT_SHARE = Text("hide_identity", "2026-11", _("Do not give my name to the administration."))
TRANSFER = Text("transfer", "2026-11", _("If another body is competent, you may pass my complaint on to it."))
SURVEY = Text("survey", "2026-11", _("When my file is closed, you may ask me what I think of your service."))


def court_text(court: str) -> Text:
    """Who said that a court deals with the matter cannot declare the contrary; nobody is sent away for it (A8)."""
    return NOT_BEFORE_COURTS if court == Court.NO else ABOUT_COURTS


class DeclarationsForm(StepForm):
    """Nothing is ticked beforehand."""

    one_of = ("share_reason",)  # needed with "no", so the page does not call it optional

    court = forms.BooleanField(
        error_messages={"required": _("Tick the declaration about the courts to send your complaint.")}
    )
    truth = forms.BooleanField(
        label=TRUTH.text, error_messages={"required": _("Tick that what you have written is true.")}
    )
    privacy = forms.BooleanField(
        label=DATA.text, error_messages={"required": _("Tick that we may use your data to treat your complaint.")}
    )
    share = forms.ChoiceField(
        label=_("May we give your name to the administration?"),
        help_text=_("Often it can only find your file with your name."),
        choices=[(YES, SHARE.text), (NO, DO_NOT_SHARE.text)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether we may give your name to the administration.")},
    )
    share_reason = TextField(
        label=_("If not, why? (needed if you choose no)"),
        help_text=_("For example: I fear for my family. Nobody outside the institution reads it."),
        longest=500,
        required=False,
    )
    transfer = forms.BooleanField(label=TRANSFER.text, required=False)
    survey = forms.BooleanField(label=SURVEY.text, required=False)
    website = TrapField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["court"].label = court_text(self.answers.typed("dates", "court")).text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("share") == NO and not data.get("share_reason") and "share_reason" not in self.errors:
            self.add_error("share_reason", _("Say why not, for example: I fear for my family."))
        return data

    def consents(self) -> Consents:
        """What was accepted."""
        data = self.cleaned_data
        texts = [court_text(self.answers.typed("dates", "court")), TRUTH, DATA]
        texts.append(SHARE if data["share"] == YES else DO_NOT_SHARE)
        if data["transfer"]:
            texts.append(TRANSFER)
        if data["survey"]:
            texts.append(SURVEY)
        return Consents(
            texts=tuple(texts),
            share_identity=data["share"] == YES,
            share_identity_reason=data["share_reason"] if data["share"] == NO else "",
            transfer=data["transfer"],
            survey=data["survey"],
        )
