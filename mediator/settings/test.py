"""The tests: real servers, nothing eager."""

from mediator import env
from mediator.settings.dev import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_DEFAULT_QUEUE = "test-" + env.text("PYTEST_XDIST_WORKER", "main")  # parallel test processes share one Redis
UNDO_MINUTES = 0  # told at once, but where a test is about the grace
DIRECTORY_SECONDS = 0  # a test sees the rows that it made
