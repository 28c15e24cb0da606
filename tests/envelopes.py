"""The envelopes that logs come in, each as what it makes of a line: those of the design, and their common variants."""

import json
from collections.abc import Callable

STAMP = "2025-01-31T07:43:46.124670239Z"


def as_json(**fields: object) -> str:
    """One record on one line."""
    return json.dumps(fields)


def as_teamcity(text: str) -> str:
    """A text with the escapes of TeamCity."""
    return text.replace("|", "||").replace("'", "|'").replace("[", "|[").replace("]", "|]").replace("\n", "|n")


def in_stream(line: str) -> dict[str, object]:
    """A line as Loki's API gives it."""
    return {"resultType": "streams", "result": [{"stream": {"app": "api"}, "values": [["1738309426124670239", line]]}]}


Wrap = Callable[[str], str]

# form that reading reports, name, what it makes of a line
ENVELOPES: list[tuple[str, str, Wrap]] = [
    ("docker-json", "Docker", lambda line: as_json(log=line + "\n", stream="stderr", time=STAMP)),
    ("cri", "containerd", lambda line: f"{STAMP} stderr F {line}"),
    ("cri", "CRI-O with an offset", lambda line: f"2025-01-31T07:43:46.124670239+01:00 stdout F {line}"),
    ("timestamped", "docker logs -t", lambda line: f"{STAMP} {line}"),
    ("kubectl-prefix", "kubectl logs --prefix", lambda line: f"[pod/api-6cbb7b8f6d-2nmvd/api] {line}"),
    ("stern", "stern", lambda line: f"api-6cbb7b8f6d-2nmvd api {line}"),
    ("cloud-run-json", "Cloud Run text", lambda line: as_json(textPayload=line, severity="ERROR", timestamp=STAMP)),
    ("cloud-run-json", "Cloud Run JSON", lambda line: as_json(jsonPayload={"message": line}, timestamp=STAMP)),
    ("json", "CloudWatch event", lambda line: as_json(timestamp=1738309426124, message=line, ingestionTime=1)),
    ("cloudwatch", "CloudWatch text output", lambda line: f"EVENTS\t1738309427000\t{line}\t1738309426124"),
    (
        "cloudwatch",
        "aws logs tail",
        lambda line: f"2025-01-31T07:43:46.124000+00:00 api/api/0123456789abcdef0123456789abcdef {line}",
    ),
    ("journald", "journald", lambda line: f"Jan 31 07:43:46 node-1 api[22]: {line}"),
    ("journald", "journald with ISO times", lambda line: f"2025-01-31T07:43:46+0000 node-1 api[22]: {line}"),
    ("journald-json", "journald JSON", lambda line: as_json(MESSAGE=line, PRIORITY="3", _SYSTEMD_UNIT="api.service")),
    ("journald-json", "journald bytes", lambda line: as_json(MESSAGE=list(line.encode()), PRIORITY="3")),
    ("syslog", "RFC 3164", lambda line: f"<11>Jan 31 07:43:46 node-1 api[22]: {line}"),
    ("syslog", "RFC 5424", lambda line: f'<11>1 {STAMP} node-1 api 22 ID47 [x@1 k="v"] {line}'),
    ("github-actions", "GitHub Actions", lambda line: f"2025-01-31T07:43:46.1246702Z {line}"),
    ("github-actions", "gh run view", lambda line: f"build\tRun tests\t2025-01-31T07:43:46.1246702Z {line}"),
    ("timestamped", "Jenkins", lambda line: f"[2025-01-31T07:43:46.124Z] {line}"),
    ("gitlab-ci", "GitLab CI", lambda line: f"2025-01-31T07:43:46.124670Z 00O {line}"),
    ("compose", "docker-compose", lambda line: f"api-1  | {line}"),
    ("compose", "docker-compose with an own name", lambda line: f"backend   | {line}"),
    ("azure", "App Service", lambda line: f"2025-01-31T07:43:46  PID[4204] Error       {line}"),
    ("heroku", "Heroku", lambda line: f"2025-01-31T07:43:46.124670+00:00 app[web.1]: {line}"),
    ("json", "structlog", lambda line: as_json(event=line, level="error", timestamp=STAMP)),
    ("json", "bunyan", lambda line: as_json(name="api", hostname="n", pid=1, level=50, msg=line, time=STAMP, v=0)),
    ("json", "pino", lambda line: as_json(level=50, time=1738309426124, pid=1, hostname="n", msg=line)),
    ("json", "zap", lambda line: as_json(level="error", ts=1738309426.12, caller="a.go:1", msg=line)),
    ("json", "ECS", lambda line: as_json(**{"@timestamp": STAMP, "log.level": "ERROR", "message": line})),
    ("json", "nested ECS", lambda line: as_json(**{"@timestamp": STAMP, "log": {"level": "ERROR"}, "message": line})),
    ("json", "Serilog", lambda line: as_json(**{"@t": STAMP, "@m": line, "@l": "Error", "@i": "1a2b"})),
    ("json", "logrus", lambda line: as_json(level="error", msg=line, time=STAMP)),
    ("json", ".NET", lambda line: as_json(EventId=0, LogLevel="Error", Category="Api", Message=line)),
    ("compose", "docker service logs", lambda line: f"web.1.abcdefghijklmnopqrstuvwxy@node-1    | {line}"),
    ("json", "FireLens", lambda line: as_json(container_id="x1", container_name="/api", source="stderr", log=line)),
    ("json", "tracing", lambda line: as_json(timestamp=STAMP, level="ERROR", fields={"message": line})),
    ("json", "Monolog", lambda line: as_json(message=line, level=400, level_name="ERROR", datetime=STAMP)),
    ("json", "MongoDB", lambda line: as_json(t={"$date": STAMP}, s="E", c="NETWORK", ctx="main", msg=line)),
    (
        "json",
        "GELF",
        lambda line: as_json(version="1.1", host="n", short_message=line, timestamp=1738309426.1, level=3),
    ),
    ("json", "stern as JSON", lambda line: as_json(message=line, podName="api-1", containerName="api", nodeName="n")),
    ("json", "stern as extended JSON", lambda line: as_json(pod="api-1", container="api", message=line)),
    ("json", "Argo CD", lambda line: as_json(content=line, timeStamp=STAMP, podName="api-1", last=False)),
    ("json", "logcli as JSON", lambda line: as_json(labels={"app": "api"}, line=line, timestamp=STAMP)),
    ("json", "Container Apps", lambda line: as_json(TimeStamp="2025-01-31T07:43:46.12467", Log=line)),
    ("json", "PostgreSQL jsonlog", lambda line: as_json(timestamp=STAMP, pid=22, error_severity="FATAL", message=line)),
    ("json", "an answer of Loki", lambda line: as_json(status="success", data=in_stream(line))),
    ("json", "Splunk's export", lambda line: as_json(preview=False, result={"_raw": line, "_time": STAMP})),
    ("json", "an array on each line", lambda line: f"[{as_json(level=50, msg=line)}]"),
    ("json", "elements of an array", lambda line: f"  {as_json(level=50, msg=line)},"),
    ("json", "elements of an array, comma first", lambda line: f", {as_json(level=50, msg=line)}"),
    ("json", "indented by a tab", lambda line: f"\t{as_json(level=50, msg=line)}"),
    ("json", "kail around JSON", lambda line: f"shop/api-6cbb7b8f6d-2nmvd[api]: {as_json(level=50, msg=line)}"),
    ("json", "labels of Loki around JSON", lambda line: f'{STAMP[:19]}Z {{app="a"}} {as_json(level=50, msg=line)}'),
    ("buildkite", "Buildkite", lambda line: f"\x1b_bk;t=1738309426124\x07{line}"),
    ("buildkite", "Buildkite, copied", lambda line: f"_bk;t=1738309426124{line}"),
    ("teamcity", "TeamCity", lambda line: f"##teamcity[message text='{as_teamcity(line)}' status='ERROR']"),
    ("opentelemetry", "the OpenTelemetry collector", lambda line: f"Body: Str({line})"),
    ("cloud-run-json", "a table of gcloud", lambda line: f"{STAMP}  ERROR     {line}"),
]
