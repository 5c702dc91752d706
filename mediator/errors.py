"""The pages of a request that went wrong: what is safe, what to do now. They need neither a session nor the database."""

import logging
import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from accounts import context, refusals
from accounts.middleware import Handler, public
from complaints import files
from complaints.api import problems

log = logging.getLogger(__name__)

# What is left when even the templates fail: three languages, no style, nothing to load.
LAST_WORDS = """<!DOCTYPE html><html lang="fr"><meta charset="utf-8"><title>Médiateur du Royaume</title>
<p>Une erreur est survenue. Ce que vous avez enregistré est gardé. Essayez de nouveau dans quelques minutes.
<p lang="ar" dir="rtl">وقع خلل. لم يُفقد شيء مما حفظتموه. حاولوا من جديد بعد بضع دقائق.
<p lang="en">Something went wrong. What you saved is safe. Try again in some minutes."""


def page(request: HttpRequest, status: int, **extra: object) -> HttpResponse:
    """The page of a status, in the visitor's language, from settings and templates alone."""
    try:
        words = {**context.look(request), "help": context.help_contact(), **extra}
        return HttpResponse(render_to_string(f"errors/{status}.html", words), status=status)
    except Exception:
        log.exception("error page %s failed", status)
        return HttpResponse(LAST_WORDS, status=status)


def of_program(request: HttpRequest) -> bool:
    """Whether a program asked: it reads a problem, not a page (docs/api.md)."""
    return request.path_info.startswith(problems.PREFIX)


@public
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if of_program(request):
        return problems.page(400, error=exception)
    too_big = isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent))
    return page(request, 400, too_big=too_big)


@public
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    if of_program(request):
        return problems.page(403, error=exception)
    return page(request, 403)


@public
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Who may have a file that cannot be handed out now reads why; everybody else reads one and the same page."""
    if of_program(request):
        return problems.page(404, error=exception)
    return page(request, 404, reason=str(exception) if isinstance(exception, files.Unavailable) else "")


@public
def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours; 503 when it is only that the database is away for a moment."""
    away = isinstance(sys.exception(), OperationalError)
    status = 503 if away else 500
    response = problems.page(status) if of_program(request) else page(request, status)
    if away:
        response.headers["Retry-After"] = "60"
    return response


class BareMiddleware:
    """An error without a word: 405 of an address that only a button opens (a form left open, a typed address), or what a package
    refuses a program. People get a page, programs a problem."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        bare = response.status_code >= 400 and not response.streaming and not response.content
        if bare and of_program(request):
            problem = problems.page(response.status_code)
            response.content, response["Content-Type"] = problem.content, problem["Content-Type"]
        elif bare and response.status_code == 405 and request.method == "GET" and request.accepts("text/html"):
            response.content = page(request, 405).content  # the answer keeps its `Allow`
        return response


@public
def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if of_program(request):
        return problems.raw(problems.too_many())
    return refusals.too_many(request)


@public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """An expired form: what was typed is offered again with a fresh token, if it came from a page of ours (C40)."""
    log.warning("csrf: %s at %s", reason, request.path)
    if of_program(request):
        return problems.forged()
    try:
        kept = refusals.kept_fields(request)
    except (RequestDataTooBig, TooManyFieldsSent):
        return page(request, 400, too_big=True)
    again = refusals.can_send_again(request)
    return page(
        request, 403, expired=True, kept=kept, again=again, path=request.get_full_path(), token=get_token(request)
    )
