"""One form for each act of the desk. They validate; the actions and moves save.

The fields of an act are the keyword arguments of its function; `facts()` gives them, plain enough for JSON where the
act can be proposed. What the complainant will read in the file is marked by `told`. What all of them share stands in
`act_form.py`, the two about the complainant's data in `data_forms.py`."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.forms import DateField, HouseForm
from accounts.models import Unit, User
from complaints import consents, letterhead
from complaints.casework import likely
from complaints.casework.act_form import (
    LONG,
    ActForm,
    FileChoices,
    as_ticked,
    held_back,
    long_text,
    offer_identity,
    reader_hint,
)
from complaints.casework.letters import texts
from complaints.casework.letters.composing import Words, recipient_of, words_of
from complaints.casework.letters.facts import EMPTY
from complaints.casework.letters.forms import refuse_empty, unnamed
from complaints.casework.letters.printing import hides_name, names_of
from complaints.casework.selectors import colleagues
from complaints.casework.waiting import taken_from, waiting_field
from complaints.consents import Who
from complaints.dealings import Addressee, Purpose
from complaints.enums import AnswerPosition, AnswerQuality, FormalGround
from complaints.guide.models import Administration, Subject
from complaints.guide.selectors import subject as known_subject
from complaints.models import AdministrationReply, Attachment
from complaints.selectors import sendable_files

FARTHEST_PROMISE = timedelta(days=366)
LETTER_LANGUAGES = ("ar", "fr", "en", "es")


class Reasons(ActForm):
    """Acts that need only the reasons for the complainant."""

    told = ("public_text",)
    public_text = long_text(_("Reasons for the complainant"))

    def prepare(self) -> None:
        self.fields["public_text"].help_text = reader_hint(self)


class ColleagueField(forms.ModelChoiceField):
    """A colleague, with the open files each already has."""

    def label_from_instance(self, obj: User) -> str:
        return _("%(name)s, open files: %(load)s") % {"name": obj, "load": obj.load}  # type: ignore[attr-defined]


class StartReview(ActForm):
    previewed_at_once = True
    of_file = {"handler": "handler"}
    handler = ColleagueField(label=_("Caseworker"), queryset=User.objects.none())

    def prepare(self) -> None:
        field: Any = self.fields["handler"]
        field.queryset = colleagues(self.complaint.unit)
        mine = self.actor.unit_id == self.complaint.unit_id
        field.initial = self.complaint.handler_id or (self.actor.user_id if mine else None)


class RequestInformation(ActForm):
    told = ("items", "text")
    items = forms.CharField(
        label=_("What is missing"),
        help_text=_("One item a line, for example: a copy of the decision."),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    text = long_text(_("Message to the complainant"), required=False, rows=5)

    def prepare(self) -> None:
        self.fields["text"].help_text = reader_hint(self)

    def clean_items(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["items"].splitlines() if line.strip()]
        if any(len(line) > 300 for line in lines) or len(lines) > 20:
            raise ValidationError(_("Write at most 20 items of at most 300 characters each."))
        return lines


class ReceiveInformation(ActForm):
    text = long_text(
        _("What came, and how"),
        required=False,
        rows=4,
        help_text=_("For example: by post on 3 May. Only the desk reads it."),
    )
    more = FileChoices(label=_("Files that came"), queryset=Attachment.objects.none(), required=False)

    def prepare(self) -> None:
        self.fields["more"].queryset = self.complaint.attachments.filter(  # type: ignore[attr-defined]
            erased_at=None, redacted_from=None
        )


class AwaitPriorStep(ActForm):
    told = ("text",)
    previewed_at_once = True
    text = long_text(_("Message to the complainant"), required=False, rows=5)

    def prepare(self) -> None:
        self.fields["text"].help_text = reader_hint(self)


class Admit(ActForm):
    previewed_at_once = True
    of_file = {"subject": "subject", "administration": "administration", "urgent": "urgent"}
    subject = forms.ModelChoiceField(label=_("Subject"), queryset=Subject.objects.filter(active=True))
    administration = forms.ModelChoiceField(
        label=_("Administration"), queryset=Administration.objects.filter(valid_to=None)
    )
    urgent = forms.BooleanField(
        label=_("Urgent"), required=False, help_text=_("The administration then has one month to answer, not two.")
    )

    def prepare(self) -> None:
        subject: Any = self.fields["subject"]
        grouped: dict[str, list[tuple[int, str]]] = {}
        for row in subject.queryset:
            grouped.setdefault(str(row.get_nature_display()), []).append((row.pk, f"{row.code} {row.name}"))
        subject.choices = [("", "—"), *grouped.items()]
        pressed = known_subject(str(self.initial.get("about", "")))
        subject.initial = pressed.pk if pressed else self.complaint.subject_id
        field: Any = self.fields["administration"]
        field.choices = [("", "—"), *sorted(((row.pk, row.name) for row in field.queryset), key=lambda row: row[1])]
        field.initial = self.complaint.administration_id
        self.fields["urgent"].initial = self.complaint.urgent
        if self.complaint.administration_text:
            field.help_text = _("In the complainant's words: %(words)s") % {"words": self.complaint.administration_text}
        if self.complaint.urgent_date or self.complaint.urgent_reason:
            self.fields["urgent"].initial = True
        self.unknown = not (self.is_bound or subject.initial)

    def likely(self) -> list[Subject]:
        """The subjects that the complaint's words point at, where nobody named one yet."""
        return likely.subjects_for(self.complaint) if self.unknown else []

    def every(self) -> list[tuple[str | Promise, list[Subject]]]:
        """All subjects that may be meant then, under their natures."""
        return likely.in_competence() if self.unknown else []


