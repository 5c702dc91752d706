"""What the resources of one filed complaint share: who may open it, and that nothing is shown that was not told."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from drf_spectacular.utils import OpenApiParameter

from accounts.actors import Actor
from complaints.api import grants
from complaints.api.base import View
from complaints.api.identity import actors_of
from complaints.api.problems import too_many
from complaints.follow_up import access
from complaints.follow_up.before_told import reading
from complaints.models import Complaint

TOKEN = OpenApiParameter(
    grants.FILE_HEADER,
    str,
    OpenApiParameter.HEADER,
    description="What number and code gave; not needed with an account.",
)


class CaseView(View):
    """A resource of one complaint. A stranger's is a 404 like one that does not exist."""

    def open(self, request: Any, reference: str) -> tuple[Actor, Complaint]:
        """The case, and as whom it is opened."""
        return access.open_as(actors_of(request), reference, reading=request.method in {"GET", "HEAD"})

    def own(self, request: Any, reference: str, *, standing: bool = False) -> tuple[Actor, Complaint]:
        """The same for what is the complainant's alone."""
        actor, case = self.open(request, reference)
        access.demand_own(actor, case, standing=standing)
        return actor, case

    def open_to_write(
        self, request: Any, reference: str, *, own: bool = False, standing: bool = False
    ) -> tuple[Actor, Complaint]:
        """The case for a request that writes, counted by the limits of the pages."""
        actor, case = self.own(request, reference, standing=standing) if own else self.open(request, reference)
        if access.too_many_posts(case):
            raise too_many(seconds=3600)
        return actor, case


def as_told[Method: Callable[..., Any]](method: Method) -> Method:
    """Answers without the act of the desk that can still be taken back (docs/undo.md)."""

    @wraps(method)
    def answer(self: CaseView, request: Any, reference: str, *args: Any, **more: Any) -> Any:
        with reading(reference, is_open=lambda: access.is_open_to(actors_of(request), reference)):
            return method(self, request, reference, *args, **more)

    return answer  # type: ignore[return-value]
