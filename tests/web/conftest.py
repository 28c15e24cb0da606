"""A real Casebook with a small library of its own, and a client of its pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.web.applications import application_of, browser_of
from tests.web.browsing import address, browser, open_page

__all__ = ["address", "browser", "open_page"]

SIGNATURES = {
    "module-missing": """\
id: module-missing
title: Python module not found
severity: high
tags: [python, import]
match:
  - line: "ModuleNotFoundError: No module named '{module:word}'"
explains: [probe-failed]
cause: The interpreter cannot find `{module}`.
confirm: Import it in the environment that failed.
fix: Add the file to the image and rebuild.
commands:
  - text: python -m {module}
    phase: confirm
  - text: git check-ignore -v {module|path}.py
  - text: docker system prune --force
    risk: destructive
    rollback: docker pull the-images
verify: The import succeeds.
not_when: The module is found but lacks a name.
prevention: Import the entry point in the build.
references: [https://docs.example.test/modules]
examples:
  - log: "ModuleNotFoundError: No module named 'shop'"
    captures: {module: shop}
  - log: all is well
    matches: false
""",
    "probe-failed": """\
id: probe-failed
title: Startup probe failed
role: effect
severity: medium
tags: [container]
match:
  - line: "STARTUP TCP probe failed on port {port:int}"
cause: Nothing listened on the port in time.
fix: Mend its cause.
examples:
  - log: STARTUP TCP probe failed on port 8080
    captures: {port: "8080"}
  - log: STARTUP TCP probe succeeded
    matches: false
""",
}
POSTMORTEM = """\
---
slug: 2025-09-04-module-left-out
status: published
severity: high
services: [orders]
tags: [python]
tldr: A module was not copied into the image.
signatures: [module-missing, probe-failed]
started_at: 2025-09-04T23:10:00Z
related: [2025-09-08-slow-start]
---

# A module was left out of the image

## Symptom

The new revision never became ready.

## Timeline

```yaml
- at: 2025-09-04T23:10:00Z
  text: Deployed.
  kind: deploy
- text: Rolled back.
```

## Root cause

`.dockerignore` left the **file** out.

## Five whys

```yaml
- question: Why did the import fail?
  finding: The file was not in the image.
  then:
    - question: Why was it not there?
      finding: It was ignored.
```

## Fix

Copy it.

## Verify

The import succeeds.

## Action items

```yaml
- text: Import the entry point in the build
  type: prevent
  status: open
```
"""
OTHER_POSTMORTEM = """\
---
slug: 2025-09-08-slow-start
status: published
signatures: [probe-failed]
---

# The start took longer than the probe waits

## Root cause

Too little CPU at start.

## Fix

Raise the limit.

## Confirm

Compare the start's duration with the time-out.
"""


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two signatures and two postmortems."""
    folder = tmp_path_factory.mktemp("library")
    (folder / "signatures").mkdir()
    (folder / "postmortems").mkdir()
    for key, text in SIGNATURES.items():
        (folder / "signatures" / f"{key}.yaml").write_text(text, encoding="utf-8")
    for text in (POSTMORTEM, OTHER_POSTMORTEM):
        slug = text.split("slug: ")[1].split("\n")[0]
        (folder / "postmortems" / f"{slug}.md").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def application(library: Path, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """The real application, one for each module of tests: what they write must not crowd the lists of others."""
    return application_of(library, tmp_path_factory.mktemp("database"))


@pytest.fixture(scope="module")
def client(application: FastAPI) -> Iterator[TestClient]:
    """A browser without scripts: it asks for pages and does not follow redirects."""
    with browser_of(application) as client:
        yield client
