"""What deploy/ and docker-compose.yml promise, as far as it can be seen without Docker."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from complaints.files import receiving
from mediator.env import ROOT
from mediator.local.checks import production

EXAMPLE = (ROOT / "deploy" / "example.env").read_text()
COMPOSE = (ROOT / "docker-compose.yml").read_text()


def test_the_example_names_every_variable_of_the_compose_file():
    asked = set(re.findall(r"(?<!\$)\$\{(\w+)", COMPOSE))
    assert asked == set(re.findall(r"^(\w+)=", EXAMPLE, re.MULTILINE))


def test_the_services_are_the_ones_that_the_page_names():
    services = re.findall(r"^  (\w+):", COMPOSE.split("\nservices:\n")[1].split("\nvolumes:\n")[0], re.MULTILINE)
    assert services == ["migrate", "web1", "web2", "worker", "beat", "postgres", "redis", "proxy"]


def test_the_proxy_asks_for_readiness_by_the_sites_name():
    """Without it the site refuses the question (ALLOWED_HOSTS) and gets no request."""
    proxy = (ROOT / "deploy" / "Caddyfile").read_text()
    assert "Host {$DOMAIN}" in proxy.split("health_headers")[1].split("}")[0] + "}"
    assert "path /live /ready" in proxy


def test_slow_connections_wait_at_the_proxy_and_hold_no_thread():
    proxy = (ROOT / "deploy" / "Caddyfile").read_text()
    limits = proxy.split("{$DOMAIN} {")[0]
    assert re.search(r"servers \{\s+timeouts \{\s+read_header 10s\s+read_body 2m\s+\}\s+\}", limits)
    buffered = re.search(r"request_buffers (\d+)MB", proxy.split("reverse_proxy")[1])
    assert int(buffered[1]) * 1_000_000 > receiving.MAX_FILE + 1_000_000


def test_a_web_server_has_threads_enough_and_gives_memory_back():
    image = (ROOT / "Dockerfile").read_text()
    assert int(re.search(r'"--threads", "(\d+)"', image)[1]) >= 16
    assert "MALLOC_ARENA_MAX=2" in image.split("FROM python:3.13-slim\n")[1]


# The two roles


class Database:
    """A database made by deploy/postgres-init.sh's own SQL, with names of its own on the tests' server."""

    def __init__(self, server: dict[str, object]) -> None:
        self.server = server

    def url(self, role: str, name: str = "deployed") -> str:
        host, port = self.server["HOST"], self.server["PORT"] or 5432
        return f"postgresql://{role}:secret@/{name}?host={host}&port={port}"

    def sql(self, role: str, statement: str, name: str = "deployed") -> list[tuple[object, ...]]:
        with psycopg.connect(self.url(role, name), autocommit=True) as opened:
            cursor = opened.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def manage(self, role: str, *arguments: str) -> str:
        environment = {**os.environ, **production(), "DATABASE_URL": self.url(role)}
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def deployed(django_db_setup: None, django_db_blocker: object) -> Iterator[Database]:
    database = Database(connection.settings_dict)
    superuser = str(connection.settings_dict["USER"])
    script = (ROOT / "deploy" / "postgres-init.sh").read_text().split("<<'SQL'\n")[1].split("SQL\n")[0]
    script = (
        script.replace(":'owner'", "'secret'").replace(":'site'", "'secret'").replace("ROLE owner", "ROLE deploy_owner")
    )
    script = script.replace("OWNER owner", "OWNER deploy_owner").replace("DATABASE mediator", "DATABASE deployed")
    script = re.sub(r"(ROLE|TO) mediator", r"\1 deploy_site", script)
    before, after = script.split("\\connect mediator\n")
    try:
        for name, part in (("postgres", before), ("deployed", after)):
            for statement in filter(str.strip, part.split(";")):
                database.sql(superuser, statement, name)
        database.manage("deploy_owner", "migrate", "--noinput", "--verbosity", "0")
        yield database
    finally:
        database.sql(superuser, "DROP DATABASE IF EXISTS deployed WITH (FORCE)", "postgres")
        for role in ("deploy_site", "deploy_owner"):
            database.sql(superuser, f"DROP ROLE IF EXISTS {role}", "postgres")


@pytest.mark.slow
@pytest.mark.xdist_group("deployed")
def test_the_owner_migrates_and_the_site_only_uses_the_tables(deployed):
    deployed.manage("deploy_owner", "load_reference_data")
    assert deployed.sql("deploy_site", "SELECT count(*) > 0 FROM accounts_unit") == [(True,)]
    nearly = "SELECT count(*) > 0 FROM knowledge_articletext WHERE word_similarity('mediateure', words) > 0.5"
    assert deployed.sql("deploy_site", nearly) == [(True,)]  # the extension was made by a plain owner
    deployed.manage("deploy_site", "clearsessions")
    for forbidden in (
        "DROP TABLE accounts_user",
        "ALTER TABLE complaints_event DISABLE TRIGGER ALL",
        "CREATE TABLE x ()",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            deployed.sql("deploy_site", forbidden)


@pytest.mark.slow
@pytest.mark.xdist_group("deployed")
def test_the_sites_role_is_one_that_ready_accepts(deployed):
    asked = "from mediator import health; print(health.takes_a_write(), health.is_not_superuser())"
    assert deployed.manage("deploy_site", "shell", "--no-imports", "-c", asked).split() == ["True", "True"]
