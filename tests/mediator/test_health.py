"""/live and /ready: what an orchestrator asks, and what it may learn."""

import pytest
from django.db import OperationalError, connection

from mediator import errors, health


@pytest.mark.django_db(transaction=True)
def test_ready_when_the_database_takes_a_write(client):
    response = client.get("/ready")
    assert (response.status_code, response.json()) == (200, {"ready": True, "failed": []})


def test_alive_without_a_database(client):
    """No `django_db` here: a query would fail the test."""
    assert client.get("/live").json() == {"live": True}


@pytest.mark.django_db(transaction=True)
def test_not_ready_without_a_database_and_says_no_more_than_that(client, monkeypatch):
    def away() -> bool:
        raise OperationalError("connection to server at secret.example failed: password rejected")

    monkeypatch.setattr(health, "takes_a_write", away)
    response = client.get("/ready")
    assert (response.status_code, response.json()) == (503, {"ready": False, "failed": ["database"]})


@pytest.mark.django_db(transaction=True)
def test_the_write_is_a_real_one():
    """It moves the database's log forward; a `SELECT 1` would be answered by a full disk too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()")
        (before,) = cursor.fetchone()
        health.takes_a_write()
        cursor.execute("SELECT pg_current_wal_insert_lsn() > %s", [before])
        assert cursor.fetchone() == (True,)


def test_a_page_says_to_come_back_when_the_database_is_away(rf):
    try:
        raise OperationalError("connection failed")
    except OperationalError:
        response = errors.server_error(rf.get("/"))
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"


@pytest.mark.django_db(transaction=True)
def test_production_is_not_ready_on_a_fast_and_loose_database(client, settings):
    """The tests' own Postgres has fsync off and a superuser: both are named."""
    settings.STRICT_READINESS = True
    assert client.get("/ready").json()["failed"] == ["durability", "role"]


@pytest.mark.django_db(transaction=True)
def test_a_plain_role_is_accepted():
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE plain_reader")
        try:
            cursor.execute("SET ROLE plain_reader")
            assert health.is_not_superuser()
        finally:
            cursor.execute("RESET ROLE")
            cursor.execute("DROP ROLE plain_reader")
