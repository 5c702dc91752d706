"""The main job on the running stack: filed in Arabic on a phone, worked to its close, told at each step, counted."""

import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser import journey

EMAIL = "salma.journey@example.org"


@pytest.fixture
def documents(tmp_path: Path) -> tuple[Path, Path]:
    """A photo that says where it was taken, and a PDF."""
    photo, letter = tmp_path / "وصل.jpg", tmp_path / "lettre.pdf"
    place = Image.Exif()
    place[0x010F] = "CANARY-CAMERA"
    Image.new("RGB", (800, 600), "beige").save(photo, exif=place)
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(letter)
    return photo, letter


def mails_of(page: Page, reference: str) -> list[str]:
    """The subjects in the mailbox that name the file, newest first; waits for the worker."""
    page.goto(f"/mailbox/?to={EMAIL}")
    rows = page.locator("main a", has_text=reference)
    return rows.all_inner_texts()


def expect_mail(page: Page, reference: str, count: int) -> None:
    """The next mail comes within some seconds, in the citizen's language and direction."""
    for _second in range(40):
        if len(mails_of(page, reference)) >= count:
            break
        page.wait_for_timeout(500)
    subjects = mails_of(page, reference)
    assert len(subjects) == count, subjects
    page.locator("main a", has_text=reference).first.click()
    mail = page.locator("main [dir=rtl][lang=ar]").first
    expect(mail).to_be_visible()
    assert "رسم الولادة" not in page.locator("main").inner_text(), "a mail tells no story"


def test_from_the_phone_to_the_dashboard(
    visitor: Callable[..., Page], staff: Callable[..., Page], documents: tuple[Path, Path]
) -> None:
    supervisor = staff("supervisor")
    received_before = received(supervisor)
    tablet, reference, code = file_on_two_devices(visitor, documents)
    post = visitor("fr")
    expect_mail(post, reference, 1)
    desk = staff("caseworker")
    case = journey.open_at_desk(desk, reference)
    ask_for_a_document(desk, post, case, reference)
    answer(tablet, reference, code, documents[0])
    expect_mail(post, reference, 4)
    bring_to_the_administration(desk, post, case, reference)
    comment(tablet, reference, code)
    expect_mail(post, reference, 8)
    close_by_two_people(desk, supervisor, post, case, reference)
    follow_up(tablet, reference, code)
    expect(tablet.locator("main")).to_contain_text("سلمت القنصلية رسم الولادة.")
    # Others file on the same stack meanwhile, and the first look may be a minute old: at least ours is there.
    assert received(supervisor, at_least=received_before + 1) > received_before


def file_on_two_devices(visitor: Callable[..., Page], documents: tuple[Path, Path]) -> tuple[Page, str, str]:
    """In Arabic on a phone, begun on one device and ended on another; returns the second, the reference and the code."""
    phone = visitor("ar", phone=True)
    assert phone.locator("html").get_attribute("dir") == "rtl"
    phone.goto("/file/who/")
    journey.fill_to_the_end(phone, email=EMAIL, stop="happened")
    phone.locator("button[name=save]").click()
    resume = journey.code_of(phone, "draft-code")

    tablet = visitor("ar", phone=True)
    tablet.goto("/resume/")
    tablet.fill("[name=code]", resume.lower().replace("-", " "))
    tablet.locator("[data-resume] button, main form button").first.click()
    tablet.wait_for_load_state()
    tablet.goto("/file/name/")
    expect(tablet.locator("[name=first_name]")).to_have_value("سلمى")
    tablet.goto("/file/happened/")
    journey.fill_to_the_end(tablet, email=EMAIL, start="happened")
    for document, caption in zip(documents, ("وصل البريد", "رسالة القنصلية"), strict=True):
        journey.send_file(tablet, document, caption)
    tablet.goto("/file/check/")
    journey.declare_and_send(tablet)
    reference = journey.reference_in(tablet)
    code = journey.code_of(tablet, "secret-code")
    with tablet.expect_download() as receipt:
        tablet.locator("a[href*='receipt.pdf']").first.click()
    assert Path(receipt.value.path()).read_bytes().startswith(b"%PDF")
    tablet.go_back()
    tablet.goto("/file/check/")
    assert journey.reference_in(tablet) == reference, "sending again leads to the same complaint"
    return tablet, reference, code


