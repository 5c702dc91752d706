"""Minutes may speak of every file of the bundle: who may not open one of them neither writes nor reads them."""

import re

import pytest

from complaints.casework import sittings
from complaints.dealings import Sitting
from complaints.models import Complaint
from complaints.workflow.errors import NotAllowed

pytestmark = pytest.mark.django_db


def test_minutes_about_other_units_are_a_supervisors(life, desk):
    sitting, files = life.sitting(days=0), [life.heard(), life.heard()]
    sittings.add_files(sitting, files, actor=life.head)
    Complaint.objects.filter(pk=files[0].pk).update(unit=life.other_unit)
    agreed = {one.pk: (Sitting.POSTPONED, "") for one in sitting.files.all()}
    with pytest.raises(NotAllowed, match="supervisor"):
        sittings.write_minutes(sitting, actor=life.head, minutes="PV secret", agreed=agreed)
    page = f"/desk/commissions/{sitting.pk}/"
    assert desk(life.head).get(page).context["form"] is None
    sittings.write_minutes(sitting, actor=life.supervisor, minutes="PV secret", agreed=agreed)
    assert "PV secret" not in desk(life.head).get(page).content.decode()
    assert "PV secret" in desk(life.supervisor).get(page).content.decode()


@pytest.mark.parametrize("register", ["commissions", "recommendations"])
def test_a_register_turns_its_pages_by_key_and_shows_every_row_once(life, desk, monkeypatch, register):
    monkeypatch.setattr("complaints.casework.admin.sittings.PAGE", 2)
    for days in range(5):
        life.sitting(days=days)
        if register == "recommendations":
            life.recommended()
    client, path, seen, pages = desk(life.supervisor), f"/desk/{register}/", [], 0
    link = ""
    while link is not None and pages < 10:
        text = client.get(f"{path}{link}").text
        seen += re.findall(r'<th scope="row"><a href="([^"]+)"', text)
        found = re.search(r'rel="next" href="([^"]+)"', text)
        link, pages = (found[1].replace("&amp;", "&") if found else None), pages + 1
    assert (pages, len(seen), len(set(seen))) == (3, 5, 5)
    back = re.search(r'rel="prev" href="([^"]+)"', text)
    assert back
    earlier = client.get(f"{path}{back[1].replace('&amp;', '&')}").text
    assert re.findall(r'<th scope="row"><a href="([^"]+)"', earlier) == seen[2:4]
    for nonsense in ("?after=x", "?before=~1", "?after=2026-01-01~99999999999999999999"):
        assert client.get(f"{path}{nonsense}").status_code == 200
