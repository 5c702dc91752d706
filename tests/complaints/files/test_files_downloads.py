"""What leaves is an attachment of a fixed type that no browser opens or keeps, and the copy unless the original is asked for."""

from dataclasses import replace

import file_corpus as corpus
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404, HttpRequest
from django.middleware.csp import ContentSecurityPolicyMiddleware

from complaints import files

# Closing a response ends a request, and Django then looks at its connections to the database.
pytestmark = pytest.mark.django_db


def received(data: bytes, name: str) -> files.Received:
    return files.receive(SimpleUploadedFile(name, data), already=0)


def body(response: object) -> bytes:
    data = b"".join(response.streaming_content)
    response.close()
    return data


def test_the_copy_leaves_by_default() -> None:
    row = received(corpus.jpeg(), "photo.jpg")
    response = files.download(row)
    assert response.streaming
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"] == 'attachment; filename="photo.jpg"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    data = body(response)
    assert data.startswith(b"\xff\xd8")
    assert corpus.GPS.encode() not in data


def test_the_middleware_leaves_the_strict_policy_alone() -> None:
    row = received(corpus.jpeg(), "photo.jpg")
    response = ContentSecurityPolicyMiddleware(lambda request: files.download(row))(HttpRequest())
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    response.close()


def test_the_original_leaves_as_it_came() -> None:
    row = received(corpus.heic(), "IMG_1.HEIC")
    response = files.download(row, original=True)
    assert response["Content-Type"] == "image/heic"
    assert 'filename="IMG_1.heic"' in response["Content-Disposition"]
    assert body(response) == corpus.heic()


def test_the_copy_of_a_heic_is_a_jpeg_in_name_too() -> None:
    response = files.download(received(corpus.heic(), "IMG_1.HEIC"))
    assert response["Content-Type"] == "image/jpeg"
    assert 'filename="IMG_1.jpg"' in response["Content-Disposition"]
    response.close()


def test_an_arabic_name_travels_by_rfc_5987() -> None:
    response = files.download(received(corpus.pdf(), "رسم الولادة.pdf"))
    header = response["Content-Disposition"]
    assert header.startswith("attachment; filename*=utf-8''%D8%B1%D8%B3%D9%85%20")
    assert header.isascii()
    response.close()


@pytest.mark.parametrize("verdict", ["pending", "rejected"])
@pytest.mark.parametrize("original", [True, False])
def test_what_is_not_checked_stays_closed(verdict: str, original: bool) -> None:
    row = replace(received(corpus.jpeg(), "photo.jpg"), verdict=verdict)
    with pytest.raises(files.Unavailable):
        files.download(row, original=original)
    assert not files.may_leave(row)


def test_without_a_copy_only_the_original_leaves() -> None:
    row = received(corpus.mp4(kinds=(b"soun", b"meta")), "film.mp4")
    with pytest.raises(Http404):
        files.download(row)
    response = files.download(row, original=True)
    assert response["Content-Type"] == "audio/mp4"
    response.close()


def test_lost_bytes_are_a_page_and_no_error() -> None:
    row = replace(received(corpus.jpeg(), "photo.jpg"), copy="2026/11/none")
    with pytest.raises(files.Unavailable):
        files.download(row)
