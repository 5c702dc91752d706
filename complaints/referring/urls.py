from django.urls import path

from complaints.referring.views import door, file

app_name = "referral"
urlpatterns = [
    path("", door.door, name="door"),
    path("link/<str:token>/", door.link, name="link"),
    path("figures/", door.figures, name="figures"),
    path("new-link/", door.again, name="again"),
    path("leave/", door.leave, name="leave"),
    path("file/", file.file, name="file"),
    path("file/letter.pdf", file.letter, name="letter"),
    path("file/documents/<int:file>/", file.document, name="document"),
    path("file/accept/", file.accept, name="accept"),
    path("file/refuse/", file.refuse, name="refuse"),
    path("file/answer/", file.answer, name="answer"),
]
