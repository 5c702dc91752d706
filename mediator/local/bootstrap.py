"""Makes `.venv` from the lock file, with nothing but a Python from 3.8 on: a tool folder with uv, then `uv sync`.

Standard library only, and old syntax: the Python that runs it may be the one of an old Debian. Done already, it takes
no time: a stamp in `.venv` holds the digest of the files that decide what the environment contains.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
STAMP = VENV / ".made-from"
UV = "uv>=0.8"
PYTHONS = ">=3.12,<3.15"  # as in pyproject.toml
NO_INSTALLER = """This Python ({python}) has neither venv nor pip, which fetch the rest.
Install them and type the command again:
    Debian, Ubuntu:  sudo apt install python3-venv
    Fedora:          sudo dnf install python3-pip
    macOS:           xcode-select --install"""
NO_PYTHON = """No Python 3.12, 3.13 or 3.14 is on this machine, and none could be downloaded.
Install one and type the command again, for example:
    Debian 13, Ubuntu 24.04:  sudo apt install python3 python3-venv
    pyenv:                    pyenv install 3.13
    macOS:                    brew install python@3.13"""


def digest():
    """What the environment is made from."""
    files = ("uv.lock", "pyproject.toml", ".python-version")
    return hashlib.sha256(b"\0".join((ROOT / name).read_bytes() for name in files)).hexdigest()


def made():
    """Whether `.venv` stands and was made from today's lock file, in this folder."""
    try:
        return STAMP.read_text() == digest() + " " + str(ROOT) and (VENV / "bin" / "python").exists()
    except OSError:
        return False


def quietly(*command):
    """Runs a command; returns (it worked, what it said)."""
    try:
        done = subprocess.run(command, cwd=str(ROOT), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    except OSError as error:
        return False, str(error)
    return done.returncode == 0, done.stdout.decode(errors="replace")


def uv_by_venv():
    """uv in a virtual environment of its own, as Debian (PEP 668) wants it."""
    worked, said = quietly(sys.executable, "-m", "venv", "--clear", str(TOOLS))
    return quietly(str(TOOLS / "bin" / "python"), "-m", "pip", "install", "-q", UV) if worked else (worked, said)


def uv_by_target():
    """uv in a plain folder, where Python came without ensurepip."""
    shutil.rmtree(str(TOOLS), ignore_errors=True)
    return quietly(sys.executable, "-m", "pip", "install", "-q", "--target", str(TOOLS), UV)


def uv_after_apt():
    """As root on Debian, the missing package is installed rather than asked for."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False, ""
    print("Installing python3-venv (apt) ...", flush=True)
    quietly("apt-get", "update", "-q")
    worked, said = quietly("apt-get", "install", "-q", "-y", "--no-install-recommends", "python3-venv")
    return uv_by_venv() if worked else (worked, said)


def find_uv():
    """The path of a uv that starts."""
    own = str(TOOLS / "bin" / "uv")
    if quietly(own, "--version")[0]:
        return own
    print("Fetching uv, which makes the environment ...", flush=True)
    said = []
    for way in (uv_by_venv, uv_by_target, uv_after_apt):
        worked, words = way()
        if worked and quietly(own, "--version")[0]:
            return own
        said.append(words.strip())
    on_path = shutil.which("uv")
    if on_path:
        return on_path
    shutil.rmtree(str(TOOLS), ignore_errors=True)
    sys.exit("\n".join([*filter(None, said), NO_INSTALLER.format(python=sys.executable)]))


def synchronise(uv):
    """Installs exactly what the lock file names; a Python of this machine is preferred to a download."""
    print("Making the environment from uv.lock ...", flush=True)
    sync = (uv, "sync", "--frozen", "--quiet")
    ways = (("--no-python-downloads",), ("--no-python-downloads", "--python", PYTHONS), ())
    said = []
    for extra in ways:
        worked, words = quietly(*(sync + extra))
        if worked:
            return
        said.append(words.strip())
    found = quietly(uv, "python", "find", "--no-python-downloads", PYTHONS)
    sys.exit(said[0] if found[0] else f"{said[-1]}\n{NO_PYTHON}")


def main():
    """Makes what is missing, or returns at once."""
    if made():
        return
    os.environ.pop("VIRTUAL_ENV", None)  # somebody else's environment, if any
    synchronise(find_uv())
    STAMP.write_text(digest() + " " + str(ROOT))


if __name__ == "__main__":
    main()
