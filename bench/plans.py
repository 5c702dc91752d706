"""`python -m bench.plans [--sizes 100000,1000000]`: what the desk's pages ask of Postgres, at each size of the register.

Each page is opened as its reader opens it; every statement it sent is explained anew with ANALYZE. A page must cost no more
statements and about as many blocks at the second size as at the first, and no statement may read a table from end to end that has
grown. Ends with 1 if one does (issue 4, section 6; docs/performance.md)."""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from bench.__main__ import keep, manage, prepare, servers
from bench.dealings import fill

GROWN = 50_000  # rows from which reading a whole table is a fault
BLOCKS = 150_000  # of 8 KB, of one statement: a thousand files of each of sixty colleagues, twice
GROWS = 60_000  # of a page: twenty lists counted up to 1,001
TIMES = 4  # as many in a register ten times as large
# What grows with something else than the files
ELSE = {
    "view=dead": "the addresses that do not work, one in two thousand files here",
    "/desk/colleagues/": "up to 1,001 files of each colleague",
}
QUEUE = "/desk/complaints/complaint/"


@dataclass
class Cost:
    """What a page asks: its statements, the blocks and the time of all of them, and what is wrong with one."""

    statements: int = 0
    blocks: int = 0
    milliseconds: float = 0.0
    most: int = 0
    faults: list[str] = field(default_factory=list)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.plans")
    parser.add_argument("--sizes", default="100000,1000000", help="how many files the register holds, in turn")
    sizes = [int(size) for size in parser.parse_args().sizes.split(",")]
    with servers():
        costs = [at_size(size, before) for size, before in zip(sizes, [0, *sizes], strict=False)]
    pages = {page: [vars(cost[page]) for cost in costs] for page in costs[0]}
    keep("plans.json", {"sizes": sizes, "pages": pages})
    return report(sizes, costs)


def at_size(size: int, before: int) -> dict[str, Cost]:
    """The register filled up to this size, and each page's cost."""
    if before:
        manage("generate_complaints", str(size - before), "--seed", str(size))
    else:
        prepare(size)
    print(f"{size} files:", fill(os.environ["DATABASE_URL"]), flush=True)
    manage("refresh_figures", "--whole")
    import django

    django.setup()
    return {f"{who} {path}": cost(who, path) for who, path in pages()}


@cache  # the same pages at each size
def pages() -> list[tuple[str, str]]:
    return list(named())


def named() -> Iterator[tuple[str, str]]:
    """Who opens what: each list of the desk, the search, a file that was answered, the inbox of an administration."""
    from accounts.models import User
    from complaints.casework.admin.case_file import TABS
    from complaints.casework.interlocutor.inbox import View as Inbox
    from complaints.casework.queue import View
    from complaints.models import Complaint

    unit = User.objects.get(email="caseworker@demo.example").unit_id
    answered = Complaint.objects.filter(unit=unit, answered_at__isnull=False).latest("pk")
    case = f"{QUEUE}{answered.pk}/"
    for who in ("caseworker", "supervisor"):
        yield who, "/desk/"
        yield from ((who, f"{QUEUE}?view={view}") for view in View)
        yield from (
            (who, f"{QUEUE}?{asked}")
            for asked in (
                "view=all&q=indemnit%C3%A9", "view=all&q=zzyzx", f"view=all&q={answered.reference}", "view=all&q=alami",
                "view=open&state=prelim_review&language=ar", "view=all&country=FR&overdue=1", "view=all&age=0-30",
            )
        )  # fmt: skip
        yield from ((who, f"{case}{tab}") for tab in (*(f"?tab={name}" for name in TABS), "do/join/"))
        yield from ((who, f"/desk/referrals/{view}") for view in ("", "?view=agreement", "?view=over"))
        yield who, "/desk/replies/"
        yield who, "/desk/letters/to-post/"
        yield who, "/desk/undelivered/"
        yield who, "/desk/reception/"
        yield who, "/desk/calendar/"
    for path in (
        "recommendations",
        "commissions",
        "promises",
        "colleagues",
        "interlocutors",
        "conflicts",
        "data-requests",
    ):
        yield "supervisor", f"/desk/{path}/"
    yield from (("liaison", f"/administration/letters/?view={view}") for view in Inbox)
    yield "liaison", "/administration/calendar/"


def cost(who: str, path: str) -> Cost:
    """Opens the page once to warm what is remembered, once more to hear what it asks, and explains each statement."""
    from django.db import connection, transaction
    from django.test import Client

    from accounts.models import User

    client = Client()
    client.force_login(User.objects.get(email=f"{who}@demo.example"))
    client.get(path)
    with heard(connection) as statements:
        answer = client.get(path)
    found = Cost(statements=len(statements))
    if answer.status_code != 200:
        found.faults.append(f"answered {answer.status_code}")
    for sql, values in statements:
        if not sql.lstrip().upper().startswith(("SELECT", "WITH", "(")):
            continue
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", values)
            plan = cursor.fetchone()[0]
            transaction.set_rollback(True)
        add(found, (json.loads(plan) if isinstance(plan, str) else plan)[0], sql)
    return found


@contextmanager
def heard(connection: Any) -> Iterator[list[tuple[str, Any]]]:
    """What is sent within."""
    statements: list[tuple[str, Any]] = []

    def listen(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        statements.append((sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(listen):
        yield statements


def add(found: Cost, plan: dict[str, Any], sql: str) -> None:
    top = plan["Plan"]
    blocks = top.get("Shared Hit Blocks", 0) + top.get("Shared Read Blocks", 0)
    found.blocks += blocks
    found.most = max(found.most, blocks)
    found.milliseconds += plan["Execution Time"]
    if blocks > BLOCKS:
        found.faults.append(f"{blocks} blocks: {sql[:300]}")
    for node in nodes(top):
        rows = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
        if node["Node Type"] == "Seq Scan" and rows * node["Actual Loops"] > GROWN:
            found.faults.append(f"reads {node['Relation Name']} from end to end ({rows:.0f} rows): {sql[:300]}")


def nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A plan's node and all below it."""
    yield node
    for below in node.get("Plans", ()):
        yield from nodes(below)


def report(sizes: list[int], costs: list[dict[str, Cost]]) -> int:
    """A line a page; 1 if something is wrong at the last size."""
    print(f"{'page':70}" + "".join(f"{size:>34,}" for size in sizes))
    for page in costs[-1]:
        shown = [cost.get(page, Cost()) for cost in costs]
        print(
            f"{page[:70]:70}" + "".join(f"{c.statements:6} st {c.blocks:9} bl {c.milliseconds:8.1f} ms" for c in shown)
        )
    faults = [f"{page}: {fault}" for page, cost in costs[-1].items() for fault in cost.faults]
    faults += [
        f"{page}: {first.statements} statements at {sizes[0]}, {last.statements} at {sizes[-1]}"
        for page, last in costs[-1].items()
        if (first := costs[0].get(page)) and last.statements > first.statements + 3
    ]
    faults += [
        f"{page}: {first.blocks} blocks at {sizes[0]}, {last.blocks} at {sizes[-1]}"
        for page, last in costs[-1].items()
        if (first := costs[0].get(page))
        and last.blocks > GROWS
        and last.blocks > TIMES * first.blocks
        and not any(name in page for name in ELSE)
    ]
    print(f"\n{len(faults)} faults", *faults, sep="\n  ")
    return 1 if faults else 0


if __name__ == "__main__":
    started = time.monotonic()
    result = main()
    print(f"{time.monotonic() - started:.0f} s")
    sys.exit(result)
