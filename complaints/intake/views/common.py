"""What the views of the form share: the door, the draft of this device, the limits."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.cache import never_cache

from accounts import limits
from accounts.middleware import public
from complaints.intake.cookies import find_draft, remember_draft
from complaints.intake.known import known_answers
from complaints.intake.models import Draft
from complaints.intake.selectors import acting_for
from complaints.intake.steps import Answers, answers_of

View = Callable[..., HttpResponse]
# A stand or a consulate shares one address: filing is never stopped below 200 complaints an hour (15 pages each).
POSTS_A_NETWORK = 6000
DRAFTS_A_NETWORK = 400
POSTS_A_DRAFT = 600
MAILS_A_NETWORK = 200


def page(view: View) -> View:
    """A page for everybody that is never kept by a cache: Back asks again and shows what was saved."""
    return public(never_cache(view))


def with_draft(view: View) -> View:
    """A page about the draft of this device: the view gets it; without one the page says how to find it again."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = find_draft(request)
        if draft is None:
            return no_draft(request)
        if draft.complaint_id:
            return redirect("intake:sent")
        show_acting(request, draft)
        return view(request, *args, draft=draft, **kwargs)

    return page(wrapped)


def show_acting(request: HttpRequest, draft: Draft | None) -> None:
    """Says above the page for whom one acts, if for another (docs/together.md)."""
    if draft is not None:
        request.acting = SimpleLazyObject(partial(acting_for, answers_of(draft)))  # type: ignore[attr-defined]


def no_draft(request: HttpRequest) -> HttpResponse:
    """There is no draft on this device."""
    return render(request, "intake/no_draft.html")


def redirect(name: str, *, query: str = "", **parts: str) -> HttpResponse:
    """See Other: the next page is asked for with GET, so that Back never offers to send again."""
    response = HttpResponseRedirect(reverse(name, kwargs=parts or None) + query)
    response.status_code = 303
    return response


def with_cookie(response: HttpResponse, draft: Draft) -> HttpResponse:
    remember_draft(response, draft)
    return response


def read_answers(request: HttpRequest, draft: Draft | None) -> Answers:
    """The draft's answers, seen by this account."""
    if not request.user.is_authenticated:
        return answers_of(draft)
    return answers_of(draft, email=request.user.email, remember=partial(known_answers, request.actor))  # type: ignore[attr-defined]


def allowed(request: HttpRequest, draft: Draft | None) -> bool:
    """Whether this network and this draft may post once more. Generous, and open when Redis is down."""
    where = limits.network(request)
    if not limits.within("intake-post", where, limit=POSTS_A_NETWORK):
        return False
    if draft is None:
        return limits.within("intake-new", where, limit=DRAFTS_A_NETWORK)
    return limits.within("intake-draft", draft.key.hex, limit=POSTS_A_DRAFT)


def may_mail(request: HttpRequest) -> bool:
    """Whether this network may have us write to one more address that nobody has proved."""
    return limits.within("intake-mail", limits.network(request), limit=MAILS_A_NETWORK)


def too_many(request: HttpRequest) -> HttpResponse:
    """Too many requests: what is safe, and what to do."""
    response = render(request, "intake/too_many.html", status=429)
    response["Retry-After"] = "600"
    return response
