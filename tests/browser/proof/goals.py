"""What the citizen's pages promise, as one table; each line is measured by one of the files beside this one (docs/proof.md)."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Goal:
    """What is measured, what it may be at most (or must be), in words."""

    what: str
    budget: str


GOALS = {
    "D1": Goal("Weight of a first view", "≤ 60 KB (80 with Tifinagh): HTML ≤ 12, CSS ≤ 12, scripts ≤ 15, images ≤ 10"),
    "D2": Goal("Requests: first view / next step", "≤ 8 / ≤ 2"),
    "D3": Goal("Largest paint, slow 3G, processor ÷ 4: first page / next steps", "≤ 3.0 s / ≤ 2.0 s, median of 5"),
    "D4": Goal("Largest paint, fast 3G, processor ÷ 4", "≤ 1.5 s, median of 5"),
    "D5": Goal("Layout shift while loading", "0.00 (0.02 with a font of ours)"),
    "D6": Goal("Longest task, processor ÷ 4", "≤ 50 ms, median of 5"),
    "D7": Goal("Server time of a step, 10,000 cases", "p95 ≤ 200 ms"),
    "D8": Goal("Lighthouse on a phone: speed / accessibility / practices", "≥ 95 / 100 / 100, first page and 3 steps"),
    "D9": Goal(
        "axe, every page and error, light and dark, 320 and 1280 px", "0; on the public's pages also contrast AAA"
    ),
    "D10": Goal("Refused by the content policy, styles in the markup", "0"),
    "D11": Goal("Filing with the keyboard alone", "files; focus seen at every stop"),
    "D12": Goal("Filing without scripts: three documents, another device, a reply", "files, resumes, replies"),
    "D13": Goal("320 px wide (1280 at 400 %)", "nothing to scroll sideways, nothing cut off"),
    "D14": Goal("Text at 200 %, text spacing of WCAG 1.4.12", "nothing cut off, nothing on top of another"),
    "D15": Goal("Arabic mirrors French, 360 and 1280 px", "every part begins at the same distance; arrows turn"),
    "D16": Goal("30 strings, and every number and address of the pages, in Arabic", "signs in the order of the text"),
    "D17": Goal(
        "The way to a filed complaint", "≤ 15 pages, ≤ 32 taps, ≤ 140 keys besides the story; known person ≤ 9 pages"
    ),
    "D19": Goal(
        "A line that is cut: at each step, in mid-upload, two taps", "nothing lost, told in 3 s, one complaint"
    ),
    "D20": Goal("A draft without a line", "opens, keeps, sends later"),
    "D21": Goal("Words in a sentence", "mean ≤ 15 (ar 14), 95 % ≤ 25; en grade ≤ 8; fr ease ≥ 60"),
    "D22": Goal("Translations", "0 missing, no foreign words, 40 % longer fits at 320 px"),
    "D23": Goal("Size of what is touched", "≥ 44 px; desk ≥ 24 px"),
    "D24": Goal("Receipt", "one page A4, ≤ 120 KB, tagged, its text can be taken out"),
    "D27": Goal("Requests to third parties", "0"),
}


@dataclass(slots=True)
class Result:
    """What was found for a goal: a figure for the table, the numbers behind it, and every fault. Not measured: `why`."""

    goal: str
    measured: str = ""
    faults: list[str] = field(default_factory=list)
    numbers: dict[str, Any] = field(default_factory=dict)
    why: str = ""

    @property
    def met(self) -> bool | None:
        return None if self.why else not self.faults


def over(what: str, value: float, most: float, unit: str = "") -> list[str]:
    """One fault if a figure is above its budget."""
    return [f"{what}: {value:g}{unit}, not {most:g}{unit}"] if value > most else []