class Reopen(Admit):
    """A review that opens the file again takes what an admission takes, and says why."""

    told = ("public_text",)
    previewed_at_once = False
    public_text = long_text(_("Reasons for the complainant"))

    def prepare(self) -> None:
        super().prepare()
        self.fields["public_text"].help_text = reader_hint(self)


class NewDate(ActForm):
    """A new date for the next step; the reason is read by the complainant."""

    told = ("public_text",)
    of_file = {"due_on": "due_on"}
    due_on = DateField(label=_("New date"), help_text=_("A day on which nobody works becomes the next working day."))
    public_text = long_text(_("Reasons for the complainant"), rows=4)

    def prepare(self) -> None:
        self.fields["public_text"].help_text = reader_hint(self)

    def clean_due_on(self) -> date:
        day, today = self.cleaned_data["due_on"], timezone.localdate()
        if not today < day <= today + FARTHEST_PROMISE:
            raise ValidationError(_("Choose a day after today, and within a year."))
        return day


class SendToAdministration(ActForm):
    """The letter. Only what the administration needs goes with it, chosen one by one."""

    language = forms.ChoiceField(label=_("Language of the letter"), choices=[])
    subject = forms.CharField(label=_("Subject of the letter"), max_length=300)
    body = forms.CharField(
        label=_("Text of the letter"), max_length=20000, widget=forms.Textarea(attrs={"rows": 16, "dir": "auto"})
    )
    documents = FileChoices(
        label=_("Documents that go with it"),
        queryset=Attachment.objects.none(),
        required=False,
        help_text=_("Choose only what the administration needs. Hidden data were removed from the copies it gets."),
    )
    identity = forms.MultipleChoiceField(
        label=_("What is told about the complainant"),
        choices=[],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what the complainant agreed to stands here. Choose what the administration needs."),
    )

    purpose_is = Purpose.FIRST

    def prepare(self) -> None:
        self.begin(self.purpose_is)
        documents: Any = self.fields["documents"]
        agreed = consents.of(self.complaint)
        documents.queryset, held = agreed.of_files(sendable_files(self.complaint))
        if held:
            documents.help_text = held_back(documents.help_text, held)
        offer_identity(self, agreed)
        if hides_name(self.complaint):
            self.fields["unnamed"] = unnamed()

    def begin(self, purpose: Purpose) -> None:
        """The words with which such a letter begins, in a language in which its text is not older than its source."""
        names, language, self.purpose_is = dict(settings.LANGUAGES), self.fields["language"], purpose
        self.languages = [(code, names[code]) for code in texts.current(purpose, LETTER_LANGUAGES)]
        language.choices = self.languages  # type: ignore[attr-defined]
        known, chosen = dict(self.languages), self.initial.get("language")
        language.initial = chosen if chosen in known else "fr" if "fr" in known else next(iter(known), "")
        words = words_of(self.complaint, purpose, language.initial) or Words("", "", "", "")
        self.template = words.template
        self.fields["subject"].initial, self.fields["body"].initial = words.subject, words.body
        if not known:
            language.help_text = _(
                "The text of this letter is missing or older than its source: tell an administrator."
            )

    def clean_subject(self) -> str:
        return refuse_empty(self.cleaned_data["subject"])

    def clean_body(self) -> str:
        return refuse_empty(self.cleaned_data["body"])

    def clean_identity(self) -> list[str]:
        return as_ticked(self, self.cleaned_data["identity"])

    def sheet(self) -> letterhead.Sheet | None:
        if not self.is_valid():
            return None
        given, language = self.cleaned_data, self.cleaned_data["language"]
        return letterhead.Sheet(
            number="", version=1, reference=self.complaint.reference, language=language,
            recipient=recipient_of(self.complaint, self.purpose_is, language).replace(EMPTY, "").strip(),
            subject=given["subject"], body=given["body"], signed_by="", unit=self.complaint.unit, at=timezone.now(),
            documents=names_of(
                self.complaint, Addressee.ADMINISTRATION, given["documents"], language,
                told=Who.NAME in given.get("identity", ()),
            ),
        )  # fmt: skip

    def facts(self) -> dict[str, Any]:
        facts = {name: value for name, value in self.cleaned_data.items() if name != "unnamed"}
        return {**facts, "template": self.template_in(facts["language"])}

    def template_in(self, language: str) -> str:
        """The text with which a letter in this language begins."""
        text = texts.text_of(self.purpose_is, language)
        return text.label if text else ""


