"""Celery tasks of the case itself."""

from celery import shared_task

from complaints.files import upkeep


@shared_task(name="files.rescan")
def rescan_files() -> int:
    """Asks the scanner again about files that wait for its answer."""
    return upkeep.rescan()


@shared_task(name="files.sweep")
def sweep_files() -> int:
    """Removes files that no row names."""
    return upkeep.sweep()
