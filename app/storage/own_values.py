"""Values that the program makes for itself once and then keeps, such as the key that signs its cookies."""

from collections.abc import Callable

from sqlalchemy import select, text
from sqlmodel import col

from app.storage.engine import Sessions
from app.storage.tables import OwnValueRow

_KEEP_FIRST = text("INSERT INTO own_value (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING")


class OwnValues:
    """The program's own values in one database."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def get_or_create(self, name: str, factory: Callable[[], str]) -> str:
        """The value of this name; made by *factory* the first time, even if several processes ask at once."""
        chosen = select(col(OwnValueRow.value)).where(col(OwnValueRow.name) == name)
        with self._sessions.read() as session:
            value = session.scalars(chosen).first()
        if value is not None:
            return value
        with self._sessions.write() as session:
            session.execute(_KEEP_FIRST, {"name": name, "value": factory()})
            return session.scalars(chosen).one()
