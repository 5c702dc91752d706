"""Pages are drawn within bounds; of what is painted out no text, no hidden data and no pixel survives."""

import random
from io import BytesIO

import file_corpus as corpus
import pikepdf
import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import NameObject, StreamObject

from complaints import files
from complaints.inspection import drawing
from complaints.inspection.identify import Kind

pytestmark = pytest.mark.django_db
SECRET, OTHER = "AB123456", "Visible words"
AREA = (5.0, 5.0, 60.0, 10.0)  # where SECRET stands


def received(data: bytes, name: str) -> files.Received:
    return files.receive(SimpleUploadedFile(name, data), already=0)


def written(pages: int = 2, *, change: object = None, rotate: int = 0, secret: str = SECRET) -> bytes:
    """A document with a text layer: SECRET at the top of each page, OTHER in the middle."""
    document = pikepdf.new()
    font = document.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for _number in range(pages):
        page = document.add_blank_page(page_size=(600, 800))
        page.Resources = Dictionary(Font=Dictionary(F1=font))
        drawn = f"BT /F1 24 Tf 40 740 Td ({secret}) Tj ET BT /F1 24 Tf 40 400 Td ({OTHER}) Tj ET"
        page.Contents = document.make_stream(drawn.encode())
        page.Rotate = rotate
    document.docinfo["/Author"] = SECRET
    with document.open_metadata() as found:
        found["dc:title"] = SECRET
    if change:
        change(document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def loaded(document: pikepdf.Pdf) -> None:
    """Everything in which a PDF can carry words besides its pages."""
    page = document.pages[0]
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([50, 730, 70, 750]), Contents=String(SECRET))
    field = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Tx,
        T=String("cin"),
        V=String(SECRET),
        Rect=Array([40, 735, 300, 765]),
    )
    page.Annots = Array([document.make_indirect(note), document.make_indirect(field)])
    document.Root.AcroForm = Dictionary(Fields=Array([page.Annots[1]]))
    document.attachments["secret.txt"] = pikepdf.AttachedFileSpec(document, SECRET.encode(), filename="secret.txt")
    page.obj.Thumb = document.make_stream(SECRET.encode())
    page.obj.PieceInfo = Dictionary(App=Dictionary(Private=String(SECRET)))
    document.Root.Outlines = Dictionary(First=Dictionary(Title=String(SECRET)))


def bytes_of(row: files.Received, *, original: bool) -> bytes:
    with files.opened(row, original=original).file as file:
        return file.read()


def everything_in(data: bytes) -> str:
    """All that can be read out of a PDF: raw bytes, every stream unpacked, every string, text of each page."""
    found = [data.decode("latin-1")]
    with pikepdf.open(BytesIO(data)) as document:
        for thing in document.objects:
            found.append(repr(thing))
            if isinstance(thing, pikepdf.Stream) and thing.get("/Filter") != Name.DCTDecode:
                found.append(thing.read_bytes().decode("latin-1"))
    for page in pypdfium2.PdfDocument(data):
        found.append(page.get_textpage().get_text_bounded())
    return "\n".join(found)


def pictures_of(data: bytes) -> list[Image.Image]:
    """The picture of each page, as it lies in the file."""
    with pikepdf.open(BytesIO(data)) as document:
        return [pikepdf.PdfImage(page.Resources.XObject.Im0).as_pil_image().convert("RGB") for page in document.pages]


def part(image: Image.Image, area: tuple[float, float, float, float], *, within: int = 0) -> Image.Image:
    left, top, width, height = area
    box = (left * image.width, top * image.height, (left + width) * image.width, (top + height) * image.height)
    first, last = [round(value / 100) for value in box[:2]], [round(value / 100) for value in box[2:]]
    return image.crop((first[0] + within, first[1] + within, last[0] - within, last[1] - within))


def darkest_and_lightest(image: Image.Image) -> tuple[int, int]:
    return image.convert("L").getextrema()


@pytest.mark.parametrize("change", [None, loaded], ids=["plain", "with all that a PDF can hide"])
def test_no_text_and_no_hidden_data_survive(change: object) -> None:
    row = received(written(change=change), f"{SECRET}.pdf")
    assert SECRET in everything_in(bytes_of(row, original=True))
    made = files.redact(row, {1: [AREA], 2: [AREA]}, called="document-7")
    assert made.name == "document-7.pdf"
    for original in (True, False):
        data = bytes_of(made, original=original)
        words = everything_in(data)
        assert SECRET not in words
        assert OTHER not in words  # the text layer is gone as a whole
        with pikepdf.open(BytesIO(data)) as document:
            assert len(document.pages) == 2
            assert "/Info" not in document.trailer
            assert set(document.Root.keys()) == {"/Type", "/Pages"}
            assert all(
                not {"/Annots", "/Thumb", "/PieceInfo", "/Metadata"} & set(page.obj.keys()) for page in document.pages
            )
            assert not document.attachments


