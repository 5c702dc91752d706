"""The forms of letters: one that goes with no move, a correction of one that left, the day of posting.

The text begins with a text of `texts.py`; what the caseworker ticks is put in, and what he types stays."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.forms import DateField, HouseForm
from complaints import consents, letterhead
from complaints.casework.act_form import ActForm, FileChoices, as_ticked, held_back, offer_identity
from complaints.casework.letters import sending, texts
from complaints.casework.letters.composing import Words, choices, compose
from complaints.casework.letters.facts import EMPTY, Source
from complaints.casework.letters.printing import hides_name, names_of
from complaints.casework.letters.purposes import KINDS, Kind
from complaints.casework.letters.texts import Gap, Text
from complaints.casework.models import Letter
from complaints.consents import Who
from complaints.dealings import Addressee, Way
from complaints.models import Attachment
from complaints.selectors import sendable_files

NAMES = dict(settings.LANGUAGES)
TYPED = ("recipient", "subject", "body", "signed_by", "way")


def refuse_empty(text: str) -> str:
    """The text; raises ValidationError while something of it is still to be filled in."""
    if EMPTY in text:
        raise ValidationError(_("Fill in what stands as […], or take it out."))
    return text


class LetterFields(ActForm):
    """The words of a letter, how it goes and what goes with it."""

    recipient = forms.CharField(
        label=_("Name and address"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )
    subject = forms.CharField(label=_("Subject of the letter"), max_length=300)
    body = forms.CharField(
        label=_("Text of the letter"),
        max_length=20000,
        help_text=_("Paragraphs stand apart by an empty line."),
        widget=forms.Textarea(attrs={"rows": 18, "dir": "auto"}),
    )
    signed_by = forms.CharField(
        label=_("Signed by"),
        max_length=200,
        required=False,
        help_text=_("Name and office, as they stand under the letter."),
    )
    way = forms.ChoiceField(label=_("How it goes"), choices=(), widget=forms.RadioSelect)
    documents = FileChoices(
        label=_("Documents that go with it"), queryset=Attachment.objects.none(), required=False,
        help_text=_("Choose only what is needed. Hidden data were removed from the copies that leave."),
    )  # fmt: skip
    identity = forms.MultipleChoiceField(
        label=_("What is told about the complainant"), choices=(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Only what the complainant agreed to stands here. Choose what the administration needs. It stands beside a letter on"
            " the site; by post the administration learns only what the letter says."
        ),
    )  # fmt: skip
    kind: Kind
    language = ""

    @property
    def language_name(self) -> str:
        return NAMES.get(self.language, self.language)

    def prepare_for(self, kind: Kind, language: str) -> None:
        """Fits the fields to whom the letter goes and to its language."""
        self.kind, self.language = kind, language
        for name in ("recipient", "subject", "body", "signed_by"):
            self.fields[name].widget.attrs |= {"lang": language, "dir": "auto"}
        way: Any = self.fields["way"]
        possible = sending.ways(self.complaint, kind.to)
        way.choices = [(one.value, one.label) for one in Way if one.value in possible]
        way.initial = sending.usual_way(self.complaint, kind.to)
        if kind.to == Addressee.CITIZEN:  # they are in the file that the complainant opens
            del self.fields["documents"]
        else:
            self.offer_documents(kind)
        if kind.to == Addressee.ADMINISTRATION:
            offer_identity(self, consents.of(self.complaint))
            if hides_name(self.complaint):
                self.fields["unnamed"] = unnamed()
        else:
            del self.fields["identity"]

    def offer_documents(self, kind: Kind) -> None:
        """The files that may leave the house; to the administration those alone that the complainant lets go."""
        documents: Any = self.fields["documents"]
        documents.queryset = sendable_files(self.complaint)
        if kind.to == Addressee.ADMINISTRATION:
            documents.queryset, held = consents.of(self.complaint).of_files(documents.queryset)
            if held:
                documents.help_text = held_back(documents.help_text, held)

    def clean_recipient(self) -> str:
        return refuse_empty(self.cleaned_data["recipient"])

    def clean_subject(self) -> str:
        return refuse_empty(self.cleaned_data["subject"])

    def clean_body(self) -> str:
        return refuse_empty(self.cleaned_data["body"])

    def clean_identity(self) -> list[str]:
        return as_ticked(self, self.cleaned_data["identity"])

    def written(self, template: str) -> dict[str, Any]:
        """What `sending.Written` holds."""
        given = self.cleaned_data
        texts_typed = {name: given[name] for name in TYPED}
        documents = list(given.get("documents", ()))
        identity = list(given["identity"]) if "identity" in given else None
        facts = {"language": self.language, "template": template, "documents": documents, "identity": identity}
        return {**facts, **texts_typed}

    def sheet(self) -> letterhead.Sheet | None:
        """The page as its recipient will see it; None while something is missing."""
        if not self.is_valid():
            return None
        given = self.cleaned_data
        told = self.kind.to != Addressee.ADMINISTRATION or Who.NAME in given.get("identity", ())
        names = names_of(self.complaint, self.kind.to, given.get("documents", ()), self.language, told=told)
        return letterhead.Sheet(
            number="", version=1, reference=self.complaint.reference, language=self.language,
            recipient=given["recipient"], subject=given["subject"], body=given["body"], signed_by=given["signed_by"],
            unit=self.complaint.unit, at=timezone.now(), documents=names,
        )  # fmt: skip


def unnamed() -> forms.BooleanField:
    """The tick of who looked that nothing names the complainant."""
    return forms.BooleanField(
        label=_("I have checked that neither the letter nor a document names the complainant, who asked for that"),
        error_messages={"required": _("Check the letter and each document, then tick this box.")},
    )


class ParagraphChoices(forms.MultipleChoiceField):
    """The paragraphs to tick, each as it would read."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: object) -> bool:
        return True  # what another text offered is left out when this one is put together


