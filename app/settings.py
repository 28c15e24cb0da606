"""Typed settings from the environment (and a ``.env`` file).  Above the adaptors: only main and the command line read it."""

import difflib
import ipaddress
import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from app.errors import SettingsInvalid
from app.records.severities import DEFAULT as DEFAULT_SEVERITIES
from app.records.severities import read_severities
from app.shipped import STARTER_FOLDERS

PREFIX = "CASEBOOK_"
MIB = 1 << 20


class Settings(BaseModel):
    """What an operator can set.  Each field is the environment variable ``CASEBOOK_`` and its name in capitals."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    database_url: str = Field(
        "sqlite:///data/casebook.db", description="where records and diagnoses are kept: SQLite or PostgreSQL"
    )
    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8000, ge=0, le=65535, description="port to listen on; 0 takes a free one")
    base_url: str = Field("", description="the address that users see, behind a proxy too; empty: that of the request")
    root_path: str = Field("", description="path that a proxy strips before it passes a request on")
    secret_key: str = Field(
        "", description="signs cookies, once there are accounts; empty: one is made and kept in the database"
    )
    workers: int = Field(0, ge=0, le=64, description="processes that match logs; 0: one per core, at most four")
    retention_days: int = Field(
        30, ge=0, le=3650, description="days that the text of a pasted log is kept; 0: it is not kept at all"
    )
    max_log_bytes: int = Field(64 * MIB, ge=1024, description="largest log accepted, in bytes as sent")
    max_expanded_bytes: int = Field(1024 * MIB, ge=1024, description="largest log accepted, in bytes after expansion")
    match_seconds: float = Field(30.0, gt=0, le=3600, description="time that matching one log may take, in seconds")
    starter_library: tuple[Path, ...] = Field(
        STARTER_FOLDERS, description="folders of records to import on start, separated by commas; empty for none"
    )
    severities: str = Field(
        DEFAULT_SEVERITIES,
        description="severities of postmortems, the worst first, as name: meaning, separated by semicolons",
    )
    allow_unauthenticated: Literal["yes", "no"] = Field(
        "no", description="yes: listen beyond this machine although no access is configured"
    )

    @field_validator("starter_library", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return (
            tuple(Path(part.strip()) for part in value.split(",") if part.strip()) if isinstance(value, str) else value
        )

    @field_validator("severities")
    @classmethod
    def _named(cls, value: str) -> str:
        if not read_severities(value):
            message = "names no severity, for instance sev1: everything is down; sev2: a part is down"
            raise ValueError(message)
        return value

    @field_validator("base_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            message = "is not an http address, for instance https://casebook.example.test"
            raise ValueError(message)
        return value.rstrip("/")

    @field_validator("root_path")
    @classmethod
    def _below(cls, value: str) -> str:
        """With a slash before it and none after it, however it was given."""
        return f"/{value.strip('/')}" if value.strip("/") else ""

    @property
    def retention(self) -> timedelta | None:
        """How long the text of a log is kept; None: not at all."""
        return timedelta(days=self.retention_days) if self.retention_days else None

    @property
    def open_to_all(self) -> bool:
        """Whether everybody who reaches the address may use it."""
        return self.allow_unauthenticated == "yes" and not is_loopback(self.host)


VARIABLES = {name: PREFIX + name.upper() for name in Settings.model_fields}


def load_settings(environment: Mapping[str, str] | None = None, **given: Any) -> Settings:  # noqa: ANN401 (any field)
    """The settings of *environment* (by default that of the process, over the file ``.env``).

    SettingsInvalid names every unknown and malformed one.  *given* (those that are not None) come first.
    """
    environment = {**_dotenv(), **os.environ} if environment is None else environment
    faults = [fault for name in environment if (fault := _unknown(name))]
    values = {name: environment[variable] for name, variable in VARIABLES.items() if variable in environment}
    values |= _read_files(environment, faults)
    try:
        settings = Settings(**{**values, **{name: value for name, value in given.items() if value is not None}})
    except ValidationError as error:
        raise SettingsInvalid((*faults, *(_fault(dict(problem)) for problem in error.errors()))) from None
    if faults:
        raise SettingsInvalid(tuple(faults))
    return settings


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def described() -> list[tuple[str, str, str]]:
    """Each setting: variable, default as text, meaning."""
    return [
        (VARIABLES[name], _shown(field.default), field.description or "")
        for name, field in Settings.model_fields.items()
    ]


def _shown(default: object) -> str:
    if default == STARTER_FOLDERS:
        return "the shipped one"
    return str(default) if default != "" else "empty"


Fault = tuple[str, str, str]  # the variable, what is wrong, how to mend it


def _dotenv() -> dict[str, str]:
    return {name: value or "" for name, value in dotenv_values(".env").items()}


def _read_files(environment: Mapping[str, str], faults: list[Fault]) -> dict[str, str]:
    """Values of the ``NAME_FILE`` variables: each names a file that holds the value."""
    values: dict[str, str] = {}
    for name, variable in VARIABLES.items():
        path = environment.get(f"{variable}_FILE")
        if path is None:
            continue
        try:
            values[name] = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            mend = "name a readable file that holds the value"
            faults.append((f"{variable}_FILE", f"cannot read {path}: {reason}", mend))
    return values


def _unknown(name: str) -> Fault | None:
    known = list(VARIABLES.values())
    if not name.startswith(PREFIX) or name in known or name.removesuffix("_FILE") in known:
        return None
    close = difflib.get_close_matches(name, known, 1)
    mend = f"did you mean {close[0]}?" if close else "`casebook serve --help` lists them all"
    return name, "there is no such setting", mend


def _fault(problem: Mapping[str, Any]) -> Fault:
    field = str(problem["loc"][0])
    name = VARIABLES.get(field, field)
    meaning = Settings.model_fields[field].description if field in Settings.model_fields else ""
    return name, f'"{problem.get("input")}": {problem["msg"]}', f"it is: {meaning}"
