"""A complaint with two files over a line that is cut five times: one complaint, two whole files (issue 5, section 2)."""

import hashlib
import io
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from PIL import Image

from complaints import codes
from complaints.intake.models import DraftFile, DraftUpload, UploadPart
from complaints.models import Complaint
from tests.browser.stack import die_with_us, free_port
from tests.complaints.api.calls import SUBMISSION, as_answers
from tests.complaints.api.client import PIECE, Client, Refused
from tests.complaints.api.cutting import Cut, cut_line
from tests.complaints.documents import PDF
from tests.complaints.intake.filing import POSTS, directories

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
START = 60  # seconds


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """The port of a web server as production has it, over the database of this test."""
    facts, number = connection.settings_dict, free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "mediator.settings.test",
        "DATABASE_URL": f"postgresql://{facts['USER']}@/{facts['NAME']}?host={facts['HOST']}",
        "STORAGE_URL": f"file://{tmp_path}/files",
    }
    command = [sys.executable, "-m", "gunicorn", "mediator.wsgi", "--bind", f"127.0.0.1:{number}"]
    command += ["--workers", "1", "--threads", "4", "--graceful-timeout", "3", "--no-control-socket"]
    with (tmp_path / "web.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=settings.ROOT, env=environment, stdout=log, stderr=log, preexec_fn=die_with_us
        )
    try:
        wait(number, process, tmp_path / "web.log")
        yield number
    finally:
        process.terminate()
        process.wait(20)


def wait(number: int, process: Any, log: Path) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{number}/live", timeout=2).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(log.read_text()[-2000:])


def photo() -> bytes:
    """A picture of some hundred kilobytes that nothing makes smaller."""
    side, file = 400, io.BytesIO()
    Image.effect_noise((side, side), 80).convert("RGB").rotate(7).save(file, "PNG")
    return file.getvalue()


def test_one_complaint_with_two_whole_files(port, tmp_path):
    directories()
    scan, picture = PDF + b"\n% " + b"x" * 150_000, photo()
    cuts = [
        Cut(b"/steps/happened/", 300),  # while an answer is written
        Cut(b"Upload-Offset: 0\r\n", 20_000),  # within the first piece of the first file
        Cut(f"Upload-Offset: {PIECE}\r\n".encode(), 10, up=False),  # a piece arrived, and its answer did not
        Cut(f"Upload-Offset: {2 * PIECE}\r\n".encode(), 9_000),  # within another piece, of whichever file is first
        Cut(b"/submit/", 10, up=False),  # filed, and the answer is lost
    ]
    with cut_line(port, cuts) as line:
        client = Client(line.address)
        client.begin()
        for step, post in POSTS.items():
            client.answer(step, as_answers(post))
        client.attach("decision.pdf", scan)
        client.attach("photo.png", picture)
        filed = client.submit(**SUBMISSION)
        again = client.submit(**SUBMISSION)
    assert [cut.done for cut in cuts] == [True] * 5
    assert client.broken >= 5
    assert filed == again
    case = Complaint.objects.get()
    assert case.reference == filed["reference"]
    assert codes.matches(filed["code"], case.code_hash)
    sums = {row.name: row.sha256 for row in case.attachments.all()}
    assert sums == {
        "decision.pdf": hashlib.sha256(scan).hexdigest(),
        "photo.png": hashlib.sha256(picture).hexdigest(),
    }
    for row in case.attachments.all():
        stored = (tmp_path / "files" / row.original).read_bytes()
        assert hashlib.sha256(stored).hexdigest() == row.sha256
    assert not DraftFile.objects.exists()
    assert not UploadPart.objects.exists()
    assert DraftUpload.objects.filter(finished_at=None).count() == 0


def test_what_came_before_the_line_broke_is_kept(port):
    """The client goes on within a piece, not at its beginning."""
    directories()
    data = PDF + b"\n% " + b"y" * 120_000
    with cut_line(port, [Cut(b"Upload-Offset: 0\r\n", 40_000)]) as line:
        client = Client(line.address)
        client.begin()
        offsets = []
        piece = client._piece

        def watched(address: str, offset: int, part: bytes) -> dict[str, Any]:
            offsets.append(offset)
            return piece(address, offset, part)

        client._piece = watched  # type: ignore[method-assign]
        client.attach("carte.pdf", data)
    assert offsets[0] == 0
    assert 0 < offsets[1] < PIECE


def test_the_client_tells_what_is_to_be_mended(port):
    directories()
    client = Client(f"http://127.0.0.1:{port}", language="en")
    client.begin()
    with pytest.raises(Refused, match="contact"):
        client.answer("contact", {"email": "nobody"})