class RecordAnswer(ActForm):
    told = ("text",)
    position = forms.ChoiceField(label=_("Position"), choices=[("", "—"), *AnswerPosition.choices])
    quality = forms.ChoiceField(label=_("Quality of the answer"), choices=[("", "—"), *AnswerQuality.choices])
    text = forms.CharField(
        label=_("Answer of the administration"),
        max_length=20000,
        help_text=_("The complainant reads this and may comment on it."),
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
    )
    received_on = DateField(label=_("Received on"), latest=timezone.localdate, required=False)
    attachments = FileChoices(label=_("Files of the answer"), queryset=Attachment.objects.none(), required=False)
    file = forms.FileField(label=_("Add a file of the answer"), required=False)
    waiting = waiting_field()

    def prepare(self) -> None:
        queryset = self.complaint.attachments.filter(redacted_from=None).exclude(source=Attachment.Source.CITIZEN)
        self.fields["attachments"].queryset = queryset  # type: ignore[attr-defined]
        received: Any = self.fields["received_on"]
        sent = timezone.localdate(self.complaint.sent_at) if self.complaint.sent_at else None
        received.initial, received.bounds = timezone.localdate(), (sent, timezone.localdate)
        if reply := taken_from(self, AdministrationReply.About.ANSWER):
            self.fields["position"].initial, self.fields["text"].initial = reply.position, reply.text
            self.fields["attachments"].initial = list(reply.documents.values_list("pk", flat=True))
            received.initial = timezone.localdate(reply.sent_at)

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}


def proof_text() -> forms.CharField:
    """What shows that the administration put things right (T14, T17)."""
    return long_text(
        _("What proves it"), rows=4, help_text=_("For example: transfer order no. 123. The desk reads it.")
    )


class DeclareInadmissible(Reasons):
    formal_ground = forms.ChoiceField(
        label=_("What the complaint lacks"), choices=FormalGround.choices, widget=forms.RadioSelect
    )
    field_order = ("formal_ground", "public_text")


class CloseUnfounded(Reasons):
    basis = long_text(
        _("Legal basis"), rows=3, help_text=_("For example: dahir 1-60-063, article 7. Only the desk reads it.")
    )
    field_order = ("basis", "public_text")


class Note(ActForm):
    text = long_text(_("Internal note"), help_text=_("Only the desk reads it."))


class Write(ActForm):
    told = ("text",)
    text = long_text(_("Message to the complainant"))

    def prepare(self) -> None:
        self.fields["text"].help_text = reader_hint(self)


class RevokeMandate(ActForm):
    text = long_text(
        _("How the person said so"),
        help_text=_("For example: letter of 3 March, received by post. Only the desk reads it."),
    )


class Assign(ActForm):
    of_file = {"handler": "handler"}
    handler = ColleagueField(label=_("Caseworker"), queryset=User.objects.none())

    def prepare(self) -> None:
        field: Any = self.fields["handler"]
        field.queryset = colleagues(self.complaint.unit)
        field.initial = self.complaint.handler_id


class ChangeUnit(ActForm):
    """Another unit; nobody's clock is reset by it."""

    of_file = {"unit": "unit"}

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.filter(valid_to=None))
    reason = long_text(_("Reason of the transfer"), rows=3, help_text=_("Only the desk reads it."))

    def prepare(self) -> None:
        field: Any = self.fields["unit"]
        field.queryset = field.queryset.exclude(pk=self.complaint.unit_id)


class SendBack(HouseForm):
    reason = forms.CharField(
        label=_("Reason for your colleague"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class Upload(HouseForm):
    """A file that the desk adds. Internal unless it comes from the complainant."""

    file = forms.FileField(
        label=_("File"), error_messages={"required": _("Choose a file, for example a PDF or a photo.")}
    )
    caption = forms.CharField(label=_("What it shows"), max_length=200, required=False)
    source = forms.ChoiceField(
        label=_("It comes from"), choices=Attachment.Source, initial=Attachment.Source.INSTITUTION
    )
    internal = forms.BooleanField(label=_("Only the desk may see it"), required=False, initial=True)
