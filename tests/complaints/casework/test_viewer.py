"""The viewer shows pictures that we drew, to whoever may read the file, and writes down each look."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from complaints import files
from complaints.audit.models import AccessEntry
from complaints.casework import actions
from complaints.follow_up import readings
from complaints.models import Complaint
from tests.complaints.files import file_corpus as corpus

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]


def added(life, case, data: bytes, name: str):
    return actions.add_file(case, SimpleUploadedFile(name, data), actor=life.handler)


def url(row, rest: str = "view/") -> str:
    return f"/desk/complaints/complaint/{row.complaint_id}/files/{row.pk}/{rest}"


def test_a_document_is_looked_at_page_by_page(life, desk):
    row, client = added(life, life.in_study(), corpus.pages_pdf(3), "acte.pdf"), desk(life.handler)
    first = client.get(url(row)).content.decode()
    assert "Page 1 of 3" in first
    assert 'rel="next" href="?page=2"' in first
    assert 'rel="prev"' not in first
    second = client.get(url(row, "view/?page=2&turn=90&zoom=2")).content.decode()
    assert 'href="?turn=90&amp;zoom=2"' in second
    assert 'href="?page=3&amp;turn=90&amp;zoom=2"' in second
    assert 'href="?page=2&amp;turn=180&amp;zoom=2"' in second
    assert f"{url(row, 'pages/2/')}?turn=90&amp;zoom=2" in second
    assert client.get(url(row, "view/?page=4")).status_code == 404


def test_the_picture_is_ours_and_no_browser_keeps_it(life, desk):
    row = added(life, life.in_study(), corpus.jpeg(), "photo.jpg")
    answer = desk(life.handler).get(url(row, "pages/1/"))
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"].startswith("no-store, private")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert Image.open(BytesIO(answer.content)).size == (320, 200)
    assert corpus.GPS.encode() not in answer.content
    assert desk(life.handler).get(url(row, "pages/1/?turn=90&zoom=3")).status_code == 200


def test_nobody_else_looks(life, desk):
    row = added(life, life.in_study(), corpus.pdf(), "acte.pdf")
    other = added(life, life.in_study(), corpus.pdf(), "acte.pdf")
    for who in (life.neighbour, life.administrator, life.liaison, life.citizen):
        for rest in ("view/", "pages/1/", "redact/"):
            assert desk(who).get(url(row, rest)).status_code in {302, 403, 404}, (who.role, rest)
    crossed = f"/desk/complaints/complaint/{row.complaint_id}/files/{other.pk}/view/"
    assert desk(life.handler).get(crossed).status_code == 404


def test_each_look_is_written_down_and_the_complainant_reads_it(life, desk):
    case = life.in_study()
    row, client = added(life, case, corpus.pages_pdf(2), "acte.pdf"), desk(life.handler)
    for rest in ("view/", "pages/1/", "pages/2/"):
        client.get(url(row, rest))
    entry = AccessEntry.objects.get(about=f"complaint:{case.pk}", what=f"view:{row.pk}")
    assert entry.user == life.handler.user
    assert "A document" in {str(reading.what) for reading in readings.of(case, limit=10)}


def test_what_has_no_pages_says_so(life, desk):
    case, client = life.in_study(), desk(life.handler)
    word = client.get(url(added(life, case, corpus.docx(), "lettre.docx"))).content.decode()
    assert "شكاية" in word
    assert "<img" not in word.split("<main")[1].split("</main>")[0]
    sound = client.get(url(added(life, case, corpus.mp3(), "voix.mp3")))
    assert sound.status_code == 200
    assert "cannot be shown as a picture" in sound.content.decode()
    assert client.get(url(case.attachments.last(), "pages/1/")).status_code == 404


@pytest.mark.parametrize(
    "query", ["page=x", "page=-1", "page=99999999999999999999", "turn=45", "zoom=9", "turn=٩٠", "page=%00"]
)
def test_a_nonsense_address_is_no_fault(life, desk, query):
    row = added(life, life.in_study(), corpus.pdf(), "acte.pdf")
    assert desk(life.handler).get(url(row, f"view/?{query}")).status_code in {200, 400, 404}


@pytest.mark.parametrize(
    "areas", ["1", "1,2,3", "a,b,c,d", "-1,0,5,5", "0,0,nan,5", "0,0,inf,5", "101,0,5,5", ";", "1,1,1,1," * 9]
)
def test_nonsense_areas_are_a_404(life, desk, areas):
    row = added(life, life.in_study(), corpus.pdf(), "acte.pdf")
    assert desk(life.handler).get(url(row, f"pages/1/?areas={areas}")).status_code == 404


def test_a_page_of_the_viewer_costs_the_same_whatever_the_file_holds(life, desk, django_assert_max_num_queries):
    case, client = life.heard(), desk(life.handler)
    row = added(life, case, corpus.pages_pdf(5), "acte.pdf")
    client.get(url(row))
    for number in range(6):
        added(life, case, corpus.jpeg(), f"{number}.jpg")
    with django_assert_max_num_queries(24):
        assert client.get(url(row)).status_code == 200


def test_an_erased_file_is_not_shown(life, desk):
    case = life.in_study()
    row = added(life, case, corpus.pdf(), "acte.pdf")
    files.erase(row, at=case.submitted_at)
    answer = desk(life.handler).get(url(row))
    assert answer.status_code == 200
    assert "was erased" in answer.content.decode()
    assert url(row) not in desk(life.handler).get(f"/desk/complaints/complaint/{case.pk}/?tab=files").content.decode()
    assert Complaint.objects.get(pk=case.pk).attachments.count() == 1
