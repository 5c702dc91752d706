"""References of complaints: `IMR-2026-7K4F2QXZ`. Random, so that nobody can count the complaints or guess a neighbour's.

Seven random characters (35 bits) and a check character that covers the year too (complaints/crockford.py). Two of a
million references of one year may meet: whoever writes one tries again with a new one when the database refuses it."""

import re
from datetime import UTC, datetime

from complaints import crockford

PREFIX = "IMR"
PROVISIONAL = "P"  # of a number that a stand's tablet gave without a network: `P-7K3M9QX4`
ON_PHONE = re.compile(
    "T[0-9A-F]{8}"
)  # what stands on a telephone until the complaint was sent (static/js/offline/write.js)
YEAR = 4
RANDOM = 7
BODY = RANDOM + 1
GUESSED_YEARS = 3  # a reference typed without its year is tried with this year and the two before


def new_reference(year: int) -> str:
    """A reference that nobody can foresee, for a complaint received in `year` (four digits)."""
    if not 1000 <= year <= 9999:
        raise ValueError(f"{year} is no year of four digits")
    body = crockford.random_symbols(RANDOM)
    return _written(f"{year}{body}{crockford.check_symbol(f'{year}{body}')}")


def normalise(text: str) -> str | None:
    """The reference that a person typed, as it is stored; None when it cannot be one.

    Case, spaces and dashes do not matter; O is read as 0, I and L as 1, Arabic digits as Western ones. `IMR` may be left
    out, and so may the year when the check character fits one of the last three. Any single wrong character and any two
    swapped neighbours give None."""
    cleaned = crockford.clean(text)
    symbols = crockford.mend(cleaned.removeprefix(PREFIX))
    if symbols is None:
        return None
    if len(symbols) == BODY:
        latest = datetime.now(UTC).year + 1  # it may be next year in Rabat already
        candidates = [f"{latest - back}{symbols}" for back in range(GUESSED_YEARS + 1)]
    elif len(symbols) == YEAR + BODY and symbols[:YEAR].isdecimal():
        candidates = [symbols]
    else:
        return None
    return next((_written(candidate) for candidate in candidates if crockford.is_sound(candidate)), None)


def provisional(text: str) -> str | None:
    """The number without a network that a person typed, as it is stored; None when it cannot be one.

    Seven random characters and a check character, made on the tablet (static/js/stand/codes.js)."""
    cleaned = crockford.clean(text)
    if len(cleaned) != BODY + 1 or not cleaned.startswith(PROVISIONAL):
        return None
    symbols = crockford.mend(cleaned[1:])
    return f"{PROVISIONAL}-{symbols}" if symbols and crockford.is_sound(symbols) else None


def on_phone(text: str) -> bool:
    """Whether this is a number of e-Wassit's own form without a line, which no file has."""
    return ON_PHONE.fullmatch(crockford.clean(text)) is not None


def _written(symbols: str) -> str:
    return f"{PREFIX}-{symbols[:YEAR]}-{symbols[YEAR:]}"
