"""`python -m complaints.inspection.drawing`: draws a page of a document, or all of them with areas painted out.

Reads one order as JSON from its input and prints JSON. Like the inspection it binds itself first, knows neither Django nor
the case, and meets the bytes alone. `{"problem": …}` says that nothing could be drawn."""

import json
import math
import sys
import unicodedata
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from complaints.inspection.__main__ import bind
from complaints.inspection.areas import MAX_PAGES, Area
from complaints.inspection.identify import Kind
from complaints.inspection.problems import Problem, Unacceptable

MAX_PIXELS = 9_000_000  # of a page that is looked at
MAX_KEPT_PIXELS = 6_000_000  # of a page of a redacted copy: A4 at 200 dots an inch has 3.9 million
LONGEST = 16_000  # pixels of a side: a JPEG takes no more than 65,535
DOTS = 150 / 72  # of a redacted page, for each point
MAX_TEXT = 20_000  # characters of a page
SMALLEST, LARGEST = 3.0, 14_400.0  # points: what a page of a PDF may measure
QUALITY = 82
UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, RuntimeError)
NO_TEXT = {"Cc", "Cs", "Co", "Cn"}  # controls, halves of characters, what means nothing


@dataclass(frozen=True, slots=True)
class Sheet:
    """A drawn page and what it measures in points."""

    image: Image.Image
    width: float
    height: float


class Pages:
    """The pages of a PDF, or the one of a picture."""

    def __init__(self, kind: Kind, source: Path) -> None:
        self.source, self.document = source, None
        self.count = 1
        if kind is Kind.PDF:
            import pypdfium2

            try:
                self.document = pypdfium2.PdfDocument(source)
                self.document.init_forms()
                self.count = len(self.document)
            except pypdfium2.PdfiumError:
                raise Unacceptable(Problem.BROKEN) from None

    def draw(self, number: int, *, scale: float = 0, width: int = 0, most: int = MAX_PIXELS) -> Sheet:
        """The page `number` (from 1), by `scale` (pixels a point) or to a `width` in pixels, never of more than `most`."""
        if not 1 <= number <= self.count:
            raise Unacceptable(Problem.PAGES)
        if self.document is None:
            return self._picture(width, most)
        page = self.document[number - 1]
        across, down = (min(max(size, SMALLEST), LARGEST) for size in page.get_size())
        factor = min(scale or width / across, math.sqrt(most / (across * down)), LONGEST / max(across, down))
        image = page.render(scale=factor, may_draw_forms=True, optimize_mode=None).to_pil().convert("RGB")
        return Sheet(image, across, down)

    def text(self, number: int) -> str:
        """The text of the page, as far as it has one."""
        if self.document is None or not 1 <= number <= self.count:
            return ""
        return _readable(self.document[number - 1].get_textpage().get_text_bounded())

    def _picture(self, width: int, most: int) -> Sheet:
        Image.MAX_IMAGE_PIXELS = None  # it passed the inspection, which has its own limit
        with Image.open(self.source, formats=["JPEG", "PNG"]) as opened:
            opened.load()
            image = _flat(opened)
        factor = min(width / image.width if width else 1, math.sqrt(most / (image.width * image.height)))
        if factor < 1:
            size = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
            image = image.resize(size, Image.Resampling.LANCZOS)
        return Sheet(image, image.width / DOTS, image.height / DOTS)


