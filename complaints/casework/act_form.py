"""What the forms of all acts have in common, and the fields that several of them ask for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.forms import HouseForm
from complaints import consents
from complaints.consents import Agreed, Who
from complaints.letterhead import Sheet
from complaints.models import Attachment, Complaint

LONG = 5000
ARABIC, LATIN = re.compile("[\u0600-\u06ff]"), re.compile("[a-zA-Z\u00c0-\u024f]")


@dataclass(frozen=True, slots=True)
class Both:
    """One field of which the file says another thing by now than what was typed."""

    label: Promise | str
    now: str
    typed: str


class ActForm(HouseForm):
    """An act on a case. `told` names the fields whose text the complainant reads in the file.

    `of_file`: fields that change what the file itself says, with the column where it stands."""

    told: ClassVar[tuple[str, ...]] = ()
    of_file: ClassVar[Mapping[str, str]] = {}
    both: Sequence[Both] = ()
    also: Sequence[Complaint] = ()  # other files that the act changes: what is told of them is shown too
    previewed_at_once = False  # its first values may do: show at once what would be sent
    begins_at = ""  # the page on which something must be chosen first
    impossible: Promise | str = ""  # why what was chosen there cannot be done now

    def __init__(self, *args: Any, complaint: Complaint, actor: Actor, **kwargs: Any) -> None:
        self.complaint, self.actor = complaint, actor
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Fills the choices from the case."""

    def told_value(self, name: str) -> Any:
        """What the complainant will read of a field: a text, or a list of texts."""
        return self.cleaned_data.get(name)

    def facts(self) -> dict[str, Any]:
        """The keyword arguments of the act."""
        return dict(self.cleaned_data)

    def renewed(self, complaint: Complaint, *, since: int | None) -> "ActForm":
        """This form after the file changed under it, `since` the event that it had seen; what was typed stays."""
        self.complaint = complaint
        return self

    def differences(self) -> Sequence[Both]:
        """What a valid form would change, where that is not said by the messages."""
        return ()

    def recomposed(self) -> "ActForm":
        """This form with its text put together anew from what is ticked, where it has such."""
        return self

    def other_script(self) -> str:
        """The words that point it out, where what the complainant will read stands in other letters than theirs."""
        if not self.in_another_script():
            return ""
        words = _("The complainant reads {language}, and this text stands in other letters. Is that what you want?")
        return format_html(words, language=language_of(self.complaint))

    def in_another_script(self) -> bool:
        """Whether what the complainant will read stands in Arabic letters for a reader of Latin ones, or the other way round.

        Hardly a language, but what is seen at once: the rest is read by who confirms."""
        texts = " ".join(value for name in self.told if isinstance(value := self.told_value(name), str))
        arabic, latin = len(ARABIC.findall(texts)), len(LATIN.findall(texts))
        wanted = self.complaint.language == "ar"
        return bool(arabic or latin) and (latin > arabic if wanted else arabic > latin)

    def sheet(self) -> Sheet | None:
        """The page that would be printed; None where there is none, or something is missing."""
        return None

    def first_values(self) -> dict[str, Any]:
        """The data that sending the untouched form would give."""
        values: dict[str, Any] = {}
        for name, field in self.fields.items():
            value = self.get_initial_for_field(field, name)
            if isinstance(field.widget, forms.MultiWidget):  # a date is posted in its parts
                parts = field.widget.decompress(value)
                values |= {f"{name}{end}": part for end, part in zip(field.widget.widgets_names, parts, strict=True)}
            else:
                values[name] = value
        return {name: _as_typed(value) for name, value in values.items() if value not in (None, "", False, [])}


def _as_typed(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_as_typed(item) for item in value]
    return str(getattr(value, "pk", value))


def reader_hint(form: ActForm) -> str:
    """In which language the complainant reads."""
    words = _("The complainant reads this in the file. Write it in this language: {language}")
    return format_html(words, language=language_of(form.complaint))


def language_of(complaint: Complaint) -> SafeString:
    """The name of the complainant's language, in that language."""
    code = complaint.language
    return format_html('<bdi lang="{}">{}</bdi>', code, dict(settings.LANGUAGES).get(code, code))


def long_text(label: Any, *, required: bool = True, rows: int = 8, help_text: Any = "") -> forms.CharField:
    """A text of up to 5,000 characters."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONG,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )


class FileChoices(forms.ModelMultipleChoiceField):
    """Files of the case, one tick each."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Attachment) -> str:
        words = format_html("<bdi>{}</bdi>", obj.name)  # a person's own words, in their own direction
        if obj.redacted_from_id:
            of = obj.redacted_from
            words = format_html(_("Redacted copy of {name}"), name=format_html("<bdi>{}</bdi>", of.shown if of else ""))
        return format_html("{} – <bdi>{}</bdi>", words, obj.caption) if obj.caption else words


def held_back(hint: Any, names: Sequence[str]) -> SafeString:
    """The hint of a choice of documents, and those that the complainant does not let go."""
    listed = format_html_join(", ", "<bdi>{}</bdi>", ((name,) for name in names))
    return format_html(_("{hint} Held back by the complainant: {names}"), hint=hint, names=listed)


def offer_identity(form: ActForm, agreed: Agreed) -> None:
    """What may be told about the complainant: what they agreed to, the name ticked; no field where that is nothing."""
    field: Any = form.fields["identity"]
    field.choices = [(item.value, item.label) for item in Who if item.value in agreed.who]
    field.initial = [Who.NAME.value] if Who.NAME in agreed.who else []
    if not field.choices:
        del form.fields["identity"]


def says_name(complaint: Complaint, text: str) -> bool:
    """Whether the complainant's name stands in these words, in whatever case."""
    said = text.casefold()
    return any(name.casefold() in said for name in consents.told(complaint, [Who.NAME]).values())


def as_ticked(form: ActForm, chosen: list[str]) -> list[str]:
    """What is told about the complainant, if the words of the letter keep to it: a name that is not ticked stands in neither."""
    said = f"{form.cleaned_data.get('subject', '')}\n{form.cleaned_data.get('body', '')}"
    if Who.NAME not in chosen and says_name(form.complaint, said):
        raise ValidationError(
            _("The letter says the complainant's name, which is not ticked: tick it, or take it out of the letter.")
        )
    return chosen
