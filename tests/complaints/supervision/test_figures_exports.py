"""The CSV of each figure: safe for a spreadsheet, in the reader's language, small cells hidden."""

import csv
import io

import pytest

from complaints.spreadsheets import BOM, safe
from complaints.supervision.figures import FIGURES
from tests.complaints.supervision.conftest import received
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def read(response):
    text = b"".join(response.streaming_content).decode()
    assert text.startswith(BOM)
    return list(csv.reader(io.StringIO(text.removeprefix(BOM))))


@pytest.mark.parametrize("figure", [*FIGURES, "numbers"])
def test_every_figure_has_its_file(open_figures, client, figure):
    open_figures()
    response = client.get(f"/figures/{figure}.csv", {"period": "30d"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith(f'attachment; filename="{figure}-')
    header, *rows = read(response)
    assert rows
    assert all(len(row) == len(header) for row in rows)
    assert not {cell for row in rows for cell in row[1:]} & {"1", "2", "3", "4"} or figure == "numbers"


def test_headers_are_in_the_readers_language(open_figures, client):
    client.cookies["language"] = "ar"
    header, *rows = read(client.get("/figures/countries.csv"))
    assert "ع" in rows[0][0]
    assert header


def test_small_countries_stay_unknown(open_figures, client, units):
    from complaints.supervision.actions import refresh_figures

    for _ in range(8):
        received(4, unit=units[0], country="CA")
    refresh_figures(whole=True)
    rows = dict(read(client.get("/figures/countries.csv"))[1:])
    assert rows["Canada (en)"] == "8"
    assert rows["Italie (en)"] == "<5"


@pytest.mark.parametrize("text", ["=1+1", "+33", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_is_a_formula(text):
    assert safe(text) == f"'{text}"


def test_a_stranger_gets_none(client, files):
    client.force_login(UserFactory(handler=True))
    assert client.get("/figures/countries.csv").status_code == 404


@pytest.mark.parametrize(
    "address", ["/figures/nothing.csv", "/figures/countries.csv?period=x", "/figures/weeks.csv?unit=%01"]
)
def test_what_does_not_exist_is_not_found(open_figures, client, address):
    open_figures()
    assert client.get(address).status_code == 404
