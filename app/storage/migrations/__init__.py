"""The migrations of the database, run by app.storage.migrate."""
