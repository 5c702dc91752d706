from django.urls import path

from complaints.follow_up import views

app_name = "follow_up"
urlpatterns = [
    path("", views.login, name="login"),
    path("link/", views.ask_link, name="ask_link"),
    path("open/<str:token>/", views.open_link, name="open"),
    path("stay/", views.stay, name="stay"),
    path("leave/", views.leave, name="leave"),
    path("<str:reference>/", views.case, name="case"),
    path("<str:reference>/write/", views.write, name="write"),
    path("<str:reference>/answer/", views.answer, name="answer"),
    path("<str:reference>/withdraw/", views.withdraw, name="withdraw"),
    path("<str:reference>/files/<int:file>/", views.download, name="file"),
    path("<str:reference>/receipt.pdf", views.receipt, name="receipt"),
]
