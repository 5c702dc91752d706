"""The Celery application: Postgres is the ledger, Celery only rings the bell (docs/outbox.md)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mediator.settings.dev")

app = Celery("mediator")
app.config_from_object("django.conf:settings", namespace="CELERY")
ROOMS = [
    "complaints",
    "complaints.notifications",
    "complaints.knowledge",
    "complaints.referring",
    "complaints.casework",
    "complaints.intake",
    "complaints.follow_up",
    "complaints.reception",
    "complaints.outreach",
    "complaints.supervision",
]
app.autodiscover_tasks(ROOMS)
