"""Two requests at once: what each writes is kept, and one complaint is made (issue 5, section 2)."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from complaints.intake import actions
from complaints.intake.models import Draft
from complaints.models import Complaint
from tests.complaints.api.calls import Writer, problem
from tests.complaints.intake.filing import directories

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """The answers to calls that begin together, each on a connection of its own."""
    barrier, answers = threading.Barrier(len(calls), timeout=30), {}

    def run(number: int, call: Callable[[], Any]) -> None:
        try:
            barrier.wait()
            answers[number] = call()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return [answers[number] for number in range(len(calls))]


def twin(writer: Writer) -> Writer:
    """The same telephone in another process."""
    other = Writer(Client())
    other.key, other.secret, other.draft = writer.key, writer.secret, writer.draft
    other.headers = dict(writer.headers)
    return other


def test_a_draft_begun_twice_at_once_is_one():
    writer = Writer()
    answers = at_once(*(twin(writer).begin for _number in range(6)))
    codes = [answer.status_code for answer in answers]
    assert (codes.count(201), {*codes} - {201}) == (1, {200}), "one of them made it"
    assert {answer.json_body["key"] for answer in answers} == {str(writer.key)}
    assert Draft.objects.count() == 1


def test_two_that_write_different_answers_of_one_step_lose_none():
    directories()
    writer = Writer()
    writer.write()
    step = f"{writer.draft}steps/happened/"
    fields = {"title": "Titre", "harm": "Perte", "place": "Nador"}
    answers = at_once(*(lambda name=name: twin(writer).patch(step, {name: fields[name]}) for name in fields))
    written = {name for name, answer in zip(fields, answers, strict=True) if answer.status_code == 200}
    values = writer.get(step).json_body["values"]
    assert written
    assert {name: values[name] for name in written} == {name: fields[name] for name in written}
    for answer in answers:
        if answer.status_code != 200:
            problem(answer, 412, "changed")


def test_one_complaint_however_many_send_it():
    directories()
    writer = Writer()
    writer.write()
    answers = at_once(*(twin(writer).submit for _number in range(6)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert Complaint.objects.count() == 1


def test_a_draft_that_is_deleted_while_it_is_written_is_a_404(monkeypatch):
    directories()
    writer = Writer()
    writer.write()
    save = actions.save_step

    def late(**given: Any) -> Any:
        actions.delete_draft(draft=given["draft"])
        return save(**given)

    monkeypatch.setattr(actions, "save_step", late)
    problem(writer.patch(f"{writer.draft}steps/request/", {"request": "x"}), 404, "not-found")
