"""Forms of a filed case lose no word: when its session ended meanwhile, or when only the language is switched."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts import refusals
from accounts.language import CODES, switched_language
from accounts.middleware import remember_language
from complaints import early, references
from complaints.follow_up import access
from complaints.follow_up.forms import CodeForm
from complaints.models import Complaint

View = Callable[..., HttpResponse]


def opened(request: HttpRequest, form: CodeForm, *, only: str = "") -> Complaint | None:
    """The case that number and code open on this device, or None, and the form says why not.

    `only` is the one reference that will do; any other is refused in the words of a wrong code."""
    if not form.is_valid():
        return None
    if access.too_many_tries(request):
        form.add_error(None, _("There were too many tries. Wait an hour, or ask for a link by e-mail."))
        return None
    case = access.open_with_code(form.cleaned_data["reference"], form.cleaned_data["code"])
    share = None if case else access.share_with_code(form.cleaned_data["reference"], form.cleaned_data["code"])
    case = share.complaint if share else case
    if case is None or (only and case.reference != only):
        access.count_wrong_try(request)
        form.add_error("code", why_not(form.cleaned_data["reference"], form.cleaned_data["code"]))
        return None
    access.remember(request, case, share=share)
    return case


def why_not(reference: str, code: str) -> str:
    """Why nothing opened. Of a number that was given without a network it says the same whether there is one or not, but to
    whoever has its code."""
    if references.on_phone(reference):
        return _(
            "This number stands on the telephone until the complaint is sent; no file has it. Open e-Wassit on that telephone: "
            "it sends the complaint, or shows the number that we gave it."
        )
    if number := references.provisional(reference):
        if early.waits(number, code):
            return _(
                "Your complaint has arrived and is safe with us. Something in it must be completed before it becomes a file: the "
                "people of the stand's delegation are looking at it. Number and code stay valid. You can also call us."
            )
        return _(
            "Your complaint has not arrived yet: it is safe on the stand's tablet and comes as soon as there is a network, often "
            "by the evening. Try again tomorrow; check number and code too, letter by letter."
        )
    return _("We find no file with this number and this code. Check both, letter by letter, as on your receipt.")


def only_shown(request: HttpRequest) -> bool:
    """Whether this POST brings words to show again, not to send: another language, or a file that was opened anew."""
    return request.POST.get("switch_language") in CODES or "code" in request.POST


def keeps_words(view: View) -> View:
    """Asks for number and code when nobody who may read this file is known (any more), and gives the page back with what
    was typed: the session ended, another file was opened in another window, or an account was logged in meanwhile.

    The answer is the same whether there is such a file or not."""

    @wraps(view)
    def answer(request: HttpRequest, reference: str, **more: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, reference, **more)
        language = switched_language(request)
        response = _ask_for_code(request, reference) or view(request, reference, **more)
        if language:
            remember_language(response, language)
        return response

    return answer


def _ask_for_code(request: HttpRequest, reference: str) -> HttpResponse | None:
    """The page with the kept words and the two fields, unless the file is open here or the code was right."""
    if access.is_open(request, reference):
        return None
    # A switch of the language brings both fields along, perhaps half filled: nothing is tried, nothing is counted.
    trying = "code" in request.POST and request.POST.get("switch_language") not in CODES
    form = CodeForm(request.POST) if trying else CodeForm(initial={"reference": reference})
    if trying and opened(request, form, only=reference):
        return None
    return refusals.session_ended(
        request,
        template="follow_up/ended.html",
        status=422 if form.errors else 401,
        leave_out=CodeForm.base_fields,
        form=form,
    )
