"""The clock of the desk: flags and reminders, every quarter of an hour."""

from celery import shared_task

from complaints.casework import actions
from complaints.casework.queue import today_in_rabat
from complaints.sharing.actions import watch_mandates


@shared_task(name="casework.watch_deadlines")
def watch_deadlines() -> None:
    """Flags what is late and reminds complainants; safe to run twice and after a pause."""
    actions.watch_deadlines(today=today_in_rabat())
    watch_mandates(today=today_in_rabat())
