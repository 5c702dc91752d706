"""What people say of filing, beside the other voices: as a figure, and their words for supervisors alone."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.roles import Role
from complaints.intake.models import Ease
from complaints.supervision.actions import refresh_figures
from tests.complaints.supervision.conftest import received, today
from tests.factories.accounts import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


def reader(role: Role, **more: object) -> Client:
    client = Client()
    client.cookies["language"] = "en"
    client.force_login(UserFactory(role=role, **more))
    return client


def said(grade: int, comment: str = "", *, days: int = 1) -> None:
    Ease.objects.create(day=today() - timedelta(days), grade=grade, comment=comment, language="fr")


def words(client: Client, query: str = "") -> str:
    return client.get(f"/figures/{query}").text.replace("\u00a0", " ")


def test_the_answers_of_the_period_stand_beside_fairness_with_their_share_of_the_filings() -> None:
    unit = UnitFactory(code="fes")
    for _file in range(8):
        received(2, unit=unit)
    for grade in (5, 4, 4, 1):
        said(grade)
    said(1, days=400)
    refresh_figures()
    page = words(reader(Role.SUPERVISOR))
    assert "4 of 8 people who filed on the site answered (50%): 75% found it easy." in page
    assert page.index("How people say we treated them") < page.index("How easy people find it to complain")
    # One unit's files are no measure for answers that belong to no unit.
    assert "4 people answered: 75% found it easy." in words(reader(Role.HEAD, unit=unit))
    assert "4 people answered: 75% found it easy." in words(reader(Role.SUPERVISOR), "?period=12w&unit=fes")


def test_nobody_yet_says_so() -> None:
    refresh_figures()
    assert "Nobody answered in the period." in words(reader(Role.SUPERVISOR))


def test_the_words_are_read_by_supervisors_page_by_page() -> None:
    for n in range(30):
        said(3, f"Trop long {n:02}", days=n)
    said(5)
    refresh_figures()
    client = reader(Role.SUPERVISOR)
    page = client.get("/figures/opinions/")
    assert "Trop long 00" in page.text
    assert "Trop long 29" not in page.text
    assert "Trop long 29" in client.get("/figures/opinions/?page=2").text
    assert client.get("/figures/opinions/?page=nonsense").status_code == 200
    assert "/figures/opinions/" in words(client)


@pytest.mark.parametrize("role", [Role.STATISTICIAN, Role.HEAD, Role.ADMINISTRATOR])
def test_nobody_else_reads_the_words(role: Role) -> None:
    said(1, "Monsieur Alaoui, de Fès")
    client = reader(role)
    assert client.get("/figures/opinions/").status_code == 404
    assert "/figures/opinions/" not in client.get("/figures/").text
