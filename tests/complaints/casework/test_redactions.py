"""A redacted copy is made after a preview, stands beside its untouched original, and goes out in its place."""

import re

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaints import files
from complaints.casework import actions, erasures, redactions
from complaints.models import Attachment
from complaints.selectors import replaced_files, sendable_files
from complaints.workflow.errors import Incomplete, NotAllowed, Refused, Repeated
from complaints.workflow.moves import Seal
from tests.complaints.files import file_corpus as corpus

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]
AREAS = {1: [(10, 20, 30, 5)]}


@pytest.fixture
def case(life):
    return life.admitted()


@pytest.fixture
def paper(life, case):
    """A document of two pages that the complainant sent."""
    upload = SimpleUploadedFile("salma-amrani-cin.pdf", corpus.pages_pdf(2))
    return actions.add_file(case, upload, actor=life.handler, source="citizen", internal=False)


def url(row) -> str:
    return f"/desk/complaints/complaint/{row.complaint_id}/files/{row.pk}/redact/"


def hidden(answer) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(seen|seal|page)" value="([^"]*)"', answer.content.decode()))


def stored() -> set[str]:
    found = set()
    folders = [""]
    while folders:
        folder = folders.pop()
        inside, names = default_storage.listdir(folder)
        folders += [f"{folder}/{name}".strip("/") for name in inside]
        found |= {f"{folder}/{name}" for name in names}
    return found


def test_typed_previewed_and_kept(life, desk, case, paper):
    client = desk(life.handler)
    start = client.get(url(paper))
    assert "grid=1" in start.content.decode()
    typed = {"areas": "1: 10, 20, 30, 5\n٢: ٥ ٥ ٢٠ ١٠"}
    previewed = client.post(url(paper), {**hidden(start), **typed, "preview": "1"})
    assert previewed.status_code == 200
    shown = previewed.content.decode()
    for address in ("pages/1/?areas=10%2C20%2C30%2C5", "pages/2/?areas=5%2C5%2C20%2C10"):
        assert address in shown
        assert client.get(f"/desk/complaints/complaint/{case.pk}/files/{paper.pk}/{address}").status_code == 200
    assert case.attachments.count() == 1
    kept = client.post(url(paper), {**hidden(previewed), **typed, "keep": "1"})
    assert kept.status_code == 302
    copy = case.attachments.exclude(pk=paper.pk).get()
    assert (copy.redacted_from, copy.uploaded_by, copy.internal, copy.source) == (
        paper,
        life.handler.user,
        True,
        "institution",
    )
    assert copy.name == f"document-{paper.pk}.pdf"
    assert case.events.get(name="redacted").data["areas"] == {"1": [[10, 20, 30, 5]], "2": [[5, 5, 20, 10]]}
    listed = client.get(kept.url).content.decode()
    assert "Redacted from" in listed
    assert "A redacted copy goes out in its place." in listed


def test_pressed_twice_it_is_kept_once(life, desk, case, paper):
    client = desk(life.handler)
    typed = {"areas": "1: 10, 20, 30, 5"}
    previewed = client.post(url(paper), {**hidden(client.get(url(paper))), **typed, "preview": "1"})
    answers = [client.post(url(paper), {**hidden(previewed), **typed, "keep": "1"}) for _press in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert case.attachments.count() == 2


def test_changed_areas_are_previewed_again(life, desk, case, paper):
    client = desk(life.handler)
    previewed = client.post(url(paper), {"areas": "1: 10, 20, 30, 5", "preview": "1"})
    answer = client.post(url(paper), {**hidden(previewed), "areas": "1: 10, 20, 30, 6", "keep": "1"})
    assert answer.status_code == 422
    assert "You changed the areas" in answer.content.decode()
    assert case.attachments.count() == 1


def test_another_page_is_shown_and_what_was_typed_stays(life, desk, paper):
    answer = desk(life.handler).post(url(paper), {"areas": "1: nonsense <b>", "page": "1", "show": "2", "turn": "1"})
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "1: nonsense &lt;b&gt;" in shown
    assert f"files/{paper.pk}/pages/2/?grid=1" in shown


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "at least one area"),
        ("1: 10, 20, 30", "Line 1"),
        ("1: 10, 20, 30, 5\n9: 1, 1, 1, 1", "Line 2"),
        ("1: 100, 20, 30, 5", "outside the page"),
        ("1: 10, 20, 0, 5", "outside the page"),
        ("1.5: 10, 20, 30, 5", "Line 1"),
        ("1: 1, 1, 1, 1\n" * 101, "at most 100"),
        ("9" * 900, "Line 1"),
        ("1: -5, 1, 1, 1", "Line 1"),
    ],
)
def test_a_slip_is_said_by_its_line_and_nothing_is_lost(life, desk, paper, text, said):
    answer = desk(life.handler).post(url(paper), {"areas": text, "preview": "1"})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert answer.context["form"]["areas"].value().strip() == text.strip()


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_whatever_is_typed_is_read_or_refused_in_words(text):
    try:
        found = redactions.read_areas(text, pages=3)
    except Incomplete:
        return
    for page, areas in found.items():
        assert 1 <= page <= 3
        for left, top, width, height in areas:
            assert 0 <= left < left + width <= 100.000001
            assert 0 <= top < top + height <= 100.000001
    assert redactions.read_areas(redactions.written(found), pages=3).keys() == found.keys()


