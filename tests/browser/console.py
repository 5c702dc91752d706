"""`python -m tests.browser.console`: Django's shell for a journey, one line of JSON for each piece of Python and for its end."""

import contextlib
import json
import os
import sys
import traceback

import django


def main() -> None:
    """Answers each piece with "" or with the traceback, and ends with its input."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mediator.settings.dev")
    django.setup()
    from django.core.management.commands.shell import Command
    from django.db import close_old_connections

    answers = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):  # what a piece prints is no answer
        for line in sys.stdin:
            wrong = ""
            close_old_connections()
            try:
                exec(json.loads(line), Command().get_namespace(verbosity=0))  # noqa: S102  the journeys' own lines
            except Exception:
                wrong = traceback.format_exc()
            answers.write(json.dumps(wrong) + "\n")
            answers.flush()


if __name__ == "__main__":
    main()
