"""Who studies a file, row by row from the table the office reads (tests/data/routing_expected.csv)."""

import csv
from datetime import date
from pathlib import Path

import pytest

from complaints.workflow import routing
from complaints.workflow.routing import UnitFacts

TABLE = Path(__file__).parents[2] / "data" / "routing_expected.csv"
UNITS_FILE = Path(routing.__file__).parents[1] / "guide" / "data" / "units.csv"


def read(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def facts(row):
    return UnitFacts(
        code=row["code"],
        kind=row["kind"],
        region=row["region"] or None,
        parent=row["parent"] or None,
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
    )


ROWS = read(TABLE)
UNITS = [facts(row) for row in read(UNITS_FILE)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['kind']} {row['region']} {row['comment']}")
def test_unit_is_the_one_in_the_office_table(row):
    code = routing.unit_for(
        kind=row["kind"],
        local=row["local"] == "yes",
        region=row["region"] or None,
        units=UNITS,
        on=date.fromisoformat(row["on"]),
    )
    assert code == row["unit"]


def test_an_ended_unit_gets_nothing_from_the_day_after():
    ended = UnitFacts("old", "regional", "souss-massa", "hq", date(2020, 1, 1), date(2026, 6, 30))
    units = [UnitFacts("hq", "headquarters"), ended]
    ask = {"kind": "collectivite", "local": True, "region": "souss-massa", "units": units}
    assert routing.unit_for(**ask, on=date(2026, 6, 30)) == "old"
    assert routing.unit_for(**ask, on=date(2026, 7, 1)) == "hq"


def test_a_ring_of_parents_ends_at_the_headquarters():
    units = [
        UnitFacts("hq", "headquarters"),
        UnitFacts("one", "contact_point", "oriental", "two"),
        UnitFacts("two", "contact_point", None, "one"),
    ]
    assert routing.unit_for(kind="collectivite", local=True, region="oriental", units=units) == "hq"


def test_no_headquarters_is_said_loudly():
    with pytest.raises(LookupError, match="headquarters"):
        routing.unit_for(kind="", local=False, region=None, units=[])
