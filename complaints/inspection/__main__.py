"""`python -m complaints.inspection KIND SOURCE TARGET`: checks one file and writes its copy, then prints JSON.

Gives `{"content_type": …, "copy": …}` (the copy's type, "" when none may leave the house) or `{"problem": …}`. It binds
itself to the limits below before it opens the file; a parent that gets no JSON back refuses the file as unchecked."""

import json
import resource
import sys
from pathlib import Path

from complaints.inspection.identify import Kind, hides_another_file
from complaints.inspection.problems import Problem, Unacceptable

MEMORY = 1536 * 1024 * 1024  # bytes of address space
SECONDS = 15  # of processor time
LARGEST_COPY = 256 * 1024 * 1024


def bind() -> None:
    """No more memory, time, disk or core dumps than one file needs."""
    for limit, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST_COPY),
        (resource.RLIMIT_AS, MEMORY),
    ):
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):  # macOS knows no limit of address space
            continue


def inspect(kind: Kind, source: Path, target: Path) -> dict[str, str]:
    """The checks and the copy of one kind. Raises Unacceptable."""
    if hides_another_file(source.read_bytes(), kind):
        raise Unacceptable(Problem.HIDDEN)
    if kind is Kind.PDF:
        from complaints.inspection import documents

        content_type = copy = documents.clean(source, target)
    elif kind is Kind.DOCX:
        from complaints.inspection import office

        content_type = copy = office.clean(source, target)
    elif kind is Kind.MP3:
        from complaints.inspection import recordings

        content_type = copy = recordings.clean_mp3(source, target)
    elif kind is Kind.MP4:
        from complaints.inspection import recordings

        content_type, may_leave = recordings.clean_mp4(source, target)
        copy = content_type if may_leave else ""
    else:
        from complaints.inspection import pictures

        copy = pictures.clean(source, target, kind)
        content_type = "image/heic" if kind is Kind.HEIC else copy
    return {"content_type": content_type, "copy": copy}


def main(kind: str, source: str, target: str) -> int:
    bind()
    try:
        found = inspect(Kind(kind), Path(source), Path(target))
    except Unacceptable as refused:
        found = {"problem": refused.problem.value}
    except MemoryError:
        found = {"problem": Problem.UNCHECKED.value}
    sys.stdout.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
