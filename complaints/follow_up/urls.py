from django.urls import path

from complaints.follow_up.views import case, contact, data, door, exchange, recovery

app_name = "follow_up"
urlpatterns = [
    path("", door.login, name="login"),
    path("link/", door.ask_link, name="ask_link"),
    path("open/<str:token>/", door.open_link, name="open"),
    path("stay/", door.stay, name="stay"),
    path("leave/", door.leave, name="leave"),
    path("recover/", recovery.recover, name="recover"),
    path("recover/claim/", recovery.claim, name="claim"),
    path("recover/stop/<str:token>/", recovery.stop, name="stop"),
    path("join/", recovery.join, name="join"),
    path("my-data/", data.account, name="account_data"),
    path("my-data/account.json", data.account_json, name="account_json"),
    path("<str:reference>/", case.case, name="case"),
    path("<str:reference>/write/", exchange.write, name="write"),
    path("<str:reference>/answer/", exchange.answer, name="answer"),
    path("<str:reference>/withdraw/", exchange.withdraw, name="withdraw"),
    path("<str:reference>/new-code/", recovery.new_code, name="new_code"),
    path("<str:reference>/new-code/hide/", recovery.hide_code, name="hide_code"),
    path("<str:reference>/new-code/stop/", recovery.stop_here, name="stop_here"),
    path("<str:reference>/account/", recovery.link, name="link"),
    path("<str:reference>/data/", data.mine, name="data"),
    path("<str:reference>/data/ask/", data.ask, name="data_ask"),
    path("<str:reference>/data/<str:kind>/", data.download, name="data_file"),
    path("<str:reference>/contact/", contact.contact, name="contact"),
    path("<str:reference>/files/<int:file>/", case.download, name="file"),
    path("<str:reference>/receipt.pdf", case.receipt, name="receipt"),
]
