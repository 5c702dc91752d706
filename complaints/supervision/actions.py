"""Counts the files into the summary tables. Runs each minute for the days that changed, and whole each night."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from accounts.dates import RABAT
from complaints.enums import State
from complaints.models import Event
from complaints.supervision.bands import BANDS
from complaints.supervision.models import FlowCount, Refresh, StockCount

LOCK = 7_204_116  # any number, the same for every process
SETTLE = timedelta(minutes=5)  # longer than any transaction lives: older events are all committed
MANY_DAYS = 400  # beyond this a whole count is cheaper
KEEP = timedelta(days=2)


def refresh_figures(*, now: datetime | None = None, whole: bool = False) -> Refresh | None:
    """Brings the summaries up to date in one transaction. None: another process is counting just now.

    `whole` counts every day anew. Otherwise only the days of files that have a new event: any day on which something happened
    to such a file may have lost or gained it (a reopened file leaves the day of its closing)."""
    now = now or timezone.now()
    with transaction.atomic():
        if not _lock():
            return None
        last = Refresh.objects.first()
        days = None if whole or last is None else _changed_days(last.settled_event)
        if days is not None and len(days) > MANY_DAYS:
            days = None
        settled = _settled_event(now)
        _count_flows(days)
        _count_stock(timezone.localdate(now))
        Refresh.objects.filter(at__lt=now - KEEP).delete()
        return Refresh.objects.create(at=now, settled_event=settled, days=None if days is None else len(days))


def _lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return cursor.fetchone()[0]


def _settled_event(now: datetime) -> int:
    """The newest event old enough that none below it can still be uncommitted."""
    return Event.objects.filter(at__lt=now - SETTLE).order_by("-pk").values_list("pk", flat=True).first() or 0


def _changed_days(after: int) -> set[date]:
    """The days (in Rabat) whose counts may have changed since that event."""
    sql = """
        WITH touched AS (SELECT DISTINCT complaint_id AS id FROM complaints_event WHERE id > %(after)s)
        SELECT received_on FROM complaints_complaint JOIN touched USING (id)
        UNION SELECT (closed_at AT TIME ZONE %(zone)s)::date FROM complaints_complaint JOIN touched USING (id)
        UNION SELECT (answered_at AT TIME ZONE %(zone)s)::date FROM complaints_complaint JOIN touched USING (id)
        UNION SELECT received_on FROM complaints_answer a JOIN touched ON touched.id = a.complaint_id
        UNION SELECT (e.at AT TIME ZONE %(zone)s)::date FROM complaints_event e JOIN touched ON touched.id = e.complaint_id
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, {"after": after, "zone": RABAT.key})
        return {day for (day,) in cursor.fetchall() if day is not None}


# Each statement reads its files once; GROUPING SETS count them by each dimension in turn. {days} narrows it to some days.
FLOWS = {
    FlowCount.Measure.RECEIVED: """
        SELECT received_on AS day, unit_id, country_id AS country, language, channel
        FROM complaints_complaint {days} WHERE state <> 'draft'
    """,
    FlowCount.Measure.CLOSED: """
        SELECT (complaints_complaint.closed_at AT TIME ZONE %(zone)s)::date AS day, unit_id, outcome,
               greatest((complaints_complaint.closed_at AT TIME ZONE %(zone)s)::date - received_on, 0)::text AS days,
               outcome || ':' || coalesce(voice.solved, '') AS voice, settled_stage AS stage,
               CASE WHEN voice.asked_at IS NULL THEN '' ELSE coalesce(voice.fairness, 0)::text END AS fairness
        FROM complaints_complaint {days}
        LEFT JOIN complaints_voice AS voice
               ON voice.complaint_id = complaints_complaint.id AND voice.closed_at = complaints_complaint.closed_at
        WHERE complaints_complaint.closed_at IS NOT NULL
    """,
    FlowCount.Measure.ANSWERED_LATE: """
        SELECT (answered_at AT TIME ZONE %(zone)s)::date AS day, unit_id, administration_id::text AS administration
        FROM complaints_complaint {days}
        WHERE administration_id IS NOT NULL AND (answered_at AT TIME ZONE %(zone)s)::date > answer_due_on
    """,
    FlowCount.Measure.JUDGED: """
        SELECT complaints_answer.received_on AS day, unit_id,
               complaints_answer.administration_id::text || ':' || quality AS quality
        FROM complaints_answer {days} JOIN complaints_complaint ON complaints_complaint.id = complaints_answer.complaint_id
        WHERE quality <> ''
    """,
}
DIMENSIONS = {
    FlowCount.Measure.RECEIVED: ("country", "language", "channel"),
    FlowCount.Measure.CLOSED: ("outcome", "days", "voice", "fairness", "stage"),
    FlowCount.Measure.ANSWERED_LATE: ("administration",),
    FlowCount.Measure.JUDGED: ("quality",),
}
NARROW = {
    FlowCount.Measure.RECEIVED: "JOIN unnest(%(days)s::date[]) AS d(day) ON received_on = d.day",
    FlowCount.Measure.CLOSED: """JOIN unnest(%(days)s::date[]) AS d(day)
        ON complaints_complaint.closed_at >= (d.day::timestamp AT TIME ZONE %(zone)s)
        AND complaints_complaint.closed_at < ((d.day + 1)::timestamp AT TIME ZONE %(zone)s)""",
    FlowCount.Measure.ANSWERED_LATE: """JOIN unnest(%(days)s::date[]) AS d(day)
        ON answered_at >= (d.day::timestamp AT TIME ZONE %(zone)s)
        AND answered_at < ((d.day + 1)::timestamp AT TIME ZONE %(zone)s)""",
    FlowCount.Measure.JUDGED: "JOIN unnest(%(days)s::date[]) AS d(day) ON complaints_answer.received_on = d.day",
}


