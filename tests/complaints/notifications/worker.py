"""The Celery application of the tests: the project's own, with the kind of message that the tests use."""

from celery.signals import worker_init

from mediator.celery import app

__all__ = ["app"]


@worker_init.connect
def register_test_kind(**_given: object) -> None:
    from complaints.notifications import registry
    from tests.complaints.notifications.conftest import Post

    post = Post()
    registry.register("test_notice", post.resolve, source=post.write)
