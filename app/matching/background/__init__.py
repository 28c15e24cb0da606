"""Ordinary logs of healthy software: the background that specificity is measured on."""

from app.matching.background.lines import ordinary_lines
from app.matching.background.templates import Source

__all__ = ["Source", "ordinary_lines"]
