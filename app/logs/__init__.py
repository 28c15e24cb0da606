"""Reading logs: bytes in, numbered lines out, whatever they were wrapped in.  Knows nothing of signatures."""

from app.logs.decode import decode
from app.logs.entries import entry_at
from app.logs.expand import expand
from app.logs.log import Entry, Level, Log, Stamp
from app.logs.masking import Masked, mask, mask_log
from app.logs.read import grade, read, when
from app.logs.texts import in_document, in_printed_text, is_typed

__all__ = [
    "Entry",
    "Level",
    "Log",
    "Masked",
    "Stamp",
    "decode",
    "entry_at",
    "expand",
    "grade",
    "in_document",
    "in_printed_text",
    "is_typed",
    "mask",
    "mask_log",
    "read",
    "when",
]
