"""The answers to everybody: by topic, by words, one, and whether it was useful."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from complaints.api import paging
from complaints.api.base import View, checked, limit, posted
from complaints.api.serializers import knowledge as shapes
from complaints.api.serializers.fields import page_of
from complaints.api.views.directory import PAGES
from complaints.knowledge import actions, selectors
from complaints.knowledge.access import OPINIONS_A_NETWORK
from complaints.knowledge.forms import UsefulForm
from complaints.knowledge.models import Topic
from complaints.knowledge.views.answers import SEARCHES_A_NETWORK

WORDS = OpenApiParameter("q", str, description="Words, in any language; the best match comes first.")
TOPIC = OpenApiParameter("topic", str, enum=Topic.values)


class Articles(View):
    personal = False

    @extend_schema(
        tags=["answers"],
        operation_id="articles",
        parameters=[WORDS, TOPIC, *PAGES],
        responses=page_of(shapes.Summary),
    )
    def get(self, request: Any) -> Response:
        """Articles with these words, or all of a topic, or all."""
        if words := paging.words(request, "q"):
            limit(request, "answers-search", SEARCHES_A_NETWORK)
            found = selectors.search(words)
            own, others = found.own, found.others
            rows = [*others, *own] if found.others_first else [*own, *others]
            return paging.of_list(
                request, rows, key=lambda one: one.article.slug, show=lambda one: shapes.Summary(one).data
            )
        topic, size = request.query_params.get("topic", ""), paging.size_of(request)
        place = paging.place_of(request)
        entries, on = selectors.after(topic if topic in Topic.values else "", place, size)
        next_cursor = paging.cursor(*on) if on else None
        return paging.answer(request, [shapes.Summary(one).data for one in entries], next_cursor)


class Article(View):
    personal = False

    @extend_schema(tags=["answers"], operation_id="article", responses=shapes.Article)
    def get(self, request: Any, slug: str) -> Response:
        """One article, in the caller's language or the nearest."""
        entry = selectors.entry(slug)
        if entry is None:
            raise Http404
        return Response(shapes.Article(entry).data)


class Useful(View):
    @extend_schema(tags=["answers"], operation_id="useful", request=shapes.Useful, responses={204: None})
    def post(self, request: Any, slug: str) -> Response:
        """Says whether an article was useful. Nobody learns who said it; sent again, it counts once."""
        entry = selectors.entry(slug)
        if entry is None:
            raise Http404
        limit(request, "answers-useful", OPINIONS_A_NETWORK)
        body = self.read(shapes.Useful)
        data = checked(UsefulForm(posted({**body, "useful": "yes" if body["useful"] else "no"})))
        actions.count_opinion(entry.text, visitor=str(body["visitor"]), useful=body["useful"], comment=data["comment"])
        return Response(status=204)
