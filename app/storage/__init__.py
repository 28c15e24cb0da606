"""Where a running Casebook keeps its records, diagnoses and votes: SQLite or PostgreSQL.  Rows stay in here."""

from app.storage.database import Database, open_database
from app.storage.kinds import POSTMORTEMS, SIGNATURES, Kind
from app.storage.query import Query, Term, any_of, parse_query, words_of
from app.storage.shapes import (
    Brought,
    Change,
    Contents,
    DayCount,
    DiagnosisLine,
    Hit,
    NewDiagnosis,
    Page,
    Results,
    Revision,
    Seen,
    ShapeCount,
    Stored,
    StoredDiagnosis,
    Tally,
    VerdictCount,
    Vote,
)

__all__ = [
    "POSTMORTEMS",
    "SIGNATURES",
    "Brought",
    "Change",
    "Contents",
    "Database",
    "DayCount",
    "DiagnosisLine",
    "Hit",
    "Kind",
    "NewDiagnosis",
    "Page",
    "Query",
    "Results",
    "Revision",
    "Seen",
    "ShapeCount",
    "Stored",
    "StoredDiagnosis",
    "Tally",
    "Term",
    "VerdictCount",
    "Vote",
    "any_of",
    "open_database",
    "parse_query",
    "words_of",
]
