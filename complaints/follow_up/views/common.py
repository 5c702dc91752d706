"""What the pages of a filed case share."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _


def posted(request: HttpRequest) -> tuple[QueryDict | None, MultiValueDict[str, UploadedFile] | None]:
    """What a form binds to: an empty POST is still a POST."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def done(request: HttpRequest, reference: str, words: str) -> HttpResponse:
    """Back to the file, where the words are shown once."""
    messages.success(request, words)
    return redirect("follow_up:case", reference=reference)


def show(request: HttpRequest, page: str, context: dict[str, Any]) -> HttpResponse:
    """The page with its form. No browser keeps a chosen file through a refusal, so each is asked for again by name."""
    form = context["form"]
    if form.errors:
        for name in set(request.FILES) & set(form.fields) - set(form.errors):
            form.add_error(name, _("Choose this document again: it could not be kept on this page."))
    return render(request, f"follow_up/{page}.html", context, status=422 if form.errors else 200)


def show_again(request: HttpRequest, page: str, context: dict[str, Any]) -> HttpResponse:
    """The page with what was typed and without errors: nothing was sent yet."""
    context["form"].hush()
    if request.FILES:
        messages.warning(request, _("Add your documents again: they could not be kept on this page."))
    return render(request, f"follow_up/{page}.html", context)
