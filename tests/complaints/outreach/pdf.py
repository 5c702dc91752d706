"""What a PDF says."""

import unicodedata
from io import BytesIO

from pypdf import PdfReader


def text_of(pdf: bytes) -> tuple[PdfReader, str]:
    """The reader, and all the text in the letters that people type."""
    reader = PdfReader(BytesIO(pdf))
    parts = "\n".join(page.extract_text() for page in reader.pages).split("…")
    return reader, "…".join(unicodedata.normalize("NFKC", part) for part in parts)
