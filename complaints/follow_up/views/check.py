"""Is this receipt genuine? The number alone answers: no file is looked for, so nothing about one can be learnt."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import limits
from accounts.forms import HouseForm
from accounts.middleware import public
from accounts.refusals import too_many
from complaints import codes, receipt_numbers, references

CHECKS = 300  # an hour from one network: an office that is shown receipts all day, and no program that tries numbers
EXAMPLE = "\u20667K4F-2QXZ-06F3-9GQ4-M2TB-W8Z3\u2069"  # isolated


class CheckForm(HouseForm):
    """The number at the foot of a receipt. What was mistaken for it is told apart by its shape alone."""

    number = forms.CharField(
        label=_("Number of the receipt"),
        help_text=format_lazy(_("It stands at the foot of the receipt, for example {number}."), number=EXAMPLE),
        max_length=200,
        error_messages={
            "required": _("Enter the number at the foot of the receipt: six groups of four characters."),
            "max_length": _("Enter the number at the foot of the receipt: six groups of four characters."),
        },
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false", "size": "32"}),
    )

    def clean_number(self) -> str:
        number = str(self.cleaned_data["number"])
        if codes.normalise(number):
            raise forms.ValidationError(
                _("This looks like a secret code. Show it to nobody, and enter the longer number at the foot.")
            )
        if references.normalise(number):
            raise forms.ValidationError(
                _("This looks like the number of a file. Enter the longer number at the foot of the receipt.")
            )
        return number


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The form, and its answer: issued on that day and genuine, or not confirmed."""
    if request.method != "POST":
        return render(request, "follow_up/check.html", {"form": CheckForm()})
    return _answer(request, CheckForm(request.POST))


@public
@never_cache
@require_safe
def numbered(request: HttpRequest, number: str) -> HttpResponse:
    """The same by the QR code of the receipt."""
    return _answer(request, CheckForm({"number": number}))


def _answer(request: HttpRequest, form: CheckForm) -> HttpResponse:
    if not limits.within("receipt-check", limits.network(request), limit=CHECKS):
        return too_many(request, minutes=60)
    if not form.is_valid():
        return render(request, "follow_up/check.html", {"form": form}, status=422)
    issued_on = receipt_numbers.issued_on(form.cleaned_data["number"])
    return render(request, "follow_up/check.html", {"form": form, "checked": True, "issued_on": issued_on})
