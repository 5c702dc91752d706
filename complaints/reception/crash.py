"""Named places where the reading of a mailbox may die; a test dies at each one once (docs/channels.md)."""

import os
import signal

POINTS = frozenset({"mail_kept", "mail_flagged", "mail_files_stored", "before_mail_sorted"})


def reach(point: str) -> None:
    """Kills this process without a word when the environment asks for it here; otherwise does nothing."""
    if point not in POINTS:
        raise LookupError(f"{point!r} is not in the list of crash points")
    if os.environ.get("CRASH_AT") == point:
        os.kill(os.getpid(), signal.SIGKILL)
