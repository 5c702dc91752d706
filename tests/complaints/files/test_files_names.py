"""A person's own name of a file can be shown and saved anywhere, whatever it was."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.files import names


@pytest.mark.parametrize(
    ("name", "last", "shown"),
    [
        ("photo.jpg", "jpg", "photo.jpg"),
        ("رسم الولادة.pdf", "pdf", "رسم الولادة.pdf"),
        ("Décision du 12.03.2025.pdf", "pdf", "Décision du 12.03.2025.pdf"),
        ("De\u0301cision.pdf", "pdf", "D\u00e9cision.pdf"),
        ("C:\\Users\\me\\scan.pdf", "pdf", "scan.pdf"),
        ("../../etc/passwd", "pdf", "passwd.pdf"),
        ("a\x00b.pdf", "pdf", "ab.pdf"),
        ("facture\u202efdp.exe.pdf", "pdf", "facturefdp_exe.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "pdf", "a Set-Cookie_x=1.pdf"),
        ("cv.php.pdf", "pdf", "cv_php.pdf"),
        ("cv.tar.exe.html.pdf", "pdf", "cv.tar_exe_html.pdf"),
        ("con.pdf", "pdf", "_con.pdf"),
        (".htaccess", "pdf", "htaccess.pdf"),
        ("name...", "pdf", "name.pdf"),
        ("", "pdf", "file.pdf"),
        ("...", "pdf", "file.pdf"),
        ("\ud800.pdf", "pdf", "pdf.pdf"),
        ('a"b;c.pdf', "pdf", "a_b;c.pdf"),
        ("IMG_1.HEIC", "jpg", "IMG_1.jpg"),
    ],
)
def test_names_are_made_fit(name: str, last: str, shown: str) -> None:
    assert names.shown(name, last) == shown


@given(st.text(max_size=400))
def test_any_name_becomes_one_short_line(name: str) -> None:
    shown = names.shown(name, "pdf")
    assert shown.endswith(".pdf")
    assert 5 <= len(shown.encode()) <= names.LONGEST
    assert "/" not in shown
    assert "\\" not in shown
    assert not any(unicodedata.category(character).startswith("C") for character in shown)
    assert not shown.startswith(".")


@given(st.text(alphabet="شكايةé\u0301𐐷a", min_size=100, max_size=300))
def test_long_names_are_cut_between_characters(name: str) -> None:
    assert len(names.shown(name, "docx").encode()) <= names.LONGEST


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("a.PDF", "pdf"),
        ("a", ""),
        (".pdf", ""),
        ("a.b.jpeg", "jpeg"),
        ("a.", ""),
        ("a.tar/gz", ""),
        ("a.p df", ""),
        ("a.pdf ", "pdf"),
    ],
)
def test_extensions(name: str, last: str) -> None:
    assert names.extension(name) == last
