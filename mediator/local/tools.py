"""What the tests need besides the environment: a browser, and the reader that shows whether a PDF can be read."""

import shutil
import sys

from mediator.local import apt, browser

NO_READER = """The tests of receipts need Poppler's pdftotext, and it is not here. Type, then `make test` again:
    {command}"""


def reader() -> int:
    """Finds or installs pdftotext; 1, with the command to type, if neither works."""
    if shutil.which("pdftotext") is None:
        apt.install("poppler-utils")
    if shutil.which("pdftotext") is not None:
        return 0
    command = "brew install poppler" if sys.platform == "darwin" else "sudo apt install poppler-utils"
    print(NO_READER.format(command=command), file=sys.stderr)
    return 1


def main() -> int:
    """Both; 1 if one is missing."""
    return max(browser.main(), reader())
