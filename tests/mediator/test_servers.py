"""The servers of a test run end with it, however it ends."""

import signal
import subprocess
import sys

import psutil

from mediator.env import ROOT

CHILD = """
import subprocess, time
from tests.browser.stack import die_with_us
print(subprocess.Popen(["sleep", "60"], preexec_fn=die_with_us, start_new_session=True).pid, flush=True)
time.sleep(60)
"""


def test_a_killed_run_leaves_no_child():
    with subprocess.Popen([sys.executable, "-c", CHILD], cwd=ROOT, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        child = psutil.Process(int(run.stdout.readline()))
        assert child.is_running()
        run.send_signal(signal.SIGKILL)
    gone, alive = psutil.wait_procs([child], timeout=5)
    assert (len(gone), alive) == (1, [])
