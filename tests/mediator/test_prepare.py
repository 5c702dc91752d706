"""What `make run` does to a database before the site starts."""

import pytest

from mediator.local import prepare
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(monkeypatch, settings, tmp_path) -> list[str]:
    """The commands that were called."""
    (tmp_path / "run").mkdir()
    settings.VAR = tmp_path
    called: list[str] = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **_how: called.append(name))
    return called


def test_the_demonstration_is_loaded_once(loaded):
    prepare.load_demo()
    prepare.load_demo()
    assert loaded == ["load_demo"]


def test_a_public_password_never_comes_among_real_accounts(loaded):
    UserFactory(email="nadia@mediateur.ma")
    prepare.load_demo()
    assert loaded == []
    assert prepare.accounts() == ["The demonstration is not loaded: this database has accounts of its own."]
