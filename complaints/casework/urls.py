from django.urls import path

from complaints.casework import views
from complaints.casework.interlocutor import views as acts
from complaints.casework.interlocutor.inbox import View

app_name = "casework"
urlpatterns = [
    path("letters/", views.letters, name="letters"),
    path("letters/<int:letter>/", views.letter, name="letter"),
    path("letters/<int:letter>/pdf/", views.letter_pdf, name="letter_pdf"),
    path("letters/<int:letter>/answer/", acts.answer, name="answer"),
    path("letters/recommendations/", views.letters, {"first": View.MADE}, name="recommendations"),
    path("letters/recommendations/<int:recommendation>/", views.recommendation, name="recommendation"),
    path(
        "letters/recommendations/<int:recommendation>/answer/",
        acts.answer_recommendation,
        name="answer_recommendation",
    ),
    path("letters/<int:letter>/files/<int:file>/", views.letter_file, name="letter_file"),
    path("calendar/", acts.calendar, name="calendar"),
    path("absence/", acts.absence, name="absence"),
    path("absence/<int:row>/end/", acts.end_absence, name="end_absence"),
]
