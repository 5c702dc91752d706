"""A program that calls the API, in the tests' own process: JSON in, JSON out, its tokens in headers."""

import json
import secrets
import uuid
from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.complaints.intake.filing import DECLARATIONS, POSTS

ROOT = "/api/v1/"
BINARY = "application/offset+octet-stream"


class Caller:
    """`language` of the answers; `tokens` are headers that go with every call."""

    def __init__(self, client: Client | None = None, *, language: str = "en", **tokens: str) -> None:
        self.client = client or Client(raise_request_exception=True)
        self.headers = {"Accept-Language": language, **{name.replace("_", "-"): text for name, text in tokens.items()}}

    def call(self, method: str, path: str, body: Any = None, *, kind: str = "application/json", **headers: str) -> Any:
        """The answer; `.data` is its JSON."""
        sent = {**self.headers, **{name.replace("_", "-"): text for name, text in headers.items()}}
        given: dict[str, Any] = {}
        if body is not None:
            given = {"data": body if isinstance(body, (bytes, str)) else json.dumps(body), "content_type": kind}
        address = path if path.startswith("/") else ROOT + path
        answer: Any = self.client.generic(method, address, headers=sent, **given)
        answer.json_body = (
            json.loads(answer.content) if "json" in answer.get("Content-Type", "") and answer.content else None
        )
        return answer

    def get(self, path: str, **headers: str) -> Any:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.call("POST", path, {} if body is None else body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.call("PUT", path, {} if body is None else body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self.call("PATCH", path, body, **headers)

    def form(self, path: str, fields: dict[str, Any]) -> Any:
        """A POST as multipart/form-data, for documents."""
        answer: Any = self.client.post(ROOT + path, fields, headers=self.headers)
        answer.json_body = json.loads(answer.content) if answer.content else None
        return answer


def as_answers(post: dict[str, str]) -> dict[str, Any]:
    """What a page posts, as a program writes it: dates in one text."""
    dates = {name[:-2] for name in post if name.endswith("_2") and f"{name[:-2]}_1" in post and len(post[name]) == 4}
    found: dict[str, Any] = {name: text for name, text in post.items() if name[:-2] not in dates}
    western = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
    for name in dates:
        day, month, year = (post[f"{name}_{part}"].translate(western) for part in range(3))
        found[name] = f"{year}-{month}-{day}"
    return found


class Writer(Caller):
    """A client with a key and a secret of its own, which writes one draft."""

    def __init__(self, client: Client | None = None, **more: str) -> None:
        super().__init__(client, **more)
        self.key, self.secret = uuid.uuid4(), secrets.token_urlsafe(32)
        self.headers["Draft-Secret"] = self.secret
        self.draft = f"drafts/{self.key}/"

    def begin(self) -> Any:
        return self.put(self.draft)

    def write(self, **changes: dict[str, str]) -> None:
        """Begins the draft and answers every step."""
        assert self.begin().status_code in (200, 201)
        for slug, post in {**POSTS, **changes}.items():
            answer = self.patch(f"{self.draft}steps/{slug}/", as_answers(post))
            assert answer.status_code == 200, (slug, answer.content)
            assert answer.json_body["ok"], (slug, answer.json_body["errors"])

    def announce(self, data: bytes, name: str = "carte.pdf", key: uuid.UUID | None = None) -> Any:
        body = {"key": str(key or uuid.uuid4()), "name": name, "size": len(data)}
        return self.post(f"{self.draft}files/", body)

    def piece(self, key: str, offset: int, data: bytes, **headers: str) -> Any:
        return self.call(
            "PATCH", f"{self.draft}files/{key}/", data, kind=BINARY, **{"Upload-Offset": str(offset), **headers}
        )

    def submit(self, **changes: Any) -> Any:
        return self.post(f"{self.draft}submit/", {**SUBMISSION, **changes})


SUBMISSION = {name: True if value == "on" else value for name, value in DECLARATIONS.items()}


def problem(answer: HttpResponse, status: int, code: str) -> dict[str, Any]:
    """The problem that was answered; fails when it is another."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = json.loads(answer.content)
    assert (body["status"], body["code"]) == (status, code), body
    assert body["type"].endswith(f"#problem-{code}")
    assert body["title"]
    return body