def _count_flows(days: Collection[date] | None) -> None:
    """Counts these days anew (None: all), then the months they lie in."""
    if days is not None and not days:
        return
    months = None if days is None else sorted({day.replace(day=1) for day in days})
    stale = FlowCount.objects.all()
    if days is not None and months is not None:
        stale = FlowCount.objects.filter(grain=FlowCount.Grain.DAY, start__in=days) | FlowCount.objects.filter(
            grain=FlowCount.Grain.MONTH, start__in=months
        )
    stale.delete()
    with connection.cursor() as cursor:
        for measure in FlowCount.Measure:
            cursor.execute(
                _insert_days(measure, narrow=days is not None),
                {"zone": RABAT.key, "measure": measure, "days": None if days is None else sorted(days)},
            )
        cursor.execute(_insert_months(narrow=days is not None), {"months": months})


def _insert_days(measure: FlowCount.Measure, *, narrow: bool) -> str:
    source = FLOWS[measure].format(days=NARROW[measure] if narrow else "")
    names = DIMENSIONS[measure]
    sets = ", ".join(["(day, unit_id)", *(f"(day, unit_id, {name})" for name in names)])
    # GROUPING(a, b, c) tells which column a row was grouped by: its bit is 0.
    every = (1 << len(names)) - 1
    masks = [(every ^ (1 << (len(names) - 1 - place)), name) for place, name in enumerate(names)]
    grouping = f"CASE GROUPING({', '.join(names)})"
    dimension = " ".join(f"WHEN {mask} THEN '{name}'" for mask, name in masks)
    key = " ".join(f"WHEN {mask} THEN {name}" for mask, name in masks)
    return f"""
        INSERT INTO supervision_flowcount (grain, start, unit_id, measure, dimension, key, n)
        SELECT 'd', day, unit_id, %(measure)s, {grouping} {dimension} ELSE 'total' END,
               coalesce({grouping} {key} END, ''), count(*)
        FROM ({source}) AS files
        GROUP BY GROUPING SETS ({sets})
    """  # noqa: S608 - constants of this file alone


def _insert_months(*, narrow: bool) -> str:
    only = "AND date_trunc('month', start)::date = ANY(%(months)s)" if narrow else ""
    return f"""
        INSERT INTO supervision_flowcount (grain, start, unit_id, measure, dimension, key, n)
        SELECT 'm', date_trunc('month', start)::date, unit_id, measure, dimension, key, sum(n)
        FROM supervision_flowcount WHERE grain = 'd' {only}
        GROUP BY 2, 3, 4, 5, 6
    """  # noqa: S608 - constants of this file alone


def _count_stock(today: date) -> None:
    """Counts the open files anew and keeps today's number of overdue ones."""
    band = " ".join(f"WHEN today - received_on <= {band.upto} THEN '{band.key}'" for band in BANDS if band.upto)
    StockCount.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO supervision_stockcount (unit_id, dimension, key, n)
            SELECT unit_id,
                   CASE GROUPING(state, band, overdue, late)
                        WHEN 7 THEN 'state' WHEN 11 THEN 'age' WHEN 13 THEN 'overdue' ELSE 'late' END,
                   coalesce(
                       CASE GROUPING(state, band, overdue, late) WHEN 7 THEN state WHEN 11 THEN band WHEN 14 THEN late END, ''
                   ),
                   count(*)
            FROM (
                SELECT unit_id, state::text, nullif(due_on < today, false) AS overdue,
                       CASE {band} ELSE '{BANDS[-1].key}' END AS band,
                       CASE WHEN due_on < today AND state = %(with_administration)s THEN administration_id::text END AS late
                FROM complaints_complaint, (SELECT %(today)s::date AS today) AS now
                WHERE closed_at IS NULL AND state <> 'draft'
            ) AS files
            GROUP BY GROUPING SETS ((unit_id, state), (unit_id, band), (unit_id, overdue), (unit_id, late))
            HAVING NOT (GROUPING(overdue) = 0 AND overdue IS NULL) AND NOT (GROUPING(late) = 0 AND late IS NULL)
            """,  # noqa: S608 - constants of bands.py alone
            {"today": today, "with_administration": State.AWAITING_ADMINISTRATION},
        )
        cursor.execute(
            """
            INSERT INTO supervision_stockday (day, unit_id, overdue)
            SELECT %(today)s, unit.id, coalesce(sum(n), 0)
            FROM (SELECT id FROM accounts_unit UNION ALL SELECT NULL) AS unit
            LEFT JOIN supervision_stockcount AS stock
                   ON stock.unit_id IS NOT DISTINCT FROM unit.id AND stock.dimension = 'overdue'
            GROUP BY unit.id
            ON CONFLICT (day, unit_id) DO UPDATE SET overdue = excluded.overdue
            """,
            {"today": today},
        )
