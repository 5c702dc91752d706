from django.urls import path

from complaints.casework import views

app_name = "casework"
urlpatterns = [
    path("letters/", views.letters, name="letters"),
    path("letters/<int:letter>/", views.letter, name="letter"),
    path("letters/<int:letter>/pdf/", views.letter_pdf, name="letter_pdf"),
    path("letters/recommendations/<int:recommendation>/", views.recommendation, name="recommendation"),
    path("letters/<int:letter>/files/<int:file>/", views.letter_file, name="letter_file"),
]
