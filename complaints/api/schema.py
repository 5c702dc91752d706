"""How the API describes itself (OpenAPI 3.1): from the code, with the problems and the ways to log in on every operation."""

import json
from functools import lru_cache
from typing import Any

from django.utils import translation
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from complaints.api.identity import TOKEN_HEADER
from complaints.api.problems import MEDIA_TYPE
from complaints.api.serializers.fields import LANGUAGES, Problem

VERSION = "1.0.0"
LANGUAGE = OpenApiParameter(
    "Accept-Language",
    {"type": "string", "enum": LANGUAGES},
    OpenApiParameter.HEADER,
    description="The language of all words in the answer; `?lang=` says the same.",
)


class SessionTokenScheme(OpenApiAuthenticationExtension):
    """An account in an app."""

    target_class = "complaints.api.identity.SessionToken"
    name = "sessionToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        words = "The `session_token` that the log-in gave (`/api/v1/auth/app/v1/auth/login` and what follows it)."
        return {"type": "apiKey", "in": "header", "name": TOKEN_HEADER, "description": words}


class CookieScheme(OpenApiAuthenticationExtension):
    """An account, or an opened file, in a browser."""

    target_class = "complaints.api.identity.Cookie"
    name = "cookie"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        words = "The browser's session, for the site's own pages; what changes something needs `X-CSRFToken`."
        return {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": words}


class Schema(AutoSchema):
    """An operation with what all have in common."""

    def get_override_parameters(self) -> list[Any]:
        return [LANGUAGE]

    def get_summary(self) -> str:
        """The first sentence of the method."""
        return super().get_description().split(". ")[0].rstrip(".").split("\n")[0]

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        found = super()._get_response_bodies(direction)
        problem = self._get_response_for_code(
            OpenApiResponse(Problem, "What went wrong, and how to mend it."), "default", [MEDIA_TYPE], direction
        )
        headers = {"ETag": {"schema": {"type": "string"}}} if self.method == "GET" else {}
        for response in found.values():
            if headers and "content" in response:
                response.setdefault("headers", {}).update(headers)
        if self.method == "GET":
            found["304"] = {"description": "These very bytes are with the caller already (`If-None-Match`)."}
        return {**found, "default": problem}


def only_ours(endpoints: list[Any], **_more: Any) -> list[Any]:
    """The addresses of this API, in the order of urls.py."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]


@lru_cache(maxsize=1)
def described() -> dict[str, Any]:
    """The whole description as data, in English, made once in a process."""
    with translation.override("en"):
        found: dict[str, Any] = json.loads(json.dumps(SchemaGenerator().get_schema(request=None, public=True)))
    return found


def as_text() -> str:
    """The same as JSON, as it is kept in docs/openapi.json."""
    return json.dumps(described(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
