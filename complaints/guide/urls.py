"""The addresses of the guide and of the directory. Answers stand in the query: they are no identity data."""

from django.urls import path

from complaints.guide import views

app_name = "guide"
urlpatterns = [
    path("guide/", views.guide, name="guide"),
    path("guide/result/", views.result, name="result"),
    path("guide/card/", views.card, name="card"),
    path("guide/card.pdf", views.card_pdf, name="card_pdf"),
    path("guide/qr.svg", views.qr, name="qr"),
    path("guide/r/<str:code>/", views.kept, name="kept"),
    path("directory/", views.bodies, name="directory"),
    path("directory/<slug:code>/", views.body, name="body"),
]
