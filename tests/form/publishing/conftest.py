"""
Fixtures of the published page, for this folder only: they need a browser.
"""

from support.pages import browser, folder, open_page

__all__ = ["browser", "folder", "open_page"]
