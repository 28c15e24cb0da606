"""What cloud platforms wrap lines in: Cloud Logging, CloudWatch, Azure App Service, Heroku."""

import re
from collections.abc import Mapping

from app.logs.envelopes.fields import beside, first
from app.logs.envelopes.records import record
from app.logs.envelopes.unwrapped import Unwrapped

_PAYLOADS = ("textPayload", "jsonPayload", "protoPayload")
_LABELS = ("service_name", "container_name", "function_name", "job_name", "module_id", "pod_name", "instance_id")
_EVENTS = re.compile(rb"EVENTS\t(\d{13})\t(.*?)(?:\t(\d{13}))?\Z", re.DOTALL)
_STREAM = re.compile(rb"(\S*(?:/[0-9a-f]{12,32}|\[\$?[\w.]{1,20}\][0-9a-f]{32})) ")
# The level is padded to twelve characters.
_PID = re.compile(
    rb"\s{1,4}PID\[\d{1,10}\] (Error {7}|Warning {5}|Information |Critical {4}|Verbose {5}|Debug {7}|Trace {7})"
)
# A table of gcloud sets its columns two blanks apart, and the level's is as wide as its name, SEVERITY.
_TABLE = re.compile(
    rb" {2,8}(DEFAULT {3}|DEBUG {5}|INFO {6}|NOTICE {4}|WARNING {3}|ERROR {5}|CRITICAL {2}|ALERT {5}|EMERGENCY {2})"
)
_HEROKU = re.compile(rb" ((?:app|heroku)\[[\w.-]{1,63}\]): ")
_SECOND_STAMP = re.compile(rb"[ \t](?=(?:19|20)\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d)")


def cloud_record(fields: Mapping[str, object]) -> Unwrapped | None:
    """An entry of Google's Cloud Logging: Cloud Run, GKE, functions, audit."""
    payload_key = next((name for name in _PAYLOADS if name in fields), None)
    if payload_key is None and not ("insertId" in fields and "httpRequest" in fields):
        return None
    found = _payload(payload_key, fields)
    severity = fields.get("severity")
    return found._replace(
        format="cloud-run-json",
        stamp=fields.get("timestamp") or found.stamp or fields.get("receiveTimestamp"),
        level=severity if severity not in (None, "DEFAULT") else found.level,
        source=_resource(fields) or found.source,
    )


def events(line: bytes) -> Unwrapped | None:
    """A line of ``aws logs get-log-events --output text``."""
    match = _EVENTS.match(line) if line.startswith(b"EVENTS\t") else None
    return Unwrapped("cloudwatch", match[2], stamp=match[3] or match[1]) if match else None


def after_stamp(line: bytes, end: int) -> Unwrapped | None:
    """A line of CloudWatch, App Service, Heroku or a table of gcloud, whose own time ends at *end*."""
    stamp = line[:end]
    if match := _PID.match(line, end):
        return Unwrapped("azure", line[match.end() :], stamp=stamp, level=match[1])
    if match := _TABLE.match(line, end):
        return Unwrapped("cloud-run-json", line[match.end() :], stamp=stamp, level=match[1])
    if match := _HEROKU.match(line, end):
        return Unwrapped("heroku", line[match.end() :], stamp=stamp, source=match[1])
    if match := _STREAM.match(line, end + 1):
        return Unwrapped("cloudwatch", line[match.end() :], stamp=stamp, source=match[1])
    if match := _SECOND_STAMP.match(line, end):
        return Unwrapped("cloudwatch", line[match.end() :], stamp=stamp)
    return None


def _payload(key: str | None, fields: Mapping[str, object]) -> Unwrapped:
    value = fields.get(key) if key else None
    if isinstance(value, str):
        return Unwrapped("cloud-run-json", value.rstrip("\r\n").encode("utf-8", "replace"))
    if key == "protoPayload" and isinstance(value, dict):
        return _audited(value)
    if isinstance(value, dict):
        return record({"severity": fields.get("severity") or "DEFAULT", **value}) or _texts(value)
    return Unwrapped("cloud-run-json", _requested(fields.get("httpRequest")))


def _audited(payload: dict[str, object]) -> Unwrapped:
    text = first(payload, ("status.message", "methodName"))[1]
    message = text if isinstance(text, str) else ""
    return Unwrapped(
        "cloud-run-json",
        message.encode("utf-8", "replace"),
        beside=beside(payload, message=message, without=("@type", "serviceName", "resourceName")),
    )


def _texts(payload: dict[str, object]) -> Unwrapped:
    texts = beside(payload, message="", without=("@type",))
    return Unwrapped("cloud-run-json", texts[0].text if texts else b"", beside=texts[1:])


def _requested(request: object) -> bytes:
    if not isinstance(request, dict):
        return b""
    words = (request.get("requestMethod"), request.get("status"), request.get("requestUrl"))
    return " ".join(str(word) for word in words if word is not None).encode("utf-8", "replace")


def _resource(fields: Mapping[str, object]) -> bytes | None:
    resource = fields.get("resource")
    labels = resource.get("labels") if isinstance(resource, dict) else None
    if not isinstance(labels, dict):
        return None
    name = first(labels, _LABELS)[1]
    return name.encode("utf-8", "replace") if isinstance(name, str) else None
