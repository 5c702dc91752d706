"""A file that comes in pieces, each committed before it is acknowledged: what drafts and filed cases have in common.

The sender makes the key, says how large the file is, and sends each piece with its offset; after a break it asks how much is
here and goes on (docs/attachments.md)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone

from complaints.files.names import extension, shown

PIECE = 1024 * 1024  # the most bytes of one piece
PIECES_AN_HOUR = 4000  # sixty megabytes in pieces of sixteen kilobytes, over the weakest line
PATIENCE = timedelta(days=7)  # a telephone may be without a line for a week


class NoUpload(Exception):
    """No file with this key is on its way here."""


class OtherFile(Exception):
    """The key belongs to another file, which is here or on its way."""


class WrongOffset(Exception):
    """The piece does not begin where the others end; `expected` says where."""

    def __init__(self, expected: int) -> None:
        super().__init__(expected)
        self.expected = expected


class TooLong(Exception):
    """The piece is larger than a piece may be, or goes beyond the size that was announced."""


class Whole:
    """The pieces of a row as one upload, for `files.receive` and for a form's field. `size` in bytes."""

    def __init__(self, row: Any) -> None:
        self.row = row
        self.name: str | None = row.name
        self.size: int = row.size

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        for data in self.row.parts.order_by("offset").values_list("data", flat=True).iterator(chunk_size=1):
            yield bytes(data)


def add(row: Any, *, offset: int, data: bytes) -> None:
    """Keeps a piece of a row that the caller has locked; a row that is whole stays as it is. Raises WrongOffset, TooLong."""
    if row.offset == row.size:
        return
    if offset != row.offset:
        raise WrongOffset(row.offset)
    if len(data) > PIECE or offset + len(data) > row.size:
        raise TooLong
    if data:
        row.parts.create(offset=offset, data=data)
        row.offset += len(data)
    row.touched_at = timezone.now()
    row.save(update_fields=["offset", "touched_at"])


def plain(name: str) -> str:
    """The name without what no file is called; its ending is judged with the bytes."""
    ending = extension(name)
    return shown(name, ending) if ending else shown(name, "x").removesuffix(".x")
