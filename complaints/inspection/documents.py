"""PDF: a copy without hidden data and without what acts by itself.

This is no promise that the copy is harmless: only drawing each page anew would give that. Forms, links between pages and
addresses stay. A digital signature holds for the original only, which is kept unchanged."""

import logging
import zlib
from pathlib import Path

import pikepdf
from pikepdf import Name

from complaints.inspection.metadata import jpeg_without_metadata
from complaints.inspection.problems import Problem, Unacceptable

MAX_PAGES = 2000
MAX_INFLATED = 64 * 1024 * 1024
ACTIONS = {
    *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound"),
    *("/RichMediaExecute", "/GoTo3DView", "/SetOCGState", "/Hide", "/ResetForm"),
}
ANNOTATIONS = {"/FileAttachment", "/Screen", "/Movie", "/Sound", "/RichMedia", "/3D"}
HIDDEN_KEYS = (
    *("/Metadata", "/PieceInfo", "/LastModified", "/Thumb"),
    *("/AA", "/OpenAction", "/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/AF", "/Collection", "/XFA", "/URIActions"),
)


def clean(source: Path, target: Path) -> str:
    """Writes the copy and gives its content type. Files that need a password are refused, those that forbid only
    printing or copying are not."""
    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)
    try:
        with pikepdf.open(source, suppress_warnings=True) as document:
            pages = len(document.pages)
            if pages == 0:
                raise Unacceptable(Problem.BROKEN)
            if pages > MAX_PAGES:
                raise Unacceptable(Problem.PAGES)
            _strip(document)
            document.save(target, encryption=False, deterministic_id=True, fix_metadata_version=False)
    except pikepdf.PasswordError:
        raise Unacceptable(Problem.PASSWORD) from None
    except (pikepdf.PdfError, pikepdf.ForeignObjectError, ValueError, TypeError, KeyError, RuntimeError, OSError):
        raise Unacceptable(Problem.BROKEN) from None
    return "application/pdf"


def _strip(document: pikepdf.Pdf) -> None:
    """Takes the hidden data and the actions out of every object; what is then reached by nothing is not written."""
    if "/Info" in document.trailer:
        del document.trailer["/Info"]
    for thing in document.objects:
        if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array)):
            _strip_object(thing)
            if isinstance(thing, pikepdf.Stream):
                _strip_picture(thing)


def _strip_object(thing: pikepdf.Object, depth: int = 0) -> None:
    """One object and the direct ones inside it; indirect ones have their own turn."""
    if depth > 50:
        raise Unacceptable(Problem.BROKEN)
    if isinstance(thing, pikepdf.Array):
        for value in thing:
            if isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) and not value.is_indirect:
                _strip_object(value, depth + 1)
        return
    for key in HIDDEN_KEYS:
        if key in thing:
            del thing[key]
    for key in list(thing.keys()):
        value = thing[key]
        if not isinstance(value, (pikepdf.Dictionary, pikepdf.Array)):
            continue
        if isinstance(value, pikepdf.Dictionary) and str(value.get("/S", "")) in ACTIONS:
            del thing[key]
            continue
        if key == "/Annots" and isinstance(value, pikepdf.Array):
            thing[key] = value = _kept_annotations(value)
        if not value.is_indirect:
            _strip_object(value, depth + 1)


def _kept_annotations(annotations: pikepdf.Array) -> pikepdf.Array:
    return pikepdf.Array(
        [
            each
            for each in annotations
            if not (isinstance(each, pikepdf.Dictionary) and str(each.get("/Subtype", "")) in ANNOTATIONS)
        ]
    )


def _strip_picture(stream: pikepdf.Stream) -> None:
    """A photo inside the page keeps its EXIF and GPS when the PDF was made by a scanner app: they go."""
    filters = stream.get("/Filter")
    names = [str(filters)] if isinstance(filters, pikepdf.Name) else [str(name) for name in filters or []]
    if not names or names[-1] != "/DCTDecode" or names not in (["/DCTDecode"], ["/FlateDecode", "/DCTDecode"]):
        return
    raw = stream.read_raw_bytes()
    if len(names) == 2:
        raw = zlib.decompressobj().decompress(raw, MAX_INFLATED)
    try:
        plain = jpeg_without_metadata(raw)
    except (ValueError, IndexError):
        return  # no reader can show it either
    parameters = stream.get("/DecodeParms")
    if isinstance(parameters, pikepdf.Array):
        parameters = parameters[-1]
    keeps = parameters if isinstance(parameters, pikepdf.Dictionary) else None
    stream.write(plain, filter=Name.DCTDecode, decode_parms=keeps)
