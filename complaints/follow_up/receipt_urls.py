"""The page where anybody checks a receipt; the QR code at the foot of a receipt leads here."""

from django.urls import path

from complaints.follow_up.views import check

app_name = "receipt"
urlpatterns = [
    path("", check.check, name="check"),
    path("<str:number>/", check.numbered, name="number"),
]
