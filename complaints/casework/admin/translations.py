"""The page on which a translation is written, with the text beside it."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.forms import HouseForm
from complaints.casework import presence, translations
from complaints.casework.admin import case_file
from complaints.casework.admin.pages import actor_of, find_case, number, page, read
from complaints.casework.translations import Text
from complaints.models import Complaint, Translation
from complaints.workflow.errors import Refused, Stale

LONGEST = 40_000


class TranslationForm(HouseForm):
    """Language, words, and whether a person stands behind them."""

    language = forms.ChoiceField(label=_("Translation into"), choices=settings.LANGUAGES)
    words = forms.CharField(
        label=_("Translation"),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
        error_messages={"required": _("Write the translation.")},
    )
    quality = forms.ChoiceField(
        label=_("How it was made"),
        choices=Translation.Quality,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether a person checked it.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def translate(request: HttpRequest, pk: int, of: str, key: int) -> HttpResponse:
    """GET: the form, with the newest translation of that language. POST: a proposal of the machine, or keeping it."""
    case = find_case(request, pk)
    text = translations.text_of(case, of, key)
    if text is None:
        raise Http404
    presence.enter(case, actor=actor_of(request), writing=True)
    if request.method != "POST":
        read(request, case, "case")
        return draw(request, case, text, TranslationForm(initial=first_values(case, text, request.GET.get("language"))))
    form = TranslationForm(request.POST)
    if "propose" in request.POST and translations.has_provider():
        return propose(request, case, text, form)
    if form.is_valid() and keep(request, case, text, form):
        messages.success(request, _("The translation was kept."))
        return redirect(f"{reverse('admin:complaints_complaint_change', args=[pk])}?tab=translations")
    return draw(request, case, text, form, status=422)


def first_values(case: Complaint, text: Text, asked: str | None) -> dict[str, Any]:
    """A text of the complainant goes into the reader's language, one for the complainant into theirs."""
    wanted = (get_language() or "fr") if text.by_citizen else case.language
    code = asked if asked in dict(settings.LANGUAGES) else wanted
    last = next((row for row in text.found if row.language == code), None)
    return {"language": code, "words": last.text if last else "", "quality": last.quality if last else "checked"}


def keep(request: HttpRequest, case: Complaint, text: Text, form: TranslationForm) -> bool:
    """Whether it was kept; if not, the form says why and what was typed stays."""
    given, seen = form.cleaned_data, number(request.POST.get("seen")) or 0
    try:
        translations.write_translation(case, actor=actor_of(request), text=text, seen=seen, **given)
    except Stale:
        form.add_error(
            None, _("A colleague changed this translation meanwhile: it stands below. Compare, then keep yours.")
        )
    except Refused as refused:
        form.add_error(None, str(refused.reason))
    return form.is_valid()


def propose(request: HttpRequest, case: Complaint, text: Text, form: TranslationForm) -> HttpResponse:
    """The form filled in by the machine, marked as such; kept only when a person presses the button."""
    data = request.POST.copy()
    code = data.get("language", "")
    if code not in dict(settings.LANGUAGES):
        form.is_valid()
        return draw(request, case, text, form, status=422)
    try:
        data["words"], data["quality"] = translations.proposed(text, code), Translation.Quality.MACHINE
    except Refused as refused:
        form.is_valid()
        form.errors.clear()
        form.add_error(None, str(refused.reason))
        return draw(request, case, text, form, status=502)
    initial = {name: data.get(name, "") for name in form.fields}
    return draw(request, case, text, TranslationForm(initial=initial))


def draw(
    request: HttpRequest, case: Complaint, text: Text, form: TranslationForm, *, status: int = 200
) -> HttpResponse:
    """The page. `seen` is the newest translation of the chosen language: a later one is never written over unread."""
    code = form["language"].value()
    last = next((row for row in text.found if row.language == code), None)
    context = {
        **case_file.header(case, actor_of(request)),
        "text": text,
        "form": form,
        "last": last,
        "changed": last is not None and not last.is_of(text.text),
        "seen": last.pk if last else 0,
        "provider": translations.has_provider(),
    }
    return page(request, "casework/translate.html", context, status=status)
