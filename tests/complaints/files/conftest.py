"""A private storage of each test's own, and what the cache remembers of it."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def storage(settings: object, tmp_path: Path) -> Path:
    """The folder behind the storage."""
    folder = tmp_path / "files"
    options = {"location": str(folder), "base_url": None, "file_permissions_mode": 0o600}
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"default": backend}
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": str(tmp_path)}}
    return folder
