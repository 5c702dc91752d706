"""The description of the API says what the code does, and is kept beside it."""

import pytest
from django.core.management import call_command

from complaints.api import schema
from mediator.env import ROOT

pytestmark = pytest.mark.django_db
KEPT = ROOT / "docs" / "openapi.json"


def test_the_kept_description_is_todays():
    """Whoever changes the API sees it in the difference of docs/openapi.json."""
    assert KEPT.read_text() == schema.as_text(), "type `manage.py openapi`, and read docs/api.md on versions"


def test_the_description_is_sound_and_made_without_a_warning(tmp_path):
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "openapi.yaml"))
