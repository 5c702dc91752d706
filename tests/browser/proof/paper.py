"""D24: the receipt as a file."""

import io

from pypdf import PdfReader

A4 = (595, 842)  # points
MOST = 120  # KB


def faults(content: bytes, reference: str) -> list[str]:
    """One page A4, not heavy, tagged for screen readers, and the number can be copied out of it."""
    reader = PdfReader(io.BytesIO(content))
    found = [] if len(reader.pages) == 1 else [f"{len(reader.pages)} pages"]
    box = reader.pages[0].mediabox
    if (round(box.width), round(box.height)) != A4:
        found.append(f"{box.width:.0f} × {box.height:.0f} points, not A4")
    if len(content) > MOST * 1024:
        found.append(f"{len(content) // 1024} KB")
    if not reader.trailer["/Root"].get("/MarkInfo"):  # type: ignore[union-attr]
        found.append("not tagged")
    if reference not in "".join(page.extract_text() for page in reader.pages).replace("\n", ""):
        found.append("the number of the file cannot be taken out of it")
    return found