def test_an_earlier_revision_of_the_document_is_not_in_the_copy() -> None:
    """An incremental save keeps what was there before behind the new version."""
    writer = PdfWriter(BytesIO(written(1)), incremental=True)
    writer.pages[0][NameObject("/Contents")] = writer._add_object(StreamObject())  # the words are taken out
    out = BytesIO()
    writer.write(out)
    assert SECRET in everything_in(out.getvalue()[: out.getvalue().find(b"%%EOF") + 6])
    row = received(out.getvalue(), "a.pdf")
    assert files.look(row, page=1).text == ""
    made = files.redact(row, {1: [AREA]}, called="document-1")
    assert SECRET not in everything_in(bytes_of(made, original=True))
    assert bytes_of(made, original=True).count(b"%%EOF") == 1


def test_no_pixel_of_the_area_survives_and_the_rest_is_there() -> None:
    row = received(written(), "a.pdf")
    made = files.redact(row, {1: [AREA]}, called="document-1")
    first, second = pictures_of(bytes_of(made, original=False))
    assert darkest_and_lightest(part(first, AREA, within=8))[1] <= 8  # black, but for the noise of JPEG
    assert darkest_and_lightest(part(second, AREA))[0] < 100  # the other page keeps its words
    middle = (5.0, 45.0, 60.0, 10.0)
    assert darkest_and_lightest(part(first, middle))[0] < 100
    assert (first.width, first.height) == (1250, 1667)


def test_the_painted_page_is_the_same_whatever_stood_there() -> None:
    """What is painted leaves no trace in its surroundings either: two secrets give the same picture, byte for byte."""
    one = received(written(1), "a.pdf")
    two = received(written(1, secret="ZZ987654"), "b.pdf")
    made = [files.redact(row, {1: [AREA]}, called="document-1") for row in (one, two)]
    pictures = [pictures_of(bytes_of(row, original=True))[0].tobytes() for row in made]
    assert pictures[0] == pictures[1]
    plain = [files.draw(row, page=1, width=400) for row in (one, two)]
    assert plain[0] != plain[1]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_turned_page_is_painted_where_it_is_seen(rotate: int) -> None:
    row = received(written(1, rotate=rotate), "a.pdf")
    whole = Image.open(BytesIO(files.draw(row, page=1, width=600))).convert("L")
    box = whole.point(lambda value: 255 if value < 128 else 0).crop((0, 0, whole.width, whole.height)).getbbox()
    assert box
    area = (box[0] * 100 / whole.width, box[1] * 100 / whole.height, (box[2] - box[0]) * 100 / whole.width,
            (box[3] - box[1]) * 100 / whole.height)  # fmt: skip
    painted = Image.open(BytesIO(files.draw(row, page=1, width=600, areas=[area]))).convert("L")
    made = pictures_of(bytes_of(files.redact(row, {1: [area]}, called="document-1"), original=True))[0]
    for picture in (painted, made):
        assert darkest_and_lightest(part(picture, area, within=8))[1] <= 8
    assert (made.width > made.height) == (rotate in {90, 270})


@pytest.mark.parametrize(
    ("data", "name"), [(corpus.jpeg(6), "a.jpg"), (corpus.png(), "a.png"), (corpus.heic(), "a.heic")]
)
def test_a_photo_loses_the_area_and_its_hidden_data(data: bytes, name: str) -> None:
    row = received(data, name)
    made = files.redact(row, {1: [(0, 0, 25, 25)]}, called="document-3")
    assert (made.name, made.content_type) == ("document-3.jpg", "image/jpeg")
    for original in (True, False):
        kept = bytes_of(made, original=original)
        assert corpus.GPS.encode() not in kept
        assert corpus.OWNER.encode() not in kept
        image = Image.open(BytesIO(kept))
        assert not image.getexif()
        assert darkest_and_lightest(part(image, (0, 0, 25, 25), within=9))[1] <= 12
        assert "thumbnail" not in image.info


def test_the_original_is_untouched() -> None:
    row = received(written(), "a.pdf")
    before = bytes_of(row, original=True), bytes_of(row, original=False)
    files.redact(row, {2: [AREA]}, called="document-1")
    assert (bytes_of(row, original=True), bytes_of(row, original=False)) == before


