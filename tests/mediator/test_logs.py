"""Logs keep no name, no token and no value of a row."""

import logging

import pytest
import structlog
from django.db import IntegrityError, connection, transaction

from mediator import logs


def line(message: str, **more: object) -> str:
    """What the handler writes for a message."""
    formatter = structlog.stdlib.ProcessorFormatter(
        **{name: value for name, value in logs.configuration(json=True)["formatters"]["line"].items() if name != "()"}
    )
    record = logging.getLogger("x").makeRecord("x", logging.ERROR, "f", 1, message, (), more.get("exc_info"), extra={})
    return formatter.format(record)


def test_the_values_of_a_refused_row_are_not_kept():
    refusal = "duplicate key\nDETAIL:  Key (email)=(fatima@example.org) already exists."
    try:
        raise ValueError(refusal)
    except ValueError as error:
        written = line("failed", exc_info=(ValueError, error, error.__traceback__))
    assert "duplicate key" in written
    assert "fatima" not in written


STORY = "12 rue des Lilas\nTraceback (most recent call last):\n59000 Lille"
REFUSAL = f'null value violates "x"\nDETAIL:  Failing row contains (7, {STORY}, 1981-01-01).\nCONTEXT:  COPY {STORY}'


def failed(error: Exception) -> str:
    """What is logged when an error is raised and a second one from it, as Django does."""
    try:
        try:
            raise error
        except Exception as first:
            raise ValueError(str(first)) from first
    except ValueError as second:
        return line("failed", exc_info=(ValueError, second, second.__traceback__))


def test_the_values_are_not_kept_over_as_many_lines_as_were_typed():
    written = failed(RuntimeError(REFUSAL))
    assert "Lilas" not in written
    assert "59000" not in written
    assert "null value violates" in written
    assert "direct cause" in written
    assert "in failed" in written


def test_a_quoted_statement_is_not_kept():
    written = failed(RuntimeError("syntax error\nLINE 1: SELECT 'Fatima'\n               ^"))
    assert "syntax error" in written
    assert "Fatima" not in written


def test_the_values_are_not_kept_in_a_message_or_its_repr():
    for told in (
        f"task failed: {REFUSAL}",
        f"task failed: {ValueError(REFUSAL.replace('Traceback', ''))!r}\nTraceback",
    ):
        assert "Lilas" not in line(told)
    assert "1981" not in line(REFUSAL.replace("Traceback", ""))


@pytest.mark.django_db
def test_a_row_that_the_database_refuses_keeps_its_story():
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE kept (story text, missing int NOT NULL)")
            cursor.execute("INSERT INTO kept (story) VALUES (%s)", [STORY])
    except IntegrityError as error:
        written = line("failed", exc_info=(IntegrityError, error, error.__traceback__))
    assert "Lilas" not in written
    assert "59000" not in written
    assert "violates not-null" in written


def test_a_link_that_opens_a_file_is_not_kept():
    written = line("Not Found: /follow/open/abc.DEF-123/")
    assert "/follow/open/..." in written
    assert "DEF-123" not in written


def test_each_answer_names_its_request(client):
    assert len(client.get("/live").headers["X-Request-ID"]) == 32
    assert client.get("/live", headers={"X-Request-ID": "proxy-0001"}).headers["X-Request-ID"] == "proxy-0001"
    assert "\n" not in client.get("/live", headers={"X-Request-ID": "a\nforged line"}).headers["X-Request-ID"]
