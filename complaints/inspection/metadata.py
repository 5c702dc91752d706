"""Hidden data taken out of pictures byte by byte, without decoding them: for pictures inside documents."""

import struct

EXIF_XMP_AND_COMMENTS = {0xE1, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xEB, 0xEC, 0xED, 0xEF, 0xFE}
START_OF_SCAN = 0xDA
END_OF_IMAGE = b"\xff\xd9"
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_TELLTALES = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}


def jpeg_without_metadata(data: bytes) -> bytes:
    """The same picture without EXIF, GPS, XMP, IPTC, comments, thumbnails and anything after its end.

    Raises ValueError when the bytes are no JPEG."""
    if not data.startswith(b"\xff\xd8"):
        raise ValueError("no JPEG")
    kept, at = [data[:2]], 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise ValueError("no JPEG segment")
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker == START_OF_SCAN:
            end = data.rfind(END_OF_IMAGE) if data.count(END_OF_IMAGE, at) == 1 else _end_of_scans(data, at)
            kept.append(data[at : end + 2] if end >= 0 else data[at:])
            return b"".join(kept)
        length = int.from_bytes(data[at + 2 : at + 4])
        if length < 2:
            raise ValueError("no JPEG segment")
        if marker not in EXIF_XMP_AND_COMMENTS:
            kept.append(data[at : at + 2 + length])
        at += 2 + length
    raise ValueError("no picture in the JPEG")


def _end_of_scans(data: bytes, at: int) -> int:
    """Where the first end marker after the scans stands; tables between scans are stepped over."""
    while at + 4 <= len(data):
        at += 2 + int.from_bytes(data[at + 2 : at + 4])  # the header of a scan or a table
        while at + 1 < len(data) and (data[at] != 0xFF or data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7):
            at = data.find(b"\xff", at + 1) if data[at] != 0xFF else data.find(b"\xff", at + 2)
            if at < 0:
                return -1
        if data[at : at + 2] == END_OF_IMAGE:
            return at
    return -1


def png_without_metadata(data: bytes) -> bytes:
    """The same picture without texts, EXIF, times and anything after its end. Raises ValueError for what is no PNG."""
    if not data.startswith(PNG_SIGNATURE):
        raise ValueError("no PNG")
    kept, at = [PNG_SIGNATURE], len(PNG_SIGNATURE)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        name = data[at + 4 : at + 8]
        if name not in PNG_TELLTALES:
            kept.append(data[at : at + 12 + length])
        at += 12 + length
        if name == b"IEND":
            return b"".join(kept)
    raise ValueError("no end of the PNG")
