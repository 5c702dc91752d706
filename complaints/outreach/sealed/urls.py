"""The page of a day without a network, which the worker keeps, and what a tablet asks when there is one."""

from django.urls import path

from complaints.outreach.sealed import views

app_name = "sealed"
urlpatterns = [
    path("app/stand/", views.stand, name="stand"),
    path("tablet/offline/", views.prepare, name="prepare"),
    path("tablet/sealed/", views.begin, name="begin"),
    path("tablet/sealed/<uuid:key>/", views.piece, name="piece"),
]
