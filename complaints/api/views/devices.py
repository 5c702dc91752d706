"""Notices on a device, for one file (docs/push.md)."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from complaints.api.base import language_of
from complaints.api.problems import INVALID, REFUSED, Problem, Slip, pointer
from complaints.api.serializers import cases as shapes
from complaints.api.views.common import TOKEN, CaseView
from complaints.follow_up import devices
from complaints.notifications.devices import BadKeys, TooMany, Unusable


class Devices(CaseView):
    @extend_schema(tags=["complaints"], operation_id="devices", parameters=[TOKEN], responses=shapes.Devices)
    def get(self, request: Any, reference: str) -> Response:
        """Which devices are told when there is news on this file, and the key with which one more subscribes."""
        actor, case = self.open(request, reference)
        found = devices.offer(case, actor)
        shown = {
            "possible": found is not None and found.safe,
            "key": found.key if found else "",
            "devices": found.told if found else [],
        }
        return Response(shapes.Devices(shown).data)

    @extend_schema(
        tags=["complaints"],
        operation_id="add_device",
        parameters=[TOKEN],
        request=shapes.NewDevice,
        responses={201: shapes.Device},
    )
    def post(self, request: Any, reference: str) -> Response:
        """Tells this device from now on. Sent again, it is the same device with its new keys."""
        actor, case = self.open_to_write(request, reference)
        body = self.read(shapes.NewDevice)
        try:
            row = devices.switch_on(case, actor=actor, language=language_of(request), **body)
        except Unusable as error:
            place = pointer("p256dh" if isinstance(error, BadKeys) else "endpoint")
            raise Problem(INVALID, slips=[Slip(str(error), "subscription", place)]) from None
        except TooMany as error:
            raise Problem(REFUSED, str(error)) from None
        if row is None:
            raise Problem(REFUSED, _("Notices on a device are not possible for this file now."))
        return Response(shapes.Device(row).data, status=201)


class Device(CaseView):
    @extend_schema(
        tags=["complaints"], operation_id="remove_device", parameters=[TOKEN], request=None, responses={204: None}
    )
    def delete(self, request: Any, reference: str, device: int) -> Response:
        """Tells this device no more; sent twice, it is the same."""
        actor, case = self.open(request, reference)
        if device < 2**63:
            devices.switch_off(case, device, actor=actor)
        return Response(status=204)