def _flat(image: Image.Image) -> Image.Image:
    """On white, in plain colours: what lies under a transparent part is not drawn."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        rgba = image.convert("RGBA")
        flat = Image.new("RGB", image.size, "white")
        flat.paste(rgba, mask=rgba.getchannel("A"))
        return flat
    return image.convert("RGB")


def _readable(text: str) -> str:
    """Without what no text has: NUL, halves of characters, control characters."""
    kept = "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in NO_TEXT)
    return kept.strip()[:MAX_TEXT]


def paint(image: Image.Image, areas: list[Area]) -> None:
    """Paints each area black, to the outer edge of every pixel that it touches."""
    brush = ImageDraw.Draw(image)
    for left, top, width, height in areas:
        first = (math.floor(left * image.width / 100), math.floor(top * image.height / 100))
        last = (
            math.ceil((left + width) * image.width / 100) - 1,
            math.ceil((top + height) * image.height / 100) - 1,
        )
        brush.rectangle((first, (max(last[0], first[0]), max(last[1], first[1]))), fill="black")


def lay_grid(image: Image.Image) -> None:
    """Lines at every ten per cent with their numbers, for who types the areas."""
    brush, font = ImageDraw.Draw(image), ImageFont.load_default(size=max(11, image.width // 70))
    for step in range(10, 100, 10):
        across, down = round(image.width * step / 100), round(image.height * step / 100)
        for line in (((across, 0), (across, image.height)), ((0, down), (image.width, down))):
            brush.line(line, fill=(32, 96, 200), width=1)
        for place in ((across + 2, 1), (2, down + 1)):
            brush.text(place, str(step), fill=(176, 0, 32), font=font, stroke_width=2, stroke_fill="white")


def _jpeg(image: Image.Image) -> bytes:
    """The pixels and nothing else."""
    image.info.clear()
    out = BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=False)
    return out.getvalue()


# --- the orders ---


def look(order: dict[str, Any]) -> dict[str, Any]:
    """How many pages there are, and the text of one."""
    pages = Pages(Kind(order["kind"]), Path(order["source"]))
    return {"pages": pages.count, "text": pages.text(order["page"])}


def page(order: dict[str, Any]) -> dict[str, Any]:
    """One page as a JPEG: its areas painted, then turned."""
    pages = Pages(Kind(order["kind"]), Path(order["source"]))
    image = pages.draw(order["page"], width=order["width"]).image
    paint(image, [tuple(area) for area in order.get("areas", [])])
    if order.get("grid"):
        lay_grid(image)
    if order.get("turn"):
        image = image.rotate(-order["turn"], expand=True)
    Path(order["target"]).write_bytes(_jpeg(image))
    return {"pages": pages.count, "width": image.width, "height": image.height}


def redact(order: dict[str, Any]) -> dict[str, Any]:
    """A new document of pictures alone: every page drawn anew, the areas painted, nothing of the old file copied."""
    pages = Pages(Kind(order["kind"]), Path(order["source"]))
    if pages.count > MAX_PAGES:
        raise Unacceptable(Problem.PAGES)
    areas = {int(number): [tuple(area) for area in found] for number, found in order["areas"].items()}
    if not areas or not set(areas) <= set(range(1, pages.count + 1)):
        raise Unacceptable(Problem.PAGES)
    if pages.document is None:
        sheet = pages.draw(1, most=MAX_KEPT_PIXELS)
        paint(sheet.image, areas[1])
        Path(order["target"]).write_bytes(_jpeg(sheet.image))
        return {"pages": 1, "content_type": "image/jpeg"}
    import pikepdf

    made = pikepdf.new()
    for number in range(1, pages.count + 1):
        sheet = pages.draw(number, scale=DOTS, most=MAX_KEPT_PIXELS)
        paint(sheet.image, areas.get(number, []))
        _add_page(made, sheet)
    made.save(order["target"], deterministic_id=True, fix_metadata_version=False)
    return {"pages": pages.count, "content_type": "application/pdf"}


def _add_page(made: Any, sheet: Sheet) -> None:
    from pikepdf import Dictionary, Name, Stream

    picture = Stream(made, _jpeg(sheet.image))
    picture.Type, picture.Subtype, picture.Filter = Name.XObject, Name.Image, Name.DCTDecode
    picture.Width, picture.Height = sheet.image.width, sheet.image.height
    picture.ColorSpace, picture.BitsPerComponent = Name.DeviceRGB, 8
    added = made.add_blank_page(page_size=(sheet.width, sheet.height))
    added.obj.Resources = Dictionary(XObject=Dictionary(Im0=picture))
    drawn = f"q {sheet.width:.2f} 0 0 {sheet.height:.2f} 0 0 cm /Im0 Do Q"
    added.obj.Contents = Stream(made, drawn.encode())


def words(order: dict[str, Any]) -> dict[str, Any]:
    """The text of a Word document, paragraph by paragraph."""
    import zipfile
    from xml.etree import ElementTree  # it passed the inspection, which refuses definitions

    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    with zipfile.ZipFile(order["source"]) as archive:
        tree = ElementTree.fromstring(archive.read("word/document.xml"))  # noqa: S314
    lines = []
    for paragraph in tree.iter(f"{space}p"):
        parts = {f"{space}tab": "\t", f"{space}br": "\n"}
        found = (part.text or "" if part.tag == f"{space}t" else parts.get(part.tag, "") for part in paragraph.iter())
        lines.append("".join(found))
    return {"pages": 1, "text": _readable("\n".join(lines))}


ORDERS = {"look": look, "page": page, "redact": redact, "words": words}


def main() -> int:
    bind()
    try:
        order = json.load(sys.stdin)
        found = ORDERS[order["do"]](order)
    except Unacceptable as refused:
        found = {"problem": refused.problem.value}
    except (MemoryError, *UNREADABLE):
        found = {"problem": Problem.UNCHECKED.value}
    sys.stdout.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
