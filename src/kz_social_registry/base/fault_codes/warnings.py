"""
The warnings about an entry: unusual values, which are accepted all the same.
"""

from kz_social_registry.base.assumptions import CONTRACT_WITHIN_LICENCE, LICENSING_SINCE
from kz_social_registry.base.codelist import FaultCode
from kz_social_registry.base.law import LICENCE_KIND


class WarningCode(FaultCode):
    """
    The code of a warning; its label is the message.
    """

    ODD_MONTH = "odd_month", None
    ODD_ATTRIBUTE = "odd_attribute", None
    BORN_LATER = "born_later", None
    BEFORE_LICENSING = "before_licensing", LICENSING_SINCE
    UNUSUAL_TERM = "unusual_term", LICENCE_KIND
    CONTRACT_OUTLIVES_LICENCE = "contract_outlives_licence", CONTRACT_WITHIN_LICENCE
