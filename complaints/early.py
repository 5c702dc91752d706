"""Numbers that people were given before there was a file: who keeps such an account says whether number and code are its own.

The citizen's side asks here, and knows no drafts; `intake/waiting.py` answers for what came from a stand and has to be mended."""

from collections.abc import Callable

Knows = Callable[[str, str], bool]
_knowing: list[Knows] = []


def answer(knows: Knows) -> None:
    """Lets `knows(number, code)` say whether it keeps an account under this number that this code opens."""
    if knows not in _knowing:
        _knowing.append(knows)


def waits(number: str, code: str) -> bool:
    """Whether somebody of ours has this account and is still working on it. Takes as long for a number that nobody has."""
    return any(knows(number, code) for knows in _knowing)
