"""The files of a draft, in pieces over a line that breaks: announced, sent with their place, asked how far they are.

As tus does it (tus.io): `POST` announces, `HEAD` says how much is here, `PATCH` goes on."""

import uuid
from typing import Any

from django.http import UnreadablePostError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from complaints.api.base import length_of, limit
from complaints.api.problems import (
    CONFLICT,
    INVALID,
    MEDIA,
    NOTHING,
    OFFSET,
    TOO_LARGE,
    UNREADABLE,
    Problem,
    Slip,
    pointer,
)
from complaints.api.serializers import drafts as shapes
from complaints.api.views.drafts import SECRET, DraftView, already_sent
from complaints.api.wire import BytesParser
from complaints.files import pieces
from complaints.files.pieces import PIECE, PIECES_AN_HOUR
from complaints.intake import actions, uploads
from complaints.intake.uploads import State

BYTES = 64 * 1024  # read at once
HERE = OpenApiParameter(
    "Upload-Offset",
    {"type": "integer", "minimum": 0},
    OpenApiParameter.HEADER,
    required=True,
    description="Where the piece begins.",
)


class Files(DraftView):
    @extend_schema(tags=["drafts"], operation_id="draft_files", parameters=[SECRET], responses=shapes.Files)
    def get(self, request: Any, key: uuid.UUID) -> Response:
        """The files of a draft, and those on their way."""
        row = self.find(request, key)
        shown = {"files": [] if row.complaint_id else row.files.all(), "uploads": uploads.on_their_way(row)}
        return Response(shapes.Files(shown).data)

    @extend_schema(
        tags=["drafts"],
        operation_id="announce_file",
        parameters=[SECRET],
        request=shapes.NewUpload,
        responses={201: shapes.Upload},
    )
    def post(self, request: Any, key: uuid.UUID) -> Response:
        """Announces a file. One that is on its way already says how far it is."""
        row = self.find(request, key, writing=True)
        given = self.read(shapes.NewUpload)
        state = told(lambda: uploads.begin(draft=row, **given))
        if state.refusal:
            raise refusal(state, pointer("size"))
        response = _answer(state, status=201)
        response["Location"] = reverse("api:draft_file", args=[key, state.key])
        return response


class File(DraftView):
    """One file on its way."""

    parser_classes = [BytesParser]

    @extend_schema(tags=["drafts"], operation_id="draft_file", parameters=[SECRET], responses=shapes.Upload)
    def get(self, request: Any, key: uuid.UUID, file: uuid.UUID) -> Response:
        """How much of a file is here; `HEAD` says it in headers alone."""
        row = self.find(request, key)
        return _answer(told(lambda: uploads.state_of(draft=row, key=file)))

    @extend_schema(
        tags=["drafts"],
        operation_id="send_piece",
        parameters=[SECRET, HERE],
        request={"application/offset+octet-stream": OpenApiTypes.BINARY},
        responses=shapes.Upload,
    )
    def patch(self, request: Any, key: uuid.UUID, file: uuid.UUID) -> Response:
        """Sends a piece of at most one megabyte. What came before the line broke is kept: ask how much, and go on there.

        A piece that does not begin where the file ends is a 409 with the right `Upload-Offset`."""
        row = self.find(request, key, writing=True, counted=False)
        limit(request, "intake-piece", PIECES_AN_HOUR, who=row.key.hex)
        place = _place(request)
        data = _bytes(request)
        state = told(lambda: uploads.append(draft=row, key=file, offset=place, data=data))
        if state.refusal:
            raise refusal(state, "#")
        return _answer(state)

    @extend_schema(
        tags=["drafts"], operation_id="remove_file", parameters=[SECRET], request=None, responses={204: None}
    )
    def delete(self, request: Any, key: uuid.UUID, file: uuid.UUID) -> Response:
        """Takes a file out of the draft, whole or on its way."""
        row = self.find(request, key, writing=True)
        state = told(lambda: uploads.state_of(draft=row, key=file))
        if state.file is not None:
            actions.remove_file(draft=row, number=state.file)
        uploads.forget(draft=row, key=file)
        return Response(status=204)


def told(ask: Any) -> State:
    """The state of an upload, or the problem that says why there is none."""
    try:
        found: State = ask()
    except (pieces.NoUpload, actions.Gone):
        raise Problem(NOTHING) from None
    except actions.AlreadySent:
        raise already_sent() from None
    except pieces.TooLong:
        raise _too_long() from None
    except pieces.OtherFile:
        raise Problem(CONFLICT, _("This key belongs to another file. Give each file a key of its own.")) from None
    except pieces.WrongOffset as wrong:
        words = _("Go on where the file ends here: see Upload-Offset.")
        headers = {"Upload-Offset": str(wrong.expected)}
        raise Problem(OFFSET, words, more={"offset": wrong.expected}, headers=headers) from None
    return found


def refusal(state: State, place: str) -> Problem:
    """The file was not taken, and how to mend that."""
    return Problem(INVALID, state.refusal, [Slip(state.refusal, "file", place)])


def _too_long() -> Problem:
    return Problem(TOO_LARGE, _("Send at most one megabyte at a time, and no more than was announced."))


def _place(request: Any) -> int:
    text = request.headers.get("Upload-Offset", "").strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 13):
        words = _("Say at which byte of the file the piece begins.")
        raise Problem(INVALID, slips=[Slip(words, "offset", header="Upload-Offset")])
    return int(text)


def _bytes(request: Any) -> bytes:
    """What came, up to where the line broke."""
    announced = length_of(request)
    if announced > PIECE:
        raise _too_long()
    if request.content_type.split(";")[0].strip() != BytesParser.media_type:
        raise Problem(MEDIA)
    found = bytearray()
    try:
        while len(found) < announced and (data := request._request.read(min(BYTES, announced - len(found)))):
            found += data
    except (UnreadablePostError, OSError):
        pass  # the rest comes with the next request
    if announced and not found:
        raise Problem(UNREADABLE)
    return bytes(found)


def _answer(state: State, *, status: int = 200) -> Response:
    response = Response(shapes.Upload(state).data, status=status)
    response["Upload-Offset"] = str(state.offset)
    response["Upload-Length"] = str(state.size)
    return response
