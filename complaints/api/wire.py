"""How bodies are read and written: JSON that no odd text can break, bytes of a file as they come."""

import json
from typing import Any

from rest_framework import renderers
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.utils.encoders import JSONEncoder

LARGEST_JSON = 2_000_000  # bytes, as DATA_UPLOAD_MAX_MEMORY_SIZE
DEEPEST = 40  # braces and brackets within each other; ours have four


class JSONParser(BaseParser):
    """UTF-8 JSON of at most two megabytes; numbers that are none, and nests that only strain, are refused."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        body = stream.read(LARGEST_JSON + 1)
        if len(body) > LARGEST_JSON:
            raise ParseError
        try:
            found = json.loads(body.decode(), parse_constant=_no_number)
        except (ValueError, RecursionError):
            raise ParseError from None
        if _too_deep(found):
            raise ParseError
        return found


def _no_number(name: str) -> None:
    raise ValueError(name)


def _too_deep(found: Any) -> bool:
    level: list[Any] = [found]
    for _depth in range(DEEPEST):
        level = [
            inside
            for one in level
            if isinstance(one, (dict, list))
            for inside in (one.values() if isinstance(one, dict) else one)
            if isinstance(inside, (dict, list))
        ]
        if not level:
            return False
    return True


class FormParser(MultiPartParser):
    """multipart/form-data, for bodies with files."""


class MergeParser(JSONParser):
    """A part of a resource, as `PATCH` brings it (RFC 7396)."""

    media_type = "application/merge-patch+json"


class BytesParser(BaseParser):
    """A piece of a file. The view reads it by itself, as far as the line holds."""

    media_type = "application/offset+octet-stream"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        return {}


class JSONRenderer(renderers.JSONRenderer):
    """JSON in UTF-8. A lone surrogate, which no UTF-8 can hold, is written as JSON's own escape of it."""

    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        if data is None:
            return b""
        text = json.dumps(data, cls=JSONEncoder, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return text.encode("utf-8", "backslashreplace")
