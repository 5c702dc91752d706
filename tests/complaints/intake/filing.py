"""A complaint to file in the tests: what is posted to each step, and the rows it needs."""

from typing import Any

from django.core.management import call_command
from django.test import Client

from accounts.actors import NOBODY
from complaints.intake import actions
from complaints.intake.declarations import DeclarationsForm
from complaints.intake.models import Draft
from complaints.intake.steps import STEPS, answers_of
from tests.factories import AdministrationFactory, CountryFactory, HeadquartersFactory, RegionFactory, SubjectFactory

POSTS: dict[str, dict[str, str]] = {
    "who": {"who": "self"},
    "name": {"first_name": "سلمى", "last_name": "El-Mʼhamed", "sex": "f", "id_kind": "cnie", "id_number": "ab ١٢٣٤٥٦"},
    "address": {
        "residence": "mre",
        "country": "FR",
        "city": "Lille",
        "address": "12 rue des Lilas\n59000",
        "nationality": "MA",
    },
    "contact": {
        "email": "Salma@example.org",
        "phone": "٠٦ ١٢ ٣٤ ٥٦ ٧٨",
        "preferred_channel": "email",
        "language": "ar",
    },
    "authority": {"q": "nador", "administration": "commune-nador", "region": "oriental"},
    "subject": {"subject": "ADM-A1"},
    "happened": {
        "title": "الجماعة لا تجيب",
        "description": "طلبت رسم الولادة ثلاث مرات ولم أتلق أي جواب.",
        "act_kind": "silence",
        "harm": "لا أستطيع تسجيل ابنتي في المدرسة.",
        "amount": "1 250,50",
    },
    "dates": {"act_date_0": "٣", "act_date_1": "2", "act_date_2": "2025", "court": "no"},
    "steps": {
        "taken": "yes",
        "rows": "2",
        "body_0": "جماعة الناظور",
        "channel_0": "lettre",
        "answered_0": "no",
        "body_1": "chikaya.ma",
        "reference_1": "C-77",
    },
    "request": {"request": "تسليم رسم الولادة", "pressing": "no"},
}
DECLARATIONS = {"court": "on", "truth": "on", "privacy": "on", "share": "yes", "transfer": "on"}


def directories() -> None:
    """The few rows that POSTS names."""
    HeadquartersFactory()
    CountryFactory(code="FR")
    CountryFactory(code="MA")
    region = RegionFactory(code="oriental")
    AdministrationFactory(
        code="commune-nador",
        region=region,
        names={"fr": "Commune de Nador", "ar": "جماعة الناظور", "en": "Nador", "es": "Nador"},
    )
    SubjectFactory(code="ADM-A1")


def real_directories() -> None:
    """The directories of the house."""
    call_command("load_reference_data", verbosity=0)


def complete_draft(actor: Any = NOBODY, **changes: dict[str, str]) -> Draft:
    """A draft with every step answered; `changes` replaces whole steps."""
    draft = actions.create_draft(actor=actor, language="ar")
    for slug, post in {**POSTS, **changes}.items():
        raw = {name: [value] for name, value in post.items()}
        valid = answers_of(draft).form(slug, raw).is_valid()
        draft = actions.save_step(draft=draft, slug=slug, raw=raw, valid=valid, actor=actor)
    return draft


def consents(draft: Draft, **changes: str) -> Any:
    """What is accepted at the end."""
    form = DeclarationsForm({**DECLARATIONS, **changes}, answers=answers_of(draft))
    assert form.is_valid(), form.errors
    return form.consents()


def walk(client: Client, *, until: str | None = None, **changes: dict[str, str]) -> None:
    """Posts every step in turn, as a browser without JavaScript does."""
    for slug, post in {**POSTS, **changes}.items():
        response = client.post(f"/file/{slug}/", post)
        assert response.status_code == 303, (slug, response.status_code)
        assert "check=1" not in response["Location"], (slug, errors_of(client, slug))
        if slug == until:
            return


def errors_of(client: Client, slug: str) -> Any:
    """The errors that the page of a step shows."""
    return dict(client.get(f"/file/{slug}/?check=1").context["form"].errors)


__all__ = ["DECLARATIONS", "POSTS", "STEPS", "complete_draft", "consents", "directories", "real_directories", "walk"]
