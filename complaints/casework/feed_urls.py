from django.urls import path

from complaints.casework import feed_views

app_name = "calendar"
urlpatterns = [path("<str:token>.ics", feed_views.feed, name="feed")]
