"""The forms of T10 to T18: writing to the administration again, the means before a decision, recommendations."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms import DateField
from complaints.casework.act_form import LONG, ActForm, FileChoices, long_text, reader_hint, says_name
from complaints.casework.forms import Reasons, RecordAnswer, SendToAdministration, proof_text
from complaints.casework.letters.printing import hides_name
from complaints.casework.waiting import taken_from, waiting_field
from complaints.dealings import AGAIN, Addressee, Purpose, Reply
from complaints.enums import FINAL_POSITIONS, REQUESTS, SETTLED, Remedy
from complaints.models import AdministrationReply, Attachment, Commission, Complaint
from complaints.selectors import documents_of
from complaints.workflow import deadlines
from complaints.workflow.transitions.recommendations import SHORT

FARTHEST_MEETING = timedelta(days=366)
TERMS = ((60, _("60 days")), (SHORT, _("30 days")))


class RecordRequest(RecordAnswer):
    """What the administration wrote that is no answer yet."""

    def prepare(self) -> None:
        super().prepare()
        del self.fields["quality"]
        _only(self, REQUESTS)
        self.fields["text"].help_text = _("The complainant reads this.")


class FinalAnswer(RecordAnswer):
    """An answer that ends the administration's time."""

    def prepare(self) -> None:
        super().prepare()
        _only(self, FINAL_POSITIONS)


def _only(form: ActForm, positions: tuple[Any, ...]) -> None:
    field: Any = form.fields["position"]
    field.choices = [("", "—"), *((position.value, position.label) for position in positions)]


class GrantExtension(ActForm):
    """One more date for the administration; the complainant reads the reason."""

    told = ("public_text",)
    of_file = {"day": "answer_due_on"}
    day = DateField(label=_("New date for the administration"))
    public_text = long_text(_("Reasons for the complainant"), rows=4)

    def prepare(self) -> None:
        self.fields["public_text"].help_text = reader_hint(self)
        field: Any = self.fields["day"]
        field.help_text = _("At most a month after the present date. It can be given once.")
        longest = deadlines.longest_extension(self.complaint.answer_due_on or timezone.localdate())
        asked = self.complaint.replies.filter(wanted_until__isnull=False, status=AdministrationReply.Status.SENT).last()  # type: ignore[attr-defined]
        field.initial = (
            min(longest, asked.wanted_until) if asked and asked.wanted_until > timezone.localdate() else longest
        )


class WriteAgain(SendToAdministration):
    """A further letter. The text begins with the one that belongs to the purpose."""

    purpose = forms.ChoiceField(
        label=_("What the letter is for"), choices=[(purpose.value, purpose.label) for purpose in AGAIN]
    )
    field_order = ("purpose", "language", "subject", "body", "documents", "identity")

    def prepare(self) -> None:
        wanted = self.data.get("purpose") if self.is_bound else self.initial.get("purpose")
        self.purpose_is = Purpose(wanted) if wanted in AGAIN else Purpose.REMINDER
        self.fields["purpose"].initial = self.purpose_is.value
        super().prepare()


