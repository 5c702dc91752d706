"""A small office and a private storage, for who asks for them."""

from pathlib import Path
from typing import Any

import pytest

from tests.complaints.workflow.life import Life


@pytest.fixture
def life(db: None) -> Life:
    """An office with its people, and cases in any state."""
    return Life()


@pytest.fixture
def storage(settings: Any, tmp_path: Path) -> Path:
    """The folder behind a storage of this test's own."""
    folder = tmp_path / "files"
    options = {"location": str(folder), "base_url": None, "file_permissions_mode": 0o600}
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"default": backend}
    return folder