class WriteLetter(LetterFields):
    """A letter that goes with no move. Its purpose and language are chosen on the page before (`admin/letters.py`)."""

    begins_at = "admin:case_letters"
    previewed_at_once = True
    purpose = forms.CharField(widget=forms.HiddenInput)
    language_of = forms.CharField(widget=forms.HiddenInput)
    put_in = forms.CharField(widget=forms.HiddenInput, required=False)  # the paragraphs that are in the text by now
    paragraphs = ParagraphChoices(label=_("Paragraphs to choose"), required=False)
    field_order = (
        "purpose", "language_of", "put_in", "paragraphs", "recipient", "subject", "body", "signed_by", "way", "documents",
        "agreed", "unnamed",
    )  # fmt: skip
    text: Text | None = None

    def prepare(self) -> None:
        purpose, language = self._chosen("purpose"), self._chosen("language_of", "language")
        kind = KINDS.get(purpose)
        self.chosen = kind is not None and not kind.move and language in NAMES
        if kind is None or not self.chosen:
            kind, language = KINDS["other"], "fr"
        self.prepare_for(kind, language)
        self.source = Source(self.complaint, language, kind.events)
        self.text = texts.text_of(kind.purpose, language)
        if words := self._gap():
            self.impossible = words
        elif not kind.there(self.source):
            self.impossible = kind.after
        self.fields["purpose"].initial, self.fields["language_of"].initial = kind.purpose.value, language
        if kind.to == Addressee.CITIZEN and language != self.complaint.language:
            self.fields["agreed"] = forms.BooleanField(
                label=_("The complainant reads this language, and knows that this letter comes in it"),
                error_messages={"required": _("Write in the complainant's language, or tick this box.")},
            )
        self._offer_paragraphs()
        self.order_fields(self.field_order)

    def _gap(self) -> str:
        """Why no letter can begin here, in the complainant's own language before all others; empty when it can."""
        own = self.complaint.language
        if self.kind.to == Addressee.CITIZEN and own in texts.WANTED and (gap := texts.gap_of(self.kind.purpose, own)):
            return own_gap_words(gap, own)
        gap = texts.gap_of(self.kind.purpose, self.language)
        return gap_words(gap, self.language) if gap else ""

    def _chosen(self, name: str, initial: str = "") -> str:
        given = self.data.get(name) if self.is_bound else self.initial.get(initial or name)
        return str(given or "")

    def _offer_paragraphs(self) -> None:
        words = compose(self.text, self.source) if self.text else Words("", "", "", "")
        offered = choices(self.text, self.source) if self.text else []
        if offered:
            field: Any = self.fields["paragraphs"]
            field.choices = [
                (one.key, format_html('<bdi lang="{}">{}</bdi>', self.language, one.text)) for one in offered
            ]
            field.initial = [one.key for one in offered if one.ticked]
            self.fields["put_in"].initial = ",".join(field.initial)
        else:
            del self.fields["paragraphs"]
        for name in ("recipient", "subject", "body"):
            self.fields[name].initial = getattr(words, name)
        self.fields["signed_by"].initial = ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.chosen:
            raise ValidationError(_("Choose what the letter is for."))
        if words := self._gap():
            raise ValidationError(words)
        if "paragraphs" in self.fields and not self.errors.get("body") and self._ticked() != self._put_in():
            self.add_error(
                "paragraphs", _("You changed the ticks: put the text together again, or change it yourself.")
            )
        return data

    def _ticked(self) -> set[str]:
        offered = {key for key, _text in self.fields["paragraphs"].choices}  # type: ignore[attr-defined]
        return offered & set(self["paragraphs"].data or ())

    def _put_in(self) -> set[str]:
        return set(filter(None, str(self.data.get("put_in", "")).split(",")))

    def recomposed(self) -> "WriteLetter":
        """The same form with the ticked paragraphs in its text, if nobody has typed in it since it was put together."""
        if self.text is None or "paragraphs" not in self.fields:
            return self
        before = compose(self.text, self.source, ticked=self._put_in()).body
        if _plain(self.data.get("body", "")) not in ("", _plain(before)):
            self.is_valid()
            self._errors = ErrorDict()
            self.add_error(
                "body", _("You have typed in the text: change it yourself, or empty it and put it together again.")
            )
            return self
        data: QueryDict = self.data.copy()
        data["body"] = compose(self.text, self.source, ticked=self._ticked()).body
        data["put_in"] = ",".join(sorted(self._ticked()))
        return type(self)(data, complaint=self.complaint, actor=self.actor, initial=self.initial).hush()

    def facts(self) -> dict[str, Any]:
        return {"purpose": self.kind.purpose.value, **self.written(self.text.label if self.text else "")}


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def own_gap_words(gap: Gap, language: str) -> str:
    """Why a letter cannot be written to who reads this language, one of those in which every letter must be there."""
    words = {
        Gap.MISSING: _(
            "This letter does not exist in %(language)s, the complainant's language. An administrator must write it first."
        ),
        Gap.OLDER: _(
            "This letter in %(language)s, the complainant's language, is older than its source. An administrator must bring it "
            "up to date first."
        ),
    }
    return str(words[gap]) % {"language": NAMES.get(language, language)}


