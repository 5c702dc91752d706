"""Logs keep no name, no token and no value of a row."""

import logging

import structlog

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


def test_a_link_that_opens_a_file_is_not_kept():
    written = line("Not Found: /follow/open/abc.DEF-123/")
    assert "/follow/open/..." in written
    assert "DEF-123" not in written


def test_each_answer_names_its_request(client):
    assert len(client.get("/live").headers["X-Request-ID"]) == 32
    assert client.get("/live", headers={"X-Request-ID": "proxy-0001"}).headers["X-Request-ID"] == "proxy-0001"
    assert "\n" not in client.get("/live", headers={"X-Request-ID": "a\nforged line"}).headers["X-Request-ID"]
