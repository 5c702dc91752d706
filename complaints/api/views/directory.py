"""The directories. They hold nothing of a person and are open to everybody."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from accounts.models import UnitKind
from complaints.api import paging
from complaints.api.base import View
from complaints.api.serializers import directory as shapes
from complaints.api.serializers.fields import page_of
from complaints.guide import directory, selectors
from complaints.guide.folding import sorting
from complaints.guide.forms import DirectoryForm
from complaints.workflow.selectors import units

Q = OpenApiParameter("q", str, description="Words, in any language.")
PAGES = [
    OpenApiParameter("cursor", str, description="`next` of the page before."),
    OpenApiParameter("limit", {"type": "integer", "minimum": 1, "maximum": paging.MOST, "default": paging.PAGE}),
]
NARROW = [OpenApiParameter(name, str) for name in ("ground", "matter", "country")]


class Bodies(View):
    personal = False

    @extend_schema(
        tags=["directory"], operation_id="bodies", parameters=[Q, *NARROW, *PAGES], responses=page_of(shapes.Body)
    )
    def get(self, request: Any) -> Response:
        """Who helps when the institution cannot, the best match first."""
        asked = DirectoryForm(request.query_params).asked()
        return paging.of_list(
            request, directory.search(**asked), key=lambda row: row.code, show=lambda row: shapes.Body(row).data
        )


class Body(View):
    personal = False

    @extend_schema(tags=["directory"], operation_id="body", responses=shapes.Body)
    def get(self, request: Any, code: str) -> Response:
        """One of them."""
        row = selectors.referral_body(code)
        if row is None:
            raise Http404
        return Response(shapes.Body(row).data)


class Units(View):
    personal = False

    @extend_schema(tags=["directory"], operation_id="units", parameters=PAGES, responses=page_of(shapes.Unit))
    def get(self, request: Any) -> Response:
        """The institution's own places: headquarters, delegations, contact points."""
        today, kinds = timezone.localdate(), list(UnitKind)
        rows = [
            row for row in units().values() if row.valid_from <= today and not (row.valid_to and row.valid_to <= today)
        ]
        rows.sort(key=lambda row: (kinds.index(UnitKind(row.kind)), sorting(row.name)))
        return paging.of_list(request, rows, key=lambda row: row.code, show=lambda row: shapes.Unit(row).data)


class Administrations(View):
    personal = False

    @extend_schema(
        tags=["directory"],
        operation_id="administrations",
        parameters=[Q, *PAGES],
        responses=page_of(shapes.Administration),
    )
    def get(self, request: Any) -> Response:
        """The bodies that a complaint may be about: all by name, or those found by words, the best match first."""
        words = paging.words(request, "q")
        found = (
            selectors.search_administrations(words, limit=paging.MOST)
            if words
            else sorted(selectors.standing_administrations(), key=lambda row: sorting(row.name))
        )
        return paging.of_list(
            request, found, key=lambda row: row.code, show=lambda row: shapes.Administration(row).data
        )


class Administration(View):
    personal = False

    @extend_schema(tags=["directory"], operation_id="administration", responses=shapes.Administration)
    def get(self, request: Any, code: str) -> Response:
        """One of them."""
        row = selectors.administration(code)
        if row is None:
            raise Http404
        return Response(shapes.Administration(row).data)


class Subjects(View):
    personal = False

    @extend_schema(tags=["directory"], operation_id="subjects", responses=shapes.Subjects)
    def get(self, request: Any) -> Response:
        """What a complaint may be about, under seven natures."""
        natures = [
            {"nature": rows[0].nature, "label": label, "subjects": rows}
            for label, rows in selectors.subjects_by_nature()
        ]
        return Response(shapes.Subjects({"natures": natures}).data)


class Countries(View):
    personal = False

    @extend_schema(tags=["directory"], operation_id="countries", responses=shapes.Countries)
    def get(self, request: Any) -> Response:
        """Every country with its calling code and usual time zone."""
        return Response(shapes.Countries({"countries": selectors.countries()}).data)
