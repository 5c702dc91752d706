"""How a message leaves: one file per channel. A channel answers, or raises one of the errors below."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said when it took the message."""

    text: str = ""


class Gone(Exception):
    """There is nobody to send to, and that is no error."""


class Refused(Exception):
    """The other side will never take this message; `answer` is what it said, without addresses.

    `nobody` says that there is no such address, and not only that this message is unwelcome."""

    def __init__(self, reason: str, answer: str = "", *, nobody: bool = False) -> None:
        super().__init__(reason)
        self.answer = answer
        self.nobody = nobody


class Later(Exception):
    """It did not work now and may later; `seconds`, if the other side named a time."""

    def __init__(self, reason: str, answer: str = "", *, seconds: float = 0) -> None:
        super().__init__(reason)
        self.answer = answer
        self.seconds = seconds


class Unreachable(Exception):
    """Nobody can be reached at the moment; no use in trying the next message."""


from complaints.notifications.channels import email, in_app, text, webpush  # noqa: E402

__all__ = ["Answer", "Gone", "Later", "Refused", "Unreachable", "email", "in_app", "text", "webpush"]
