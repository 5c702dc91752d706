"""References can be copied by hand: whatever a person's way of typing, and every slip is caught."""

from datetime import UTC, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from complaints import crockford, references

SYMBOL = st.sampled_from(crockford.ALPHABET)
YEARS = st.integers(min_value=2000, max_value=2099)


@st.composite
def written(draw: st.DrawFn) -> str:
    symbols = f"{draw(YEARS)}{draw(st.text(SYMBOL, min_size=7, max_size=7))}"
    symbols += crockford.check_symbol(symbols)
    return f"IMR-{symbols[:4]}-{symbols[4:]}"


@given(YEARS)
def test_new_reference_has_the_promised_form(year: int) -> None:
    reference = references.new_reference(year)
    prefix, written_year, body = reference.split("-")
    assert (prefix, written_year, len(body)) == ("IMR", str(year), 8)
    assert set(body) <= set(crockford.ALPHABET)
    assert len(reference) <= 20
    assert references.normalise(reference) == reference


def test_references_do_not_follow_each_other() -> None:
    assert len({references.new_reference(2026) for _ in range(2000)}) == 2000


@pytest.mark.parametrize("year", [999, 10000, -1])
def test_new_reference_needs_a_year(year: int) -> None:
    with pytest.raises(ValueError, match="no year"):
        references.new_reference(year)


@given(written())
def test_each_way_of_typing_is_read(reference: str) -> None:
    bare = reference.replace("-", "")
    arabic = reference.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    persian = reference.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    ways = [
        reference.lower(),
        bare,
        bare.lower(),
        reference.removeprefix("IMR-"),
        bare[3:],
        f"  {reference}\n",
        " ".join(bare),
        reference.replace("-", "\u2011"),
        reference.replace("-", " – "),
        f"\u2066{reference}\u2069",
        f"\u200f{reference}.",
        arabic,
        persian,
        reference.translate(str.maketrans("01", "OI")).replace("IMR", "imr", 1),
        "IMR-" + reference.removeprefix("IMR-").replace("1", "l").replace("0", "o"),
        f"\x00{reference}",
    ]
    assert [references.normalise(way) for way in ways] == [reference] * len(ways)


@given(written(), st.integers(0, 11), SYMBOL)
def test_one_wrong_character_is_caught(reference: str, place: int, symbol: str) -> None:
    bare = reference.replace("-", "")[3:]
    assume(bare[place] != symbol)
    assert references.normalise(f"IMR{bare[:place]}{symbol}{bare[place + 1 :]}") is None


@given(written(), st.integers(0, 10))
def test_two_swapped_neighbours_are_caught(reference: str, place: int) -> None:
    bare = reference.replace("-", "")[3:]
    assume(bare[place] != bare[place + 1])
    swapped = bare[:place] + bare[place + 1] + bare[place] + bare[place + 2 :]
    assert references.normalise(f"IMR{swapped}") is None


@given(written(), st.integers(0, 9))
def test_two_characters_swapped_around_a_third_are_caught(reference: str, place: int) -> None:
    bare = reference.replace("-", "")[3:]
    assume(bare[place] != bare[place + 2])
    swapped = bare[:place] + bare[place + 2] + bare[place + 1] + bare[place] + bare[place + 3 :]
    assert references.normalise(f"IMR{swapped}") is None


@given(written(), st.integers(0, 11))
def test_a_missing_character_is_caught(reference: str, place: int) -> None:
    bare = reference.replace("-", "")[3:]
    assert references.normalise(f"IMR{bare[:place]}{bare[place + 1 :]}") is None


def test_the_year_may_be_left_out() -> None:
    reference = references.new_reference(datetime.now(UTC).year)
    assert references.normalise(reference.rsplit("-", 1)[1]) in {reference} | {
        f"IMR-{datetime.now(UTC).year + 1}-{reference.rsplit('-', 1)[1]}"
    }


@given(st.text())
def test_any_text_is_a_reference_or_none(text: str) -> None:
    found = references.normalise(text)
    assert found is None or references.normalise(found) == found


@pytest.mark.parametrize(
    "text", ["", "IMR", "IMR-2026-", "\ud800", "IMR-2026-\ud8007K4F2QXZ", "٧" * 1_000_000, "ʼ" * 12]
)
def test_no_reference(text: str) -> None:
    assert references.normalise(text) is None
