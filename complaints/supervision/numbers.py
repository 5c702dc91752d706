"""Numbers and days as people of each language write them: Western digits, the language's own grouping."""

from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from accounts.dates import locale


def number(value: float) -> str:
    """`1 204`, `1,204`, `12.5` as the active language writes it."""
    return format_decimal(value, "#,##0.#", locale=locale())


def signed(value: float) -> str:
    """With its sign: `+12`, `−3`, `0`."""
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{number(abs(value))}"


def percent(part: float, whole: float) -> str:
    """`36 %`; empty when there is no whole."""
    return (
        format_percent(part / whole, "#,##0 %" if locale() in {"fr", "es"} else "#,##0%", locale=locale())
        if whole
        else ""
    )


def short_day(day: date) -> str:
    """`24 nov.`"""
    return format_date(day, "d MMM", locale=locale())


def median(histogram: dict[int, int]) -> float | None:
    """The middle value of a histogram {value: how many}, as `percentile_cont(0.5)` gives it; None when empty."""
    total = sum(histogram.values())
    if not total:
        return None
    middle = ((total - 1) // 2, total // 2)  # the same place twice when the total is odd
    found: list[int] = []
    seen = 0
    for value in sorted(histogram):
        seen += histogram[value]
        found += [value for place in middle[len(found) :] if place < seen]
        if len(found) == 2:
            break
    return sum(found) / 2
