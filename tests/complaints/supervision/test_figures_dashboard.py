"""The page: who may open it, what its address says, what every number leads to."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from complaints.supervision.actions import refresh_figures
from complaints.supervision.links import FILTERS
from tests.complaints.supervision.conftest import received
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def figure(html, key):
    return re.search(rf'<figure class="figure[^"]*" id="figure-{key}">(.*?)</figure>', html, re.S)[1]


def table(html):
    """{label: [texts]} of a figure's table body."""
    body = re.search(r"<tbody>(.*?)</tbody>", html, re.S)[1]
    rows = {}
    for row in re.findall(r"<tr>(.*?)</tr>", body, re.S):
        cells = [
            unescape(re.sub(r"<[^>]+>", "", cell)).strip()
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)
        ]
        rows[cells[0]] = cells[1:]
    return rows


def texts(html, css):
    return [unescape(text) for text in re.findall(rf'<text class="{css}[^"]*"[^>]*>(.*?)</text>', html)]


# --- who ---


@pytest.mark.parametrize("role", ["citizen", "handler", "intake", "liaison", "administrator", "auditor"])
def test_is_not_there_for_others(client, files, role):
    client.force_login(UserFactory(**({role: True} if role != "citizen" else {})))
    assert client.get("/figures/").status_code == 404


def test_visitors_are_sent_to_the_login(client, db):
    response = client.get("/figures/")
    assert response.status_code == 302
    assert "/account/login" in response["Location"]


def test_a_head_sees_the_own_unit_and_no_choice(client, files, units):
    client.force_login(UserFactory(head=True, unit=units[0]))
    client.cookies["language"] = "en"
    html = client.get("/figures/", {"unit": "tanger"}).content.decode()
    assert 'name="unit"' not in html
    assert "fes (en)" in html
    assert "tanger" not in figure(html, "units")
    assert table(figure(html, "units"))["fes (en)"][-1] == "3"


def test_a_statistician_reads_plain_numbers(client, files):
    client.force_login(UserFactory(statistician=True))
    html = client.get("/figures/").content.decode()
    assert "/desk/complaints" not in html
    assert 'class="tile-value"' in html


# --- what ---


def test_four_numbers(open_figures):
    html = open_figures(period="12w").content.decode()
    tiles = re.findall(r'<p class="tile-value">(.*?)</p>', html)
    assert [re.sub(r"<[^>]+>", "", tile) for tile in tiles] == ["6", "6", "2", "40 days"]


def test_drawings_and_tables_say_the_same(open_figures):
    html = open_figures(period="year").content.decode()
    for key in ("ages", "outcomes", "languages", "channels", "countries"):
        part = figure(html, key)
        rows = table(part)
        values = texts(part, "value")
        assert values == [cells[0] for cells in rows.values()][: len(values)], key
        assert texts(part, "label") == list(rows), key
    part = figure(html, "late-answers")
    assert texts(part, "value") == ["1 + 1"]
    assert list(table(part).values()) == [["1", "1", "2"]]
    weeks = table(figure(html, "weeks"))
    assert texts(figure(html, "weeks"), "value")[-1] == list(weeks.values())[-1][1]


def test_every_drawing_has_a_name_and_a_description(open_figures):
    html = open_figures().content.decode()
    drawings = re.findall(r'<svg class="chart[^>]*>', html)
    assert drawings
    for drawing in drawings:
        assert 'role="img"' in drawing
        for name in re.search(r'aria-labelledby="([^"]+)"', drawing)[1].split():
            assert html.count(f'id="{name}"') == 1
    assert "style=" not in html
    assert "<script>" not in html


def test_every_number_leads_to_its_files(open_figures):
    html = open_figures(unit="fes").content.decode()
    links = re.findall(r'href="(/desk/complaints/complaint/\?[^"]+)"', html)
    assert len(links) > 20
    for link in links:
        query = parse_qs(urlsplit(unescape(link)).query, strict_parsing=True)
        assert set(query) <= set(FILTERS)
        assert query["unit"] == ["fes"]


