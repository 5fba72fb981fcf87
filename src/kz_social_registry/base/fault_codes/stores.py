"""
The faults of stores: of the file or server, and of a file of facts.

No message contains a path, an address or a password.
"""

from kz_social_registry.base.codelist import FaultCode


class StoreCode(FaultCode):
    """
    The code of a store's fault; its label is the message.
    """

    DISK_FULL = "disk_full", None
    DISK_FULL_LATER = "disk_full_later", None
    FAILED_LATER = "failed_later", None
    NO_REGISTER = "no_register", None
    FILE_EXISTS = "file_exists", None
    BAD_ADDRESS = "bad_address", None
    UNREACHABLE = "unreachable", None
    LOST = "lost", None
    TRACES_LEFT = "traces_left", None
    NOT_STORED = "not_stored", None
    CONTENDED = "contended", None
    CONTENDED_LATER = "contended_later", None
    OTHER_TASK = "other_task", None
    WRONG_PASSWORD = "wrong_password", None
    REFUSED = "refused", None
    NO_DATABASE = "no_database", None
    NO_RIGHTS = "no_rights", None
    NO_EXCLUSION = "no_exclusion", None
    NOT_UTF8 = "not_utf8", None


class TransferCode(FaultCode):
    """
    A fault of a file of facts, or of the store into which it is loaded.
    """

    NOT_FACTS = "not_facts", None
    ALTERED = "altered", None
    CUT_OFF = "cut_off", None
    UNREADABLE = "unreadable", None
    OTHER_FACTS = "other_facts", None