def ask_for_a_document(desk: Page, post: Page, case: str, reference: str) -> None:
    """The desk takes the file up, asks for a document, and sees exactly what will be sent."""
    journey.act(desk, "start_review")
    told = desk.locator(".preview .mail").first
    expect(told).to_have_attribute("dir", "rtl")
    journey.confirm(desk)
    expect_mail(post, reference, 2)
    desk.goto(case)
    journey.act(desk, "request_information")
    desk.fill("[name=items]", "نسخة من البطاقة القنصلية")
    subject = journey.plain(journey.preview(desk).locator(".mail h3").first.inner_text())
    journey.confirm(desk)
    expect_mail(post, reference, 3)
    assert subject in journey.plain(mails_of(post, reference)[0])


def answer(tablet: Page, reference: str, code: str, document: Path) -> None:
    """The citizen supplies what was asked for."""
    follow_up(tablet, reference, code)
    expect(tablet.locator("main")).to_contain_text("نسخة من البطاقة القنصلية")
    tablet.goto(f"/follow/{reference}/answer/")
    tablet.locator("textarea").first.fill("ها هي النسخة")
    tablet.set_input_files("input[type=file]", document)
    tablet.locator("#main-form .actions button").click()
    tablet.wait_for_url(f"**/follow/{reference}/")


def bring_to_the_administration(desk: Page, post: Page, case: str, reference: str) -> None:
    """Admitted, sent to the administration, answered."""
    desk.goto(f"{case}?tab=exchanges")
    expect(desk.locator("main")).to_contain_text("ها هي النسخة")
    desk.goto(case)
    journey.act(desk, "admit")
    desk.locator("[name=subject]").select_option(index=1)
    journey.preview(desk)
    journey.confirm(desk)
    expect_mail(post, reference, 5)
    desk.goto(case)
    journey.act(desk, "send_to_administration")
    journey.preview(desk)
    journey.confirm(desk)
    expect_mail(post, reference, 6)
    desk.goto(case)
    journey.act(desk, "record_answer")
    desk.locator("[name=position]").select_option("accepts")
    desk.locator("[name=quality]").select_option("substantive")
    desk.fill("[name=text]", "تم تسليم الرسم.")
    journey.preview(desk)
    journey.confirm(desk)
    expect_mail(post, reference, 7)


def comment(tablet: Page, reference: str, code: str) -> None:
    """The citizen reads the answer and comments."""
    follow_up(tablet, reference, code)
    expect(tablet.locator("main")).to_contain_text("تم تسليم الرسم.")
    tablet.goto(f"/follow/{reference}/write/")
    tablet.fill("[name=text]", "توصلت بالرسم، شكرا.")
    tablet.locator("#main-form .actions button").click()
    tablet.wait_for_url(f"**/follow/{reference}/")


def close_by_two_people(desk: Page, supervisor: Page, post: Page, case: str, reference: str) -> None:
    """The desk proposes, a supervisor validates; nothing leaves before."""
    desk.goto(case)
    journey.act(desk, "settle")
    desk.locator("[name=outcome]").first.select_option("settled_full")
    desk.locator("[name=remedies][value=document]").check()
    desk.fill("[name=proof]", "رسم الولادة عدد 12")
    desk.fill("[name=public_text]", "سلمت القنصلية رسم الولادة.")
    journey.preview(desk)
    journey.confirm(desk)
    assert len(mails_of(post, reference)) == 8, "nothing is sent before the second person validates"
    journey.validate(supervisor, case)
    expect_mail(post, reference, 9)


def received(supervisor: Page, *, at_least: int = 0) -> int:
    """The first tile of the dashboard; figures are counted anew each minute, so this waits for them."""
    count = -1
    for _try in range(100):
        supervisor.goto("/figures/")
        tile = supervisor.locator(".tile-value")
        count = int(re.sub(r"\D", "", tile.first.inner_text())) if tile.count() else -1
        if count >= at_least:
            return count
        supervisor.wait_for_timeout(1000)
    return count


def follow_up(page: Page, reference: str, code: str) -> None:
    """Opens the file with its reference and code."""
    page.goto("/follow/")
    page.fill("[name=reference]", reference)
    page.fill("[name=code]", code)
    page.locator("#main-form .actions button").click()
    page.wait_for_url(f"**/follow/{reference}/")
