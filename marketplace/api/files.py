"""Answers that are files."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from flask import Response, stream_with_context

BYTES = {"type": "string", "format": "binary"}


def described(*mimetypes: str) -> dict[str, Any]:
    """For `doc(responses=…)`: a file of one of these kinds."""
    content = {name.partition(";")[0]: {"schema": BYTES} for name in mimetypes}
    return {"description": "The file.", "content": content}


def attached(content: bytes | Iterator[bytes], mimetype: str, filename: str) -> Response:
    """A file to keep; what comes in pieces is sent piece by piece."""
    body = content if isinstance(content, bytes) else stream_with_context(content)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(filename)}"}
    return Response(body, content_type=mimetype, headers=headers)
