"""The project: it only composes the apps (docs/architecture.md)."""

from mediator.celery import app as celery_app

__all__ = ["celery_app"]
