"""Reports from elsewhere: Markdown in any form, read into postmortems with nothing dropped and nothing made up."""

from app.records.reports.draft import Placement
from app.records.reports.front import is_casebook_file
from app.records.reports.repair import text_of
from app.records.reports.report import Report, read_report

__all__ = ["Placement", "Report", "is_casebook_file", "read_report", "text_of"]
