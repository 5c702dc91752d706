"""What beat rings for, the worker knows."""

import pytest
from django.conf import settings

from mediator.celery import app


@pytest.mark.django_db  # Celery asks Django to check its models first
@pytest.mark.parametrize("entry", settings.CELERY_BEAT_SCHEDULE)
def test_every_scheduled_task_is_known_to_the_worker(entry):
    app.loader.import_default_modules()
    assert settings.CELERY_BEAT_SCHEDULE[entry]["task"] in app.tasks