def test_the_original_stays_as_it_came(life, case, paper):
    before = Attachment.objects.filter(pk=paper.pk).values().get()
    with default_storage.open(paper.original) as file:
        data = file.read()
    redactions.make(case, paper, actor=life.handler, areas=AREAS)
    assert Attachment.objects.filter(pk=paper.pk).values().get() == before
    with default_storage.open(paper.original) as file:
        assert file.read() == data


def test_the_copy_goes_out_in_the_place_of_the_original_and_the_newest_one_alone(life, desk, case, paper):
    other = actions.add_file(case, SimpleUploadedFile("b.pdf", corpus.pdf()), actor=life.handler)
    assert set(sendable_files(case)) == {paper, other}
    first = redactions.make(case, paper, actor=life.handler, areas=AREAS)
    second = redactions.make(case, paper, actor=life.handler, areas={1: [(0, 0, 50, 50)]})
    assert set(sendable_files(case)) == {second, other}
    assert replaced_files(case) == {paper.pk, first.pk}
    form = desk(life.handler).get(f"/desk/complaints/complaint/{case.pk}/do/send_to_administration/").content.decode()
    offered = set(re.findall(r'name="documents" value="(\d+)"', form))
    assert offered == {str(second.pk), str(other.pk)}
    for row in (paper, first):
        with pytest.raises(NotAllowed, match="redacted copy"):
            actions.send_letter(case, actor=life.handler, language="fr", subject="x", body="y", documents=[row])
    actions.send_letter(case, actor=life.handler, language="fr", subject="x", body="y", documents=[second])
    second.refresh_from_db()
    assert second.shared_with_administration
    theirs = desk(life.liaison).get(f"/letters/{case.letters.get().pk}/")  # type: ignore[attr-defined]
    assert theirs.status_code in {200, 404}
    assert "amrani" not in theirs.content.decode()


def test_the_complainant_does_not_see_the_copy(life, case, paper):
    copy = redactions.make(case, paper, actor=life.handler, areas=AREAS)
    from complaints.permissions import can_read_attachment

    assert copy.internal
    assert not can_read_attachment(life.citizen, copy)


def test_of_a_copy_no_copy_is_made_but_its_areas_begin_the_next(life, desk, case, paper):
    copy = redactions.make(case, paper, actor=life.handler, areas=AREAS)
    assert desk(life.handler).get(url(copy)).status_code == 404
    shown = desk(life.handler).get(f"{url(paper)}?like={copy.pk}").content.decode()
    assert "1: 10, 20, 30, 5</textarea>" in shown
    assert "</textarea>" in desk(life.handler).get(f"{url(paper)}?like=x").content.decode()


def test_when_the_original_is_erased_the_copy_goes_too_unless_it_was_sent(life, case, paper):
    sent = redactions.make(case, paper, actor=life.handler, areas=AREAS)
    actions.send_letter(case, actor=life.handler, language="fr", subject="x", body="y", documents=[sent])
    kept = redactions.make(case, paper, actor=life.handler, areas=AREAS)
    names = {kept.original, kept.copy, paper.original, paper.copy}
    erasures.erase_data(case, actor=life.head, documents=[paper], columns=[], messages=[], ground="Lettre du 3 mars")
    assert {row.pk for row in case.attachments.filter(erased_at=None)} == {sent.pk}
    assert names  # the bytes go after the commit (files.erase)
    assert sendable_files(case).count() == 1


def test_nothing_is_left_in_the_storage_when_the_row_cannot_be_written(
    life, case, paper, monkeypatch, django_capture_on_commit_callbacks
):
    before = stored()
    monkeypatch.setattr(redactions, "check_once", lambda *_given: (_ for _ in ()).throw(Repeated))
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(Repeated):
        redactions.make(case, paper, actor=life.handler, areas=AREAS)
    assert stored() == before


def test_who_may_not_work_on_the_file_makes_none(life, case, paper):
    for actor in (life.neighbour, life.citizen, life.liaison, life.administrator):
        with pytest.raises(Refused):
            redactions.make(case, paper, actor=actor, areas=AREAS)
    other = life.admitted()
    with pytest.raises(NotAllowed):
        redactions.make(other, paper, actor=life.handler, areas=AREAS)


def test_what_cannot_be_redacted_is_not_offered(life, desk, case):
    word = actions.add_file(case, SimpleUploadedFile("a.docx", corpus.docx()), actor=life.handler)
    sound = actions.add_file(case, SimpleUploadedFile("a.mp3", corpus.mp3()), actor=life.handler)
    unchecked = actions.add_file(case, SimpleUploadedFile("a.pdf", corpus.pdf()), actor=life.handler)
    Attachment.objects.filter(pk=unchecked.pk).update(verdict="pending")
    assert redactions.redactable(case) == []
    for row in (word, sound, unchecked):
        assert desk(life.handler).get(url(row)).status_code == 404


def test_an_original_erased_while_the_copy_was_drawn_keeps_no_copy(life, case, paper, monkeypatch):
    drawn = files.redact

    def slow(*given, **named):
        made = drawn(*given, **named)
        files.erase(Attachment.objects.get(pk=paper.pk), at=timezone.now())
        return made

    monkeypatch.setattr(files, "redact", slow)
    with pytest.raises(NotAllowed):
        redactions.make(case, paper, actor=life.handler, areas=AREAS, seal=Seal())
    assert case.attachments.count() == 1
