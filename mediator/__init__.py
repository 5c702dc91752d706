"""The project: it only composes the apps (docs/architecture.md)."""

import zoneinfo

# Before anything reads a zone: the packaged rules, not the machine's. Morocco's clock changes by decree, a machine's
# rules may be years old, and a day counted in Python must be the day Postgres counts.
zoneinfo.reset_tzpath(to=())

from mediator.celery import app as celery_app  # noqa: E402 -- the zones first

__all__ = ["celery_app"]
