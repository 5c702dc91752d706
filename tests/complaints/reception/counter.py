"""A complaint typed at the desk in the tests: what is posted to each of its pages."""

from typing import Any

from django.test import Client

from complaints.intake.models import Draft
from tests.complaints.documents import document
from tests.complaints.intake.filing import DECLARATIONS, POSTS

STEPS_ON = {
    "received": ("reception",),
    "person": ("who", "name", "address", "contact"),
    "matter": ("authority", "subject", "happened", "dates", "steps", "request"),
    "papers": ("files",),
}
CONTACT = {"preferred_channel": "post", "language": "ar"}  # who has neither e-mail nor telephone
AUTHORITY = {"administration_list": "commune-nador", "region": "oriental"}


def received(unit: Any, **changes: str) -> dict[str, str]:
    """A letter whose postmark is of 3 February 2026."""
    day = {"received_on_0": "3", "received_on_1": "2", "received_on_2": "2026"}
    return {"channel": "post", **day, "unit": str(unit.pk), "signature": "paper", **changes}


def posts(unit: Any, **changes: dict[str, str]) -> dict[str, dict[str, str]]:
    """The steps by their slugs."""
    return {**POSTS, "contact": CONTACT, "authority": AUTHORITY, "files": {}, "reception": received(unit), **changes}


def body(page: str, steps: dict[str, dict[str, str]], *more: str) -> dict[str, Any]:
    """What the page posts: every field under the name of its step."""
    slugs = (*STEPS_ON[page], *more)
    fields = {f"{slug}-{name}": value for slug in slugs for name, value in steps.get(slug, {}).items()}
    return {**fields, "step": list(slugs)}


def address(draft: Draft, page: str) -> str:
    return f"/desk/reception/drafts/{draft.key}/{page}/"


def begin(client: Client) -> Draft:
    """Presses "Register a complaint"."""
    assert client.post("/desk/reception/new/").status_code == 303
    return Draft.objects.filter(officer__isnull=False).latest("created_at")


def add_scan(client: Client, draft: Draft, kind: str = "letter") -> None:
    answer = client.post(address(draft, "papers") + "add/", {"kind": kind, "file": document("lettre.pdf")})
    assert answer.status_code == 303, answer.content.decode()


def type_in(client: Client, unit: Any, *, kind: str = "letter", **changes: dict[str, str]) -> Draft:
    """All pages and one scan, ready to be registered."""
    draft, steps = begin(client), posts(unit, **changes)
    for page in ("received", "person", "matter"):
        answer = client.post(address(draft, page), body(page, steps))
        assert answer.status_code == 303, (page, answer.content.decode()[:2000])
        assert "check=1" not in answer["Location"], (page, errors_of(client, draft, page))
    if kind:
        add_scan(client, draft, kind)
    client.post(address(draft, "papers"), body("papers", steps))
    return draft


def errors_of(client: Client, draft: Draft, page: str) -> dict[str, Any]:
    """The errors that the page shows, by step."""
    sections = client.get(address(draft, page) + "?check=1").context["sections"]
    return {one.step.slug: dict(one.form.errors) for one, _seen in sections if one.form.errors}


def register(client: Client, draft: Draft, **more: str) -> Any:
    """Presses "Register the complaint"."""
    seen = client.get(address(draft, "check")).context["seen"]
    return client.post(address(draft, "check"), {**DECLARATIONS, "seen": seen, **more})
