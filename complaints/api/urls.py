"""The addresses of version 1 (docs/api.md). Every resource is open to the caller; each asks its own permission."""

from typing import Any

from django.urls import path

from accounts.middleware import public
from complaints.api.views import (
    account,
    cases,
    devices,
    directory,
    docs,
    drafts,
    exchange,
    guide,
    knowledge,
    questions,
    sending,
    steps,
    uploads,
)


def at(address: str, view: Any, name: str) -> Any:
    """An address that the middleware lets through: who may do what, the view asks (complaints/api/identity.py)."""
    return path(address, public(view.as_view()), name=name)


app_name = "api"
urlpatterns = [
    at("schema/", docs.Description, "schema"),
    path("docs/", docs.page, name="docs"),
    at("session/", account.Session, "session"),
    at("my-data/", account.AccountData, "my_data"),
    # What everybody may read
    at("guide/", guide.Guide, "guide"),
    at("guide/verdict/", guide.Verdict, "verdict"),
    at("directory/", directory.Bodies, "bodies"),
    at("directory/<slug:code>/", directory.Body, "body"),
    at("units/", directory.Units, "units"),
    at("administrations/", directory.Administrations, "administrations"),
    at("administrations/<slug:code>/", directory.Administration, "administration"),
    at("subjects/", directory.Subjects, "subjects"),
    at("countries/", directory.Countries, "countries"),
    at("articles/", knowledge.Articles, "articles"),
    at("articles/<slug:slug>/", knowledge.Article, "article"),
    at("articles/<slug:slug>/useful/", knowledge.Useful, "useful"),
    # A question
    at("questions/", questions.Questions, "questions"),
    at("questions/open/", questions.Open, "open_question"),
    at("questions/<str:number>/", questions.Question, "question"),
    # A complaint being written
    at("form/", drafts.Form, "form"),
    at("drafts/", drafts.Drafts, "drafts"),
    at("drafts/<uuid:key>/", drafts.Draft, "draft"),
    at("drafts/<uuid:key>/steps/<slug:slug>/", steps.StepView, "step"),
    at("drafts/<uuid:key>/contact-code/", steps.ContactCode, "contact_code"),
    at("drafts/<uuid:key>/contact-proof/", steps.ContactProof, "contact_proof"),
    at("drafts/<uuid:key>/files/", uploads.Files, "draft_files"),
    at("drafts/<uuid:key>/files/<uuid:file>/", uploads.File, "draft_file"),
    at("drafts/<uuid:key>/submit/", sending.Submit, "submit"),
    at("drafts/<uuid:key>/code-kept/", sending.CodeKept, "code_kept"),
    # A filed complaint
    at("complaints/", cases.Mine, "complaints"),
    at("complaints/open/", cases.Open, "open_complaint"),
    at("complaints/link/", cases.Link, "mail_link"),
    at("complaints/<str:reference>/", cases.Case, "complaint"),
    at("complaints/<str:reference>/timeline/", cases.Timeline, "timeline"),
    at("complaints/<str:reference>/documents/", cases.Documents, "documents"),
    at("complaints/<str:reference>/documents/<int:document>/", cases.Document, "document"),
    at("complaints/<str:reference>/letters/<int:letter>/", cases.Letter, "letter"),
    at("complaints/<str:reference>/receipt/", cases.Receipt, "receipt"),
    at("complaints/<str:reference>/messages/", exchange.Messages, "messages"),
    at("complaints/<str:reference>/answers/", exchange.Answer, "answer"),
    at("complaints/<str:reference>/withdrawal/", exchange.Withdrawal, "withdrawal"),
    at("complaints/<str:reference>/withdrawal/figures/", exchange.WithdrawalFigures, "withdrawal_figures"),
    at("complaints/<str:reference>/review/", exchange.Review, "review"),
    at("complaints/<str:reference>/voice/", exchange.Voice, "voice"),
    at("complaints/<str:reference>/devices/", devices.Devices, "devices"),
    at("complaints/<str:reference>/devices/<int:device>/", devices.Device, "device"),
    at("complaints/<str:reference>/data/", account.CaseData, "data"),
]
