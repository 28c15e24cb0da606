"""Services: what Casebook does, as verbs.  They know no HTTP and no HTML; every edge calls them."""
