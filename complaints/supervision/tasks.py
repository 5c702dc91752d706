"""The clock that counts."""

from celery import shared_task

from complaints.supervision import actions


@shared_task(name="supervision.refresh_figures")
def refresh_figures(whole: bool = False) -> None:
    """Each minute for what changed; each night for everything, so that no slip outlives a day."""
    actions.refresh_figures(whole=whole)
