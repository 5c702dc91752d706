"""Word documents (ECMA-376): checked as the ZIP archives they are, and copied without their authors.

Refused: macros and controls, other files inside, links that Word would follow by itself, document type definitions,
and archives that unpack to far more than they are."""

import re
import stat
import zipfile
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree  # definitions, the way to attack it, are refused before anything is parsed

from complaints.inspection.metadata import jpeg_without_metadata, png_without_metadata
from complaints.inspection.problems import Problem, Unacceptable

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIN_PART = f"{CONTENT_TYPE}.main+xml"
MAX_PARTS = 2000
MAX_UNPACKED = 120 * 1024 * 1024  # bytes
MAX_PART = 60 * 1024 * 1024
MAX_RATIO = 250  # Word's own XML reaches 60
SMALL = 1024 * 1024  # a part below this may pack as well as it likes
HARMLESS_LINKS = ("/hyperlink",)
OWN_DISK = re.compile(r"(/{3})?[a-z]:/|/{3}[^/]|/[^/]|[^/:]+(/|$)", re.IGNORECASE)
PREVIEW = "docprops/thumbnail"
DYNAMIC_EXCHANGE = re.compile(r"\bDDE(AUTO)?\b", re.IGNORECASE)
INSTRUCTION = re.compile(r"<w:instrText\b[^>]*>([^<]*)</w:instrText>|w:instr=\"([^\"]*)\"")
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
BLANK = {
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties '
    b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties '
    b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties '
    b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}
EPOCH = (1980, 1, 1, 0, 0, 0)


def clean(source: Path, target: Path) -> str:
    """Writes the copy and gives its content type."""
    try:
        with zipfile.ZipFile(source) as archive:
            parts = archive.infolist()
            _check_archive(parts)
            names = {part.filename for part in parts}
            if not {"[Content_Types].xml", "word/document.xml"} <= names:
                raise Unacceptable(Problem.TYPE)
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
                unpacked = 0
                for part in parts:
                    data = _read(archive, part)
                    unpacked += len(data)
                    if unpacked > MAX_UNPACKED:
                        raise Unacceptable(Problem.UNPACKED)
                    _check_part(part.filename, data)
                    if part.filename.lower().startswith(PREVIEW):
                        continue
                    fresh = zipfile.ZipInfo(part.filename, EPOCH)
                    fresh.compress_type = zipfile.ZIP_DEFLATED
                    copy.writestr(fresh, _cleaned(part.filename, data))
    except (zipfile.BadZipFile, NotImplementedError, ElementTree.ParseError, OSError, ValueError, EOFError):
        raise Unacceptable(Problem.BROKEN) from None
    except (RuntimeError, MemoryError):  # an encrypted part; a part that lies about its size
        raise Unacceptable(Problem.BROKEN) from None
    return CONTENT_TYPE


def _check_archive(parts: list[zipfile.ZipInfo]) -> None:
    """Limits and names, before anything is unpacked."""
    names = [part.filename for part in parts]
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Unacceptable(Problem.UNPACKED)
    if len({name.lower() for name in names}) != len(names):
        raise Unacceptable(Problem.BROKEN)
    for part in parts:
        path = PurePosixPath(part.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in part.filename or ":" in part.filename:
            raise Unacceptable(Problem.ACTIVE)
        if stat.S_ISLNK(part.external_attr >> 16):
            raise Unacceptable(Problem.ACTIVE)
        if part.flag_bits & 1:
            raise Unacceptable(Problem.PASSWORD)
        if part.file_size > SMALL and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise Unacceptable(Problem.UNPACKED)


def _read(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """The part's bytes, never more than its header says."""
    with archive.open(part) as stream:
        data = stream.read(MAX_PART + 1)
    if len(data) > MAX_PART or len(data) > part.file_size:
        raise Unacceptable(Problem.UNPACKED)
    return data


def _check_part(name: str, data: bytes) -> None:
    lowered = name.lower()
    if lowered.endswith(("vbaproject.bin", "vbadata.xml")) or "/activex/" in lowered:
        raise Unacceptable(Problem.ACTIVE)
    if "/embeddings/" in lowered and not lowered.endswith((".xlsx", ".docx", ".pptx", "/")):
        raise Unacceptable(Problem.ACTIVE)
    if not lowered.endswith((".xml", ".rels")):
        return
    text = _text(data)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Unacceptable(Problem.ACTIVE)
    if name == "[Content_Types].xml" and (MAIN_PART not in text or "macroEnabled" in text):
        raise Unacceptable(Problem.ACTIVE if "macroEnabled" in text else Problem.TYPE)
    if lowered.endswith(".rels"):
        _check_links(data)
    elif DYNAMIC_EXCHANGE.search("".join(a or b for a, b in INSTRUCTION.findall(text))):
        raise Unacceptable(Problem.ACTIVE)


def _text(data: bytes) -> str:
    """OOXML is UTF-8 or UTF-16; a definition may not hide behind another encoding."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    return data.decode("utf-8-sig")


def _check_links(data: bytes) -> None:
    """Word opens outside templates, frames and objects without asking: only plain links may lead away.

    A path on the writer's own disk (the usual trace of a template) is no danger; the copy does without it."""
    for link in ElementTree.fromstring(data).iter(f"{RELATIONSHIPS}Relationship"):  # noqa: S314
        if link.get("TargetMode") == "External" and not _may_stay(link) and not _is_on_own_disk(link.get("Target", "")):
            raise Unacceptable(Problem.ACTIVE)


def _may_stay(link: ElementTree.Element) -> bool:
    return (link.get("Type") or "").endswith(HARMLESS_LINKS)


def _is_on_own_disk(target: str) -> bool:
    return OWN_DISK.match(target.replace("\\", "/").removeprefix("file:")) is not None


def _cleaned(name: str, data: bytes) -> bytes:
    """The part without authors, places and paths. A picture that cannot be read stays as it is: Word shows none."""
    lowered = name.lower()
    if name in BLANK:
        return BLANK[name]
    if lowered.endswith(".rels"):
        return _without_own_paths(data)
    try:
        if lowered.endswith((".jpg", ".jpeg")) or data[:3] == b"\xff\xd8\xff":
            return jpeg_without_metadata(data)
        if data[:4] == b"\x89PNG":
            return png_without_metadata(data)
    except (ValueError, IndexError):
        return data
    return data


def _without_own_paths(data: bytes) -> bytes:
    tree = ElementTree.fromstring(data)  # noqa: S314 - it was checked for definitions
    for link in tree.findall(f"{RELATIONSHIPS}Relationship"):
        if link.get("TargetMode") == "External" and not _may_stay(link):
            link.set("Target", "removed")
        elif (link.get("Target") or "").lower().lstrip("/").startswith(PREVIEW):
            tree.remove(link)
    ElementTree.register_namespace("", RELATIONSHIPS.strip("{}"))
    return ElementTree.tostring(tree, encoding="UTF-8", xml_declaration=True)
