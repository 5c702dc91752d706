"""Debian's and Ubuntu's packages, installed where that needs no question: as root."""

import os
import platform
import shutil
import subprocess
import sys


def family() -> set[str]:
    """What this Linux is and is like: {"debian"}, {"ubuntu", "debian"}; empty elsewhere."""
    if sys.platform != "linux":
        return set()
    release = platform.freedesktop_os_release()
    return {release.get("ID", ""), *release.get("ID_LIKE", "").split()}


def install(package: str) -> None:
    """Installs a package if this is root on a Debian; says nothing, the caller looks whether it is there now."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    print(f"Installing {package} for the tests ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", package]):
        subprocess.run(["apt-get", *arguments], stdout=subprocess.DEVNULL, env=environment, check=False)
