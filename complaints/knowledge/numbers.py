"""The number of a question, `Q-7K4F2QXZ`, and the code that opens it without an account.

The number is random, with a check character, as a complaint's reference. The code is computed from the
question's key under `IDENTITY_INDEX_KEY`, like a draft's: it can be shown again for a while, is kept nowhere, and a copy of the
database opens nothing."""

from complaints import codes, crockford
from complaints.knowledge.models import Question

PREFIX = "Q"
RANDOM = 7
BODY = RANDOM + 1


def new_number() -> str:
    """A number that nobody can foresee."""
    symbols = crockford.random_symbols(RANDOM)
    return f"{PREFIX}-{symbols}{crockford.check_symbol(symbols)}"


def normalise(text: str) -> str | None:
    """The number that a person typed, as it is stored; None when it cannot be one."""
    cleaned = crockford.clean(text)
    body = cleaned[1:] if len(cleaned) == BODY + 1 and cleaned.startswith(PREFIX) else cleaned
    symbols = crockford.mend(body)
    if symbols is None or len(symbols) != BODY or not crockford.is_sound(symbols):
        return None
    return f"{PREFIX}-{symbols}"


def code_of(question: Question) -> str:
    """The code of this question, as it is shown."""
    return codes.computed_code("question", str(question.key))


def opens(question: Question, code: str) -> bool:
    """Whether `code`, as typed, is the one of this question."""
    return codes.same(code, code_of(question))
