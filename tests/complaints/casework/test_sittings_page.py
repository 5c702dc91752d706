"""Minutes may speak of every file of the bundle: who may not open one of them neither writes nor reads them."""

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
