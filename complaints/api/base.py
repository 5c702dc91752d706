"""What all views of the API do alike: the language of the answer, its ETag, the limit, the reading of a body."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.datastructures import MultiValueDict
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from accounts import limits
from complaints.api import grants, wire
from complaints.api.identity import TOKEN_HEADER, HasAccount, actor_of
from complaints.api.problems import INVALID, TOO_LARGE, Problem, of_form, too_many, wait_of

# Requests of one network in an hour: a consulate, a telephone network or a stand shares one address.
REQUESTS_A_NETWORK = 60_000
LARGEST = wire.LARGEST_JSON + 64_000_000  # bytes of one request, files included
VARY = ("Accept-Language", "Cookie", TOKEN_HEADER, grants.FILE_HEADER, grants.QUESTION_HEADER, "Draft-Secret")


class View(APIView):
    """A resource. `personal` ones are kept by no cache; the others are asked for again with their ETag."""

    permission_classes = [AllowAny]
    personal = True

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        limit(request, "api", REQUESTS_A_NETWORK)
        if length_of(request) > LARGEST:
            raise Problem(TOO_LARGE)
        super().initial(request, *args, **kwargs)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().finalize_response(request, response, *args, **kwargs)
        if self.personal:
            patch_cache_control(response, private=True, no_store=True)
        else:
            patch_cache_control(response, no_cache=True)
        patch_vary_headers(response, VARY)
        readable = isinstance(response, Response) and response.status_code == 200
        if readable and request.method in {"GET", "HEAD"}:
            return _with_tag(request._request, response)
        return response

    def read(self, kind: type[BaseSerializer], **more: Any) -> dict[str, Any]:
        """The body, in the shape that `kind` describes; raises what says where it is not."""
        serializer = kind(data=self.request.data, **more)
        serializer.is_valid(raise_exception=True)
        found: dict[str, Any] = serializer.validated_data
        return found


def demand_account(request: Any) -> None:
    """Raises 401 unless somebody is logged in."""
    if not request.user.is_authenticated:
        raise NotAuthenticated


class AccountView(View):
    """A resource of an account."""

    permission_classes = [HasAccount]


def length_of(request: Any) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 15 else 0


def _with_tag(http: HttpRequest, response: Response) -> HttpResponseBase:
    """The answer with the sum of its bytes, or 304 to who has these very bytes."""
    if not response.is_rendered:
        response.render()
    if "ETag" not in response.headers:
        response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    return get_conditional_response(http, etag=response.headers["ETag"], response=response) or response


def limit(request: Any, what: str, most: int, *, who: str = "", seconds: int = limits.HOUR) -> None:
    """Counts one more `what` of `who`, or of the caller's network; raises 429 when there were too many."""
    if not limits.within(what, who or limits.network(request._request), limit=most, seconds=seconds):
        raise too_many(seconds=wait_of(seconds))


def posted(data: Mapping[str, Any]) -> MultiValueDict:
    """A body as a form of the house reads it: every value a text, lists as several values, nothing for null and false."""
    found = MultiValueDict()
    for name, value in data.items():
        rows = value if isinstance(value, (list, tuple)) else [value]
        texts = ["true" if row is True else str(row) for row in rows if row is not None and row is not False]
        if texts:
            found.setlist(name, texts)
    return found


def checked(form: BaseForm, *, places: Mapping[str, Sequence[str]] | None = None) -> dict[str, Any]:
    """What a form of the house made of the body; raises what is to be mended, in the form's own words."""
    if not form.is_valid():
        raise Problem(INVALID, slips=of_form(form.errors, places=places))
    found: dict[str, Any] = form.cleaned_data
    return found


def language_of(request: Any) -> str:
    """The language of the answer."""
    return request._request.LANGUAGE_CODE or "fr"


__all__ = [
    "AccountView",
    "View",
    "actor_of",
    "checked",
    "demand_account",
    "language_of",
    "length_of",
    "limit",
    "posted",
]
