"""Language, actor and the closed door: every page needs a login unless its view opts out."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.contrib import auth
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import translation
from django.views.decorators.http import require_POST

from accounts import actors, refusals
from accounts.language import CODES, offered

Handler = Callable[[HttpRequest], HttpResponse]


def public(view: Callable[..., Any]) -> Callable[..., Any]:
    """Opens a view to everybody. A test pins the list of public views (tests/test_house.py)."""
    view.public = True  # type: ignore[attr-defined]
    return view


def by_button(view: Callable[..., Any]) -> Callable[..., Any]:
    """An address that only a button opens: a GET of it is 405, and no switch of language or appearance leads there."""
    closed = require_POST(view)
    closed.by_button = True  # type: ignore[attr-defined]
    return closed


class UnreadableMiddleware:
    """400 for an address or a cookie with a NUL: no page of ours writes one, and Postgres cannot even compare it.

    Forms take theirs out of what was typed; here nobody typed anything that could be lost."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if any("\0" in text for text in (request.path_info, unquote(query), *request.COOKIES.values())):
            raise BadRequest("a NUL in the path, the query or a cookie")
        return self.get_response(request)


class LanguageMiddleware:
    """The language: `?lang=` of a link we wrote, else the visitor's choice (cookie), else the browser's, else French."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang")
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        request.language_chosen = asked in CODES or chosen in CODES  # type: ignore[attr-defined]
        if asked in CODES:
            language = asked
        elif chosen in CODES:
            language = chosen
        else:
            language = translation.get_language_from_request(request).split("-")[0]
        language = language if language in dict(offered(request.path_info)) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        # What a program asks for is the language of one answer, not a person's choice for the pages.
        if asked in CODES and asked != chosen and not request.path_info.startswith("/api/"):
            remember_language(response, asked)
        return response


def remember_language(response: HttpResponse, language: str) -> None:
    """Keeps the visitor's choice for a year."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )


class ActorMiddleware:
    """Puts the `Actor` on the request; views pass it on as an argument."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = self.find(request)  # type: ignore[attr-defined]
        return self.get_response(request)

    @staticmethod
    def find(request: HttpRequest) -> actors.Actor:
        language = request.LANGUAGE_CODE or ""
        if request.user.is_authenticated:
            methods = request.session.get("account_authentication_methods", [])
            strong = any(record.get("method") == "mfa" for record in methods)
            return actors.person(request.user, strong=strong, language=language)
        return actors.NOBODY


class IdleMiddleware:
    """Logs out an account that did nothing for `SESSION_IDLE_MINUTES`; the page warns five minutes before (A16).

    The session row is written at most once in five minutes, so that reading pages costs no writes. What a page sends by
    itself says so in a header, and keeps nobody logged in: who forges it shortens their own session.
    """

    STAMP_EVERY = 5 * 60  # seconds
    BY_ITSELF = "X-By-Itself"

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now, seen = int(time.time()), request.session.get("seen", 0)
            if seen and now - seen > settings.SESSION_IDLE_MINUTES * 60 + self.STAMP_EVERY:
                auth.logout(request)
            elif now - seen > self.STAMP_EVERY and self.BY_ITSELF not in request.headers:
                request.session["seen"] = now
        return self.get_response(request)


class LoginRequiredMiddleware:
    """Sends visitors of a closed page to the login (docs/permissions.md)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        if is_public(view) or request.user.is_authenticated:
            return None
        if request.method == "POST":  # a redirect would throw away what was typed
            return refusals.session_ended(request)
        return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL), REDIRECT_FIELD_NAME)


def is_public(view: Any) -> bool:
    """Whether a view is open: marked by `public`, or one of allauth's own doors, or a static file."""
    if getattr(view, "public", False):
        return True
    return getattr(view, "__module__", "").startswith("allauth.")
