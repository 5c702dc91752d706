"""Every component on one page, for those who build pages; only where the mailbox is shown (development and tests)."""

from datetime import timedelta

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.context import page
from accounts.forms import DateField, HouseForm
from accounts.language import switched_language
from accounts.middleware import public, remember_language


class Sample(HouseForm):
    """One field of each kind."""

    name = forms.CharField(label=_("Name"), help_text=_("As on your identity card."), max_length=80)
    phone = forms.CharField(
        label=_("Phone number"),
        help_text=_("Begin with the code of the country, like +33 6 12 34 56 78."),
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)
    country = forms.ChoiceField(label=_("Country"), choices=[("", ""), ("FR", "France"), ("BE", "Belgique")])
    born = DateField(label=_("Date of birth"), help_text=_("For example 15 11 1975."), latest=timezone.localdate)
    way = forms.ChoiceField(
        label=_("How do you want to hear from us?"),
        choices=[("email", _("By e-mail")), ("post", _("By post"))],
        widget=forms.RadioSelect,
    )
    needs = forms.MultipleChoiceField(
        label=_("Do you need help with one of these?"),
        choices=[("sign", _("Sign language")), ("large", _("Large print"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    facts = forms.CharField(label=_("What happened?"), widget=forms.Textarea(attrs={"rows": 8}), max_length=5000)
    file = forms.FileField(label=_("A file"), required=False)
    agree = forms.BooleanField(label=_("I declare that what I wrote is true."))


Sample.base_fields["way"].hints = {"post": _("A letter abroad takes about two weeks.")}  # type: ignore[attr-defined]


@public
def style_guide(request: HttpRequest) -> HttpResponse:
    """The components, with errors once the form was sent."""
    if not page(request)["mailbox"]:
        raise Http404
    switched = switched_language(request)
    form = Sample(request.POST or None, request.FILES or None)
    now = timezone.now()
    context = {
        "form": form,
        "facts_limit": 5000,
        "rows": [
            {"key": _("Name"), "value": "فاطمة El-Mʼhamed", "auto": True, "change": "#"},
            {"key": _("Phone number"), "value": "+33 6 12 34 56 78", "ltr": True, "change": "#"},
            {"key": _("What happened?"), "missing": True, "change": "#"},
        ],
        "entries": [
            {"title": _("Filed"), "when": now - timedelta(days=9), "text": _("We have received your complaint.")},
            {"title": _("Being studied"), "when": now, "tone": "now"},
            {"title": _("Decision"), "tone": "next"},
        ],
        "files": [
            {"name": "extrait d’acte.pdf", "size": 482_133, "caption": _("A file"), "id": 1, "url": "#"},
            {"name": "صورة البطاقة.jpg", "size": 1_250_000, "id": 2},
        ],
    }
    response = render(request, "accounts/style_guide.html", context)
    if switched:
        remember_language(response, switched)
    return response
