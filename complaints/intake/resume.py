"""The codes of a draft: one that resumes it on another device, one that proves an e-mail address.

Both are computed from the draft's key under a key of their own and kept nowhere: the holder can be shown the same code
again, and a copy of the database opens nothing. The hash in `Draft.code_hash` is keyed too, so it can be looked up."""

from accounts.encryption import blind_index
from complaints import codes
from complaints.intake.models import Draft


def resume_code(draft: Draft) -> str:
    """The code of this draft, as it is shown: 80 bits and a check character, like the follow-up code.

    The phone that takes a draft from a stand's tablet gets another one: the first stood on the agent's screen."""
    taken = ("taken",) if draft.taken_at else ()
    return codes.computed_code("intake", "resume", str(draft.key), *taken)


def offered_code(draft: Draft) -> str:
    """The code by which a phone takes this draft from a tablet, or took it."""
    return codes.computed_code("intake", "resume", str(draft.key))


def index(code: str) -> str:
    """What is stored of a code; a person's slips of hand aside. `""` when it cannot be a code."""
    normal = codes.normalise(code)
    hashed = blind_index(f"intake resume {normal}") if normal else None
    return hashed.hex() if hashed else ""


def contact_code(draft: Draft, *, email: str, number: int) -> str:
    """The six figures of the `number`th message to this address."""
    return codes.figures("intake", "contact", str(draft.key), email, str(number))
