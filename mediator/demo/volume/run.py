"""Copies made-up cases into the database, in chunks, with as many processes as there are cores."""

import os
import pickle
from bisect import bisect_right
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import accumulate
from multiprocessing import get_context
from random import Random

from django.db import IntegrityError, connection, connections, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import ForeignKey, Model
from django.utils import timezone

from complaints.models import (
    Answer,
    Complaint,
    Event,
    InformationRequest,
    Message,
    Person,
    PriorStep,
    RequestedItem,
)
from mediator.demo.volume import workers
from mediator.demo.volume.directories import Directories, make_staff, read_directories
from mediator.demo.volume.fates import DAY
from mediator.demo.volume.rows import Maker

CHUNK = 5_000
SMALL = 20_000  # below, starting processes costs more than it gives
GROWTH = 1.08  # complaints a year, each to the one before
SUMMER = {7: 1.5, 8: 1.7, 9: 1.3}
WEEKEND = 0.5
# Room for the numbered rows of one case; unused numbers stay gaps, as sequences leave them anyway
ROOM: dict[str, tuple[type[Model], int]] = {
    "person": (Person, 1),
    "complaint": (Complaint, 1),
    "referral": (Complaint.referral_bodies.through, 2),
    "event": (Event, 14),
    "step": (PriorStep, 1),
    "request": (InformationRequest, 1),
    "item": (RequestedItem, 2),
    "answer": (Answer, 1),
    "message": (Message, 3),
}


@dataclass(frozen=True, slots=True)
class Job:
    """What every process needs to know."""

    seed: int
    count: int
    directories: Directories
    first: dict[str, int]
    now: int
    days: tuple[int, ...]  # seconds at which each day starts
    weights: tuple[float, ...]  # cumulative: how many complaints come until then


def generate(count: int, *, seed: int, years: int, processes: int = 0) -> Iterator[dict[str, int]]:
    """Yields, chunk by chunk, how many rows went into each table. Each chunk is one transaction.

    Raises IntegrityError when a new row points at nothing: then throw the database away."""
    make_staff()
    now = int(timezone.now().timestamp()) // DAY * DAY  # midnight: a run of the same day gives the same cases
    days, weights = calendar(now, years)
    job = Job(seed, count, read_directories(), _reserve(count), now, days, weights)
    chunks = range((count + CHUNK - 1) // CHUNK)
    processes = processes or (1 if count <= SMALL else os.cpu_count() or 1)
    if processes == 1:
        yield from (fill(job, chunk) for chunk in chunks)
    else:
        connections.close_all()
        with ProcessPoolExecutor(
            processes, get_context("spawn"), initializer=workers.set_up, initargs=(pickle.dumps(job),)
        ) as pool:
            yield from pool.map(workers.fill, chunks)
    check_references(job.first)
    with connection.cursor() as cursor:
        for model, _room in ROOM.values():
            cursor.execute(f'ANALYZE "{model._meta.db_table}"')
        cursor.execute(INDEX_THE_REST)


# What was left for later, up to the 32 MB that a chunk may leave; else the next complaint that is filed pays for it
INDEX_THE_REST = """
    SELECT gin_clean_pending_list(pg_index.indexrelid::regclass)
    FROM pg_index JOIN pg_class ON pg_class.oid = pg_index.indexrelid JOIN pg_am ON pg_am.oid = pg_class.relam
    WHERE pg_am.amname = 'gin' AND pg_class.relname ~ '^(search_text|person|complaint)_'
"""


def calendar(now: int, years: int) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """The days of the last `years`, and how many complaints come up to the end of each: more each year and in summer."""
    today = datetime.fromtimestamp(now, UTC).date()
    total = 365 * years
    starts, shares = [], []
    for back in range(total, 0, -1):
        day = today - timedelta(days=back)
        share = GROWTH ** ((total - back) / 365) * SUMMER.get(day.month, 1.0)
        shares.append(share * (WEEKEND if day.weekday() > 4 else 1.0))
        starts.append(int(datetime.combine(day, time(), UTC).timestamp()))
    return tuple(starts), tuple(accumulate(shares))


def fill(job: Job, chunk: int) -> dict[str, int]:
    """Makes one chunk and copies it. Its own random numbers make it the same whichever process does it."""
    rng = Random(f"{job.seed}/{chunk}")  # noqa: S311 (nothing is secret here)
    start, end = chunk * CHUNK, min((chunk + 1) * CHUNK, job.count)
    first = {name: number + start * ROOM[name][1] for name, number in job.first.items()}
    maker = Maker(job.directories, now=job.now, first=first)
    for position in range(start, end):
        share = (position + rng.random()) / job.count * job.weights[-1]
        day = job.days[bisect_right(job.weights, share)]
        maker.make(rng, day + int(rng.triangular(6 * 3600, DAY - 1, 19 * 3600)))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute("SET LOCAL gin_pending_list_limit = '32MB'")  # words go into the search index in larger portions
        cursor.execute("SET LOCAL work_mem = '64MB'")
        with _references_unchecked(cursor):
            return {table.name: table.copy(cursor.cursor) for table in maker.tables.values()}


@contextmanager
def _references_unchecked(cursor: CursorWrapper) -> Iterator[None]:
    """Half of the server's time goes into looking up each foreign key; a superuser may leave it to `check_references`."""
    cursor.execute("SHOW is_superuser")
    if cursor.fetchone()[0] != "on":
        yield
        return
    cursor.execute("SET LOCAL session_replication_role = replica")
    yield
    cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def check_references(first: dict[str, int]) -> None:
    """Looks up all foreign keys of the new rows at once; raises IntegrityError for the first that leads nowhere."""
    with connection.cursor() as cursor:
        for name, (model, _room) in ROOM.items():
            for field in model._meta.concrete_fields:
                if not isinstance(field, ForeignKey):
                    continue
                cursor.execute(_dangling(field), [first[name]])
                if row := cursor.fetchone():
                    raise IntegrityError(f"{model._meta.db_table}.{field.column} of row {row[0]} leads nowhere")


def _dangling(field: ForeignKey) -> str:
    quote = connection.ops.quote_name
    own, column = quote(field.model._meta.db_table), quote(field.column)
    other = quote(field.related_model._meta.db_table)
    key = quote(field.target_field.column)
    return (
        f"SELECT own.id FROM {own} own WHERE own.id >= %s AND own.{column} IS NOT NULL"  # noqa: S608 (our own names)
        f" AND NOT EXISTS (SELECT FROM {other} other WHERE other.{key} = own.{column}) LIMIT 1"
    )


def _reserve(count: int) -> dict[str, int]:
    """Takes enough numbers from each sequence; gives the first of each."""
    first = {}
    with connection.cursor() as cursor:
        for name, (model, room) in ROOM.items():
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
            (sequence,) = cursor.fetchone()
            cursor.execute("SELECT setval(%s, nextval(%s) + %s)", [sequence, sequence, count * room])
            (last,) = cursor.fetchone()
            first[name] = last - count * room
    return first
