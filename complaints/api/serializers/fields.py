"""Fields that several resources share."""

from typing import Any

from django.conf import settings
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.forms import clean_text

LANGUAGES = [code for code, _name in settings.LANGUAGES]


class Text(serializers.CharField):
    """A text as people type it: what nobody types is taken out, and nothing else; empty is allowed, the form judges it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("allow_blank", True)
        kwargs.setdefault("trim_whitespace", False)
        super().__init__(**kwargs)

    def run_validation(self, data: Any = serializers.empty) -> Any:  # type: ignore[attr-defined]
        return super().run_validation(clean_text(data) if isinstance(data, str) else data)


class Tick(serializers.BooleanField):
    """Yes or no; one that is not there is no."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "default": False, **kwargs})


@extend_schema_field(OpenApiTypes.STR)
class Said(serializers.Field):
    """A text of the house in the language of the answer."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Any) -> str:
        return str(value)


class Slip(serializers.Serializer):
    """One thing to mend."""

    pointer = serializers.CharField(required=False, help_text="A JSON pointer to the field of the body, `#/text`.")
    parameter = serializers.CharField(required=False, help_text="The parameter of the address.")
    header = serializers.CharField(required=False, help_text="The header.")
    detail = serializers.CharField(help_text="How to mend it, in the caller's language.")
    code = serializers.CharField()


class Problem(serializers.Serializer):
    """What went wrong (RFC 9457)."""

    type = serializers.CharField(help_text="An address that explains this kind of problem.")
    title = serializers.CharField(help_text="The kind of problem, in the caller's language.")
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="The kind of problem for programs; it never changes.")
    detail = serializers.CharField(required=False, help_text="What to do, in the caller's language.")

    errors = Slip(many=True, required=False)


def page_of(kind: type[serializers.Serializer], **more: serializers.Field) -> type[serializers.Serializer]:
    """The shape of a page of rows."""
    fields = {
        "results": kind(many=True),
        "next": serializers.CharField(allow_null=True, help_text="The `cursor` of the next page; null on the last."),
        **more,
    }
    return type(f"{kind.__name__}Page", (serializers.Serializer,), {"__doc__": "A page of rows.", **fields})
