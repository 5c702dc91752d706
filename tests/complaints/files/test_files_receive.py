"""What people really send is taken and its copy tells nothing more than the picture, the text or the sound; what means
harm is refused with a sentence that helps."""

import hashlib
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import file_corpus as corpus
import pikepdf
import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from complaints import files
from complaints.inspection.problems import Problem


def upload(data: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="text/html")


def receive(data: bytes, name: str, already: int = 0) -> files.Received:
    return files.receive(upload(data, name), already=already)


def stored(name: str) -> bytes:
    with storages["default"].open(name) as file:
        return file.read()


def leftovers(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def tells_nothing(copy: bytes) -> bool:
    """Neither the place nor the owner is in the bytes, also when they are read as UTF-16."""
    words = (corpus.GPS, corpus.OWNER)
    return not any(word.encode(coding) in copy for word in words for coding in ("utf-8", "utf-16-le", "utf-16-be"))


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BENIGN: list[tuple[str, Callable[[], bytes], str, str]] = [
    ("photo.jpg", corpus.jpeg, "photo.jpg", "image/jpeg"),
    ("IMG_2041.JPEG", lambda: corpus.jpeg(6), "IMG_2041.jpeg", "image/jpeg"),
    ("progressive.jpg", lambda: corpus.jpeg(progressive=True), "progressive.jpg", "image/jpeg"),
    ("print.jpg", corpus.cmyk_jpeg, "print.jpg", "image/jpeg"),
    ("MVIMG_1.jpg", corpus.motion_photo, "MVIMG_1.jpg", "image/jpeg"),
    ("Capture d’écran.png", corpus.png, "Capture d’écran.png", "image/png"),
    ("IMG_0007.HEIC", corpus.heic, "IMG_0007.heic", "image/heic"),
    ("screenshot.jpg", corpus.png, "screenshot.png", "image/png"),
    ("image:10234", corpus.jpeg, "image_10234.jpg", "image/jpeg"),
    ("رسم الولادة.pdf", corpus.pdf, "رسم الولادة.pdf", "application/pdf"),
    ("no printing.pdf", lambda: corpus.locked_pdf(""), "no printing.pdf", "application/pdf"),
    ("form.pdf", corpus.active_pdf, "form.pdf", "application/pdf"),
    ("scan.pdf", lambda: b"\xef\xbb\xbf\n" + corpus.pdf(), "scan.pdf", "application/pdf"),
    ("cut xref.pdf", lambda: corpus.pdf()[:-60], "cut xref.pdf", "application/pdf"),
    ("long.pdf", lambda: corpus.pages_pdf(300), "long.pdf", "application/pdf"),
    ("رسالة.docx", corpus.docx, "رسالة.docx", DOCX),
    ("voice.m4a", corpus.m4a, "voice.m4a", "audio/mp4"),
    ("voice.mp4", corpus.m4a, "voice.mp4", "audio/mp4"),
    ("film.mp4", corpus.mp4, "film.mp4", "video/mp4"),
    ("note.mp3", corpus.mp3, "note.mp3", "audio/mpeg"),
    ("bare.mp3", lambda: corpus.mp3(tagged=False), "bare.mp3", "audio/mpeg"),
]


@pytest.mark.parametrize(("name", "make", "shown", "content_type"), BENIGN, ids=[row[0] for row in BENIGN])
def test_what_people_send_is_taken(name: str, make: Callable[[], bytes], shown: str, content_type: str) -> None:
    data = make()
    received = receive(data, name)
    assert (received.name, received.content_type, received.size) == (shown, content_type, len(data))
    assert received.verdict == "clean"
    assert stored(received.original) == data, "the original is kept as it came"
    assert received.sha256 == hashlib.sha256(data).hexdigest()
    copy = stored(received.copy)
    assert len(copy) > 200
    assert tells_nothing(copy), "the copy tells the place or the owner"


HARMFUL: list[tuple[str, str, Callable[[], bytes], Problem]] = [
    ("empty", "photo.jpg", lambda: b"", Problem.EMPTY),
    ("eicar", "notes.pdf", lambda: corpus.EICAR, Problem.TYPE),
    ("eicar in zip", "notes.zip", lambda: corpus.zip_of({"eicar.com": corpus.EICAR}), Problem.TYPE),
    ("zip as docx", "notes.docx", lambda: corpus.zip_of({"eicar.com": corpus.EICAR}), Problem.TYPE),
    ("html as pdf", "letter.pdf", lambda: b"<!DOCTYPE html><script>1</script>", Problem.TYPE),
    ("html as jpg", "photo.jpg", lambda: b"<html><body onload=alert(1)>", Problem.TYPE),
    ("svg", "drawing.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", Problem.TYPE),
    ("svg as png", "drawing.png", lambda: b"<?xml version='1.0'?><svg/>", Problem.TYPE),
    ("exe", "setup.exe", lambda: b"MZ\x90\x00" + bytes(500), Problem.TYPE),
    ("exe as pdf", "setup.pdf", lambda: b"MZ\x90\x00%PDF-1.4" + bytes(500), Problem.TYPE),
    ("gif with script", "photo.jpg", lambda: b"GIF89a=1;alert(1)//" + bytes(100), Problem.TYPE),
    ("text", "notes.txt", lambda: "شكاية".encode(), Problem.TYPE),
    ("avif", "photo.heic", lambda: corpus.box(b"ftyp", b"avif", bytes(4), b"mif1") + bytes(99), Problem.TYPE),
    ("pdf named jpg", "photo.jpg", corpus.pdf, Problem.NAME),
    ("jpeg named pdf", "scan.pdf", corpus.jpeg, Problem.NAME),
    ("pdf named exe", "facture.pdf.exe", corpus.pdf, Problem.NAME),
    ("film named m4a", "voice.m4a", corpus.mp4, Problem.NAME),
    ("png with page", "photo.png", lambda: corpus.png() + b"<HTML><body>", Problem.HIDDEN),
    ("jpeg with phar", "photo.jpg", lambda: corpus.jpeg() + b"<?php __HALT_COMPILER(); ?>", Problem.HIDDEN),
    ("jpeg with script", "photo.jpg", lambda: corpus.jpeg() + b"<script>x()</script>", Problem.HIDDEN),
    ("jpeg with zip", "photo.jpg", lambda: corpus.jpeg() + corpus.zip_of({"a.exe": b"MZ"}), Problem.HIDDEN),
    ("pdf with zip", "scan.pdf", lambda: corpus.pdf() + corpus.zip_of({"a.exe": b"MZ"}), Problem.HIDDEN),
    (
        "pdf with zip and a tail",
        "scan.pdf",
        lambda: corpus.pdf() + corpus.zip_of({"a.exe": b"MZ"}) + b"\n%%EOF",
        Problem.HIDDEN,
    ),
    ("png with rar", "photo.png", lambda: corpus.png() + b"Rar!\x1a\x07\x01\x00", Problem.HIDDEN),
    ("mp3 with page", "note.mp3", lambda: corpus.mp3() + b"<!doctype HTML>", Problem.HIDDEN),
    ("locked pdf", "scan.pdf", lambda: corpus.locked_pdf("secret"), Problem.PASSWORD),
    ("only a pdf header", "scan.pdf", lambda: b"%PDF-1.7\n" + bytes(300), Problem.BROKEN),
    ("half a jpeg", "photo.jpg", lambda: corpus.jpeg()[:5000], Problem.BROKEN),
    ("half a png", "photo.png", lambda: corpus.png()[:3000], Problem.BROKEN),
    ("half a heic", "photo.heic", lambda: corpus.heic()[:700], Problem.BROKEN),
    ("half a film", "film.mp4", lambda: corpus.mp4()[:300], Problem.BROKEN),
    ("film without index", "film.mp4", lambda: corpus.mp4()[:600], Problem.BROKEN),
    ("no sound", "note.mp3", lambda: b"ID3\x04\x00\x00\x00\x00\x00\x05hello" + bytes(4000), Problem.BROKEN),
    ("half a docx", "letter.docx", lambda: corpus.docx()[:600], Problem.BROKEN),
    ("pixel flood", "photo.png", corpus.huge_png, Problem.PIXELS),
    ("too many pages", "long.pdf", lambda: corpus.pages_pdf(2001), Problem.PAGES),
    ("zip bomb", "letter.docx", corpus.bomb_docx, Problem.UNPACKED),
    ("no document", "letter.docx", lambda: corpus.docx(without="word/document.xml"), Problem.TYPE),
    (
        "spreadsheet",
        "letter.docx",
        lambda: corpus.zip_of({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<a/>"}),
        Problem.TYPE,
    ),
]


@pytest.mark.parametrize(("name", "make", "problem"), [row[1:] for row in HARMFUL], ids=[row[0] for row in HARMFUL])
def test_what_means_harm_is_refused(name: str, make: Callable[[], bytes], problem: Problem, storage: Path) -> None:
    with pytest.raises(files.Refused) as refused:
        receive(make(), name)
    assert refused.value.problem is problem
    assert str(refused.value.message)
    assert leftovers(storage) == []


@pytest.mark.parametrize("parts", corpus.ACTIVE_DOCX.values(), ids=list(corpus.ACTIVE_DOCX))
def test_a_word_document_that_acts_by_itself_is_refused(parts: dict[str, str | bytes], storage: Path) -> None:
    with pytest.raises(files.Refused) as refused:
        receive(corpus.docx(parts), "letter.docx")
    assert refused.value.problem is Problem.ACTIVE
    assert leftovers(storage) == []


@pytest.mark.parametrize("problem", Problem)
def test_each_refusal_says_how_to_mend(problem: Problem) -> None:
    message = str(files.Refused(problem))
    assert "invalid" not in message.lower()
    assert "please" not in message.lower()
    assert any(verb in message for verb in ("Send", "send", "Save", "Remove", "Open"))


class TestSizes:
    """The limits hold to the byte, whatever the sender says about the size."""

    @staticmethod
    def padded(size: int) -> bytes:
        return corpus.mp4(first=corpus.box(b"free", bytes(size - len(corpus.mp4()) - 8)))

    def test_exactly_ten_megabytes_is_taken(self) -> None:
        assert receive(self.padded(files.MAX_FILE), "film.mp4").size == files.MAX_FILE

    def test_one_byte_more_is_refused(self) -> None:
        with pytest.raises(files.Refused) as refused:
            receive(self.padded(files.MAX_FILE + 1), "film.mp4")
        assert refused.value.problem is Problem.TOO_BIG

    def test_the_total_counts_what_came_before(self) -> None:
        data = corpus.jpeg()
        assert receive(data, "a.jpg", already=files.MAX_TOTAL - len(data)).size == len(data)
        with pytest.raises(files.Refused) as refused:
            receive(data, "a.jpg", already=files.MAX_TOTAL - len(data) + 1)
        assert refused.value.problem is Problem.TOTAL

    def test_an_endless_upload_is_cut_off(self, storage: Path) -> None:
        class Endless:
            name, size, given = "photo.jpg", 5, 0

            def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
                while True:
                    self.given += 1
                    yield bytes(1024 * 1024)

        endless = Endless()
        with pytest.raises(files.Refused) as refused:
            files.receive(endless, already=0)
        assert refused.value.problem is Problem.TOO_BIG
        assert endless.given == 11
        assert leftovers(storage) == []


class TestCopies:
    """The copy is whole: what the person meant to send is in it."""

    @pytest.mark.parametrize("name", ["photo.jpg", "photo.heic"])
    def test_a_turned_photo_stands_upright(self, name: str) -> None:
        data = corpus.jpeg(6) if name.endswith("jpg") else corpus.heic(6)
        with Image.open(BytesIO(stored(receive(data, name).copy))) as copy:
            assert copy.format == "JPEG"
            assert not copy.getexif()
            assert not {"exif", "xmp", "comment", "icc_profile"} & set(copy.info)
            if name.endswith("jpg"):
                assert copy.size == (200, 320)
                red, green, _ = copy.convert("RGB").getpixel((195, 5))
                assert red > 200
                assert green < 80

    def test_a_screenshot_keeps_each_pixel(self) -> None:
        with Image.open(BytesIO(stored(receive(corpus.png(), "a.png").copy))) as copy:
            assert copy.format == "PNG"
            assert copy.tobytes() == corpus.painting().tobytes()

    def test_a_pdf_keeps_its_pages_and_acts_no_more(self) -> None:
        copy = stored(receive(corpus.active_pdf(), "form.pdf").copy)
        with pikepdf.open(BytesIO(copy)) as document:
            text = b"".join(
                thing.read_raw_bytes() if isinstance(thing, pikepdf.Stream) else thing.unparse()
                for thing in document.objects
            )
            assert len(document.pages) == 1
            assert len(document.pages[0].Annots) == 2
            assert "/Info" not in document.trailer
        for mark in (b"HARM", b"JavaScript", b"Launch", b"OpenAction", b"EmbeddedFile", b"/XFA", b"/AA"):
            assert mark not in text

    def test_a_photo_in_a_pdf_loses_its_place_and_keeps_its_pixels(self) -> None:
        copy = stored(receive(corpus.pdf(), "scan.pdf").copy)
        with pikepdf.open(BytesIO(copy)) as document, Image.open(BytesIO(corpus.jpeg())) as before:
            picture = document.pages[0].Resources.XObject.Im0
            with Image.open(BytesIO(picture.read_raw_bytes())) as after:
                assert not after.getexif()
                assert after.tobytes() == before.tobytes()

    def test_a_word_document_keeps_its_text_and_links(self) -> None:
        with zipfile.ZipFile(BytesIO(stored(receive(corpus.docx(), "a.docx").copy))) as copy:
            assert copy.testzip() is None
            assert "شكاية" in copy.read("word/document.xml").decode()
            assert b"https://www.mediateur.ma/" in copy.read("word/_rels/document.xml.rels")
            assert b"Users" not in copy.read("word/_rels/settings.xml.rels")
            assert "docProps/thumbnail.jpeg" not in copy.namelist()
            assert b"thumbnail" not in copy.read("_rels/.rels")

    def test_a_film_keeps_its_length_and_its_sound(self) -> None:
        data = corpus.mp4()
        copy = stored(receive(data, "film.mp4").copy)
        assert len(copy) == len(data)
        assert b"SOUND AND PICTURE" * 20 in copy
        assert copy.index(b"moov") == data.index(b"moov")
        assert b"+33.9716" not in copy

    def test_a_film_that_may_hold_a_way_walked_has_no_copy(self) -> None:
        received = receive(corpus.mp4(kinds=(b"vide", b"soun", b"meta")), "film.mp4")
        assert received.copy == ""
        assert not files.may_leave(received)

    def test_a_voice_note_keeps_its_frames(self) -> None:
        assert stored(receive(corpus.mp3(), "a.mp3").copy) == corpus.mp3(tagged=False)


@pytest.mark.parametrize("make", [corpus.jpeg, corpus.png, corpus.heic, corpus.m4a, corpus.mp3])
def test_the_corpus_itself_tells(make: Callable[[], bytes]) -> None:
    assert not tells_nothing(make())


def test_files_lie_under_random_names_that_only_the_owner_reads(storage: Path) -> None:
    first, second = receive(corpus.jpeg(), "../../etc/passwd.jpg"), receive(corpus.jpeg(), "a.jpg")
    names = {first.original, first.copy, second.original, second.copy}
    assert len(names) == 4
    assert all(len(name.split("/")) == 3 and len(name.split("/")[2]) == 32 for name in names)
    assert {path.stat().st_mode & 0o777 for path in leftovers(storage)} == {0o600}
    assert len(leftovers(storage)) == 4


def test_a_pdf_that_unpacks_to_gigabytes_is_refused_within_its_limits(storage: Path) -> None:
    data = corpus.bomb_pdf()
    assert len(data) < files.MAX_FILE
    with pytest.raises(files.Refused) as refused:
        receive(data, "bomb.pdf")
    assert refused.value.problem in {Problem.BROKEN, Problem.UNCHECKED}
    assert leftovers(storage) == []


def test_a_decoder_that_dies_takes_nothing_with_it(monkeypatch: pytest.MonkeyPatch, storage: Path) -> None:
    monkeypatch.setattr("complaints.files.receiving.INSPECTION_SECONDS", 0.01)
    with pytest.raises(files.Refused) as refused:
        receive(corpus.jpeg(), "photo.jpg")
    assert refused.value.problem is Problem.UNCHECKED
    assert leftovers(storage) == []
