"""Whether this process lives, and whether it can do its work."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, JsonResponse

from accounts.middleware import public

log = logging.getLogger(__name__)

# With one of these off, what we acknowledged can be lost when the power fails.
DURABLE = {"fsync", "full_page_writes", "synchronous_commit"}


@public
def live(_request: HttpRequest) -> JsonResponse:
    """The process answers. It asks nobody else, so that a dead database does not restart every web server."""
    return JsonResponse({"live": True})


@public
def ready(_request: HttpRequest) -> JsonResponse:
    """200 when every check passes, else 503 with the names of those that fail; why, only the log says."""
    failed = [name for name, check in checks().items() if not passes(name, check)]
    return JsonResponse({"ready": not failed, "failed": failed}, status=503 if failed else 200)


def checks() -> dict[str, Callable[[], bool]]:
    """What must hold here; on a developer's machine and in tests the database may be a fast one of a superuser."""
    always = {"database": takes_a_write}
    return always | {"durability": is_durable, "role": is_not_superuser} if settings.STRICT_READINESS else always


def passes(name: str, check: Callable[[], bool]) -> bool:
    """Runs a check; a database that does not answer fails it."""
    try:
        if check():
            return True
        log.error("not ready: %s", name)
    except DatabaseError:
        log.exception("not ready: %s", name)
    return False


def takes_a_write() -> bool:
    """A commit reaches the database's log on disk; a replica or a full disk refuses it. It leaves no row behind."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_logical_emit_message(true, 'ready', '')")
    return True


def is_durable() -> bool:
    """What is committed is on disk before anybody is told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_settings WHERE name = ANY(%s) AND setting = 'off'", [sorted(DURABLE)])
        return cursor.fetchall() == []


def is_not_superuser() -> bool:
    """The site's role keeps to its own tables: no superuser, no way round row security."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT NOT (rolsuper OR rolbypassrls) FROM pg_roles WHERE rolname = current_user")
        return cursor.fetchone() == (True,)
