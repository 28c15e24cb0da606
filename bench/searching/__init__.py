"""Many made-up postmortems, a PostgreSQL to keep them in, and the searches that are timed on them."""
