"""The floor: the smallest honest Django application that takes a complaint. A pool of connections, sessions and CSRF, one form,
one transaction with a complaint of 2 KB, its event and its outbox row. What it costs is the price of Django, not ours."""

import os

import django
from django import forms
from django.conf import settings

from mediator import env

settings.configure(
    SECRET_KEY="floor",  # noqa: S106 (it guards nothing)
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="bench.floor",
    USE_TZ=True,
    INSTALLED_APPS=["django.contrib.sessions"],
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.csrf.CsrfViewMiddleware"],
    DATABASES={
        "default": {**env.database(os.environ["FLOOR_URL"]), "OPTIONS": {"pool": {"min_size": 2, "max_size": 8}}}
    },
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect  # noqa: E402
from django.template import engines  # noqa: E402
from django.urls import path  # noqa: E402


class Complaint(models.Model):
    name = models.CharField(max_length=100)
    text = models.TextField()

    class Meta:
        app_label = "floor"


class Event(models.Model):
    complaint = models.ForeignKey(Complaint, models.PROTECT)
    name = models.CharField(max_length=40)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "floor"


class Outbox(models.Model):
    event = models.ForeignKey(Event, models.PROTECT)
    to = models.CharField(max_length=100)

    class Meta:
        app_label = "floor"


class ComplaintForm(forms.Form):
    name = forms.CharField(max_length=100)
    text = forms.CharField(widget=forms.Textarea)


PAGE = engines["django"].from_string(
    '<!doctype html><html lang="en"><title>Complain</title>'
    '<form method="post">{% csrf_token %}{{ form }}<button>Send</button></form>'
)


def complain(request: HttpRequest) -> HttpResponse:
    form = ComplaintForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            complaint = Complaint.objects.create(**form.cleaned_data)
            event = Event.objects.create(complaint=complaint, name="filed")
            Outbox.objects.create(event=event, to="somebody@example.org")
        return HttpResponseRedirect("/thanks/")
    return HttpResponse(PAGE.render({"form": form}, request))


def thanks(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<p>Thank you.</p>")


urlpatterns = [path("", complain), path("thanks/", thanks)]


def make_tables() -> None:
    """The three tables, once."""
    with connection.schema_editor() as editor:
        for model in (Complaint, Event, Outbox):
            editor.create_model(model)


application = get_wsgi_application()
