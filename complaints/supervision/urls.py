from django.urls import path

from complaints.supervision import views

app_name = "supervision"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("opinions/", views.opinions, name="opinions"),
    path("<slug:figure>.csv", views.export, name="export"),
]
