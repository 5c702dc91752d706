"""The description of the API: for programs, and as a page that needs no script."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response

from accounts.middleware import public
from complaints.api import problems, schema
from complaints.api.base import View

TAGS = {
    "guide": _("The guide"),
    "directory": _("Directories"),
    "answers": _("Answers to questions"),
    "questions": _("Your question"),
    "drafts": _("Filing a complaint"),
    "complaints": _("Following a complaint"),
    "account": _("The account"),
}
REF = "#/components/schemas/"


class OpenApiRenderer(BaseRenderer):
    """The description as it is made."""

    media_type = "application/vnd.oai.openapi+json"
    format = "openapi"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return schema.as_text().encode()


class JSONDescription(OpenApiRenderer):
    """The same for who asks for JSON."""

    media_type = "application/json"
    format = "json"


class Description(View):
    personal = False
    renderer_classes = [OpenApiRenderer, JSONDescription]

    @extend_schema(exclude=True)
    def get(self, request: Any) -> Response:
        """The description of the API, OpenAPI 3.1."""
        return Response({})


# --- the page ---


def pieces(words: str) -> list[tuple[str, bool]]:
    """A sentence with its code apart: what stands between backticks."""
    return [(text, bool(number % 2)) for number, text in enumerate(words.split("`")) if text]


@dataclass(frozen=True, slots=True)
class Field:
    """A line of a table: a parameter or a member of a body."""

    name: str
    kind: str
    required: bool
    words: str = ""
    level: int = 0

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        return pieces(self.words)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its status and its members."""

    status: str
    words: str
    fields: list[Field] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address."""

    name: str
    method: str
    path: str
    title: str
    words: str
    parameters: list[Field]
    media: list[str]
    body: list[Field]
    answers: list[Answer]

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        return pieces(self.words)


@public
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The documentation: its own words in the reader's language, the names and the descriptions in English."""
    found = operations()
    groups = [
        {"tag": tag, "label": label, "operations": [one for one_tag, one in found if one_tag == tag]}
        for tag, label in TAGS.items()
    ]
    context = {"groups": groups, "problems": problems.words(), "version": schema.VERSION}
    response = render(request, "api/docs.html", context)
    response.headers["Cache-Control"] = "no-cache"
    return response


@lru_cache(maxsize=1)
def operations() -> tuple[tuple[str, Operation], ...]:
    """Every operation with its tag, in the order of the addresses."""
    whole = schema.described()
    return tuple(
        (one["tags"][0], _operation(whole, path, method, one))
        for path, methods in whole["paths"].items()
        for method, one in methods.items()
    )


def _operation(whole: Mapping[str, Any], path: str, method: str, one: Mapping[str, Any]) -> Operation:
    title, _dot, more = str(one.get("description", "")).partition(".")
    content = one.get("requestBody", {}).get("content", {})
    body = next(iter(content.values()), {}).get("schema", {})
    return Operation(
        name=one["operationId"],
        method=method.upper(),
        path=path,
        title=title.replace("`", ""),
        words=re.sub(r"\s+", " ", more).strip(),
        parameters=[
            Field(row["name"], row["in"], bool(row.get("required")), row.get("description", ""))
            for row in one.get("parameters", ())
            if row["name"] != "Accept-Language"
        ],
        media=list(content),
        body=list(_fields(whole, body)),
        answers=[
            Answer(status, row.get("description", ""), list(_answer_fields(whole, row)))
            for status, row in one["responses"].items()
            if status not in ("default", "304")
        ],
    )


def _answer_fields(whole: Mapping[str, Any], row: Mapping[str, Any]) -> Iterator[Field]:
    content = next(iter(row.get("content", {}).values()), {})
    return _fields(whole, content.get("schema", {}))


def _fields(whole: Mapping[str, Any], shape: Mapping[str, Any], level: int = 0) -> Iterator[Field]:
    """The members of a body, those within members under them; three levels say enough."""
    shape = _resolved(whole, shape)
    required = set(shape.get("required", ()))
    for name, inside in shape.get("properties", {}).items():
        yield Field(name, _kind(whole, inside), name in required, inside.get("description", ""), level)
        nested = _resolved(whole, inside)
        nested = _resolved(whole, nested.get("items", nested))
        if level < 2 and nested.get("properties"):
            yield from _fields(whole, nested, level + 1)


def _resolved(whole: Mapping[str, Any], shape: Mapping[str, Any]) -> Mapping[str, Any]:
    """A shape behind its name; of several, the first that has members."""
    if "$ref" in shape:
        return whole["components"]["schemas"][shape["$ref"].removeprefix(REF)]
    for several in ("allOf", "oneOf", "anyOf"):
        found = [_resolved(whole, one) for one in shape.get(several, ())]
        if several in shape and found:
            return next((one for one in found if one.get("properties")), found[0])
    return shape


def _kind(whole: Mapping[str, Any], shape: Mapping[str, Any]) -> str:
    """What a member is: `string`, `array of object`, `string: ar, fr`."""
    found = _resolved(whole, shape)
    kind = found.get("type", "any")
    kinds = kind if isinstance(kind, list) else [kind]
    text = " | ".join(kinds)
    if "array" in kinds:
        inside = _resolved(whole, found.get("items", {}))
        text += f" of {inside.get('type', 'any')}"
    if found.get("format"):
        text += f" ({found['format']})"
    choices = [str(one) for one in found.get("enum", ()) if one not in ("", None)]
    return f"{text}: {', '.join(choices[:12])}" if choices else text
