"""The type of a file from its bytes. Names and declared types are not believed."""

import struct
from enum import StrEnum

HEAD = 4096  # bytes that are enough to recognise any accepted type
TAIL = 66_000  # bytes in which the end record of a ZIP archive must lie

HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
MEDIA_BRANDS = {
    *(b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash", b"M4A ", b"M4B "),
    *(b"M4V ", b"MSNV", b"mmp4", b"3gp4", b"3gp5", b"3gp6"),
}
# Long enough not to occur by chance in 10 MB of compressed data, and at home in no picture or recording.
MARKUP = (b"<script", b"<!doctype html", b"<html", b"<?php", b"__halt_compiler")
ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
SPACE = b"\xef\xbb\xbf \t\r\n\x00"


class Kind(StrEnum):
    """The types that are accepted (domain section 7)."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    HEIC = "heic"
    DOCX = "docx"
    MP3 = "mp3"
    MP4 = "mp4"


PICTURES = frozenset({Kind.JPEG, Kind.PNG, Kind.HEIC})
RECORDINGS = frozenset({Kind.MP3, Kind.MP4})


def identify(head: bytes) -> Kind | None:
    """The type that the first `HEAD` bytes promise, or None. Whether the rest keeps the promise, the inspection says."""
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if head.lstrip(SPACE).startswith(b"%PDF-"):
        return Kind.PDF
    if head.startswith(b"PK\x03\x04"):
        return Kind.DOCX
    if head[4:8] == b"ftyp":
        return _base_media(head)
    if head.startswith(b"ID3") or _is_mpeg_audio(head):
        return Kind.MP3
    return None


def _base_media(head: bytes) -> Kind | None:
    size = int.from_bytes(head[:4])
    if not 16 <= size <= 512 or size % 4:
        return None
    major = head[8:12]
    brands = {major} | {head[at : at + 4] for at in range(16, min(size, len(head)), 4)}
    if major not in {b"avif", b"avis"} and brands & HEIF_BRANDS:
        return Kind.HEIC
    return Kind.MP4 if brands & MEDIA_BRANDS else None


def _is_mpeg_audio(head: bytes) -> bool:
    """A frame header of MPEG layer III."""
    return (
        len(head) > 3 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[2] >> 4 != 15 and head[2] & 0x0C != 0x0C
    )


def hides_another_file(data: bytes, kind: Kind) -> bool:
    """Whether the bytes are a second file too: a page, a script or an archive behind a picture or document.

    A PDF may quote a web page in its text, so markup is looked for in pictures and recordings only."""
    if kind is not Kind.PDF and kind is not Kind.DOCX:
        lowered = data.lower()
        if any(mark in lowered for mark in MARKUP):
            return True
    if kind is Kind.PDF and any(mark in data[:1024].lower() for mark in MARKUP):
        return True
    if kind is not Kind.DOCX:
        return _ends_as_archive(data) or any(mark in data for mark in ARCHIVES)
    return False


def _ends_as_archive(data: bytes) -> bool:
    """Whether a ZIP reader would open these bytes: an end record that points back to a central directory."""
    tail = data[-TAIL:]
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        return False
    entries, directory_size = struct.unpack_from("<HI", tail, at + 10)
    directory = len(data) - len(tail) + at - directory_size
    return entries > 0 and directory >= 0 and data[directory : directory + 4] == b"PK\x01\x02"
