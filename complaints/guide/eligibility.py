"""From answers and rules to a result (domain section 3). Pure: no database, no words, no clock.

Rules stand in an order and the first that fits decides. A question is asked as long as its answer may change the result,
and whoever we can help is asked all of them, because their answers begin the complaint."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from complaints.guide.questions import QUESTIONS, known, offered

HELP, ELSEWHERE, UNSURE = "help", "elsewhere", "unsure"


@dataclass(frozen=True, slots=True)
class Line:
    """A rule as it is judged. `pattern` says for each question that matters which answers fit; others do not matter."""

    code: str
    result: str
    pattern: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ground: str = ""

    def fits(self, answers: Mapping[str, str]) -> bool:
        """Whether the answers given are enough to say that the rule fits."""
        return all(answers.get(name) in codes for name, codes in self.pattern.items())

    def may_fit(self, answers: Mapping[str, str]) -> bool:
        """Whether answers still to come may make it fit."""
        return all(
            answers[name] in codes if name in answers else any(code in offered(name, answers) for code in codes)
            for name, codes in self.pattern.items()
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """`line` None: no rule fits these answers. `open_questions`: those whose answers may still change that, in order."""

    line: Line | None
    open_questions: tuple[str, ...]

    @property
    def result(self) -> str:
        return self.line.result if self.line else UNSURE


def judge(answers: Mapping[str, str], lines: Sequence[Line]) -> Finding:
    """The first rule that fits, and what is still to be asked before that is sure."""
    waiting: dict[str, None] = {}  # in the order in which they matter
    for line in lines:
        if line.fits(answers):
            return Finding(line, tuple(waiting))
        if line.may_fit(answers):
            waiting |= dict.fromkeys(name for name in QUESTIONS if name in line.pattern and name not in answers)
    return Finding(None, tuple(waiting))


def next_question(answers: Mapping[str, str], lines: Sequence[Line]) -> str | None:
    """What to ask next; None when the result stands."""
    finding = judge(answers, lines)
    if finding.open_questions:
        return finding.open_questions[0]
    if finding.result != HELP:
        return None
    return next((name for name in QUESTIONS if name not in answers and offered(name, answers)), None)


def asked(answers: Mapping[str, str], lines: Sequence[Line]) -> list[str]:
    """The questions that these answers were given to, in the order in which they are asked."""
    order: list[str] = []
    so_far: dict[str, str] = {}
    while (name := next_question(so_far, lines)) and name in answers:
        order.append(name)
        so_far = known({**so_far, name: answers[name]})
    return order


def every_answer() -> Iterator[dict[str, str]]:
    """Every set of answers that a person can give to all six questions; some ten thousand."""
    first = list(QUESTIONS)[:-1]
    for codes in product(*(QUESTIONS[name].choices for name in first)):
        base = known(dict(zip(first, codes, strict=True)))
        if list(base.values())[: len(first)] != list(codes):
            continue  # an answer that another one rules out
        for matter in offered("matter", base):
            yield known({**base, "matter": matter})


def reached(lines: Sequence[Line]) -> set[str]:
    """The codes of the rules that decide for at least one person; the others can never match."""
    return {line.code for line in (judge(answers, lines).line for answers in every_answer()) if line}
