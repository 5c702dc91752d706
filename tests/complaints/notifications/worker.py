"""The Celery application of the tests: the project's own, with the kind of message that the tests use."""

import os

from celery.signals import worker_init

from mediator.celery import app

__all__ = ["app"]


@worker_init.connect
def register_test_kind(**_given: object) -> None:
    from django.conf import settings

    from complaints.notifications import registry
    from tests.complaints.notifications.conftest import Post

    settings.PUSH_LOCAL = os.environ.get("PUSH_LOCAL", "")
    post = Post()
    registry.register("test_notice", post.resolve, source=post.write)
