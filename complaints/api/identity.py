"""Who asks: an account by its session token, a browser by its cookie, the holder of a code by a token of one file.

What permissions get is an `Actor`, as from the pages (docs/permissions.md)."""

import time
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission

from accounts import actors
from accounts.actors import Actor
from accounts.middleware import IdleMiddleware
from accounts.models import User
from complaints import opened
from complaints.api import grants
from complaints.api.problems import FORGED, Problem

TOKEN_HEADER = "X-Session-Token"  # noqa: S105 - a name
SAFE = {"GET", "HEAD", "OPTIONS"}


class SessionToken(BaseAuthentication):
    """The session of an account in an app: allauth's own (`/api/v1/auth/app/v1/`), named in a header and never in a cookie."""

    def authenticate(self, request: Any) -> tuple[User, SessionBase] | None:
        from allauth.headless.internal.sessionkit import authenticate_by_x_session_token

        token = request.headers.get(TOKEN_HEADER, "")
        if not token:
            return None
        found = (
            authenticate_by_x_session_token(token) if token.isascii() and token.isalnum() and len(token) < 100 else None
        )
        if found is None or not found[0].is_active or not _awake(found[1]):
            raise AuthenticationFailed
        user, session = found
        http = request._request
        http.actor = actors.person(user, strong=_strong(session), language=http.LANGUAGE_CODE or "")
        http.by_token = True
        return user, session

    def authenticate_header(self, request: Any) -> str:
        return "Session-Token"


def _strong(session: SessionBase) -> bool:
    methods = session.get("account_authentication_methods", [])
    return any(record.get("method") == "mfa" for record in methods)


def _awake(session: SessionBase) -> bool:
    """Whether somebody used it in the last hour, as IdleMiddleware asks of a browser; written once in five minutes."""
    now, seen = int(time.time()), session.get("seen", 0)
    if seen and now - seen > settings.SESSION_IDLE_MINUTES * 60 + IdleMiddleware.STAMP_EVERY:
        session.flush()
        return False
    if now - seen > IdleMiddleware.STAMP_EVERY:
        session["seen"] = now
        session.save()
    return True


class Cookie(BaseAuthentication):
    """The browser's own session, for the pages' scripts. What it sends needs the CSRF token, as a form does."""

    def authenticate(self, request: Any) -> tuple[User, None] | None:
        http = request._request
        if http.method not in SAFE and settings.SESSION_COOKIE_NAME in http.COOKIES:
            _demand_token(http)
        user = http.user
        return (user, None) if user.is_authenticated and user.is_active else None


def _demand_token(http: HttpRequest) -> None:
    """Refuses what another site made this browser send."""
    check = CsrfViewMiddleware(lambda _request: None)  # type: ignore[arg-type,return-value]
    check.process_request(http)
    check._reject = lambda _request, reason: reason  # type: ignore[assignment,method-assign]
    if check.process_view(http, lambda: None, (), {}):  # type: ignore[arg-type]
        raise Problem(FORGED)


class HasAccount(BasePermission):
    """Logged in, in an app or in a browser."""

    def has_permission(self, request: Any, view: Any) -> bool:
        return bool(request.user and request.user.is_authenticated)


# --- as whom ---


def actor_of(request: Any) -> Actor:
    """The account, or nobody."""
    found: Actor = request._request.actor
    return found


def by_token(request: Any) -> bool:
    """Whether an app asks: then whatever cookie comes along counts for nothing."""
    return getattr(request._request, "by_token", False)


def actors_of(request: Any) -> list[Actor]:
    """Everybody whom this request may speak for: the account, the file that a code opened in this browser, the token's."""
    found = [actor_of(request)] if by_token(request) else opened.actors_of(request._request)
    token = request.headers.get(grants.FILE_HEADER, "")
    holder = grants.file_actor(token, language=request._request.LANGUAGE_CODE or "")
    return [*found, holder] if holder else found
