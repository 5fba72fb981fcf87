"""
Notices of a licensing system: acts as JSON Lines, each recorded once.
"""

from kz_social_registry.feed.file import FeedReceipt, receive_file
from kz_social_registry.feed.notices import Outcome, Receipt, Verdict, receive

__all__ = ["FeedReceipt", "Outcome", "Receipt", "Verdict", "receive", "receive_file"]
