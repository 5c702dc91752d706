"""One file a figure: what it counts, its finding in words, its drawing and its table. The order is the page's."""

from collections.abc import Callable

from complaints.supervision.figures import (
    ages,
    answer_quality,
    channels,
    countries,
    ease,
    fairness,
    guided,
    languages,
    late_answers,
    outcomes,
    stages,
    units_by_state,
    voices,
    weeks,
)
from complaints.supervision.figures.base import Figure
from complaints.supervision.selectors import Facts

FIGURES: dict[str, Callable[[Facts], Figure]] = {
    "weeks": weeks.build,
    "outcomes": outcomes.build,
    "stages": stages.build,
    "voices": voices.build,
    "fairness": fairness.build,
    "ease": ease.build,
    "ages": ages.build,
    "late-answers": late_answers.build,
    "answer-quality": answer_quality.build,
    "units": units_by_state.build,
    "countries": countries.build,
    "languages": languages.build,
    "channels": channels.build,
    "guided": guided.build,
}
