"""Rows as lines of COPY: columns and defaults come from the models, so that a new field with a default needs nothing here."""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
NULL = "\\N"


def _text(value: str) -> str:
    if "\\" in value or "\n" in value or "\t" in value or "\r" in value:  # rare; to look is cheaper than to translate
        return value.translate(ESCAPES)
    return value


def _json(value: object) -> str:
    return _text(json.dumps(value, ensure_ascii=False)) if value else str(value)


AS_TEXT: dict[type, Callable[[Any], str]] = {
    type(None): lambda _value: NULL,
    bool: lambda value: "t" if value else "f",
    int: str,
    str: _text,
    bytes: lambda value: f"\\\\x{value.hex()}",
    datetime: datetime.isoformat,
    date: date.isoformat,
    dict: _json,
    list: _json,
    Decimal: str,
    UUID: str,
}


def as_text(value: Any) -> str:
    """A value as COPY's text format writes it."""
    return AS_TEXT.get(type(value), lambda other: _text(str(other)))(value)


class Table:
    """A table being filled: `add` takes the columns that differ from the model's defaults."""

    def __init__(self, model: type[models.Model]) -> None:
        fields = [field for field in model._meta.concrete_fields if not field.generated]
        self.name = model._meta.db_table
        self.columns = [field.column for field in fields]
        self.defaults = {field.column: as_text(_default(field)) for field in fields}
        self.lines: list[str] = []

    def add(self, values: Mapping[str, Any]) -> None:
        row = self.defaults.copy()
        for column, value in values.items():
            row[column] = AS_TEXT.get(type(value), as_text)(value)
        if len(row) != len(self.defaults):
            raise KeyError(f"{self.name} has no column {sorted(set(row) - set(self.defaults))}")
        self.lines.append("\t".join(row.values()))

    def copy(self, cursor: Any) -> int:
        """Sends the lines and forgets them; gives how many."""
        count = len(self.lines)
        if count:
            columns = ", ".join(f'"{column}"' for column in self.columns)
            with cursor.copy(f'COPY "{self.name}" ({columns}) FROM STDIN') as copy:
                copy.write("\n".join([*self.lines, ""]))
        self.lines = []
        return count


def _default(field: models.Field) -> object:
    if isinstance(field, models.AutoField) or not (field.has_default() or field.empty_strings_allowed):
        return None
    if callable(field.default) and field.has_default():
        return None if field.default.__module__ == "uuid" else field.get_default()
    return field.get_default()
