"""Tell a failure that was overcome from one that stayed: the same operation succeeded later, or all ended well."""

from app.matching.recovery.overcome import overcome

__all__ = ["overcome"]