def test_findings_are_written_out(open_figures):
    html = open_figures(period="year").content.decode()
    assert "are older than 180 days" in figure(html, "ages")
    assert "Most complaints came from France (en)" in figure(html, "countries")


# --- the address ---


@pytest.mark.parametrize(
    ("query", "received_files"),
    [
        ({}, 6),
        ({"period": "30d"}, 4),
        ({"period": "30d", "unit": "fes"}, 2),
        ({"period": "30d", "unit": "none"}, 1),
    ],
)
def test_filters_are_in_the_address(open_figures, query, received_files):
    html = open_figures(**query).content.decode()
    assert re.sub(r"<[^>]+>", "", re.search(r'<p class="tile-value">(.*?)</p>', html)[1]) == str(received_files)


@pytest.mark.parametrize(
    "query",
    [
        {"period": "other"},
        {"period": "other", "since": "yesterday"},
        {"period": "other", "since": "2026-03-01", "until": "2026-02-01"},
        {"period": "other", "since": "1901-01-01"},
        {"period": "other", "since": "2999-01-01"},
        {"period": "other", "since": "0001-01-01", "until": "0001-01-01"},
        {"period": "other", "since": "1999-12-31", "until": "2000-12-31"},
        {"unit": "x" * 10000},
        {"unit": "\ud800"},
        {"since": "0000-00-00", "period": "other", "until": "9999-99-99"},
    ],
)
def test_what_cannot_be_read_is_said_at_the_field(open_figures, query):
    response = open_figures(**{key: value.encode("utf-8", "surrogatepass") for key, value in query.items()})
    html = response.content.decode()
    assert response.status_code == 422
    assert 'id="error-summary"' in html
    assert 'class="tile-value"' in html


def test_before_the_first_counting(client, supervisor):
    client.force_login(supervisor)
    client.cookies["language"] = "en"
    response = client.get("/figures/")
    assert response.status_code == 200
    assert "counted for the first time" in response.content.decode()


def test_an_office_without_files(client, supervisor):
    refresh_figures()
    client.force_login(supervisor)
    client.cookies["language"] = "en"
    html = client.get("/figures/").content.decode()
    assert "No file is open." in html
    assert "No complaint was received in the period." in html


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_opens_in_every_language(open_figures, client, language):
    client.cookies["language"] = language
    assert open_figures().status_code == 200


def test_queries_do_not_grow_with_the_files(open_figures, units, django_assert_max_num_queries):
    open_figures()
    with django_assert_max_num_queries(15):
        open_figures()
    for days in range(0, 60, 3):
        received(days, unit=units[days % 2], country=("FR", "ES", "IT", "CA")[days % 4])
    refresh_figures(whole=True)
    with django_assert_max_num_queries(15) as captured:
        open_figures()
    print(len(captured))  # noqa: T201


def test_is_light(open_figures):
    assert len(open_figures().content) < 150_000


def test_a_kept_page_is_nobody_elses(open_figures, client, units):
    """The drawn body is kept until the next counting, apart for each scope, language and address."""
    drawn, kept = (open_figures(period="30d").content.decode() for _time in range(2))
    assert kept.split("<main")[1].split("</main>")[0] == drawn.split("<main")[1].split("</main>")[0]
    client.force_login(UserFactory(head=True, unit=units[1]))
    assert "fes (en)" not in client.get("/figures/", {"period": "30d"}).content.decode()
    client.force_login(UserFactory(statistician=True))
    assert "/desk/complaints" not in client.get("/figures/", {"period": "30d"}).content.decode()


def test_a_new_counting_shows_at_once(open_figures, units):
    before = open_figures(period="30d").content.decode()
    received(2, unit=units[0])
    refresh_figures(whole=True)
    after = open_figures(period="30d").content.decode()
    assert "6</a>" in before
    assert re.search(r'aria-label="Open now: 7"', after)
