"""The answers to everybody, and one's own question. No address names a person; a question's number opens nothing by itself."""

from django.urls import path

from complaints.knowledge.views import answers, questions

app_name = "knowledge"
urlpatterns = [
    path("answers/", answers.answers, name="answers"),
    path("answers/<slug:slug>/", answers.article, name="article"),
    path("questions/", questions.door, name="door"),
    path("questions/ask/", questions.ask, name="ask"),
    path("questions/leave/", questions.leave, name="leave"),
    path("questions/open/<str:token>/", questions.open_link, name="open"),
    path("questions/<str:number>/", questions.question, name="question"),
]