def order_field(label: Any) -> forms.CharField:
    """The order by which the Médiateur lets a head sign."""
    return forms.CharField(
        label=label,
        help_text=_("Its number and date. Needed where the head of the delegation signs; a supervisor signs without."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class Investigate(Reasons):
    mission = long_text(
        _("Mission order"),
        help_text=_("What is looked into, where, and by whom. Only the desk reads it."),
        rows=5,
    )
    special_order = order_field(_("Special order of the Médiateur"))
    field_order = ("mission", "special_order", "public_text")

    def prepare(self) -> None:
        super().prepare()
        self.fields["public_text"].label = _("What the complainant is told")


class Mediate(Reasons):
    agreed = forms.BooleanField(
        label=_("The complainant and the administration both agreed to a mediation"),
        error_messages={"required": _("Both parties must agree to a mediation.")},
    )
    day = DateField(label=_("Day of the meeting"))
    field_order = ("agreed", "day", "public_text")

    def prepare(self) -> None:
        super().prepare()
        self.fields["public_text"].label = _("Where and how, for the complainant")

    def clean_day(self) -> date:
        day, today = self.cleaned_data["day"], timezone.localdate()
        if not today <= day <= today + FARTHEST_MEETING:
            raise ValidationError(_("Choose a day from today on, and within a year."))
        return day


class SittingField(forms.ModelChoiceField):
    """A sitting by its day."""

    def label_from_instance(self, obj: Commission) -> str:
        return f"{obj.on:%Y-%m-%d}{f' – {obj.place}' if obj.place else ''}"


class ReferToCommission(ActForm):
    commission = SittingField(
        label=_("Sitting of the commission"),
        queryset=Commission.objects.none(),
        help_text=_("Those with this administration that are still to be held. A new one is made in the register."),
    )

    def prepare(self) -> None:
        field: Any = self.fields["commission"]
        field.queryset = Commission.objects.filter(administration=self.complaint.administration_id, held_at=None)


class Recommend(ActForm):
    """Grounds and measure go to the administration; the complainant reads the measure and the reasons."""

    told = ("measure", "public_text")
    language = forms.ChoiceField(label=_("Language of the recommendation"), choices=[])
    grounds = forms.CharField(
        label=_("Grounds"), max_length=20000, widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"})
    )
    measure = long_text(_("Measure that is asked for"), rows=5)
    days = forms.TypedChoiceField(label=_("Time to answer"), choices=TERMS, coerce=int, initial=60)
    special_order = order_field(_("Delegation of signature of the Médiateur"))
    public_text = long_text(_("Reasons for the complainant"))

    def prepare(self) -> None:
        names, language = dict(settings.LANGUAGES), self.fields["language"]
        language.choices = [(code, names[code]) for code in ("ar", "fr")]  # type: ignore[attr-defined]
        letter = self.complaint.letters.filter(to=Addressee.ADMINISTRATION).order_by("-pk").first()
        language.initial = letter.language if letter is not None and letter.language in ("ar", "fr") else "ar"
        self.fields["public_text"].help_text = reader_hint(self)
        self.fields["grounds"].help_text = _(
            "The administration reads this: no name where the complainant asked for that."
        )
        if hides_name(self.complaint):
            self.fields["unnamed"] = forms.BooleanField(
                label=_("I have checked that neither grounds nor measure name the complainant, who asked for that"),
                error_messages={"required": _("Check grounds and measure, then tick this box.")},
            )

    def clean_grounds(self) -> str:
        return self._unnamed("grounds")

    def clean_measure(self) -> str:
        return self._unnamed("measure")

    def _unnamed(self, name: str) -> str:
        """The text, if it keeps to what the complainant lets go."""
        text: str = self.cleaned_data[name]
        if hides_name(self.complaint) and says_name(self.complaint, text):
            raise ValidationError(
                _("This says the complainant's name, who asked that the administration does not learn it: take it out.")
            )
        return text

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "unnamed"}


class FollowUp(ActForm):
    """What the administration said to the recommendation, or that it said nothing."""

    told = ("text",)
    reply = forms.ChoiceField(label=_("Answer of the administration"), choices=[("", "—"), *Reply.choices])
    text = forms.CharField(
        label=_("Its words"),
        max_length=20000,
        required=False,
        help_text=_("The complainant reads this."),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    received_on = DateField(label=_("Received on"), latest=timezone.localdate, required=False)
    waiting = waiting_field()

    def prepare(self) -> None:
        self.fields["received_on"].initial = timezone.localdate()
        if sent := taken_from(self, AdministrationReply.About.RECOMMENDATION):
            self.fields["reply"].initial, self.fields["text"].initial = sent.position, sent.text
            self.fields["received_on"].initial = timezone.localdate(sent.sent_at)


def proving(complaint: Complaint) -> QuerySet[Attachment]:
    """The files that may prove what was obtained: those of the case, no redacted copy."""
    return documents_of(complaint).filter(erased_at=None, redacted_from=None)


class Settle(Reasons):
    outcome = forms.ChoiceField(
        label=_("How it was settled"), choices=[("", "—"), *[(o.value, o.label) for o in SETTLED]]
    )
    remedies = forms.MultipleChoiceField(
        label=_("What the complainant obtained"), choices=Remedy.choices, widget=forms.CheckboxSelectMultiple
    )
    proof = proof_text()
    documents = FileChoices(label=_("Files that prove it"), queryset=Attachment.objects.none(), required=False)
    field_order = ("outcome", "remedies", "proof", "documents", "public_text")

    def prepare(self) -> None:
        super().prepare()
        self.fields["documents"].queryset = proving(self.complaint)  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        return {**self.cleaned_data, "documents": [row.pk for row in self.cleaned_data["documents"]]}


class CloseExecuted(Reasons):
    """The day, the proof and what the complainant obtained."""

    day = DateField(label=_("Carried out on"), latest=timezone.localdate)
    proof = proof_text()
    documents = FileChoices(label=_("Files that prove it"), queryset=Attachment.objects.none(), required=False)
    remedies = forms.MultipleChoiceField(
        label=_("What the complainant obtained"), choices=Remedy.choices, widget=forms.CheckboxSelectMultiple
    )
    waiting = waiting_field()
    field_order = ("day", "proof", "documents", "remedies", "public_text")

    def prepare(self) -> None:
        super().prepare()
        self.fields["documents"].queryset = proving(self.complaint)  # type: ignore[attr-defined]
        if sent := taken_from(self, AdministrationReply.About.EXECUTION):
            self.fields["day"].initial, self.fields["proof"].initial = sent.executed_on, sent.text[:LONG]
            self.fields["documents"].initial = list(sent.documents.values_list("pk", flat=True))

    def facts(self) -> dict[str, Any]:
        given, sent = self.cleaned_data, self.cleaned_data["waiting"]
        documents = [row.pk for row in given["documents"]]
        return {
            **given, "day": given["day"].isoformat(), "documents": documents, "waiting": sent.pk if sent else None,
        }  # fmt: skip


class Escalate(Reasons):
    report = forms.CharField(label=_("Number of the report to the Head of Government"), max_length=60)
    field_order = ("report", "public_text")
