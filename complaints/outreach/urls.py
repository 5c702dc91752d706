"""The stands, for everybody."""

from django.urls import path

from complaints.outreach import views

app_name = "stands"
urlpatterns = [
    path("", views.coming, name="coming"),
    path("calendar.ics", views.all_calendar, name="all_calendar"),
    path("<int:pk>/", views.stand, name="stand"),
    path("<int:pk>/calendar.ics", views.stand_calendar, name="calendar"),
    path("<int:pk>/screen/<slug:token>/", views.screen, name="screen"),
]
