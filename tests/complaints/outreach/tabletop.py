"""A stand that is open today, its tablet, its agent, and what they press in the tests."""

import base64
import uuid
from datetime import time, timedelta
from io import BytesIO
from typing import Any

from django.test import Client
from django.utils import timezone
from PIL import Image, ImageDraw

from accounts.actors import Actor
from complaints.intake import account
from complaints.intake.models import Draft
from complaints.outreach.models import Device, Helping, Shift, Stand, StandAgent, StandDesk, StandHours
from complaints.outreach.tablet import devices
from complaints.outreach.tablet.access import today
from complaints.outreach.tablet.views.writing import ORDER, PAGES
from tests.complaints.intake.filing import DECLARATIONS, POSTS

PIN = "271828"
CONTACT = {"preferred_channel": "post", "language": "ar"}
AUTHORITY = {"administration_list": "commune-nador", "region": "oriental"}


def stand(office: Any, *agents: Actor, **facts: Any) -> Stand:
    """A stand of the office's unit, open from midnight to midnight today, with one desk and these agents."""
    now, day = timezone.now(), today()
    row = Stand.objects.create(
        key=uuid.uuid4(),
        **{
            "unit": office.unit, "region": office.region, "names": {"fr": "Port de Tanger", "ar": "ميناء طنجة"},
            "event": "summer", "place": "Port de Tanger Med", "begins_on": day, "ends_on": day,
            "planned_by": office.head.user, "planned_at": now, "changed_at": now, "published_at": now, **facts,
        },
    )  # fmt: skip
    StandHours.objects.create(stand=row, day=day, opens=time(0), closes=time(23, 59))
    desk = StandDesk.objects.create(stand=row, number=1)
    for agent in agents:
        StandAgent.objects.create(stand=row, user=agent.user, desk=desk)
    return row


def tablet(office: Any, language: str = "en") -> tuple[Client, Device]:
    """A registered tablet: the head registers it, somebody opens it with the code."""
    device = devices.register(actor=office.head, unit=office.unit, label="Tanger 1")
    client = Client(headers={"accept-language": language})
    client.cookies["language"] = language
    answer = client.post("/tablet/open/", {"code": devices.code_of(device)})
    assert answer.status_code == 303, answer.content.decode()
    device.refresh_from_db()
    return client, device


def log_in(client: Client, actor: Actor, *, strong: bool = True) -> None:
    """The login of the morning, with its second factor."""
    assert actor.user is not None
    client.force_login(actor.user)
    session = client.session
    methods = [{"method": "password"}, *([{"method": "mfa", "type": "totp"}] if strong else [])]
    session["account_authentication_methods"] = methods
    session.save()


def begin_day(client: Client, actor: Actor, at: Stand, *, pin: str = PIN) -> Shift:
    """Stand, desk and PIN."""
    log_in(client, actor)
    place = f"{at.pk}-{at.desks.get().pk}"
    answer = client.post("/tablet/begin/", {"place": place, "pin": pin, "again": pin})
    assert answer.status_code == 303, answer.content.decode()
    return Shift.objects.get(agent=actor.user, ended_at=None)


def sit_down(client: Client, language: str = "ar", **more: str) -> Helping:
    """The next person."""
    answer = client.post("/tablet/", {"language": language, **more})
    assert answer.status_code == 303, answer.content.decode()
    return Helping.objects.get()


def steps(**changes: dict[str, str]) -> dict[str, dict[str, str]]:
    return {**POSTS, "contact": CONTACT, "authority": AUTHORITY, **changes}


def body(part: str, posts: dict[str, dict[str, str]]) -> dict[str, Any]:
    """What a page posts: every field under the name of its step."""
    slugs = [slug for slug in PAGES[part][1] if slug in posts]
    fields = {f"{slug}-{name}": value for slug in slugs for name, value in posts[slug].items()}
    return {**fields, "step": slugs}


def type_in(client: Client, **changes: dict[str, str]) -> Draft:
    """A whole account, ready to be read back."""
    assert client.post("/tablet/complaint/").status_code == 303
    posts = steps(**changes)
    for part in ORDER:
        answer = client.post(f"/tablet/complaint/{part}/", body(part, posts))
        assert answer.status_code == 303, (part, answer.content.decode()[:3000])
        assert "check=1" not in answer["Location"], (part, answer["Location"])
    return Helping.objects.get().draft  # type: ignore[return-value]


def signature(strokes: bool = True) -> str:
    """What the canvas gives."""
    picture = Image.new("RGBA", (640, 240), (0, 0, 0, 0))
    if strokes:
        ImageDraw.Draw(picture).line([(40, 180), (200, 60), (320, 200), (600, 80)], fill="black", width=5)
    out = BytesIO()
    picture.save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def sign(client: Client, draft: Draft) -> Any:
    """With a finger."""
    draft.refresh_from_db()
    seen = account.digest(draft)
    return client.post("/tablet/turn/sign/", {"way": "finger", "picture": signature(), "seen": seen})


def file(client: Client) -> Any:
    """The declarations and the button."""
    page = client.get("/tablet/turn/declare/")
    assert page.status_code == 200, page.headers
    return client.post("/tablet/turn/declare/", {**DECLARATIONS, "seen": page.context["seen"]})


def minutes_pass(shift: Shift, minutes: float) -> None:
    """Nobody touched the tablet for so long."""
    Shift.objects.filter(pk=shift.pk).update(touched_at=timezone.now() - timedelta(minutes=minutes))
