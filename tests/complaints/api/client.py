"""A small client of the API, as an app would have one: the standard library, a key and a secret, and patience.

It counts on nothing but what was acknowledged: each request may be sent again, and a file goes on where the site says."""

import http.client
import json
import secrets
import time
import uuid
from typing import Any
from urllib.parse import urlsplit

PIECE = 64 * 1024
PATIENCE = 30  # tries of one request
PAUSE = 0.05  # seconds between two
BROKEN = (OSError, http.client.HTTPException)


class Refused(Exception):
    """The site answered with a problem."""

    def __init__(self, problem: dict[str, Any]) -> None:
        super().__init__(
            f"{problem['status']} {problem['code']}: {problem.get('detail', '')} {problem.get('errors', '')}"
        )
        self.problem = problem


class Client:
    """Writes one complaint. `broken` counts how often the line broke."""

    def __init__(self, site: str, *, language: str = "fr") -> None:
        self.host = urlsplit(site).netloc
        self.key, self.secret = uuid.uuid4(), secrets.token_urlsafe(32)
        self.headers = {"Accept-Language": language, "Draft-Secret": self.secret}
        self.draft = f"/api/v1/drafts/{self.key}/"
        self.broken = 0

    def begin(self) -> dict[str, Any]:
        """The draft, made now or by a request whose answer was lost."""
        return self.ask("PUT", self.draft, {})

    def answer(self, step: str, values: dict[str, Any]) -> dict[str, Any]:
        """Writes a step; raises when something in it needs mending."""
        found = self.ask("PATCH", f"{self.draft}steps/{step}/", values)
        if not found["ok"]:
            raise Refused({"status": 200, "code": step, "errors": found["errors"]})
        return found

    def attach(self, name: str, data: bytes) -> int:
        """Sends a file piece by piece; the number of the file."""
        key = str(uuid.uuid4())
        address = f"{self.draft}files/{key}/"
        state = self.ask("POST", f"{self.draft}files/", {"key": key, "name": name, "size": len(data)})
        while not state["done"]:
            here = state["offset"]
            try:
                state = self._piece(address, here, data[here : here + PIECE])
            except BROKEN:
                self.broken += 1
                time.sleep(PAUSE)
                state = self.ask("GET", address)
        if state["refusal"]:
            raise Refused({"status": 422, "code": "file", "detail": state["refusal"]})
        return int(state["file"])

    def submit(self, **declarations: Any) -> dict[str, Any]:
        """Files the complaint: number and code, however often the answer was lost."""
        return self.ask("POST", f"{self.draft}submit/", declarations)

    # --- the line ---

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """The answer, after as many tries as it takes; every request here may be sent twice."""
        sent = json.dumps(body).encode() if body is not None else b""
        for _number in range(PATIENCE):
            try:
                return self._once(method, path, sent, {"Content-Type": "application/json"})
            except BROKEN:
                self.broken += 1
                time.sleep(PAUSE)
        raise ConnectionError(path)

    def _piece(self, address: str, offset: int, data: bytes) -> dict[str, Any]:
        """A piece of a file. One that begins elsewhere than the site is told where to begin."""
        headers = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(offset)}
        try:
            return self._once("PATCH", address, data, headers)
        except Refused as refused:
            if refused.problem["code"] != "offset":
                raise
            return self.ask("GET", address)

    def _once(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> dict[str, Any]:
        line = http.client.HTTPConnection(self.host, timeout=20)
        try:
            line.request(method, path, body, {**self.headers, **headers})
            answer = line.getresponse()
            found: dict[str, Any] = json.loads(answer.read())
        finally:
            line.close()
        if answer.status >= 400:
            raise Refused(found)
        return found
