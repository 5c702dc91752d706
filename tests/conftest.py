"""Guards of the tests: undefined template variables fail, CSRF counts where a test asks for it, one browser for all."""

import gc
import sys
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher
from django.core.cache import cache
from django.template import engines
from django.template.base import FilterExpression
from django.test import Client
from django.utils import translation

from complaints import codes
from complaints.guide import remembered
from complaints.outreach.tablet import shifts
from mediator import env
from mediator.local import browser

LONGEST_NAME = 80  # characters of one value in the name of a test
OWN_TEMPLATES = str(env.ROOT / "templates")
SPOKEN = {"default", "default_if_none"}  # filters by which a template says that a variable may be missing


class UndefinedIsAFault(str):
    """Django's `string_if_invalid` that fails the test when one of our own templates shows an undefined variable.

    Django asks whether it is empty at the very moment it needs it; templates of other packages keep their way.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        frame: Any = sys._getframe(1)
        expression = frame.f_locals.get("self")
        if not isinstance(expression, FilterExpression):
            return False  # a filter or a tag that asks for the value, not Django that looks it up
        if {function.__name__ for function, _arguments in expression.filters} & SPOKEN:
            return False
        while frame is not None and frame.f_code.co_name != "render_annotated":
            frame = frame.f_back
        origin = str(frame.f_locals["self"].origin.name) if frame else ""
        if origin.startswith(OWN_TEMPLATES):
            pytest.fail(f"{origin} shows {expression}, which is not defined.")
        return False


def pytest_make_parametrize_id(val: object) -> str | None:
    """A text of a million characters is no name of a test: each report of each worker would carry it."""
    if not isinstance(val, str | bytes) or len(val) <= LONGEST_NAME:
        return None
    return f"{ascii(val[:20])[1:-1]}... ({len(val)})"


def pytest_collection_finish(session: pytest.Session) -> None:
    """Groups share servers, roles and ports: torn apart over two processes, they would meet.

    What was imported until here stays to the end: no collection of garbage looks through it again and again."""
    gc.collect()
    gc.freeze()
    if not getattr(session.config.option, "loadgroup", False):
        return
    torn = [item.nodeid for item in session.items if item.get_closest_marker("xdist_group") and "@" not in item.nodeid]
    if torn:
        raise pytest.UsageError(f"pytest-xdist does not keep groups together any more: {torn[0]}")


@pytest.fixture(autouse=True, scope="session")
def codes_are_hashed_quickly() -> None:
    """As passwords are (settings/test.py): each file of a test has a code, and none of them guards anything."""
    codes.HASHER = shifts.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(autouse=True, scope="session")
def undefined_variables_fail() -> Iterator[None]:
    """Sets the guard on the templates of the site."""
    engine = engines["django"].engine
    engine.string_if_invalid = UndefinedIsAFault("")
    yield
    engine.string_if_invalid = ""


@pytest.fixture(autouse=True)
def the_language_of_the_code() -> Iterator[None]:
    """What is said outside a request is said in English, and no test leaves its language to the next."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def limits_begin_anew() -> None:
    """What one test counted is not counted against the next."""
    cache.key_prefix = uuid.uuid4().hex  # type: ignore[attr-defined]


@pytest.fixture
def directories_remembered(settings: Any) -> Iterator[None]:
    """As on a site that has run for a moment: the directories are in memory. (Elsewhere a test sees the rows that it made.)"""
    settings.DIRECTORY_SECONDS = 60
    remembered.forget()
    yield
    remembered.forget()


@pytest.fixture
def csrf_client() -> Client:
    """A client whose POSTs need a CSRF token, as a browser's do."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium that `make test` found."""
    found = browser.find()
    if found is None:
        pytest.fail("No Chromium is here: type `make test`, which finds or installs one.")
    arguments = ["--no-sandbox", "--disable-dev-shm-usage"]
    return {**browser_type_launch_args, "executable_path": found, "args": arguments}
