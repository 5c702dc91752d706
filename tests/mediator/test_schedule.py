"""What beat rings for, the worker knows."""

import pytest
from django.conf import settings

from mediator.celery import app


@pytest.mark.django_db  # Celery asks Django to check its models first
@pytest.mark.parametrize("entry", settings.CELERY_BEAT_SCHEDULE)
def test_every_scheduled_task_is_known_to_the_worker(entry):
    app.loader.import_default_modules()
    assert settings.CELERY_BEAT_SCHEDULE[entry]["task"] in app.tasks


@pytest.mark.parametrize("entry", settings.CELERY_BEAT_SCHEDULE)
def test_a_task_expires_before_the_next_of_its_kind_or_after_a_minute(entry):
    """Otherwise a day without workers would put hundreds of countings before the mail."""
    row = settings.CELERY_BEAT_SCHEDULE[entry]
    period = row["schedule"] if isinstance(row["schedule"], float) else 24 * 3600
    assert 0 < row["options"]["expires"] < max(period, 61)
