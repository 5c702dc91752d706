"""The pages of the app. None of them knows who reads it: the worker keeps them on the telephone."""

from django.urls import path

from complaints.offline import manifest, views

app_name = "offline"
urlpatterns = [
    path("sw.js", views.worker, name="worker"),
    path("app/", views.app, name="app"),
    path("app/write/", views.write, name="write"),
    path("app/offline/", views.offline, name="offline"),
    path("app/token/", views.token, name="token"),
    path("app/open/", views.open_here, name="open"),
    path("app/manifest.webmanifest", manifest.manifest, name="manifest"),
]
