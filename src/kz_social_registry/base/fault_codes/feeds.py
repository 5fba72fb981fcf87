"""
Faults of a whole file of notices.
"""

from kz_social_registry.base.codelist import FaultCode


class FeedCode(FaultCode):
    """
    A reason why a whole file was refused; none of its notices was recorded.
    """

    BINARY_FEED = "binary_feed", None
