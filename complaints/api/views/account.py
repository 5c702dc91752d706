"""Who is asking, and what is held about them."""

import json
from typing import Any

from django.middleware.csrf import get_token
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from complaints import history
from complaints.api.base import AccountView, View, actor_of, checked, limit, posted
from complaints.api.identity import by_token
from complaints.api.serializers import account as shapes
from complaints.api.serializers import cases
from complaints.api.views.common import TOKEN, CaseView
from complaints.follow_up import data_requests, held_of_account, holdings
from complaints.follow_up.forms import DataRequestForm
from complaints.follow_up.views.data import DOWNLOADS
from complaints.workflow import transitions


class Session(View):
    @extend_schema(tags=["account"], operation_id="session", responses=shapes.Session)
    def get(self, request: Any) -> Response:
        """Who is logged in; for scripts of our own pages, a fresh token against forged requests."""
        user = actor_of(request).user
        token = "" if by_token(request) else get_token(request._request)
        return Response(shapes.Session({"account": user, "csrf_token": token}).data)


class AccountData(AccountView):
    @extend_schema(tags=["account"], operation_id="my_data", responses=OpenApiTypes.OBJECT)
    def get(self, request: Any) -> Response:
        """What is held about this account. What each file holds is downloaded with the file."""
        return Response(json.loads(held_of_account.as_json(actor_of(request))))


class CaseData(CaseView):
    @extend_schema(
        tags=["complaints"], operation_id="data_of_complaint", parameters=[TOKEN], responses=OpenApiTypes.OBJECT
    )
    def get(self, request: Any, reference: str) -> Response:
        """What is held in this file about its complainant. The history says that it was downloaded."""
        actor, case = self.own(request, reference, standing=True)
        limit(request, "data-download", DOWNLOADS, who=str(case.pk))
        with transitions.as_told(case) as known:
            body = json.loads(holdings.as_json(known, actor=actor))
        history.record(case, "data_downloaded", actor=actor, data={"as": "json"})
        return Response(body)

    @extend_schema(
        tags=["complaints"],
        operation_id="ask_about_data",
        parameters=[TOKEN],
        request=cases.Wish,
        responses={201: cases.Wished},
    )
    def post(self, request: Any, reference: str) -> Response:
        """Asks for a correction, an erasure, or about one's data; a person answers within 30 days."""
        actor, case = self.open_to_write(request, reference, own=True, standing=True)
        body = self.read(cases.Wish)
        data = checked(DataRequestForm(posted(body)))
        row = data_requests.ask(case, actor=actor, kind=data["kind"], text=data["text"], key=body["key"])
        return Response(cases.Wished(row).data, status=201)
