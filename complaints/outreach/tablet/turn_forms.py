"""The forms that the person at the stand reads: how to sign."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import HouseForm
from complaints import files
from complaints.asking.fields import FiguresField, TextField


class SignForm(HouseForm):
    """What each way of signing brings; `seen` is the account that was read."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class FingerForm(SignForm):
    """The picture of the canvas, as a data URL."""

    picture = forms.CharField(required=False, widget=forms.HiddenInput)


class CodeForm(SignForm):
    """The six figures that came to the own address, or to the own telephone."""

    code = FiguresField()


class PaperForm(SignForm):
    """The signed page, photographed."""

    scan = forms.FileField(
        label=_("Photo of the signed page"),
        help_text=_("A photo or a PDF; up to 10 MB."),
        error_messages={"required": _("Take a photo of the signed page first.")},
        widget=forms.FileInput(attrs={"accept": files.ACCEPT, "capture": "environment"}),
    )


class RefuseForm(SignForm):
    """Why there is no signature."""

    why = TextField(
        label=_("Why is it not signed?"),
        help_text=_("For example: cannot write, and agreed before two of us."),
        longest=300,
        lines=2,
        error_messages={"required": _("Say why it is not signed, for example: cannot write.")},
    )


def forms_of(data: Any, upload: Any, *, way: str, seen: str) -> dict[str, SignForm]:
    """The five forms; the one that was sent is bound."""
    made: dict[str, type[SignForm]] = {
        "finger": FingerForm,
        "code": CodeForm,
        "text": CodeForm,
        "paper": PaperForm,
        "refused": RefuseForm,
    }
    return {
        name: form(data, upload, auto_id=f"id_{name}_%s")
        if name == way
        else form(initial={"seen": seen}, auto_id=f"id_{name}_%s")
        for name, form in made.items()
    }
