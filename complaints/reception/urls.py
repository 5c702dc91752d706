"""The addresses of the reception, inside the desk and behind its door."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpResponseBase
from django.urls import URLPattern, path

from complaints.reception.views import addresses, done, mails, proving, typing

app_name = "reception"


def at(route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    """A page of the desk: its door asks for role and second factor."""
    inside: Any = admin.site.admin_view(view)
    return path(route, inside, name=name)


urlpatterns = [
    at("", mails.mails, "mails"),
    at("mails/<int:pk>/", mails.mail, "mail"),
    at("mails/<int:pk>/register/", mails.begin, "mail_register"),
    at("mails/<int:pk>/file/", mails.to_file, "mail_file"),
    at("mails/<int:pk>/question/", mails.as_question, "mail_question"),
    at("mails/<int:pk>/aside/", mails.aside, "mail_aside"),
    at("mails/<int:pk>/again/", mails.again, "mail_again"),
    at("mails/<int:pk>/attachments/<int:number>/", mails.attachment, "mail_attachment"),
    at("new/", typing.begin, "begin"),
    at("drafts/<uuid:key>/check/", typing.check, "check"),
    at("drafts/<uuid:key>/drop/", typing.drop, "drop"),
    at("drafts/<uuid:key>/address/send/", proving.send, "address_send"),
    at("drafts/<uuid:key>/address/", proving.prove, "address_prove"),
    at("drafts/<uuid:key>/papers/add/", typing.add_paper, "paper_add"),
    at("drafts/<uuid:key>/papers/<int:number>/", typing.paper, "paper"),
    at("drafts/<uuid:key>/papers/<int:number>/remove/", typing.remove_paper, "paper_remove"),
    at("drafts/<uuid:key>/<slug:part>/", typing.form_page, "page"),
    at("done/<uuid:key>/", done.done, "done"),
    at("done/<uuid:key>/receipt.pdf", done.receipt, "receipt"),
    at("done/<uuid:key>/mail/", proving.mail_code, "mail_code"),
    at("done/<uuid:key>/handed-over/", done.handed_over, "handed_over"),
    at("files/<int:pk>/address/", addresses.believe, "believe"),
]
