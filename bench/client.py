"""A visitor without a browser, and several of them in a closed loop: each asks again as soon as it was answered."""

import html
import http.client
import re
import statistics
import threading
import time
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Visitor:
    """One cookie jar, one kept connection. Counts its requests."""

    def __init__(self, port: int, headers: dict[str, str] | None = None) -> None:
        self.port, self.headers, self.cookies, self.requests = port, headers or {}, {}, 0
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, path: str, status: int = 200) -> str:
        return self._ask("GET", path, None, status)[1]

    def post(self, path: str, page: str, fields: dict[str, str], status: int = 303) -> str:
        """Posts a form with the token and nothing else of `page`; gives where it leads."""
        found = CSRF.search(page)
        data = {"csrfmiddlewaretoken": found.group(1) if found else "", **fields}
        return self._ask("POST", path, urllib.parse.urlencode(data).encode(), status)[0]

    def _ask(self, method: str, path: str, body: bytes | None, status: int) -> tuple[str, str]:
        headers = {**self.headers, "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{self.port}"}
        self.requests += 1
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        if answer.status != status:
            raise RuntimeError(f"{method} {path} answered {answer.status}: {said(text)}")
        return answer.headers.get("Location", ""), text


def said(page: str) -> str:
    """The errors of a page, or its beginning."""
    return " · ".join(re.findall(r'href="#id_[^"]*">([^<]+)<', page)) or page[:300]


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page, less the token."""
    return {name: html.unescape(value) for name, value in HIDDEN.findall(page) if name != "csrfmiddlewaretoken"}


@dataclass(frozen=True, slots=True)
class Sample:
    """What a window of the closed loop gave; times in milliseconds."""

    per_second: float
    p50: float
    p95: float
    requests: float  # of one act


Act = Callable[[], int]  # does it once and gives how many requests it took


class UsedUp(Exception):
    """There is nothing left to act on: the window ends here for this client."""


def closed_loop(make: Callable[[], Act], *, clients: int, seconds: float) -> Sample:
    """`clients` threads, each with an act of its own, for `seconds`; acts that end later do not count."""
    times: list[float] = []
    asked: list[int] = []
    faults: list[BaseException] = []
    acts = [make() for _ in range(clients)]
    begun = time.perf_counter()
    end = begun + seconds

    def work(act: Act) -> None:
        try:
            while (start := time.perf_counter()) < end:
                requests = act()
                if (now := time.perf_counter()) <= end:
                    times.append((now - start) * 1000)
                    asked.append(requests)
        except UsedUp:
            pass
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = min(time.perf_counter() - begun, seconds)  # less where everything was used up
    if faults:
        raise faults[0]
    if len(times) < 2:
        raise UsedUp("too few acts: take a longer window, or more files")
    return Sample(
        len(times) / took, statistics.median(times), statistics.quantiles(times, n=20)[-1], statistics.mean(asked)
    )
