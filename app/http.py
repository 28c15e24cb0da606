"""What pages and API share: the current Casebook, limits on bodies, the identity of a request, safety headers."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

from fastapi import Request, Response
from starlette.datastructures import Headers, UploadFile
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import (
    BadCursor,
    BrokenCompression,
    CasebookError,
    ConditionMissing,
    Conflict,
    CrossSite,
    DatabaseUnavailable,
    EmptyLog,
    ForeignHost,
    Gone,
    NameTaken,
    NotFound,
    OutOfTime,
    TooLarge,
    UnknownEncoding,
    WorkerLost,
)
from app.services.casebook import Casebook
from app.services.checking import RecordRefused
from app.services.file_types import INLINE
from app.services.item_changes import ItemsChanged
from app.storage import AttachedFile

# A form around a log: names, boundaries and the other fields.
FORM_OVERHEAD = 1 << 20
MAX_FIELDS = 50

STATUS: dict[type[CasebookError], int] = {
    EmptyLog: 400,
    BrokenCompression: 400,
    BadCursor: 400,
    CrossSite: 403,
    NotFound: 404,
    NameTaken: 409,
    Gone: 410,
    Conflict: 412,
    ItemsChanged: 412,
    TooLarge: 413,
    UnknownEncoding: 415,
    ForeignHost: 421,
    RecordRefused: 422,
    ConditionMissing: 428,
    WorkerLost: 500,
    DatabaseUnavailable: 503,
    OutOfTime: 503,
}

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


def casebook_of(request: Request) -> Casebook:
    """The Casebook that serves this request."""
    casebook: Casebook = request.app.state.casebook
    return casebook


def status_of(error: CasebookError) -> int:
    """The HTTP status of an error."""
    return STATUS.get(type(error), 500)


def base_url(request: Request) -> str:
    """The address of this Casebook as users see it, without a slash at the end."""
    return casebook_of(request).base_url or str(request.base_url).rstrip("/")


def person_of(request: Request) -> str:
    """Who is asking, as far as it is known: without accounts, the address they ask from."""
    return request.client.host if request.client else "unknown"


async def read_body(request: Request, *, factor: int = 1, what: str = "log", limit: int | None = None) -> bytes:
    """The body as sent; TooLarge as soon as it is over *factor* times the limit of a log, which the error names.

    With *limit*, that many bytes are allowed instead, and *what* is what the error says is too large.
    """
    limit = limit or casebook_of(request).limits.log_bytes
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit * factor:
        raise TooLarge(what, limit, int(declared) if factor == 1 else None)
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit * factor:
            raise TooLarge(what, limit)
        chunks.append(chunk)
    return b"".join(chunks)


async def read_form(request: Request, *, max_fields: int = MAX_FIELDS, what: str = "log") -> dict[str, str | bytes]:
    """The fields of a form, files as bytes; TooLarge as soon as the body is over the limit of a log and its form.

    *what* is what the error says is too large.  Of a name that comes several times, the last that says something counts.
    """
    limit = casebook_of(request).limits.log_bytes
    declared = request.headers.get("content-length", "")
    # A log typed into a form of the other encoding needs up to three characters for each byte.
    factor = 1 if request.headers.get("content-type", "").startswith("multipart/") else 3
    allowed = limit * factor + FORM_OVERHEAD
    if declared.isdigit() and int(declared) > allowed:
        raise TooLarge(what, limit, int(declared))
    counted = Request(request.scope, _counted(request.receive, allowed, limit, what))
    form = await counted.form(max_files=4, max_fields=max_fields, max_part_size=limit + FORM_OVERHEAD)
    fields: dict[str, str | bytes] = {}
    for name, value in form.multi_items():
        content = await value.read() if isinstance(value, UploadFile) else value
        if content or name not in fields:
            fields[name] = content
    await form.close()
    return fields


@dataclass(frozen=True, slots=True)
class Upload:
    """What a form brought: its fields, and its files, each with the name that the sender gave it."""

    fields: dict[str, str]
    files: tuple[tuple[str, bytes], ...]


async def read_upload(request: Request, *, what: str, limit: int, max_files: int) -> Upload:
    """A form with files; TooLarge as soon as it is over *limit* bytes in all, which the error names with *what*."""
    declared = request.headers.get("content-length", "")
    allowed = limit + FORM_OVERHEAD
    if declared.isdigit() and int(declared) > allowed:
        raise TooLarge(what, limit, int(declared))
    counted = Request(request.scope, _counted(request.receive, allowed, limit, what))
    form = await counted.form(max_files=max_files, max_fields=MAX_FIELDS, max_part_size=allowed)
    values = form.multi_items()
    files = [(value.filename or "", await value.read()) for _, value in values if isinstance(value, UploadFile)]
    fields = {name: value for name, value in values if isinstance(value, str)}
    await form.close()
    return Upload(fields, tuple((name, data) for name, data in files if name or data))


def _counted(receive: Receive, allowed: int, limit: int, what: str = "log") -> Receive:
    size = 0

    async def counting() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > allowed:
            raise TooLarge(what, limit)
        return message

    return counting


# A file that somebody attached must not run, whatever it is.
_SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"


def served(file: AttachedFile, body: bytes) -> Response:
    """An attached file: a picture to be seen, anything else to be saved; under its own media type, and in a sandbox."""
    disposition = "inline" if file.media_type in INLINE else "attachment"
    headers = {
        "Content-Disposition": f"{disposition}; filename*=UTF-8''{quote(file.name, safe='')}",
        "Content-Security-Policy": _SANDBOX,
        "Cache-Control": "private, no-cache",
        "ETag": f'"{file.digest}"',
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    charset = "; charset=utf-8" if file.media_type.startswith("text/") else ""
    return Response(body, headers=headers, media_type=file.media_type + charset)


Answerer = Callable[[Request, Exception], Response]


class Guard:
    """Middleware: an id for each request, no foreign hosts and no cross-site changes, safety headers on every answer.

    *answer* phrases an error for a request, also one that nobody expected.
    """

    def __init__(self, app: ASGIApp, *, hosts: frozenset[str] | None, answer: Answerer) -> None:
        self._app = app
        self._hosts = hosts  # None: any
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        started = False

        async def send_safely(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                known = {name.lower() for name, _ in message["headers"]}
                extra = [pair for pair in HEADERS if pair[0] not in known]
                message["headers"] = [*message["headers"], *extra, (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            self._refuse(scope)
            await self._app(scope, receive, send_safely)
        except Exception as error:
            if started:
                raise
            await self._answer(Request(scope, receive), error)(scope, receive, send_safely)

    def _refuse(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        host = _host_name(f"//{headers.get('host', '')}")
        if self._hosts is not None and host not in self._hosts and not _is_literal_loopback(host):
            raise ForeignHost(host)
        if scope["method"] not in SAFE_METHODS and _is_cross_site(headers, host):
            raise CrossSite


def _is_literal_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _is_cross_site(headers: Headers, host: str) -> bool:
    """Whether a browser says that a page of another site sent the request; other clients send neither header."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and _host_name(origin) != host


def _host_name(address: str) -> str:
    """The name in an address; empty where there is none, or it is no address."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
