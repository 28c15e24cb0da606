"""Ordinary logs of healthy software: the background that specificity is measured on."""

from app.matching.background.lines import SOURCES, ordinary_lines
from app.matching.background.templates import Source

__all__ = ["SOURCES", "Source", "ordinary_lines"]
