"""Matching: a log and signatures in, a diagnosis out.  Pure: what it needs of the world comes as arguments."""
