"""Whatever bytes come are read without an error, in letters and never as HTML."""

import contextlib
import time
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaints.reception import judging, plain
from complaints.reception.reading import LONGEST_TEXT, MOST_FILES, Unreadable, decoded, read, words
from tests.complaints.documents import PDF
from tests.complaints.reception.postbox import letter, report


def raw(body: bytes, *heads: str) -> bytes:
    return "\r\n".join(["From: a@example.org", *heads, "", ""]).encode() + body


def test_a_plain_mail():
    found = read(letter("Salma Amrani <Salma@Example.org>", "Rappel", "Bonjour,\n\nmerci.").as_bytes())
    assert (found.sender, found.sender_name, found.subject, found.text) == (
        "salma@example.org",
        "Salma Amrani",
        "Rappel",
        "Bonjour,\n\nmerci.",
    )


@pytest.mark.parametrize(
    ("charset", "text"),
    [("windows-1256", "لم أتوصل بجواب"), ("iso-8859-6", "شكاية"), ("utf-16", "réponse"), ("koi8-r", "жалоба"),
     ("iso-8859-15", "25 €"), ("gb2312", "投诉"), ("iso-2022-jp", "苦情"), ("macintosh", "réponse"), ("utf-8", "ⴰⵣⵓⵍ")],
)  # fmt: skip
def test_every_charset(charset, text):
    codec = {"gb2312": "gb18030", "macintosh": "mac_roman"}.get(charset, charset)
    assert read(raw(text.encode(codec), f"Content-Type: text/plain; charset={charset}")).text == text


@pytest.mark.parametrize(
    "charset", ["", "x-unknown", "hex", "zlib", "punycode", "idna", "undefined", "unicode_escape", "\x00", "a" * 5000]
)
def test_a_charset_that_is_none_is_no_error(charset):
    assert "abc" in decoded(b"abc \xff\xfe", charset)


def test_arabic_in_a_subject_that_is_encoded_folded_or_bare():
    text = "طلب رسم الولادة IMR-2026-7K4F2QXZ"
    assert words("=?utf-8?b?" + __import__("base64").b64encode(text.encode()).decode() + "?=") == text
    bare = b"From: a@example.org\r\nSubject: " + text.encode() + b"\r\n\r\nx"
    assert read(bare).subject == text


def test_html_alone_becomes_words():
    html = (
        "<html><head><title>T</title><style>p{color:red}</style></head><body><p>Bonjour&nbsp;<b>Madame</b></p>"
        "<script>alert(1)</script><!-- <p>secret</p> --><ul><li>un<li>deux</ul>5 < 6 &amp; 7<br>"
        '<a href="https://example.org/x?a=1&amp;b=2" onclick="x()">ici</a><img src=x onerror=alert(1)></body></html>'
    )
    text = read(raw(html.encode(), "Content-Type: text/html; charset=utf-8")).text
    assert text.split("\n")[0] == "Bonjour Madame"
    assert "- un\n- deux" in text
    assert "5 < 6 & 7" in text
    assert "ici (https://example.org/x?a=1&b=2)" in text
    assert not any(word in text for word in ("alert", "color", "secret", "onclick", "<p>"))


def test_of_two_forms_of_one_text_the_plain_one_is_read():
    mail = letter(text="les mots")
    mail.add_alternative("<p>les mots en HTML</p>", subtype="html")
    assert read(mail.as_bytes()).text == "les mots"


def test_an_empty_plain_form_gives_way_to_the_html():
    mail = letter(text=" \n")
    mail.add_alternative("<p>seulement ici</p>", subtype="html")
    assert read(mail.as_bytes()).text == "seulement ici"


def test_attachments_come_with_their_names():
    mail = letter()
    mail.add_attachment(PDF, maintype="application", subtype="pdf", filename="رسم الولادة.pdf")
    (file,) = read(mail.as_bytes()).files
    assert (file.name, file.content) == ("رسم الولادة.pdf", PDF)


def test_more_attachments_than_one_reads_are_named():
    mail = letter()
    for number in range(MOST_FILES + 3):
        mail.add_attachment(PDF, maintype="application", subtype="pdf", filename=f"{number}.pdf")
    found = read(mail.as_bytes())
    assert (len(found.files), found.left_out) == (MOST_FILES, ["20.pdf", "21.pdf", "22.pdf"])


def test_a_text_without_end_is_cut_and_says_so():
    found = read(raw(b"x" * (LONGEST_TEXT + 1), "Content-Type: text/plain"))
    assert (len(found.text), found.cut) == (LONGEST_TEXT, True)


@pytest.mark.parametrize(
    "sender",
    ["a@example.org, b@example.org", "<a@example.org> <b@example.org>", "nobody", "", "=?utf-8?q?a=40example.org=3E?= <x y@z>",
     '"a@example.org" <@example.org>', "أحمد@example.org"],
)  # fmt: skip
def test_a_sender_that_is_not_one_sound_address_is_none(sender):
    assert read(f"From: {sender}\r\n\r\nx".encode()).sender == ""


def test_two_from_lines_are_no_sender():
    assert read(b"From: a@example.org\r\nFrom: b@example.org\r\n\r\nx").sender == ""


def test_an_encoded_name_cannot_bring_a_second_address():
    found = read(b"From: =?utf-8?q?b=40example.org=3E=2C?= <a@example.org>\r\n\r\nx")
    assert found.sender == "a@example.org"


