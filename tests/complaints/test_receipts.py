"""The receipt proves what was sent in the complainant's language, on one page, and tells no more."""

import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
import segno
from django.utils import timezone, translation
from pypdf import PdfReader

from accounts.localized import pick
from complaints import codes, receipts
from complaints.models import Complaint
from mediator.languages import CODES
from tests.factories import AttachmentFactory, ComplaintFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 14, 22, 30, tzinfo=UTC)


def case(**changes: object) -> Complaint:
    return ComplaintFactory(submitted_at=AT, history=False, **changes)


def words(pdf: bytes) -> str:
    reader = PdfReader(BytesIO(pdf))
    assert len(reader.pages) == 1
    text = re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u200b]", "", reader.pages[0].extract_text())
    return " ".join(text.split())


@pytest.mark.parametrize("language", CODES)
def test_one_light_page_in_each_language(language: str) -> None:
    complaint = case()
    AttachmentFactory(complaint=complaint, name="رسم الولادة.pdf")
    pdf = receipts.receipt_pdf(complaint, language=language, code=codes.new_code())
    assert complaint.reference in words(pdf)
    assert len(pdf) <= 120_000
    box = PdfReader(BytesIO(pdf)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)


@pytest.mark.parametrize("language", CODES)
def test_one_page_whatever_people_write(language: str) -> None:
    complaint = case(
        complainant__first_name="Abdelmalek-Charafeddine " * 5,
        complainant__last_name="W" * 120,
        complainant__first_name_ar="عبد المالك شرف الدين " * 5,
        complainant__last_name_ar="ولد " * 30,
        complainant__time_zone="America/Argentina/ComodRivadavia",
        administration=None,
        administration_text="الوكالة الوطنية للمحافظة العقارية والمسح العقاري والخرائطية " * 3,
        appeal_until=date(2026, 12, 30),
    )
    for number in range(12):
        AttachmentFactory(complaint=complaint, name=f"{'pièce justificative ' * 9}{number}.jpeg")
    pdf = receipts.receipt_pdf(complaint, language=language, code=codes.new_code())
    assert complaint.reference in words(pdf)
    assert len(pdf) <= 120_000


def test_the_secret_code_is_printed_only_when_it_is_given() -> None:
    complaint, code = case(), codes.new_code()
    assert code in words(receipts.receipt_pdf(complaint, language="fr", code=code))
    without = words(receipts.receipt_pdf(complaint, language="fr"))
    assert code not in without
    assert not re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}", without)


def test_nothing_of_the_case_and_no_identity_is_told() -> None:
    complaint = case()
    person = complaint.complainant
    found = words(receipts.receipt_pdf(complaint, language="en"))
    assert person.name in found
    for private in (complaint.title, complaint.description, complaint.request, complaint.harm):
        assert private[:20] not in found
    for private in (person.id_number, person.address, person.email, str(person.phone), person.city):
        assert private not in found


def test_times_in_rabat_and_where_the_complainant_lives() -> None:
    found = words(receipts.receipt_pdf(case(complainant__time_zone="Europe/Paris"), language="en"))
    assert "14 November 2026, 23:30" in found
    rabat = words(receipts.receipt_pdf(case(complainant__time_zone="America/Montreal"), language="fr"))
    assert "17:30" in rabat


@pytest.mark.parametrize("zone", ["", "Nowhere/Else", "../../etc/passwd", "Africa/Casablanca"])
def test_an_unknown_zone_leaves_rabat(zone: str) -> None:
    complaint = case(complainant__time_zone=zone, complainant__country__time_zone="")
    assert len(receipts.receipt_data(complaint)["moments"]) == 1


def test_dates_in_arabic_have_moroccan_months() -> None:
    with translation.override("ar"):
        data = receipts.receipt_data(case())
    assert "نونبر 2026" in data["moments"][0]["time"]
    assert "دجنبر" in str(data["next"]) or "نونبر" in str(data["next"])


def test_what_happens_next_follows_the_clocks() -> None:
    complaint = case(received_on=date(2026, 11, 16))
    with translation.override("en"):
        steps = receipts.receipt_data(complaint)["next"]
    assert "18 November 2026" in steps[0]["when"]
    assert "1 December 2026" in steps[1]["when"]


def test_the_court_warning_names_the_day_when_it_is_known() -> None:
    until = timezone.localdate() + timedelta(days=30)
    assert str(until.year) in receipts.receipt_data(case(appeal_until=until))["warning"]["text"]
    assert "courts" in receipts.receipt_data(case())["warning"]["text"]


def test_administration_and_subject_in_the_language_of_the_page() -> None:
    complaint = case()
    complaint.administration.names = {"fr": "Province de Nador", "ar": "إقليم الناظور"}
    with translation.override("ar"):
        rows = [row["value"] for row in receipts.receipt_data(complaint)["rows"]]
    assert rows[0] == "فاطمة الزهراء الإدريسي"
    assert rows[1] == "إقليم الناظور"
    assert rows[2] == pick(complaint.subject.names, "ar")


def test_files_with_the_start_of_their_sum_and_the_rest_counted() -> None:
    complaint = case()
    files = [AttachmentFactory(complaint=complaint, name=f"file{n}.pdf") for n in range(7)]
    AttachmentFactory(complaint=complaint, name="internal.pdf", internal=True)
    data = receipts.receipt_data(complaint)
    assert [file["name"] for file in data["files"]] == [f"file{n}.pdf" for n in range(5)]
    assert files[0].sha256[:12] in data["files"][0]["mark"]
    assert "2" in data["more"]
    assert "internal" not in str(data)


def test_the_qr_code_leads_to_the_follow_up_page_and_nowhere_else(settings: object) -> None:
    settings.SITE_URL = "https://complaints.example/"
    data = receipts.receipt_data(case())
    assert data["address"] == "https://complaints.example/follow/"
    out = BytesIO()
    segno.make("https://complaints.example/follow/", error="m", micro=False).save(
        out, kind="svg", border=2, xmldecl=False, light="white"
    )
    assert data["qr"] == out.getvalue().decode()


def test_the_same_receipt_again_is_the_same_file() -> None:
    complaint = case()
    assert receipts.receipt_pdf(complaint, language="ar") == receipts.receipt_pdf(complaint, language="ar")