@pytest.mark.parametrize("areas", [{}, {3: [AREA]}, {0: [AREA]}])
def test_areas_of_no_page_make_nothing(areas: dict[int, list[drawing.Area]]) -> None:
    row = received(written(), "a.pdf")
    before = default_storage.listdir("incoming")[1]
    with pytest.raises(files.Unavailable):
        files.redact(row, areas, called="document-1")
    assert default_storage.listdir("incoming")[1] == before


def test_a_long_document_says_how_many_pages_can_be_redacted() -> None:
    row = received(corpus.pages_pdf(drawing.MAX_PAGES + 1), "a.pdf")
    with pytest.raises(files.Unavailable, match="60 pages"):
        files.redact(row, {1: [AREA]}, called="document-1")
    assert files.look(row, page=61).pages == 61


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    size=st.tuples(st.integers(1, 90), st.integers(1, 90)),
    area=st.tuples(*[st.floats(0, 99.9)] * 2, *[st.floats(0.01, 100)] * 2),
    seed=st.integers(0, 1000),
)
def test_every_pixel_that_an_area_touches_is_painted(size: tuple[int, int], area: drawing.Area, seed: int) -> None:
    noise = random.Random(seed).randbytes(size[0] * size[1] * 3)  # noqa: S311
    image = Image.frombytes("RGB", size, bytes(max(value, 1) for value in noise))
    drawing.paint(image, [area])
    left, top, width, height = area
    for x in range(size[0]):
        for y in range(size[1]):
            across = left * size[0] / 100 < x + 1 and (left + width) * size[0] / 100 > x
            down = top * size[1] / 100 < y + 1 and (top + height) * size[1] / 100 > y
            if across and down:
                assert image.getpixel((x, y)) == (0, 0, 0)


# Looking


def test_a_page_is_drawn_with_its_text_beside_it() -> None:
    row = received(written(), "a.pdf")
    found = files.look(row, page=2)
    assert found.pages == 2
    assert SECRET in found.text
    image = Image.open(BytesIO(files.draw(row, page=2, width=300)))
    assert image.size == (300, 400)
    assert Image.open(BytesIO(files.draw(row, page=2, width=300, turn=90))).size == (400, 300)


def test_a_scan_has_no_text_and_a_photo_one_page() -> None:
    assert files.look(received(corpus.pdf(), "a.pdf"), page=1).text == ""
    assert files.look(received(corpus.jpeg(), "a.jpg"), page=1) == files.Look(1, "")


def test_a_word_document_gives_its_words() -> None:
    found = files.look(received(corpus.docx(), "a.docx"), page=1)
    assert (found.text, found.drawn) == ("شكاية", False)


def test_a_recording_is_not_drawn() -> None:
    row = received(corpus.mp3(), "a.mp3")
    assert not files.can_draw(row)
    with pytest.raises(files.Unavailable, match="cannot be shown"):
        files.look(row, page=1)


def test_a_page_that_is_not_there_is_not_drawn() -> None:
    row = received(written(), "a.pdf")
    for page in (0, 3, 10**9):
        with pytest.raises(files.Unavailable):
            files.draw(row, page=page, width=300)


@pytest.mark.parametrize("size", [(3, 14_400), (14_400, 14_400), (14_400, 3)])
def test_a_page_of_any_size_is_drawn_within_bounds(size: tuple[int, int]) -> None:
    def change(document: pikepdf.Pdf) -> None:
        document.add_blank_page(page_size=size)

    row = received(written(1, change=change), "a.pdf")
    image = Image.open(BytesIO(files.draw(row, page=2, width=2400)))
    assert image.width * image.height <= drawing.MAX_PIXELS * 1.1
    made = files.redact(row, {2: [AREA]}, called="document-1")
    assert made.size < files.MAX_FILE


def test_what_cannot_be_drawn_is_said_and_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    row = received(written(), "a.pdf")
    default_storage.delete(row.copy)
    default_storage.save(row.copy, ContentFile(b"%PDF-1.7 and nothing more"))
    with pytest.raises(files.Unavailable, match="Download the file"):
        files.draw(row, page=1, width=300)
    monkeypatch.setattr("complaints.files.drawing.SECONDS", 0.001)
    with pytest.raises(files.Unavailable, match="Download the file"):
        files.look(received(written(), "a.pdf"), page=1)


def test_a_word_in_a_picture_of_one_pixel_is_drawn() -> None:
    out = BytesIO()
    Image.new("RGBA", (1, 1), (0, 0, 0, 0)).save(out, "PNG")
    row = received(out.getvalue(), "a.png")
    assert Image.open(BytesIO(files.draw(row, page=1, width=1000))).size == (1, 1)
    assert drawing.Pages(Kind.PNG, default_storage.path(row.copy)).draw(1).image.getpixel((0, 0)) == (255, 255, 255)
