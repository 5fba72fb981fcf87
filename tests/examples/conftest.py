"""
The browser, for this folder only.
"""

from support.pages import browser

__all__ = ["browser"]
