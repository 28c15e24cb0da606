"""Records: signatures and postmortems, their text forms both ways, and the checks that keep them right."""
