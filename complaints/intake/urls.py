"""The addresses of the form. None of them names a draft: a signed cookie does."""

from django.urls import path

from complaints.intake.views import (
    files,
    from_guide,
    from_question,
    known,
    others,
    pieces,
    returning,
    searching,
    sending,
    start,
    steps,
    verify,
)

app_name = "intake"
urlpatterns = [
    path("", start.start, name="start"),
    path("file/", start.tasks, name="tasks"),
    path("file/new/", start.new, name="new"),
    path("file/from-guide/", from_guide.begin, name="from_guide"),
    path("file/from-question/", from_question.begin, name="from_question"),
    path("file/known/", known.confirm, name="known"),
    path("file/saved/", start.saved, name="saved"),
    path("file/saved/send/", start.send_code, name="send_code"),
    path("file/leave/", start.leave, name="leave"),
    path("file/delete/", start.delete, name="delete"),
    path("file/mandate/", others.mandate, name="mandate"),
    path("file/group/list/", others.members, name="members"),
    path("file/group/list.csv", others.template, name="members_template"),
    path("file/verify/", verify.verify, name="verify"),
    path("file/search/", searching.search, name="search"),
    path("file/files/", files.documents, name="files"),
    path("file/files/pieces/", pieces.begin, name="begin_piece"),
    path("file/files/pieces/<uuid:key>/", pieces.piece, name="piece"),
    path("file/files/<int:number>/", files.download, name="file"),
    path("file/check/", sending.check, name="check"),
    path("file/sent/", sending.sent, name="sent"),
    path("file/sent/noted/", sending.noted, name="noted"),
    path("file/sent/kept/", sending.kept, name="kept"),
    path("file/sent/easy/", sending.easy, name="easy"),
    path("file/sent/mail/", sending.mail_code, name="mail_code"),
    path("file/sent/receipt.pdf", sending.receipt, name="receipt"),
    path("file/<slug:slug>/", steps.step, name="step"),
    path("resume/", returning.resume_draft, name="resume"),
    path("my-complaints/", returning.mine, name="mine"),
    path("my-complaints/open/", returning.open_draft, name="open_draft"),
]
