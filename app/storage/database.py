"""A database of Casebook: opened, brought up to date, and with everything that can be asked of it."""

from sqlalchemy import text

from app.errors import CasebookError
from app.storage.action_items import ActionItems
from app.storage.attachments import Attachments
from app.storage.diagnoses import Diagnoses
from app.storage.engine import Sessions, build_engine
from app.storage.filing import file_again
from app.storage.imports import Imports
from app.storage.incident_figures import IncidentFigures
from app.storage.insights import Insights
from app.storage.migrate import migrate
from app.storage.occurrences import Occurrences
from app.storage.own_values import OwnValues
from app.storage.prevention import Prevention
from app.storage.records import Records
from app.storage.relations import Relations
from app.storage.rescans import Rescans
from app.storage.search import Search
from app.storage.votes import Votes


class Database:
    """One open database.  Its methods may be called from any thread; each call is a transaction of its own."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self.dialect = sessions.dialect
        self.records = Records(sessions)
        self.relations = Relations(sessions)
        self.imports = Imports(sessions)
        self.diagnoses = Diagnoses(sessions)
        self.action_items = ActionItems(sessions)
        self.occurrences = Occurrences(sessions)
        self.insights = Insights(sessions)
        self.incident_figures = IncidentFigures(sessions)
        self.prevention = Prevention(sessions)
        self.votes = Votes(sessions)
        self.rescans = Rescans(sessions)
        self.search = Search(sessions)
        self.own_values = OwnValues(sessions)
        self.attachments = Attachments(sessions)

    def ping(self) -> None:
        """Nothing if the database answers; DatabaseUnavailable if it does not."""
        with self._sessions.read() as session:
            session.execute(text("SELECT 1"))

    def close(self) -> None:
        """Give back all connections; the next call would open new ones."""
        self._sessions.engine.dispose()


def open_database(address: str) -> Database:
    """The database at *address* (``sqlite:///file`` or ``postgresql://...``), with the tables of this version.

    The folder of a SQLite file is made if need be.  DatabaseUnavailable says why it cannot be used, UnknownDatabase
    that it is of a kind that Casebook does not store in.
    """
    sessions = Sessions(build_engine(address))
    try:
        migrate(sessions)
        file_again(sessions)
    except CasebookError:
        sessions.engine.dispose()
        raise
    return Database(sessions)