@pytest.mark.parametrize("raw_mail", [b"", b"\r\n\r\n", b"x" * 700_000, b"From: a@b.c\r\n" + b"X: y\r\n" * 200_000])
def test_what_is_no_mail_is_refused_or_empty(raw_mail):
    with contextlib.suppress(Unreadable):
        assert read(raw_mail).text is not None


def nested(depth: int) -> bytes:
    head = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(depth))
    return f"From: a@example.org\r\n{head}Content-Type: text/plain\r\n\r\ndeep".encode()


@pytest.mark.parametrize("depth", [5, 100, 3000])
def test_parts_in_parts_in_parts_end(depth):
    try:
        read(nested(depth))
    except Unreadable:
        assert depth > 20


def test_ten_thousand_parts_end():
    body = "".join(f"--b\r\nContent-Type: text/plain\r\n\r\n{n}\r\n" for n in range(10_000)) + "--b--"
    assert read(raw(body.encode(), 'Content-Type: multipart/mixed; boundary="b"')).text.startswith("0")


@pytest.mark.parametrize(
    "piece", ["<", "<a", "<!--", "<script>", "</", "<a href='", "< ", "&#", "<![CDATA[", "<p", "<!"]
)
def test_the_time_for_broken_html_grows_with_its_length_alone(piece):
    begins = time.monotonic()
    plain.text_of(piece * (400_000 // len(piece)))
    assert time.monotonic() - begins < 5


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=3000))
def test_any_bytes_are_a_letter_or_no_mail(content):
    try:
        found = read(content)
    except Unreadable:
        return
    assert "\x00" not in found.text + found.subject + found.sender_name
    judging.is_automatic(found)


HEADS = st.sampled_from(["From", "Subject", "Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "Message-ID",
                         "References", "In-Reply-To", "Auto-Submitted", "Return-Path", "To", "Precedence"])  # fmt: skip
VALUES = st.one_of(
    st.text(max_size=80),
    st.sampled_from(["multipart/mixed; boundary=b", "text/html; charset=utf-7", "base64", "quoted-printable", "x-uuencode",
                     "attachment; filename*=utf-8''%ff%fe", "attachment; filename*0=a; filename*2=b", "=?utf-8?b?%%%?=", "<@>",
                     "multipart/report; boundary=b", "message/delivery-status", "=?x?q?=ff?= =?y?b?AA==?="]),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(HEADS, VALUES), max_size=8), st.text(max_size=300), st.booleans())
def test_strange_mails_are_read_or_refused(heads, text, parts):
    body = f"--b\r\n\r\n{text}\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>{text}\r\n--b--" if parts else text
    lines = "".join(f"{name}: {value}\r\n" for name, value in heads)
    content = f"{lines}\r\n{body}".encode("utf-8", "surrogateescape")
    try:
        found = read(content)
    except Unreadable:
        return
    for said in (found.text, found.subject, found.sender_name, *(file.name for file in found.files)):
        assert isinstance(said.encode("utf-8"), bytes)
        assert "\x00" not in said


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="<>/!-ab&;#\"'= \nscript", max_size=400))
def test_text_of_html_never_holds_a_tag_that_was_whole(source):
    plain.text_of(source)


# Programs


@pytest.mark.parametrize(
    "heads",
    [{"Auto_Submitted": "auto-replied"}, {"Auto_Submitted": "auto-generated (x)"}, {"Precedence": "bulk"}, {"Return_Path": "<>"},
     {"List_Id": "<l.example.org>"}, {"X_Autoreply": "yes"}, {"sender": "MAILER-DAEMON@example.org"}],
)  # fmt: skip
def test_what_a_program_sent_is_known(heads):
    sender = heads.pop("sender", "a@example.org")
    assert judging.is_automatic(read(letter(sender, **heads).as_bytes()))


@pytest.mark.parametrize(
    "heads", [{}, {"Auto_Submitted": "no"}, {"Precedence": "first-class"}, {"Return_Path": "<a@example.org>"}]
)
def test_what_a_person_sent_is_not(heads):
    assert not judging.is_automatic(read(letter(**heads).as_bytes()))


def test_our_own_mail_that_comes_round_is_a_programs(settings):
    settings.REPLY_ADDRESS = "plaintes@mediateur.example"
    assert judging.is_automatic(read(letter("plaintes@mediateur.example").as_bytes()))


def test_a_report_is_taken_apart():
    found = read(report("<abc@example.org>", recipient="x@example.org"))
    assert found.report is not None
    assert found.enclosed == "<abc@example.org>"


def test_what_our_server_found_out_counts_and_what_others_write_does_not(settings):
    settings.MAIL_CHECKED_BY = "mx.mediateur.example"

    def judged(line: str) -> bool | None:
        return judging.is_genuine(read(letter(Authentication_Results=line).as_bytes()))

    assert judged("mx.mediateur.example; spf=pass; dmarc=pass header.from=example.org") is True
    assert judged("mx.mediateur.example; dmarc=fail") is False
    assert judged("mx.mediateur.example; dmarc=none") is False
    assert judged("mx.stranger.example; dmarc=pass") is False
    settings.MAIL_CHECKED_BY = ""
    assert judged("mx.mediateur.example; dmarc=fail") is None


def test_the_name_of_an_attachment_is_no_path():
    mail = EmailMessage()
    mail["From"] = "a@example.org"
    mail.add_attachment(PDF, maintype="application", subtype="pdf", filename="../../etc/passwd\x00.pdf")
    (file,) = read(mail.as_bytes()).files
    assert "\x00" not in file.name
