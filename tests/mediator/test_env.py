"""Settings from the environment: right, or refused with the variable's name."""

from datetime import time

import pytest

from mediator import env


@pytest.mark.parametrize("given", [None, "", "  "])
def test_a_missing_variable_is_named(monkeypatch, given):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    if given is not None:
        monkeypatch.setenv("SECRET_KEY", given)
    with pytest.raises(env.EnvironmentError, match="SECRET_KEY is not set"):
        env.required("SECRET_KEY")


@pytest.mark.parametrize(
    ("given", "read"), [("1", True), ("Yes", True), ("on", True), ("False", False), ("0", False), ("", False)]
)
def test_a_flag(monkeypatch, given, read):
    monkeypatch.setenv("FLAG", given)
    assert env.flag("FLAG") is read


def test_a_flag_that_is_neither_is_refused(monkeypatch):
    monkeypatch.setenv("FLAG", "flase")
    with pytest.raises(env.EnvironmentError, match="FLAG='flase' is neither yes nor no"):
        env.flag("FLAG")


def test_a_number_and_what_is_none(monkeypatch):
    monkeypatch.setenv("PORT", " 8001 ")
    assert env.integer("PORT", 8000) == 8001
    monkeypatch.setenv("PORT", "")
    assert env.integer("PORT", 8000) == 8000
    monkeypatch.setenv("PORT", "80a")
    with pytest.raises(env.EnvironmentError, match="PORT='80a' is not a whole number"):
        env.integer("PORT", 8000)


def test_a_list(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", " a.example, ,b.example ")
    assert env.words("ALLOWED_HOSTS") == ["a.example", "b.example"]


def test_a_database_by_address_and_by_socket():
    far = env.database("postgresql://site:p%40ss@db.example:5433/mediator?sslmode=verify-full")
    assert (far["USER"], far["PASSWORD"], far["HOST"], far["PORT"], far["NAME"]) == (
        *("site", "p@ss", "db.example", "5433"),
        "mediator",
    )
    assert far["OPTIONS"] == {"sslmode": "verify-full"}
    near = env.database("postgresql://mediator@/mediator?host=/run/sockets")
    assert (near["HOST"], near["OPTIONS"]) == ("/run/sockets", {})


@pytest.mark.parametrize(
    ("read", "given"),
    [(env.database, "mysql://x/y"), (env.storage, "ftp://x/y"), (env.mailers, "http://x"), (env.database, "x")],
)
def test_an_unknown_kind_is_refused(read, given):
    with pytest.raises(env.EnvironmentError, match="must begin with"):
        read(given)


def test_files_on_a_disk_are_served_by_nobody():
    options = env.storage("file:///srv/files")["OPTIONS"]
    assert options == {
        "location": "/srv/files",
        "base_url": None,
        "file_permissions_mode": 0o600,
        "directory_permissions_mode": 0o700,
    }


def test_files_in_a_bucket_are_private():
    options = env.storage("s3://key:s%2Fecret@s3.example:9000/bucket")["OPTIONS"]
    assert options["bucket_name"] == "bucket"
    assert options["endpoint_url"] == "https://s3.example:9000"
    assert options["secret_key"] == "s/ecret"
    assert options["default_acl"] is None


@pytest.mark.parametrize(
    ("address", "port", "ssl", "tls"),
    [
        ("smtp://mail.example", 25, False, False),
        ("smtps://u:p@mail.example", 465, True, False),
        ("smtp+starttls://u:p@mail.example:587", 587, False, True),
    ],
)
def test_the_mail_server(address, port, ssl, tls):
    options = env.mailers(address)["wire"]["OPTIONS"]
    assert (options["host"], options["port"], options["use_ssl"], options["use_tls"]) == (
        "mail.example",
        port,
        ssl,
        tls,
    )


def test_celery_uses_database_zero_however_redis_is_reached():
    assert env.celery_broker("unix:///tmp/redis.sock") == "redis+socket:///tmp/redis.sock?virtual_host=0"
    assert env.celery_broker("redis://cache:6379/") == "redis://cache:6379/0"


def test_opening_hours_are_days_and_hours(monkeypatch):
    monkeypatch.setenv("HELP_HOURS", "1-5 09:00-16:30")
    assert env.opening("HELP_HOURS") == (1, 5, time(9), time(16, 30))
    monkeypatch.setenv("HELP_HOURS", "")
    assert env.opening("HELP_HOURS", "1-5 09:00-16:30") is None


@pytest.mark.parametrize("value", ["9-17", "1-5", "0-5 09:00-16:30", "5-1 09:00-16:30", "1-8 09:00-16:30", "1-5 16:30-09:00",
                                   "1-5 09:00+01:00-16:30", "Mon-Fri 09:00-16:30", '{"fr": "9h"}'])  # fmt: skip
def test_other_opening_hours_stop_the_start(monkeypatch, value):
    monkeypatch.setenv("HELP_HOURS", value)
    with pytest.raises(env.EnvironmentError, match="HELP_HOURS"):
        env.opening("HELP_HOURS")


def test_a_key_for_notices_and_what_is_none(monkeypatch, capsys):
    from django.core.management import call_command

    assert env.push_key("VAPID_PRIVATE_KEY") == ""
    call_command("push_keys")
    made = capsys.readouterr().out.strip()
    monkeypatch.setenv(*made.split("=", 1))
    assert env.push_key("VAPID_PRIVATE_KEY") == made.split("=", 1)[1]
    for wrong in ("secret", "AAAA", "é", "-----BEGIN PRIVATE KEY-----"):
        monkeypatch.setenv("VAPID_PRIVATE_KEY", wrong)
        with pytest.raises(env.EnvironmentError, match="push_keys"):
            env.push_key("VAPID_PRIVATE_KEY")


def test_whom_a_push_service_writes_to(monkeypatch):
    assert env.contact("VAPID_CONTACT") == ""
    monkeypatch.setenv("VAPID_CONTACT", "mailto:help@example.org")
    assert env.contact("VAPID_CONTACT") == "mailto:help@example.org"
    monkeypatch.setenv("VAPID_CONTACT", "help@example.org")
    with pytest.raises(env.EnvironmentError, match="VAPID_CONTACT"):
        env.contact("VAPID_CONTACT")
