"""What the worker does. A task carries nothing: what is to be done stands in Postgres."""

from celery import shared_task
from django.db.models.functions import Now

from complaints.notifications import devices, outbox
from complaints.notifications.models import Heartbeat


@shared_task(name="notifications.drain")
def drain() -> None:
    """The doorbell rang: send what is due."""
    outbox.drain()


@shared_task(name="notifications.sweep")
def sweep() -> None:
    """By beat, every 10 seconds: what a lost bell, a dead worker or a failed attempt left behind."""
    outbox.drain()


@shared_task(name="notifications.forget_devices")
def forget_devices() -> None:
    """By beat, every night: browsers that were not reached for more than a year."""
    devices.forget_old()


@shared_task(name="notifications.heartbeat")
def heartbeat() -> None:
    """By beat: the row shows that a message still travels through Redis to a worker (docs/outbox.md)."""
    Heartbeat.objects.update_or_create(name="worker", defaults={"at": Now()})
