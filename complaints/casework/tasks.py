"""The clock of the desk: flags, reminders and alerts, every quarter of an hour."""

from celery import shared_task
from django.utils import timezone

from complaints.casework import actions, presence, searches, watching
from complaints.casework.chasing import chase_administrations
from complaints.casework.interlocutor.replying import forget_drafts
from complaints.sharing.actions import forget_devices, watch_mandates
from complaints.workflow import undo


@shared_task(name="casework.watch_deadlines")
def watch_deadlines() -> None:
    """Flags what is late, reminds complainants and administrations; safe to run twice and after a pause."""
    actions.watch_deadlines(today=timezone.localdate())
    watching.warn_of_studies(today=timezone.localdate())
    watching.ask_for_execution(today=timezone.localdate())
    chase_administrations(today=timezone.localdate())
    watch_mandates(today=timezone.localdate())
    forget_devices()
    undo.forget(now=timezone.now())
    presence.sweep()
    forget_drafts(today=timezone.localdate())


@shared_task(name="casework.search_alerts")
def search_alerts() -> None:
    """Mails how many files the saved searches hold, to those who wanted it; safe to run twice and after a pause."""
    searches.ring()
