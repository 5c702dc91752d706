"""A question that the answers do not answer: asking, coming back to it, reading what was answered."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import devices, limits, typed
from accounts.forms import clean_text
from accounts.language import switched_language
from accounts.middleware import by_button, public, remember_language
from accounts.refusals import too_many
from complaints.knowledge import access, actions, selectors
from complaints.knowledge.access import ASKED_A_NETWORK, FORMS_A_NETWORK
from complaints.knowledge.actions import Asked
from complaints.knowledge.forms import LONGEST_SEARCH, AskForm, OpenForm
from complaints.knowledge.models import Question

FORM = "question"  # the name under which a question is kept while it is written
LOOKS_A_NETWORK = 6000  # an hour: each look is a search


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form; at the first press what is answered already; at the second, the question is sent.

    Each press leads on to a page that is read (`look`, `check`): Back and Reload show it again and send nothing."""
    if request.method == "POST":
        return _pressed(request)
    words = clean_text(request.GET.get("q", ""))[:LONGEST_SEARCH]
    account = request.user.is_authenticated
    form = AskForm(
        None if words else typed.kept(request, FORM), account=account, initial={"key": uuid.uuid4(), "text": words}
    )
    if form.is_bound and "look" in request.GET and form.is_valid():
        return _look_first(request, form)
    if form.is_bound and not {"look", "check"} & set(request.GET):
        form.hush()
    return render(request, "knowledge/ask.html", {"form": form})


def _pressed(request: HttpRequest) -> HttpResponse:
    """Keeps what was typed and says where to go on; sends the question at the second press."""
    if not limits.within("question-form", limits.network(request), limit=FORMS_A_NETWORK):
        return too_many(request, minutes=60)
    if "found" in request.POST:
        typed.forget(request, FORM)
        return _onward("knowledge:answers")
    form = AskForm(request.POST, account=request.user.is_authenticated)
    typed.keep(request, FORM, form.fields)
    if language := switched_language(request):
        response = _onward("knowledge:ask")
        remember_language(response, language)
        return response
    if not form.is_valid():
        return _onward("knowledge:ask", "?check=1")
    if "send" not in request.POST:
        return _onward("knowledge:ask", "?look=1")
    if not limits.within("question-ask", limits.network(request), limit=ASKED_A_NETWORK):
        return too_many(request, minutes=60)
    typed.forget(request, FORM)
    return _send(request, form)


def _onward(name: str, query: str = "", **parts: str) -> HttpResponse:
    """See Other: the next page is read, not sent."""
    response = HttpResponseRedirect(reverse(name, kwargs=parts or None) + query)
    response.status_code = 303
    return response


def _look_first(request: HttpRequest, form: AskForm) -> HttpResponse:
    """Nothing is sent yet: what may do as an answer, and the question to send all the same."""
    if not limits.within("question-look", limits.network(request), limit=LOOKS_A_NETWORK):
        return too_many(request, minutes=60)
    text = form.cleaned_data["text"]
    found, own = selectors.similar(text), selectors.own_alike(text, access.open_questions(request))
    told = request.actor.user.email if request.user.is_authenticated else form.cleaned_data["email"]  # type: ignore[attr-defined]
    context = {"form": form, "looked": True, "similar": found, "own": own, "told": told}
    return render(request, "knowledge/ask.html", context)


def _send(request: HttpRequest, form: AskForm) -> HttpResponse:
    data = form.cleaned_data
    asked = Asked(text=data["text"], language=data["language"], email=data.get("email", ""), country=data["country"])
    question = actions.ask(asked, actor=request.actor, key=data["key"])  # type: ignore[attr-defined]
    access.remember(request, question, asked=True)
    return _onward("knowledge:question", number=question.number)


@public
@never_cache
@require_safe
def question(request: HttpRequest, number: str) -> HttpResponse:
    """The question with its answers; right after asking with number and code. A stranger's is a 404."""
    found = access.open_questions(request).filter(number=number).select_related("article").first()
    if found is None:
        raise Http404
    context = {
        "question": found,
        "replies": list(found.replies.all()),
        "code": access.code_to_show(request, found),
        "published": found.article if found.article is not None and found.article.active else None,
        "by_code": not (request.user.is_authenticated and found.user_id == request.user.pk),
    }
    return render(request, "knowledge/question.html", context)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest) -> HttpResponse:
    """Opens a question by number and code."""
    form = OpenForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (found := _opened(request, form)):
        return redirect("knowledge:question", number=found.number)
    return render(request, "knowledge/door.html", {"form": form}, status=422 if form.errors else 200)


def _opened(request: HttpRequest, form: OpenForm) -> Question | None:
    """The question, opened here; None, and the form says why not."""
    if access.too_many_tries(request):
        form.add_error(None, _("There were too many tries. Wait an hour, then try again."))
        return None
    found = access.open_with_code(form.cleaned_data["number"], form.cleaned_data["code"])
    if found is None:
        access.count_wrong_try(request)
        words = _("We find no question with this number and this code. Check both, letter by letter.")
        form.add_error("code", words)
        return None
    access.remember(request, found)
    return found


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail: a button, because mail programs fetch links by themselves."""
    found = access.read_link(token)
    if found is None:
        return render(request, "knowledge/link_expired.html", status=410)
    if request.method == "POST":
        access.remember(request, found)
        return redirect("knowledge:question", number=found.number)
    return render(request, "knowledge/open.html")


@public
@never_cache
@by_button
def leave(request: HttpRequest) -> HttpResponse:
    """Closes the question on this device."""
    access.forget(request)
    typed.forget(request, FORM)
    return devices.forget(redirect("knowledge:answers"))
