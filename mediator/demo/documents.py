"""Small papers to attach: a real PDF, or a real photo with a camera's hidden data in it, which the house takes out."""

import json
from io import BytesIO
from typing import Literal

import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image

from complaints.typesetting import LETTERS

PAGE = b"""
#let data = json(bytes(sys.inputs.data))
#set page(width: 105mm, height: 148mm, margin: 12mm, fill: rgb("#fdfcf8"))
#set text(font: ("IBM Plex Sans", "Amiri"), size: 11pt, lang: "fr")
#set document(title: data.first())
#text(weight: "bold", size: 13pt, data.first())
#line(length: 100%, stroke: 0.6pt)
#for row in data.slice(1) [#par(row)]
#v(1fr)
#align(center, text(size: 8pt, fill: rgb("#8a8371"), "Document de d\xc3\xa9monstration"))
"""
TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg"}


def paper(*, name: str, kind: str, lines: list[str]) -> SimpleUploadedFile:
    """An upload as a browser would send it; `kind` is `pdf` or `jpg`."""
    body = _pdf(lines) if kind == "pdf" else _photo(lines)
    return SimpleUploadedFile(name, body, content_type=TYPES[kind])


def _typeset(lines: list[str], form: Literal["pdf", "png"]) -> bytes:
    done = typst.compile(
        PAGE,
        format=form,
        font_paths=[str(LETTERS / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(lines)},
    )
    return done[0] if isinstance(done, list) else done


def _pdf(lines: list[str]) -> bytes:
    return _typeset(lines, "pdf")


def _photo(lines: list[str]) -> bytes:
    picture = Image.open(BytesIO(_typeset(lines, "png"))).convert("RGB")
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "Demo", "Telephone"
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", (50.0, 37.0, 0.0)
    place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", (3.0, 3.0, 0.0)
    out = BytesIO()
    picture.save(out, "JPEG", quality=80, exif=exif)
    return out.getvalue()
