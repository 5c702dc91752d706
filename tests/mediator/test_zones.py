"""One clock: Python and Postgres agree on Morocco's days, or figures and lists differ for an hour each night."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

RABAT = "Africa/Casablanca"


@pytest.mark.django_db
@pytest.mark.parametrize("month", range(1, 13))
def test_python_and_postgres_tell_the_same_time_in_rabat(month):
    at = datetime(datetime.now(UTC).year, month, 25, 23, 30, tzinfo=UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz AT TIME ZONE %s", [at, RABAT])
        assert cursor.fetchone()[0] == at.astimezone(ZoneInfo(RABAT)).replace(tzinfo=None)
