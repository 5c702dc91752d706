"""The report of a stand: the same on the page, in the PDF and as CSV; small counts stay hidden, whatever one subtracts."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.dates import RABAT
from complaints.enums import Ground
from complaints.outreach.models import Ticket, Visit
from complaints.outreach.report import counting, tables
from complaints.outreach.report.counting import Counts, percentile
from complaints.suppression import SMALL, small
from tests.complaints.outreach.pdf import text_of
from tests.factories import CountryFactory, StandFactory, TicketFactory, VisitFactory

Outcome = Visit.Outcome


@pytest.fixture
def stand(delegation):
    """37 visits of two days: 20 listened to, 9 oriented (7 outside), 6 questions, 2 complaints."""
    made = StandFactory(unit=delegation.unit, names={"fr": "=Stand du port"})
    made.ends_on += timedelta(days=1)
    made.save()
    nine = datetime.combine(made.begins_on, datetime.min.time(), RABAT) + timedelta(hours=9)
    france, spain = CountryFactory(), CountryFactory(code="ES")
    VisitFactory.create_batch(20, stand=made, at=nine, country=france)
    outside = {"outcome": Outcome.ORIENTED, "competent": False}
    VisitFactory.create_batch(6, stand=made, at=nine, country=spain, language="es", ground=Ground.X4, **outside)
    VisitFactory(stand=made, at=nine, country=spain, language="es", ground=Ground.X7, **outside)
    VisitFactory.create_batch(2, stand=made, at=nine, outcome=Outcome.ORIENTED, competent=True)
    later = {"stand": made, "at": nine + timedelta(days=1, hours=5), "day": made.ends_on, "language": "fr"}
    VisitFactory.create_batch(6, outcome=Outcome.QUESTION, **later)
    VisitFactory.create_batch(2, outcome=Outcome.FILED, competent=True, **later)
    for number, minutes in enumerate((5, 10, 15, 20, 25, 30, 35, 40, 45, 90), start=1):
        times = {"drawn_at": nine, "called_at": nine + timedelta(minutes=minutes)}
        TicketFactory(stand=made, number=number, standing=Ticket.Standing.CALLED, **times)
    VisitFactory(stand=StandFactory(), country=france)  # of another stand
    return made


def cells(report: tables.Report) -> dict[tuple[str, str, str], str]:
    return {
        (table.title, label, column): value
        for table in report.tables
        for label, values in table.rows
        for column, value in zip(table.columns, values, strict=True)
    }


def test_what_is_counted(stand):
    found = counting.count(stand)
    assert found.total == 37
    assert found.outcomes[Outcome.ORIENTED, "outside"] == 7
    assert found.grounds == {"X4": 6, "X7": 1}
    assert found.countries == {"FR": 20, "ES": 7, "": 10}
    assert found.languages == {"ar": 22, "es": 7, "fr": 8}
    assert list(found.days.values()) == [29, 8]
    assert found.hours == {9: 29, 14: 8}  # hours of Morocco
    assert (percentile(found.waits, 50), percentile(found.waits, 90)) == (25, 45)


def test_small_counts_and_what_would_give_them_away_are_hidden(stand):
    shown = {key: value for key, value in cells(tables.report_of(stand)).items() if value != "0"}
    grounds = [value for (title, *_more), value in shown.items() if title == "Outside competence, by ground"]
    # 7 less 6 would be 1; and 7 is hidden among the outcomes, where 9 less 7 would be 2
    assert grounds == ["…", "<5", "…"]
    assert shown["By outcome and competence", "Oriented to the competent service", "Outside competence"] == "…"
    complaints = [
        value
        for (title, row, _column), value in shown.items()
        if (title, row) == ("By outcome and competence", "Complaint filed")
    ]
    assert "2" not in complaints
    assert shown["By country of residence", "Total", "Visits"] == "37"


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_page_pdf_and_csv_say_the_same(stand, delegation, desk, language):
    browser: Client = desk(delegation.head, language)
    address = f"/desk/stands/{stand.pk}/report"
    shown = browser.get(f"{address}/").context["report"]
    answer = browser.get(f"{address}.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))[1:]
    assert {tuple(row[:3]): row[3] for row in rows} == cells(shown)
    _reader, pdf = text_of(browser.get(f"{address}.pdf").content)
    page = browser.get(f"{address}/").content.decode()
    for value in set(cells(shown).values()):
        assert value in pdf
        assert value.replace("<", "&lt;") in page
    for sign in ("<5", "…"):
        assert pdf.count(sign) == list(cells(shown).values()).count(sign) + (shown.number == sign)


def test_the_csv_is_no_program(stand, delegation, desk):
    CountryFactory(code="ES", names={"fr": "=1+1"}).save()
    stand.visits.filter(country__code="ES").first().country.__class__.objects.filter(code="ES").update(
        names={"en": "=1+1"}
    )
    text = b"".join(desk(delegation.head).get(f"/desk/stands/{stand.pk}/report.csv").streaming_content).decode()
    assert "'=1+1" in text
    assert ",=1+1" not in text


def test_the_pdf_is_tagged_and_reads_from_right_to_left_in_arabic(stand, delegation, desk):
    reader, _text = text_of(desk(delegation.head, "ar").get(f"/desk/stands/{stand.pk}/report.pdf").content)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("ar")
    assert "/StructTreeRoot" in root


def test_nobody_came_and_few_came(delegation, desk):
    stand = StandFactory(unit=delegation.unit)
    address = f"/desk/stands/{stand.pk}/report/"
    assert "Nothing was counted" in desk(delegation.head).get(address).content.decode()
    VisitFactory.create_batch(3, stand=stand, wait=12)
    report = tables.report_of(stand)
    assert report.number == "<5"
    assert "3" not in cells(report).values()
    assert {value for (title, *_more), value in cells(report).items() if "Waiting" in title} == {"<5", "–"}
    for end in ("report/", "report.pdf", "report.csv"):
        assert desk(delegation.head).get(f"/desk/stands/{stand.pk}/{end}").status_code == 200


def test_the_report_costs_the_same_however_many_came(delegation, desk, django_assert_max_num_queries):
    stand = StandFactory(unit=delegation.unit)
    VisitFactory(stand=stand)
    browser, address = desk(delegation.head), f"/desk/stands/{stand.pk}/report/"
    browser.get(address)

    def look() -> int:
        with django_assert_max_num_queries(40) as asked:
            browser.get(address)
        return len(asked)

    few = look()
    VisitFactory.create_batch(60, stand=stand)
    assert look() == few


@pytest.mark.django_db
def test_postgres_holds_what_a_visit_may_say(delegation):
    stand = StandFactory(unit=delegation.unit)
    for wrong in (
        {"outcome": Outcome.ORIENTED},  # within or outside?
        {"outcome": Outcome.ORIENTED, "competent": False},  # why?
        {"outcome": Outcome.ORIENTED, "competent": True, "ground": Ground.X1},
        {"outcome": Outcome.LISTENED, "ground": Ground.X1},
        {"wait": 1441},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            VisitFactory(stand=stand, **wrong)


# --- what nobody may find out ---

few = st.integers(0, 12)
shapes = st.fixed_dictionaries(
    {
        "listened": few, "within": few, "outside": st.lists(few, min_size=3, max_size=3), "question": few, "filed": few,
        "split": st.lists(st.integers(0, 3), min_size=60, max_size=60),
    }
)  # fmt: skip


def counts_of(shape, day) -> Counts:
    """Counts that agree with each other, as those of one stand do."""
    outside = sum(shape["outside"])
    outcomes = {
        (Outcome.LISTENED.value, "unsaid"): shape["listened"],
        (Outcome.ORIENTED.value, "within"): shape["within"],
        (Outcome.ORIENTED.value, "outside"): outside,
        (Outcome.QUESTION.value, "unsaid"): shape["question"],
        (Outcome.FILED.value, "within"): shape["filed"],
    }
    places = [place for place, _n in zip(shape["split"] * 2, range(sum(outcomes.values())), strict=False)]
    split = {place: places.count(place) for place in sorted(set(places))}
    codes = ["FR", "ES", "IT", ""]
    return Counts(
        outcomes=outcomes,
        grounds={f"X{n + 1}": amount for n, amount in enumerate(shape["outside"])},
        countries={codes[place]: n for place, n in split.items()},
        languages={["ar", "fr", "es", "nl"][place]: n for place, n in split.items()},
        days={day: sum(outcomes.values())},
        hours={9 + place: n for place, n in split.items()},
        waits={},
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shapes)
def test_no_small_count_is_shown_nor_found_by_one_subtraction(stand_for_shapes, shape):
    with translation.override("en"):
        raw = tables._raw(stand_for_shapes, counts_of(shape, stand_for_shapes.begins_on))
    masks = tables.hidden(raw)
    for key, one in raw.items():
        lines = [[(r, c) for r in range(len(one.values))] for c in range(len(one.columns))]
        if len(one.columns) > 1:
            lines += [[(r, c) for c in range(len(one.columns))] for r in range(len(one.values))]
        for r, row in enumerate(one.values):
            assert all(masks[key][r][c] for c, n in enumerate(row) if small(n))
        for line in lines:
            hidden = [one.values[r][c] for r, c in line if masks[key][r][c]]
            assert len(hidden) != 1 or sum(1 for r, c in line if not masks[key][r][c]) == 0
            if masks[key][line[-1][0]][line[-1][1]]:
                continue  # nobody is told the sum: a hidden 1 under a hidden 1 may be 1 to 4
            assert len(hidden) < 2 or set(hidden) not in ({1}, {SMALL - 1}) or len(hidden) == len(line)
    for places in tables._links(raw):
        assert len({masks[key][r][c] for key, r, c in places}) == 1
        assert len({raw[key].values[r][c] for key, r, c in places}) == 1


@pytest.fixture
def stand_for_shapes(delegation):
    return StandFactory(unit=delegation.unit)
