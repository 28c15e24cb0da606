"""The form of the paste box: a text or a file, and what is said about it."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.services.answers import ENVIRONMENT_LENGTH, SERVICE_LENGTH, TITLE_LENGTH, Paste


@dataclass(frozen=True, slots=True)
class Entry:
    """A short field of the form: what it is called, what was typed, and how many characters it takes."""

    name: str
    text: str
    limit: int

    @property
    def fault(self) -> str:
        """What is wrong with it; empty where nothing is."""
        if len(self.text) <= self.limit:
            return ""
        return f"The {self.name} has {len(self.text):,} characters; {self.limit} fit. Shorten it and send again."


@dataclass(frozen=True, slots=True)
class PasteForm:
    """The paste box as it was sent, so that it can be shown again with everything that was typed."""

    log: str = ""
    file: bytes = b""
    title: str = ""
    service: str = ""
    environment: str = ""
    keep: bool = True

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is said about the log."""
        return (
            Entry("title", self.title, TITLE_LENGTH),
            Entry("service", self.service, SERVICE_LENGTH),
            Entry("environment", self.environment, ENVIRONMENT_LENGTH),
        )

    @property
    def faults(self) -> dict[str, str]:
        """What is wrong with the fields, by their names."""
        faults = {entry.name: entry.fault for entry in self.entries if entry.fault}
        # A browser does not send a page back with the file that was chosen on it.
        return faults | {"file": "Choose the file again, too."} if faults and self.file else faults

    @property
    def paste(self) -> Paste:
        """What to diagnose: the file if there is one, else the text."""
        return Paste(
            data=self.file or self.log.encode("utf-8", "replace"),
            title=self.title,
            service=self.service,
            environment=self.environment,
            store=self.keep,
        )


def paste_form(fields: Mapping[str, str | bytes]) -> PasteForm:
    """The form with these fields."""
    file = fields.get("file", b"")
    return PasteForm(
        log=_text(fields, "log"),
        file=file if isinstance(file, bytes) else b"",
        title=_text(fields, "title").strip(),
        service=_text(fields, "service").strip(),
        environment=_text(fields, "environment").strip(),
        keep=not _text(fields, "discard"),
    )


def _text(fields: Mapping[str, str | bytes], name: str) -> str:
    value = fields.get(name, "")
    return value if isinstance(value, str) else value.decode("utf-8", "replace")
