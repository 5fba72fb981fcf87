"""
The kinds of flaws that `verify` finds in the contents of a store.
"""

from attrs import frozen

from kz_social_registry.base import Value
from kz_social_registry.base.codelist import Word


class FlawKind(Word):
    """
    A kind of flaw in the contents of a store.
    """

    UNREADABLE = "unreadable", None
    BROKEN_CHAIN = "broken_chain", None
    UNLAWFUL = "unlawful", None
    UNERASED = "unerased", None
    RECORDED_AHEAD = "recorded_ahead", None
    FOREIGN_SEGMENT = "foreign_segment", None
    FOREIGN_NAME = "foreign_name", None
    MISPLACED = "misplaced", None
    SECOND_ENTRY = "second_entry", None
    PREDECESSOR_CYCLE = "predecessor_cycle", None
    FOREIGN_OBJECT = "foreign_object", None
    DROPPED = "dropped", None
    REWRITTEN = "rewritten", None
    BACKDATED = "backdated", None
    OTHER_REGISTER = "other_register", None


@frozen(eq=False, repr=False)
class Flaw(Value):
    """
    A flaw in the contents of a store.
    """

    finding: FlawKind
    #: The entry's id as the store has it; empty for the whole register.
    entry_id: str = ""
    #: The number of the fact; None for the whole entry.
    number: int | None = None
