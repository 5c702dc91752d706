"""Voice notes and videos: the structure is checked, and hidden data blanked without touching the sound or the picture."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from complaints.inspection.problems import Problem, Unacceptable

MAX_BOXES = 50_000
CONTAINERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf", b"mvex", b"moof", b"traf"}
# What a player needs at the top; any other box there may carry a place or a name and is blanked.
TOP = {b"ftyp", b"styp", b"moov", b"mdat", b"moof", b"mfra", b"sidx", b"pdin", b"wide"}
TELLTALES = {b"udta", b"meta", b"uuid", b"free", b"skip", b"Xtra"}
TIMES = {b"mvhd", b"tkhd", b"mdhd"}
# Kilobits a second of MPEG layer III, by the header's four bits: version 1, then versions 2 and 2.5.
BITRATES = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
SAMPLE_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
FRAMES_TO_SEE = 3
PADDING = 65_536  # bytes that some writers leave between the tag and the sound


class Box(NamedTuple):
    """One box of an ISO media file (ISO/IEC 14496-12): where it starts, where its payload starts, where it ends."""

    name: bytes
    start: int
    body: int
    end: int


def clean_mp4(source: Path, target: Path) -> tuple[str, bool]:
    """Writes a copy with places, names, times and the like zeroed in place, so that no offset moves.

    Gives the content type, and whether the copy may leave: a track that is neither sound nor picture may record the
    way that was walked, and cannot be blanked safely."""
    data = bytearray(source.read_bytes())
    boxes = list(_boxes(data, 0, len(data)))
    names = {box.name for box in boxes}
    if b"moov" not in names or not names & {b"mdat", b"moof"}:
        raise Unacceptable(Problem.BROKEN)
    handlers = {bytes(data[box.body + 8 : box.body + 12]) for box in boxes if box.name == b"hdlr"}
    if not handlers & {b"vide", b"soun"}:
        raise Unacceptable(Problem.BROKEN)
    for box in boxes:
        _blank(data, box)
    target.write_bytes(data)
    return "video/mp4" if b"vide" in handlers else "audio/mp4", handlers <= {b"vide", b"soun"}


def _blank(data: bytearray, box: Box) -> None:
    if box.name in TELLTALES:
        data[box.start + 4 : box.start + 8] = b"free"
        data[box.body : box.end] = bytes(box.end - box.body)
    elif box.name in TIMES and box.end - box.body > 20:
        length = 16 if data[box.body] == 1 else 8
        data[box.body + 4 : box.body + 4 + length] = bytes(length)


def _boxes(data: bytearray, start: int, end: int, depth: int = 0, count: list[int] | None = None) -> Iterator[Box]:
    """Every box that matters, outer before inner. Raises Unacceptable when they do not fill their place exactly."""
    count = [0] if count is None else count
    at = start
    while at < end:
        count[0] += 1
        size, body = int.from_bytes(data[at : at + 4]), at + 8
        if size == 1:
            size, body = int.from_bytes(data[at + 8 : at + 16]), at + 16
        elif size == 0 and depth == 0:
            size = end - at
        if size < body - at or at + size > end or count[0] > MAX_BOXES or depth > 8:
            raise Unacceptable(Problem.BROKEN)
        name = bytes(data[at + 4 : at + 8])
        box = Box(name if depth or name in TOP else b"free", at, body, at + size)
        yield box
        if name in CONTAINERS:
            yield from _boxes(data, body, at + size, depth + 1, count)
        at += size


def clean_mp3(source: Path, target: Path) -> str:
    """Writes the frames of sound alone: no ID3, APE or Lyrics tags, before or after. Gives the content type."""
    data = source.read_bytes()
    start = _after_id3(data)
    at = _next_frames(data, start)
    if at < 0 or at - start > PADDING:
        raise Unacceptable(Problem.BROKEN)
    kept = []
    while at >= 0:
        end = at
        while (length := _frame_length(data, end)) and end + length <= len(data):
            end += length
        kept.append(data[at:end])
        at = _next_frames(data, max(end, at + 1))
    target.write_bytes(b"".join(kept))
    return "audio/mpeg"


def _next_frames(data: bytes, at: int) -> int:
    """Where the sound goes on after something that is none; -1 when it does not."""
    at = data.find(b"\xff", at)
    while at >= 0 and not _frames(data, at, FRAMES_TO_SEE):
        at = data.find(b"\xff", at + 1)
    return at


def _after_id3(data: bytes) -> int:
    """Where the sound may start; the tag's length is written in four bytes of seven bits."""
    at = 0
    while data[at : at + 3] == b"ID3" and len(data) >= at + 10:
        length = 0
        for byte in data[at + 6 : at + 10]:
            length = length << 7 | byte & 0x7F
        at += 10 + length + (10 if data[at + 5] & 0x10 else 0)
    return at


def _frames(data: bytes, at: int, wanted: int) -> bool:
    """Whether `wanted` frames follow each other from here, or all that the file has."""
    seen = 0
    while seen < wanted:
        length = _frame_length(data, at)
        if not length:
            return seen > 0 and at >= len(data)
        seen, at = seen + 1, at + length
    return True


def _frame_length(data: bytes, at: int) -> int:
    """Bytes of the layer III frame that starts here, 0 when none does."""
    if at + 4 > len(data) or data[at] != 0xFF or data[at + 1] & 0xE6 != 0xE2:
        return 0
    version = data[at + 1] >> 3 & 3
    rates = SAMPLE_RATES.get(version)
    rate_index, sample_index = data[at + 2] >> 4, data[at + 2] >> 2 & 3
    if rates is None or rate_index in {0, 15} or sample_index == 3:
        return 0
    samples = 144 if version == 3 else 72
    return samples * BITRATES[version == 3][rate_index] * 1000 // rates[sample_index] + (data[at + 2] >> 1 & 1)
