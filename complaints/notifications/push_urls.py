from django.urls import path

from complaints.notifications import push_views

app_name = "push"
urlpatterns = [
    path("push-worker.js", push_views.worker, name="worker"),
    path("push/renewed/", push_views.renewed, name="renewed"),
]
