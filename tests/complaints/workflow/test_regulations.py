"""The regulations that people read are the table, and nothing else."""

import pytest

from complaints.casework.admin import regulations as drawing
from complaints.workflow import regulations
from complaints.workflow.table import RULES
from mediator.env import ROOT


def test_every_row_of_the_table_is_an_article_with_words_for_who():
    articles = regulations.articles()
    assert [article.rule.name for article in articles] == list(RULES)
    assert all(str(article.who) for article in articles)
    assert all(bool(article.validator) == bool(article.rule.validator) for article in articles)


def test_the_diagram_has_every_move_between_states_and_no_other():
    drawn = {
        (number, source, arrow.target)
        for arrow in regulations.arrows()
        for source in arrow.sources
        for number in arrow.numbers
    }
    assert drawn == {
        (rule.number, source, target) for rule in RULES.values() for source in rule.sources for target in rule.targets
    }
    assert {place for arrow in regulations.arrows() for place in (arrow.source, arrow.target)} == set(drawing.PLACES)


@pytest.mark.parametrize("made", [regulations.mermaid, regulations.markdown])
def test_the_page_in_docs_holds_what_the_table_says(made):
    assert made() in (ROOT / "docs" / "workflow.md").read_text(), (
        "docs/workflow.md: put there what `regulations.mermaid()` and `regulations.markdown()` give"
    )


def test_no_arrow_of_the_drawing_lies_on_a_box_between():
    straight = [arrow for arrow in regulations.arrows() if " L" in drawing.line(arrow).path]
    assert straight
    assert not [arrow for arrow in straight if drawing.passes_over(arrow)]
    (opened,) = [arrow for arrow in regulations.arrows() if arrow.numbers == ("T24",)]
    assert " H" in drawing.line(opened).path
