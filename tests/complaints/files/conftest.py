"""A private storage of each test's own."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _private(storage: Path) -> None:
    """Every test here writes files."""