def gap_words(gap: Gap, language: str) -> str:
    """Why a letter cannot begin in this language, and what helps."""
    words = {
        Gap.MISSING: _(
            "This letter does not exist in %(language)s. An administrator can write it; until then choose another language."
        ),
        Gap.OLDER: _(
            "This letter in %(language)s is older than its source. An administrator must bring it up to date; until then "
            "choose another language."
        ),
    }
    return str(words[gap]) % {"language": NAMES.get(language, language)}


class CorrectLetter(LetterFields):
    """The next version of a letter that has left."""

    begins_at = "admin:case_letters"
    letter = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("What was wrong"),
        max_length=2000,
        help_text=_("Only the desk reads it."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    field_order = ("letter", "reason", "recipient", "subject", "body", "signed_by", "way", "documents", "unnamed")

    def prepare(self) -> None:
        given = str((self.data.get("letter") if self.is_bound else self.initial.get("letter")) or "")
        mine = self.complaint.letters.prefetch_related("attachments")  # type: ignore[attr-defined]
        known = given.isascii() and given.isdecimal() and len(given) < 19
        found: Letter | None = mine.filter(pk=int(given)).first() if known else None
        self.chosen, self.row = found is not None, found
        kind = KINDS[found.purpose] if found else KINDS["other"]
        self.prepare_for(kind, found.language if found else "fr")
        if found is not None:
            for name in TYPED[:-1]:
                self.fields[name].initial = getattr(found, name)
            self.fields["letter"].initial = found.pk
            if "documents" in self.fields:
                self.fields["documents"].initial = [file.pk for file in found.attachments.all()]

    def clean(self) -> dict[str, Any]:
        if not self.chosen:
            raise ValidationError(_("Choose the letter to correct."))
        return super().clean() or {}

    def facts(self) -> dict[str, Any]:
        template = self.row.template if self.row else ""
        return {"letter": self.row, "reason": self.cleaned_data["reason"], **self.written(template)}


class Posted(HouseForm):
    """The day of posting, and the number by which it can be followed."""

    day = DateField(label=_("Posted or handed over on"), latest=timezone.localdate)
    tracking = forms.CharField(
        label=_("Tracking number"), max_length=60, required=False, widget=forms.TextInput(attrs={"dir": "ltr"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = timezone.localdate()

    def facts(self) -> tuple[date, str]:
        return self.cleaned_data["day"], self.cleaned_data["tracking"]
