"""The directories as reviewed files: `complaints/guide/data/*.csv`, one line a row (docs/reference-data.md).

A line is found again by its first column. Loading inserts and updates; it never deletes and never retires: a row is
retired by the dates or the `active` mark of its line. An empty cell leaves what an administrator entered. The rules of the
guide are the institution's once they are loaded: new lines come in, and a rule that is there stays as it is."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction

from accounts.models import Region, Unit
from complaints.guide.models import Administration, Country, Holiday, ReferralBody, Rule, Subject
from complaints.guide.questions import QUESTIONS

DATA = Path(__file__).parent / "data"
LANGUAGES = ("ar", "fr", "en", "es")
YES = {"yes": True, "no": False}
MOON = timedelta(days=3)  # how far a sighted date may lie from the estimate

Row = dict[str, str]
Values = dict[str, Any]


@dataclass(slots=True)
class Counts:
    """What loading one file did. `kept`: rows that only the database has, left as they are."""

    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0


@transaction.atomic
def load(folder: Path = DATA) -> dict[str, Counts]:
    """Loads every file, all or nothing, and says what changed. Two loads at once wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('load_reference_data'))")
    return {
        "regions": _store(Region, "code", map(_named, _rows(folder / "regions.csv"))),
        "units": _load_units(folder / "units.csv"),
        "subjects": _store(Subject, "code", _subjects(folder / "subjects.csv")),
        "administrations": _load_administrations(folder / "administrations.csv"),
        "referral_bodies": _store(ReferralBody, "code", map(_referral_body, _rows(folder / "referral_bodies.csv"))),
        "rules": _store(Rule, "code", map(_rule, _rows(folder / "rules.csv")), overwrite=False),
        "countries": _store(Country, "code", map(_country, _rows(folder / "countries.csv"))),
        "holidays": _load_holidays(folder / "holidays.csv"),
    }


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _store(model: type[models.Model], key: str, rows: Iterator[Values], *, overwrite: bool = True) -> Counts:
    """Inserts and updates by `key`; None and "" in a row leave the stored value alone. Without `overwrite` it only inserts."""
    stored = {getattr(entry, key): entry for entry in model._default_manager.all()}
    counts, new, changed, fields = Counts(), [], [], set()
    seen = set()
    for row in rows:
        seen.add(row[key])
        given = {name: value for name, value in row.items() if value not in (None, "")}
        entry = stored.get(row[key])
        if entry is None:
            new.append(model(**given))
        elif overwrite and (different := {name for name, value in given.items() if getattr(entry, name) != value}):
            for name in different:
                setattr(entry, name, given[name])
            changed.append(entry)
            fields |= different
        else:
            counts.unchanged += 1
    model._default_manager.bulk_create(new)
    if changed:
        model._default_manager.bulk_update(changed, sorted(fields))
    counts.inserted, counts.updated, counts.kept = len(new), len(changed), len(set(stored) - seen)
    return counts


def _names(row: Row, prefix: str = "") -> dict[str, str]:
    """Those of LANGUAGES are always there; a further language of the site where it says it otherwise (docs/languages.md)."""
    further = (code for code, _name in settings.LANGUAGES if code not in LANGUAGES and row.get(prefix + code))
    return {language: row[prefix + language] for language in (*LANGUAGES, *further)}


def _named(row: Row) -> Values:
    return {"code": row["code"], "names": _names(row)}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _subjects(path: Path) -> Iterator[Values]:
    """The order of the lines is the order on the page."""
    for position, row in enumerate(_rows(path), start=1):
        yield {**_named(row), "nature": row["code"].split("-")[0], "position": position}


def _referral_body(row: Row) -> Values:
    return {
        **_named(row),
        "grounds": row["grounds"].split(),
        "matters": row["matters"].split(),
        "how": _names(row, "how_"),
        "abroad": _texts(row, "abroad_"),
        "prepare": _texts(row, "prepare_"),
        "address": row["address"],
        "phone": row["phone"],
        "website": row["website"],
        "country": row["country"],
        "languages": row["languages"].split(),
        "last_verified": _day(row["last_verified"]),
        "active": YES[row["active"]],
    }


def _texts(row: Row, prefix: str) -> dict[str, str] | None:
    """Texts that a line may lack: then what an administrator entered stays."""
    texts = _names(row, prefix)
    return texts if any(texts.values()) else None


def _rule(row: Row) -> Values:
    """A rule of the guide; an empty cell of a question means: whatever the answer."""
    return {
        **_named(row),
        "position": int(row["position"]),
        "stage": Rule.Stage.LIVE,
        "pattern": {name: row[name].split() for name in QUESTIONS if row[name]},
        "result": row["result"],
        "ground": row["ground"],
        "bodies": row["bodies"].split(),
        "by_country": YES[row["by_country"]],
        "explanation": _names(row, "why_"),
    }


def _country(row: Row) -> Values:
    return {**_named(row), "calling_code": row["calling_code"], "time_zone": row["time_zone"]}


def _load_units(path: Path) -> Counts:
    rows = list(_rows(path))
    regions = _keys(Region)
    counts = _store(
        Unit,
        "code",
        (
            {
                **_named(row),
                "kind": row["kind"],
                "region_id": regions[row["region"]] if row["region"] else None,
                "seat": row["seat"],
                "valid_from": _day(row["valid_from"]),
                "valid_to": _day(row["valid_to"]),
            }
            for row in rows
        ),
    )
    _link_parents(Unit, rows)
    return counts


def _load_administrations(path: Path) -> Counts:
    rows = list(_rows(path))
    regions = _keys(Region)
    counts = _store(
        Administration,
        "code",
        (
            {
                **_named(row),
                "kind": row["kind"],
                "region_id": regions[row["region"]] if row["region"] else None,
                "local": YES[row["local"]],
                "search_words": row["search_words"],
                "valid_from": _day(row["valid_from"]),
                "valid_to": _day(row["valid_to"]),
            }
            for row in rows
        ),
    )
    _link_parents(Administration, rows)
    return counts


def _keys(model: type[models.Model]) -> Mapping[str, int]:
    return dict(model._default_manager.values_list("code", "pk"))


def _link_parents(model: type[models.Model], rows: list[Row]) -> None:
    """Parents are known once every row of the file is stored."""
    keys = _keys(model)
    children: dict[str, list[str]] = {}
    for row in rows:
        children.setdefault(row["parent"], []).append(row["code"])
    for parent, codes in children.items():
        if parent:
            model._default_manager.filter(code__in=codes).exclude(parent_id=keys[parent]).update(parent_id=keys[parent])


def _load_holidays(path: Path) -> Counts:
    """An estimated date gives way to the one an administrator entered once the moon was seen."""
    seen = list(Holiday.objects.filter(estimated=False))

    def confirmed(day: date, name: str) -> bool:
        return any(feast.names.get("fr") == name and abs(feast.day - day) <= MOON for feast in seen)

    rows: Iterator[Values] = (
        {"day": date.fromisoformat(row["day"]), "names": _names(row), "estimated": YES[row["estimated"]]}
        for row in _rows(path)
    )
    return _store(
        Holiday, "day", (row for row in rows if not (row["estimated"] and confirmed(row["day"], row["names"]["fr"])))
    )
