"""The secret code: copied by hand, checked before it is tried, stored so that nobody can read it."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from complaints import codes, crockford

SYMBOL = st.sampled_from(crockford.ALPHABET)


@st.composite
def written(draw: st.DrawFn) -> str:
    symbols = draw(st.text(SYMBOL, min_size=16, max_size=16))
    shown = codes.normalise(symbols + crockford.check_symbol(symbols))
    assert shown is not None
    return shown


def test_a_code_carries_eighty_bits_in_groups() -> None:
    code = codes.new_code()
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 5]
    assert codes.RANDOM * 5 >= 80
    assert codes.normalise(code) == code


def test_codes_differ() -> None:
    assert len({codes.new_code() for _ in range(1000)}) == 1000


@given(written())
def test_each_way_of_typing_is_read(code: str) -> None:
    bare = code.replace("-", "")
    ways = [
        code.lower(),
        bare,
        " ".join(bare),
        f" {code}\r\n",
        code.replace("-", "—"),
        code.replace("0", "o").replace("1", "l"),
        code.replace("1", "I"),
        code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
        f"\u2066{code}\u2069",
    ]
    assert [codes.normalise(way) for way in ways] == [code] * len(ways)


@given(written(), st.integers(0, 16), SYMBOL)
def test_one_wrong_character_is_caught(code: str, place: int, symbol: str) -> None:
    bare = code.replace("-", "")
    assume(bare[place] != symbol)
    assert codes.normalise(bare[:place] + symbol + bare[place + 1 :]) is None


@given(written(), st.integers(0, 15))
def test_two_swapped_neighbours_are_caught(code: str, place: int) -> None:
    bare = code.replace("-", "")
    assume(bare[place] != bare[place + 1])
    assert codes.normalise(bare[:place] + bare[place + 1] + bare[place] + bare[place + 2 :]) is None


@pytest.mark.parametrize("text", ["", "K7F2", "\ud800" * 17, "U" * 17, "7" * 1_000_000, "\x00"])
def test_no_code(text: str) -> None:
    assert codes.normalise(text) is None
    assert not codes.matches(text, codes.hash_code(codes.new_code()))


def test_the_right_code_matches_however_it_is_typed() -> None:
    code = codes.new_code()
    hashed = codes.hash_code(code)
    assert codes.matches(code, hashed)
    assert codes.matches(code.lower().replace("-", " "), hashed)
    assert not codes.matches(codes.new_code(), hashed)


def test_the_hash_is_salted_and_fits_its_column() -> None:
    code = codes.new_code()
    first, second = codes.hash_code(code), codes.hash_code(code)
    assert first != second
    assert len(first) <= 128
    assert first.startswith("$argon2id$")
    assert code.replace("-", "") not in first


@pytest.mark.parametrize("hashed", ["", "nonsense", "$argon2id$v=19$m=8,t=1,p=1$AAAA$AAAA", "!"])
def test_nothing_matches_without_a_hash(hashed: str) -> None:
    assert not codes.matches(codes.new_code(), hashed)


def test_a_hash_costs_what_owasp_asks_for() -> None:
    """Password Storage Cheat Sheet: argon2id with at least 19 MiB, two passes, one lane. (Tests take less, conftest.py.)"""
    assert codes.STRENGTH["memory_cost"] >= 19 * 1024
    assert codes.STRENGTH["time_cost"] >= 2
    assert codes.STRENGTH["parallelism"] >= 1


def test_only_a_whole_code_is_hashed() -> None:
    with pytest.raises(ValueError, match="whole code"):
        codes.hash_code("K7F2")
