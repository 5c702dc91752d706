"""`python -m mediator.local COMMAND`: what the Makefile calls."""

import sys


def main() -> int:
    """Does what is asked; the modules are loaded only for the command that needs them."""
    command = sys.argv[1] if len(sys.argv) == 2 else ""
    if command == "run":
        from mediator.local.stack import run

        return run()
    if command == "reset":
        from mediator.local.stack import reset

        return reset()
    if command == "check":
        from mediator.local.checks import main as check

        return check()
    if command == "tools":
        from mediator.local.tools import main as tools

        return tools()
    if command == "messages":
        from mediator.local.catalogues import update

        update()
        return 0
    print("python -m mediator.local run|reset|check|tools|messages", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
