"""Thousands of odd requests, made from the API's own description: none is a fault of ours (issue 5, section 2).

They are the same in every run. Half of them fit the description, half do not; nobody, an account in an app and the holder of
a file and of a draft send them in turn. What is found is written down as the request that shows it."""

from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase
from schemathesis import Case, GenerationMode

from complaints.api import schema
from complaints.api.views import guide
from complaints.knowledge.models import Question
from tests.complaints.api.calls import Writer
from tests.complaints.api.conftest import token_of
from tests.complaints.follow_up.opening import CODE, with_code
from tests.complaints.intake.filing import POSTS, real_directories
from tests.factories import DraftFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CASES = 2000
FEW = {
    "contact_code",
    "receipt",
    "letter",
    "documents",
}  # each makes a document or asks for little: these say enough sooner
PROBLEM = "application/problem+json"


@schemathesis.serializer("application/offset+octet-stream")
def piece(_context: Any, value: Any) -> bytes:
    """A piece of a file, as it is."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


class Senders:
    """Who sends the cases, and what is theirs here."""

    def __init__(self, life: Any) -> None:
        case = with_code(life.registered(user=life.citizen.user))
        writer = Writer()
        assert writer.begin().status_code == 201
        for _number in range(3):
            DraftFactory(user=life.citizen.user)  # more than one page of a short list
        Question.objects.create(number="Q-7K4F2QXZ", text="?", language="fr", user=life.citizen.user)
        opened = writer.post("complaints/open/", {"reference": case.reference, "code": CODE}).json_body
        holder = {"File-Token": opened["file_token"], "Draft-Secret": writer.secret}
        self.known = {"reference": case.reference, "key": str(writer.key), "number": "Q-7K4F2QXZ"}
        self.headers: list[dict[str, str]] = [{}, holder, {"X-Session-Token": token_of(life.citizen.user), **holder}]
        self.sent, self.statuses = 0, set[int]()

    def send(self, case: Case) -> None:
        """Sends a case, undoes what it wrote, so that each finds the same site, and fails when it shows a fault."""
        self.sent += 1
        if self.sent % 4:  # the views behind a door are reached by who has its key
            self.lead_in(case)
        with transaction.atomic():
            answer = case.call(headers=self.headers[self.sent % 3])
            transaction.set_rollback(True)
        self.statuses.add(answer.status_code)
        shown = f"{answer.status_code}\n{case.as_curl_command()}"
        assert answer.status_code < 500, shown
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == [PROBLEM], shown
        if answer.headers.get("content-type", [""])[0] in (PROBLEM, "application/json"):
            case.operation.validate_response(answer)  # the answer has the shape that the description says

    def lead_in(self, case: Case) -> None:
        """Puts what there is into the address of a case."""
        parts = case.path_parameters
        if not isinstance(parts, dict):
            return
        parts.update({name: value for name, value in self.known.items() if name in parts})
        if "slug" in parts and "/steps/" in case.operation.path:
            parts["slug"] = list(POSTS)[self.sent % len(POSTS)]


def site() -> Any:
    """The site in this process, which keeps the connection of the test, as Django's own client does."""
    inside = get_wsgi_application()

    def answer(environ: Any, start: Any) -> Any:
        request_started.disconnect(close_old_connections)
        request_finished.disconnect(close_old_connections)
        try:
            return [b"".join(inside(environ, start))]
        finally:
            request_started.connect(close_old_connections)
            request_finished.connect(close_old_connections)

    return answer


def described() -> list[Any]:
    """Every operation of the description, of the site in this process."""
    whole = schemathesis.openapi.from_dict(schema.described())
    whole.app = site()
    return [found.ok() for found in whole.get_all_operations()]


def fuzz(operation: Any, senders: Senders, *, cases: int) -> None:
    """Sends so many cases of an operation; raises what is found."""
    made = [operation.as_strategy(generation_mode=mode) for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)]

    @hypothesis.settings(
        max_examples=cases,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        verbosity=hypothesis.Verbosity.quiet,
    )
    @hypothesis.given(hypothesis.strategies.one_of(made))
    def send(case: Case) -> None:
        senders.send(case)

    send()


def test_two_thousand_odd_requests_are_no_fault_of_ours(life, storage):
    real_directories()
    senders, faults = Senders(life), []
    operations = described()
    each = CASES // (len(operations) - len(FEW)) + 8
    for operation in operations:
        name = operation.definition.raw["operationId"]
        try:
            fuzz(operation, senders, cases=8 if name in FEW else each)
        except (AssertionError, BaseExceptionGroup) as fault:
            faults.append(f"{name}: {fault}")
    assert faults == []
    assert senders.sent >= CASES
    assert senders.statuses >= {200, 201, 204, 400, 401, 404, 422}, "these many requests met only a few answers"


def test_a_fault_would_be_found(life, monkeypatch):
    """The net is not torn: a fault that shows at one odd value alone is caught."""

    def careless(code: str) -> None:
        if not code.isascii():
            raise ZeroDivisionError

    monkeypatch.setattr(guide.selectors, "country", careless)
    (operation,) = [one for one in described() if one.definition.raw["operationId"] == "verdict"]
    with pytest.raises((AssertionError, BaseExceptionGroup), match=r"500|failures"):
        fuzz(operation, Senders(life), cases=60)


def test_an_answer_of_another_shape_would_be_found(life, monkeypatch):
    """What is answered is held against what is described."""
    monkeypatch.setattr(guide.shapes.Guide, "data", {"questions": 5})
    (operation,) = [one for one in described() if one.definition.raw["operationId"] == "guide"]
    with pytest.raises((AssertionError, BaseExceptionGroup)):
        fuzz(operation, Senders(life), cases=4)
