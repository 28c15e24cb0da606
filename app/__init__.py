"""Casebook: an incident and postmortem knowledge base with a failure-signature matcher."""

__version__ = "0.1.0"
