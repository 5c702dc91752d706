"""Planted faults of what needs no browser: figures in, verdict out (docs/proof.md)."""

import io
from collections import Counter
from collections.abc import Iterator

import pikepdf

from tests.browser.proof import lighthouse, paper, speed, words
from tests.browser.proof.speed import KB


def figures() -> Iterator[tuple[str, str, list[str], list[str]]]:
    """(goal, the fault, what is found when all is well, what is found when it is not), one for each figure of a goal."""
    for kind, budget in speed.BUDGETS.items():
        well, spoilt = (Counter({kind: round(size * KB)}) for size in (budget - 0.1, budget + 0.2))
        yield (
            "D1",
            f"a little more {speed.KINDS[kind]} than the budget",
            speed.heavy("/", well),
            speed.heavy("/", spoilt),
        )
    well, spoilt = (Counter({"Font": round(size * KB)}) for size in (79, 81))
    yield "D1", "81 KB with a font", speed.heavy("/", well, most=80), speed.heavy("/", spoilt, most=80)
    yield "D2", "a third request of a next step", speed.many("/", 2, most=2), speed.many("/", 3, most=2)
    quick, slow = {"a step": [20.0] * 18 + [199.0] * 2}, {"a step": [20.0] * 18 + [215.0] * 2}
    yield "D7", "one step in ten a little too slow", speed.server_result(quick).faults, speed.server_result(slow).faults
    whole = dict.fromkeys(lighthouse.BUDGETS, 100)
    for name in lighthouse.BUDGETS:
        worse = whole | {name: lighthouse.BUDGETS[name] - 1}
        yield "D8", f"one point too few in {name}", lighthouse.poor("/", whole), lighthouse.poor("/", worse)
    yield from _sentences()
    yield from _receipts()


def _sentences() -> Iterator[tuple[str, str, list[str], list[str]]]:
    short, long = ["We read your file."] * 20, ["We read " + "and read " * 30 + "your file."] * 20
    yield "D21", "sentences of sixty words", words.measured("es", short)[1], words.measured("es", long)[1]
    some_long = ["We read your file."] * 18 + ["We read " + "and read " * 12 + "your file."] * 2
    yield (
        "D21",
        "one sentence in ten of thirty words",
        words.measured("es", short)[1],
        words.measured("es", some_long)[1],
    )
    arabic = [" ".join(["كلمة"] * number) for number in (14, 15)]
    yield "D21", "fifteen words in Arabic", *(words.measured("ar", [text] * 20)[1] for text in arabic)
    hard = ["Administrative irregularities necessitate institutional reconsideration immediately."] * 20
    yield "D21", "hard words", words.measured("en", short)[1], words.measured("en", hard)[1]
    easy, dry = ["Nous lisons la lettre."] * 20, ["L’irrecevabilité nécessite une régularisation administrative."] * 20
    yield "D21", "hard words in French", words.measured("fr", easy)[1], words.measured("fr", dry)[1]


def _receipts() -> Iterator[tuple[str, str, list[str], list[str]]]:
    """A bare page holds no text, so the well one is asked for none."""
    well = paper.faults(receipt(), "")
    yield "D24", "two pages", well, paper.faults(receipt(pages=2), "")
    yield "D24", "not tagged", well, paper.faults(receipt(tagged=False), "")
    yield "D24", "a page of another size", well, paper.faults(receipt(size=(612, 792)), "")
    yield "D24", "heavier than the line is patient", well, paper.faults(receipt(ballast=200_000), "")
    yield "D24", "no text to take out", well, paper.faults(receipt(), "IMR-2026-7K3QX9ZB")


def receipt(*, pages: int = 1, tagged: bool = True, size: tuple[int, int] = paper.A4, ballast: int = 0) -> bytes:
    """A bare PDF."""
    pdf = pikepdf.new()
    for _page in range(pages):
        pdf.add_blank_page(page_size=size)
    if tagged:
        pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
    if ballast:
        pdf.Root.Ballast = pdf.make_stream(bytes(number % 251 for number in range(ballast)))
    held = io.BytesIO()
    pdf.save(held, compress_streams=False)
    return held.getvalue()
