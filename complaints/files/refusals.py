"""What a person reads when a file cannot be taken: one short sentence on what is wrong, one on how to mend it."""

from django.utils.translation import gettext_lazy as _

from complaints.inspection.problems import Problem

SENTENCES = {
    Problem.EMPTY: _("This file is empty. Open it on your device, see that it shows something, and send it again."),
    Problem.TOO_BIG: _("This file is larger than 10 MB. Send fewer pages at a time, or a photo in a smaller size."),
    Problem.TOTAL: _("Your files are larger than 60 MB together. Remove one that you need less, then send this one."),
    Problem.SENDING: _(
        "These documents are larger than 60 MB together. Send some of them now, and the others afterwards in a message."
    ),
    Problem.CASE: _(
        "Your file has reached 600 MB and takes no more documents. Write to us, without a document, what you still have "
        "to send: we will tell you how to hand it in."
    ),
    Problem.TYPE: _(
        "We cannot read this kind of file. Send a PDF, a photo, a Word document (.docx), an MP3, M4A or MP4."
    ),
    Problem.NAME: _(
        "The name of this file does not fit what is in it. Save it again, for example as PDF, and send that."
    ),
    Problem.HIDDEN: _("Something else is hidden in this file. Send a photo or a screenshot of what it shows."),
    Problem.BROKEN: _(
        "This file is damaged or incomplete. Open it on your device, save it again as PDF, and send that."
    ),
    Problem.PASSWORD: _(
        "A password protects this file. Open it, print it to a new PDF without a password, and send that one."
    ),
    Problem.PIXELS: _("This picture is too large. Send a screenshot of it, or a photo of 12 megapixels."),
    Problem.PAGES: _("This document has more than 2,000 pages. Send only the pages that concern your complaint."),
    Problem.ACTIVE: _(
        "This document contains a program or opens something from elsewhere. Save it as PDF and send that."
    ),
    Problem.UNPACKED: _("This document is too large once it is opened. Save it as PDF and send that."),
    Problem.INFECTED: _(
        "We found harmful software in this file. Send a photo of the document, or a file from another device."
    ),
    Problem.UNCHECKED: _("We could not check this file. Save it as PDF, or take a photo of it, and send that."),
}


class Refused(Exception):
    """A file that cannot be taken. `message`, which is also its text, is for the person who sent it; `problem` is the
    reason for logs and tests."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.message = SENTENCES[problem]

    def __str__(self) -> str:
        return str(self.message)
