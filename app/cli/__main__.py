"""``python -m app.cli`` is ``casebook``."""

from app.cli import main

main()
