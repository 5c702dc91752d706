"""The report: tables whose small counts are hidden so that no total gives them away, neither in one table nor across them.

Page, PDF and CSV all show `Report.tables`, cell by cell as texts; none of them counts anything."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.dates import long_date
from complaints.enums import Ground
from complaints.outreach.models import Stand, Visit
from complaints.outreach.report import counting
from complaints.outreach.report.counting import OUTSIDE, UNSAID, WITHIN, Counts
from complaints.suppression import Mask, hidden_cells, shown, small

# A place of a table: its key, the row and the column. Places that hold one and the same number are hidden together.
Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Table:
    """Texts only. The last row is the sum of the others where `summed`."""

    key: str
    title: str
    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    summed: bool = True

    @property
    def lines(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The rows without the sum."""
        return self.rows[:-1] if self.summed else self.rows

    @property
    def sums(self) -> tuple[str, tuple[str, ...]] | None:
        return self.rows[-1] if self.summed else None


@dataclass(frozen=True, slots=True)
class Report:
    """`number` is how many came, as it may be shown; `nobody`: nothing was counted."""

    number: str
    tables: tuple[Table, ...]
    nobody: bool


@dataclass(slots=True)
class Raw:
    """A table before anything is hidden: the last row sums the others, and the last of several columns its row."""

    title: str
    heading: str
    columns: list[str]
    labels: list[str]
    values: list[list[int]]

    def sum_up(self) -> "Raw":
        """With the row of sums, and with a column of sums where there are several columns."""
        if len(self.columns) > 1:
            self.columns.append(_("Total"))
            self.values = [[*row, sum(row)] for row in self.values]
        self.labels.append(_("Total"))
        self.values.append([sum(column) for column in zip(*self.values, strict=True)] or [0] * len(self.columns))
        return self


def report_of(stand: Stand) -> Report:
    """The report of a stand, in the active language."""
    counts = counting.count(stand)
    raw = _raw(stand, counts)
    masks = hidden(raw)
    tables = [_table(key, one, masks[key]) for key, one in raw.items()]
    outcomes = tables[0].sums
    number = outcomes[1][-1] if outcomes else ""
    return Report(number, (*tables, _waiting(counts)), nobody=not counts.total and not counts.waits)


def hidden(raw: dict[str, Raw]) -> dict[str, Mask]:
    """The cells to hide in each table; a number that stands in several tables is hidden in all of them or in none."""
    links = _links(raw)
    masks = {key: [[False] * len(row) for row in one.values] for key, one in raw.items()}
    while True:
        before = str(masks)
        for key, one in raw.items():
            masks[key] = hidden_cells(one.values, total_row=True, total_column=len(one.columns) > 1, also=masks[key])
        for places in links:
            if any(masks[key][row][column] for key, row, column in places):
                for key, row, column in places:
                    masks[key][row][column] = True
        if str(masks) == before:
            return masks


def _links(raw: dict[str, Raw]) -> list[list[Place]]:
    """All visits stand at the foot of every table but that of the grounds, whose sum stands among the outcomes."""
    foot: list[Place] = [
        (key, len(one.values) - 1, len(one.columns) - 1) for key, one in raw.items() if key != "grounds"
    ]
    oriented = list(Visit.Outcome.values).index(Visit.Outcome.ORIENTED)
    outside = [WITHIN, OUTSIDE, UNSAID].index(OUTSIDE)
    # Orientations alone are said to lie outside, so the sum of that column is the same number once more
    same: list[Place] = [("outcomes", oriented, outside), ("grounds", len(raw["grounds"].values) - 1, 0)]
    column = [row[outside] for row in raw["outcomes"].values]
    if column[-1] == column[oriented]:
        same.append(("outcomes", len(column) - 1, outside))
    return [foot, same]


def _raw(stand: Stand, counts: Counts) -> dict[str, Raw]:
    visits = [_("Visits")]
    named = counting.country_names([code for code in counts.countries if code])
    unsaid = _("Not said")
    spoken = dict(settings.LANGUAGES)
    sides = {WITHIN: _("Within competence"), OUTSIDE: _("Outside competence"), UNSAID: unsaid}
    # By name: an order by size would say which of two hidden numbers is the larger one
    countries = sorted(counts.countries.items(), key=lambda pair: (not pair[0], named.get(pair[0], pair[0])))
    languages = sorted(counts.languages.items())
    days = counting.every_day(stand, counts.days)
    hours = range(min(counts.hours), max(counts.hours) + 1) if counts.hours else range(0)

    def raw(title: str, heading: str, pairs: list[tuple[str, int]]) -> Raw:
        return Raw(title, heading, list(visits), [one for one, _n in pairs], [[n] for _one, n in pairs]).sum_up()

    return {
        "outcomes": Raw(
            _("By outcome and competence"),
            _("Outcome"),
            list(sides.values()),
            [str(outcome.label) for outcome in Visit.Outcome],
            [[counts.outcomes.get((outcome.value, side), 0) for side in sides] for outcome in Visit.Outcome],
        ).sum_up(),
        "grounds": raw(
            _("Outside competence, by ground"),
            _("Ground"),
            [(f"{ground.value} {ground.label}", counts.grounds.get(ground.value, 0)) for ground in Ground],
        ),
        "countries": raw(
            _("By country of residence"),
            _("Country"),
            [(named.get(code, code) if code else unsaid, n) for code, n in countries],
        ),
        "languages": raw(_("By language"), _("Language"), [(spoken.get(code, code), n) for code, n in languages]),
        "days": raw(_("By day"), _("Day"), [(long_date(day), counts.days.get(day, 0)) for day in days]),
        "hours": raw(
            _("By hour of the day"), _("Hour"), [(f"{hour:02d}:00", counts.hours.get(hour, 0)) for hour in hours]
        ),
    }


def _table(key: str, raw: Raw, mask: Mask) -> Table:
    rows = [
        (label, tuple(shown(n, hide) for n, hide in zip(values, hiding, strict=True)))
        for label, values, hiding in zip(raw.labels, raw.values, mask, strict=True)
    ]
    return Table(key, raw.title, raw.heading, tuple(raw.columns), tuple(rows))


def _waiting(counts: Counts) -> Table:
    """Median and the time that nine of ten did not wait longer than; of fewer than five people nothing is said."""
    people = sum(counts.waits.values())
    few = small(people)
    middle, most = (counting.percentile(counts.waits, percent) for percent in (50, 90))
    minutes = ["–" if few or one is None else str(one) for one in (middle, most)]
    return Table(
        "waiting",
        _("Waiting time from ticket to call"),
        _("Measure"),
        (_("Value"),),
        (
            (_("People whose waiting time is known"), (shown(people, few),)),
            (_("Half of them waited at most, in minutes"), (minutes[0],)),
            (_("Nine of ten waited at most, in minutes"), (minutes[1],)),
        ),
        summed=False,
    )
