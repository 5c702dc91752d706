"""The forms of the body, and the complainant's on what may go."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.forms import HouseForm, KeyField
from complaints.models import Attachment, Complaint
from complaints.referring import package
from complaints.selectors import replaced_files

LONG = 20000
DOCUMENTS = 3


def _plain(label: Any, *, hint: Any = "", missing: Any = "", longest: int = 60) -> forms.CharField:
    """A number or a code to type."""
    return forms.CharField(
        label=label, help_text=hint, max_length=longest, error_messages={"required": missing},
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


class PrintedCodeForm(HouseForm):
    """Number and code of a printed letter. Both are posted, never written into an address."""

    reference = _plain(
        _("Number on the letter"), hint=_("It begins with IMR."), missing=_("Enter the number on the letter.")
    )
    code = _plain(_("Code on the letter"), missing=_("Enter the code that is printed on the letter."))


class FiguresForm(HouseForm):
    """Six figures, in any digits."""

    figures = forms.CharField(
        label=_("The six figures"),
        max_length=40,
        error_messages={"required": _("Enter the six figures of our last message.")},
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    digit_fields = ("figures",)


class RefuseForm(HouseForm):
    """Why the body does not take it."""

    key = KeyField(required=False)
    text = forms.CharField(
        label=_("Why do you not take this matter?"),
        help_text=_("The complainant reads this. If you know who can help, say so."),
        max_length=5000,
        error_messages={
            "required": _("Write in a few words why you do not take this matter."),
            "max_length": _("Shorten your text to 5,000 characters."),
        },
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )


class AnswerForm(HouseForm):
    """The answer, and up to three documents."""

    key = KeyField(required=False)
    text = forms.CharField(
        label=_("Your answer"),
        help_text=_("The complainant and the Mediator read this as soon as you send it. One answer can be sent."),
        max_length=LONG,
        error_messages={
            "required": _("Write your answer."),
            "max_length": _("Shorten your answer to 20,000 characters, or put it into a document."),
        },
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, DOCUMENTS + 1):
            self.fields[f"file_{number}"] = forms.FileField(
                label=_("Document %(number)d") % {"number": number},
                help_text=_("PDF, photo, Word document or recording, 10 MB at most.") if number == 1 else "",
                required=False,
            )

    def uploads(self) -> list[tuple[str, Any]]:
        """The files that were sent, by the names of their fields."""
        names = [f"file_{number}" for number in range(1, DOCUMENTS + 1)]
        return [(name, self.cleaned_data[name]) for name in names if self.cleaned_data.get(name)]


class DocumentChoices(forms.ModelMultipleChoiceField):
    """Documents of the file, one tick each, each by its own name. `painted`: those of which a redacted copy goes."""

    widget = forms.CheckboxSelectMultiple
    painted: frozenset[int] = frozenset()

    def label_from_instance(self, obj: Attachment) -> str:
        words = format_html("<bdi>{}</bdi>", obj.name)
        if obj.pk in self.painted:
            words = format_html("{} – {}", words, _("parts are painted out in the copy that goes"))
        return format_html("{} – <bdi>{}</bdi>", words, obj.caption) if obj.caption else words


class ConsentForm(HouseForm):
    """What may go. Nothing is ticked beforehand."""

    items = forms.MultipleChoiceField(
        label=_("What may we pass on?"), choices=[], required=False, widget=forms.CheckboxSelectMultiple
    )
    documents = DocumentChoices(
        label=_("Which of your documents?"),
        queryset=Attachment.objects.none(),
        required=False,
        help_text=_("Copies without hidden data go. You can open each below, to see what is in it."),
    )

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items: Any = self.fields["items"]
        items.choices = [(item, package.TITLES[item]) for item in package.offered_items(complaint)]
        items.one_of = True  # at least one of all: the act says so
        items.hints = {item: package.HINTS[item] for item in package.ITEMS}
        documents: Any = self.fields["documents"]
        documents.queryset = package.offered_documents(complaint)
        documents.one_of = True
        documents.painted = frozenset(replaced_files(complaint))
        if not documents.queryset.exists():
            del self.fields["documents"]

    def document_keys(self) -> Sequence[int]:
        return [row.pk for row in self.cleaned_data.get("documents") or ()]


class StopForm(HouseForm):
    """To take an agreement back is final for this body, so it takes a tick."""

    sure = forms.BooleanField(
        label=_("I take my agreement back"), error_messages={"required": _("Tick the box if you want to take it back.")}
    )
