"""The form as an officer types it for somebody else: the same questions, and how the complaint came (docs/channels.md)."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Unit
from complaints.asking.fields import DayField, TextField
from complaints.enums import RECEIVED_BY_US, Channel
from complaints.intake import choices
from complaints.intake.steps.base import StepForm
from complaints.intake.steps.contact import ContactForm
from complaints.intake.steps.request import FilesForm
from complaints.intake.steps.target import HELP, AuthorityForm, SubjectForm
from complaints.models import Reception, StoredFile

Signature = Reception.Signature
ON_PAPER = frozenset({Channel.POST, Channel.CONSULATE})  # a letter came, and its scan belongs to the file
ON_TABLET = frozenset({Signature.FINGER, Signature.CODE})  # said by the tablet itself, never typed
HINTS = {
    Channel.ORAL: _("You type what the person says, read it back, and have it signed."),
    Channel.EMAIL: _("Best begun from the mail itself, under “Mails”."),
    Channel.STAND: _("For example in a port in summer, or at a meeting abroad."),
}


def is_spoken(came: dict[str, Any]) -> bool:
    """Whether the complaint was said aloud: always so at the counter; at a stand where the account was read back."""
    channel = came.get("channel")
    return channel == Channel.ORAL or (channel == Channel.STAND and bool(came.get("read_back")))


class ReceptionForm(StepForm):
    """How, when and where it came; for what was said aloud, that it was read back."""

    channel = forms.ChoiceField(
        label=_("How did the complaint come?"),
        choices=[(one.value, one.label) for one in Channel if one in RECEIVED_BY_US],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the complaint came.")},
    )
    received_on = DayField(
        label=_("Day of receipt"),
        help_text=_("For a letter the day of the postmark. All dates of the file count from this day."),
        past=True,
        error_messages={"required": _("Enter the day on which it came; for a letter, the day of the postmark.")},
    )
    unit = forms.ModelChoiceField(
        label=_("Received by"),
        queryset=Unit.objects.filter(valid_to=None),
        error_messages={"required": _("Choose the unit that received it.")},
    )
    place = TextField(
        label=_("Where, if it was elsewhere"),
        help_text=_("For example: Consulate General in Lille, or the port of Tanger Med."),
        longest=200,
        required=False,
    )
    read_back = forms.BooleanField(
        label=_("I read the transcript back, and the person confirmed it"),
        help_text=_("Only for what was said aloud."),
        required=False,
    )
    signature = forms.ChoiceField(
        label=_("Is it signed?"),
        choices=Signature.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the complaint is signed.")},
    )
    refusal = TextField(
        label=_("If the person will not or cannot sign, why?"),
        help_text=_("For example: cannot write, and agreed before two of us."),
        longest=300,
        lines=2,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].hints = HINTS  # type: ignore[attr-defined]
        draft = self.answers.draft
        if draft is not None and draft.officer is not None:
            self.fields["unit"].initial = draft.officer.unit_id
        done = draft.signed.get("way") if draft is not None else ""
        signature: Any = self.fields["signature"]
        signature.choices = [one for one in Signature.choices if one[0] not in ON_TABLET or one[0] == done]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        signed = data.get("signature")
        if is_spoken(data):
            if not data.get("read_back"):
                self.add_error("read_back", _("Read the transcript back to the person, then tick this box."))
            if signed == Signature.NOT_YET:
                self.add_error("signature", _("Have the transcript signed, or say that the person will not sign."))
        else:
            data["read_back"] = False  # there was nothing to read back
        if data.get("channel") == Channel.CONSULATE and not data.get("place") and "place" not in self.errors:
            self.add_error("place", _("Say which consulate, for example: Consulate General in Lille."))
        if signed == Signature.REFUSED and not data.get("refusal") and "refusal" not in self.errors:
            self.add_error("refusal", _("Say why it is not signed, for example: cannot write."))
        elif signed != Signature.REFUSED:
            data["refusal"] = ""
        return data


class DeskContactForm(ContactForm):
    """Who has neither e-mail nor telephone is reached by post. The language is asked for: the page's is the officer's."""

    language = forms.ChoiceField(
        label=_("The language we write to this person in"),
        choices=[("", "—"), *settings.LANGUAGES],
        error_messages={"required": _("Choose the language in which we write to this person.")},
    )
    field_order = ("language", "email", "phone", "preferred_channel")
    folded = (
        ContactForm.folded[0],
        (pgettext_lazy("group of questions", "WhatsApp"), ("whatsapp",)),
        *ContactForm.folded[2:],
    )
    by_post_alone = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("email", "phone", "preferred_channel"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.fields["language"].initial = ""
        self.fields["email"].initial = self.initial.get("email", "")
        self.fields["preferred_channel"].initial = "post"


class DeskAuthorityForm(AuthorityForm):
    """The body from the whole list, or in the complainant's words: an officer needs no search page between."""

    one_of = ("administration_list", "administration_text", "region")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["q"], self.fields["administration"]

    @property
    def chosen(self) -> str:  # type: ignore[override]
        return self["administration_list"].value() or ""

    @staticmethod
    def _missing(code: str) -> tuple[str, Any]:
        return "administration_list", _("Choose the administration, or describe it in the complainant's words.")

    def clean(self) -> dict[str, Any]:
        data = StepForm.clean(self) or {}
        body = data.get("administration_list") or None
        data["administration"] = body
        if body is None:
            if not data.get("administration_text") and not {"administration_list", "administration_text"} & set(
                self.errors
            ):
                self.add_error(*self._missing(""))
            return data
        data["administration_text"] = ""
        if body.local and not data.get("region") and "region" not in self.errors:
            self.add_error("region", _("Choose the region of this office, so that your file reaches the right people."))
        return data


class DeskSubjectForm(SubjectForm):
    """The same list, in one box."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].widget = forms.Select(choices=self._choices())

    @staticmethod
    def _choices() -> Any:
        return [("", "—"), (HELP, _("Not clear yet")), *choices.subjects()]


class PapersForm(FilesForm):
    """The scans: what came on paper, and what was signed."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        came, draft = self.answers.cleaned("reception"), self.answers.draft
        kinds = set(draft.files.values_list("kind", flat=True)) if draft else set()
        if came.get("channel") in ON_PAPER and StoredFile.Kind.LETTER not in kinds:
            self.add_error(None, _("Add the scan of the letter."))
        spoken = is_spoken(came)
        if spoken and came.get("signature") == Signature.PAPER and StoredFile.Kind.TRANSCRIPT not in kinds:
            self.add_error(None, _("Add the scan of the signed transcript."))
        elif came.get("signature") == Signature.PAPER and not spoken and StoredFile.Kind.LETTER not in kinds:
            self.add_error(None, _("You said that it is signed on paper: add the scan."))
        return data
