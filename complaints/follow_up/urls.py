from django.urls import path

from complaints.follow_up.views import case, contact, door, edit, exchange, review, sharing, voice

app_name = "follow_up"
urlpatterns = [
    path("", door.login, name="login"),
    path("link/", door.ask_link, name="ask_link"),
    path("open/<str:token>/", door.open_link, name="open"),
    path("shared/<str:token>/", sharing.accept, name="accept"),
    path("voice/<str:token>/", voice.voice, name="voice"),
    path("stay/", door.stay, name="stay"),
    path("leave/", door.leave, name="leave"),
    path("<str:reference>/", case.case, name="case"),
    path("<str:reference>/write/", exchange.write, name="write"),
    path("<str:reference>/answer/", exchange.answer, name="answer"),
    path("<str:reference>/withdraw/", exchange.withdraw, name="withdraw"),
    path("<str:reference>/contact/", contact.contact, name="contact"),
    path("<str:reference>/shares/", sharing.shares, name="shares"),
    path("<str:reference>/shares/new/", sharing.share, name="share"),
    path("<str:reference>/shares/<int:share>/end/", sharing.end_share, name="end_share"),
    path("<str:reference>/mandate/", sharing.mandate, name="mandate"),
    path("<str:reference>/mandate/revoke/", sharing.revoke, name="revoke"),
    path("<str:reference>/review/", review.review, name="review"),
    path("<str:reference>/details/", edit.details, name="details"),
    path("<str:reference>/email/", edit.email, name="email"),
    path("<str:reference>/facts/", edit.facts, name="facts"),
    path("<str:reference>/files/<int:file>/", case.download, name="file"),
    path("<str:reference>/receipt.pdf", case.receipt, name="receipt"),
]
