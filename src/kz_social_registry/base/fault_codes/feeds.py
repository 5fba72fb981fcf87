"""
Faults of a whole file of notices.
"""

from kz_social_registry.base.codelist import FaultCode

# Each member is a row of a table; a formatter would put every cell on a line of its own.
# fmt: off


class FeedCode(FaultCode):
    """
    A reason why a whole file was refused; none of its notices was recorded.
    """

    BINARY_FEED = (
        "binary_feed", None,
        "бұл – UTF-8 кодтауындағы мәтін емес; хабарламалар JSON Lines файлымен беріледі, ал нысанды "
        "(XLSX, CSV) «import» командасы оқиды",
        "это не текст в кодировке UTF-8; уведомления передаются файлом JSON Lines, а форму (XLSX, CSV) "
        "читает команда «import»",
        "this is no text in UTF-8; notices come as JSON Lines, and forms (XLSX, CSV) are read by the "
        "command `import`",
    )


# fmt: on
