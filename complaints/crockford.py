"""Crockford's base 32, which people can read aloud and copy by hand, with a check character that catches their slips.

The check is a weighted sum over the field GF(32): the characters, multiplied by the descending powers of a primitive
element, add up to zero. It catches every wrong character and every swap of two neighbours or of two characters around a
third. ISO 7064's hybrid scheme would be MOD 33,32 for this alphabet; 33 is no prime, and it misses one swap in 500."""

import secrets
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}
LONGEST = 200  # characters that anybody could mean by a reference or code; more is not read at all
MISREAD = str.maketrans("OIL", "011")
POLYNOMIAL = 0b100101  # x^5 + x^2 + 1, primitive over GF(2)


def random_symbols(count: int) -> str:
    """`count` characters of 5 random bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(count))


def _twice(value: int) -> int:
    """`value` multiplied by the primitive element x of GF(32)."""
    value <<= 1
    return value ^ POLYNOMIAL if value & 0b100000 else value


def _sum(symbols: str) -> int:
    total = 0
    for symbol in symbols:
        total = _twice(total) ^ VALUES[symbol]
    return total


def check_symbol(symbols: str) -> str:
    """The character to write after `symbols` (at most 30 of them, all of the alphabet)."""
    return ALPHABET[_twice(_sum(symbols))]


def is_sound(symbols: str) -> bool:
    """Whether the last character is the check character of those before it."""
    return _sum(symbols) == 0


def clean(text: str) -> str:
    """What a person typed or pasted, as plain capitals and Western digits: `"٧k4f‑2q xz"` gives `"7K4F2QXZ"`.

    Spaces, dashes, other punctuation and invisible characters go. Letters outside the alphabet stay, as they are no slip
    that can be mended here: see `mend`. Gives `""` for text too long to be meant."""
    if len(text) > LONGEST:
        return ""
    kept = []
    for character in unicodedata.normalize("NFKC", text):
        digit = unicodedata.decimal(character, None)
        if digit is not None:
            kept.append(str(digit))
        elif unicodedata.category(character)[0] not in "ZPC" or unicodedata.category(character) == "Cs":
            kept.append(character)
    return "".join(kept).upper()


def mend(cleaned: str) -> str | None:
    """O read as 0, I and L as 1; None when a character is left that no code contains."""
    mended = cleaned.translate(MISREAD)
    return mended if all(symbol in VALUES for symbol in mended) else None
