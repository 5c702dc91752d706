"""What is held about somebody, as facts for people and programs; and who knows it of an account (docs/my-data.md).

Each room that keeps rows of an account registers a reader in `AppConfig.ready`: the page and the download of the account ask all
of them, so that no room has to know the others."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from accounts import dates
from accounts.actors import Actor


@dataclass(frozen=True, slots=True)
class Fact:
    """`key` for machines, `label` for people; `value` as JSON has it, `shown` in words.

    `parts`, if there are any, are what people read instead of `shown`: what belongs together stays together."""

    key: str
    label: str
    value: Any
    shown: str
    parts: tuple["Fact", ...] = ()


Row = list[Fact]


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of thing: `rows` of facts. In one row no key comes twice."""

    key: str
    title: str
    rows: list[Row]


def fact(key: str, label: Any, value: Any, shown: str | None = None) -> Fact:
    """One fact; `shown` where the words are not simply those of the value."""
    return Fact(key, str(label), _plain(value), words(value) if shown is None else shown)


def group(key: str, label: Any, rows: Iterable[Row]) -> Fact:
    """Several things of one row, each an object for machines; people read them one after the other."""
    rows = list(rows)
    parts = tuple(part for row in rows for part in row)
    return Fact(key, str(label), [as_object(row) for row in rows], "", parts)


def filled(facts: Iterable[Fact]) -> Row:
    """Those that say something."""
    return [one for one in facts if one.value not in (None, "", [])]


def begun(label: Any) -> str:
    """A label with a capital letter at its beginning, the others as they are."""
    text = str(label)
    return text[:1].upper() + text[1:]


def label_of(model: type[Model], name: str) -> str:
    """What a column is called."""
    return begun(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def as_object(row: Row) -> dict[str, Any]:
    """A row for machines."""
    return {one.key: one.value for one in row}


def as_read(row: Row) -> Row:
    """A row for people: each thing of a group by itself, without what only programs need (nothing is shown of it)."""
    return [part for one in row for part in (as_read(list(one.parts)) if one.parts else [one]) if part.shown]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bool | int | str | list) or value is None:
        return value
    return str(value)


def words(value: Any) -> str:
    """A value as a sentence would say it; moments on the clock of Rabat."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return dates.long_time(value)
    if isinstance(value, date):
        return dates.long_date(value)
    if isinstance(value, list):
        return _(", ").join(str(one) for one in value)
    return str(value)


# --- an account ---

Reader = Callable[[Actor], Section]
READERS: dict[str, Reader] = {}


def register(key: str, reader: Reader) -> None:
    """Makes known who reads this part of what is held about an account. Its queries do not grow with the rows."""
    READERS[key] = reader


def registered() -> Mapping[str, Reader]:
    """All readers, in the order of the installed apps."""
    return READERS
