"""
Repairs and problems of a form's cells and rows.

A message never contains the value. `{allowed}` is replaced by the accepted values, or by the value as
it was understood.
"""

from kz_social_registry.base.assumptions import LATEST_REISSUE, ONE_ENTRY
from kz_social_registry.base.codelist import FaultCode
from kz_social_registry.base.law import CESSATION, PUBLICITY, REISSUE


class Repair(FaultCode):
    """
    A repair of a cell, with the value as it was understood.
    """

    ZEROS_RESTORED = "zeros_restored", None
    NUMBER_UNWOUND = "number_unwound", None
    SEPARATORS_REMOVED = "separators_removed", None
    LABEL_DROPPED = "label_dropped", None
    APOSTROPHE = "apostrophe", None
    AREA_CODE = "area_code", None
    TRUNK_PREFIX = "trunk_prefix", None
    PLACEHOLDER = "placeholder", None
    SAME_TWICE = "same_twice", None
    MONTH_FIRST = "month_first", None
    MOMENT_TO_DAY = "moment_to_day", None
    MERGED = "merged", None
    SERIAL_DAY = "serial_day", None
    UNTIL_INCLUSIVE = "until_inclusive", None
    UNIT_DROPPED = "unit_dropped", None
    WORDING = "wording", None
    LOOK_ALIKE = "look_alike", None


class Problem(FaultCode):
    """
    A reason why a cell or a row was rejected.
    """

    SEVERAL_ROWS = "several_rows", ONE_ENTRY
    BRANCH_REJECTED = "branch_rejected", ONE_ENTRY
    BRANCHES_DIFFER = "branches_differ", ONE_ENTRY
    DOUBTFUL = "doubtful", None

    # Days and terms -------------------------------------------------------------------------
    AMBIGUOUS_DAY = "ambiguous_day", None
    SHORT_YEAR = "short_year", None
    SEVERAL_DAYS = "several_days", None
    NUMBER_FOR_DAY = "number_for_day", None
    NO_SUCH_DAY = "no_such_day", None
    UNREADABLE_DAY = "unreadable_day", None
    NOT_A_TERM = "not_a_term", None
    TERM_WITHOUT_UNIT = "term_without_unit", None
    TERM_START = "term_start", None

    # Numbers and contacts -------------------------------------------------------------------
    DIGITS_LOST = "digits_lost", None
    SEVERAL_NUMBERS = "several_numbers", None
    NOT_A_NUMBER = "not_a_number", None
    AREA_CODE_MISSING = "area_code_missing", None

    # Words and text -------------------------------------------------------------------------
    UNKNOWN_WORDING = "unknown_wording", None
    LOST_LETTER = "lost_letter", None
    MISREAD_TEXT = "misread_text", None
    WEB_TEXT = "web_text", None
    NO_VALUE = "no_value", None
    WITHHELD = "withheld", PUBLICITY
    FORMULA_WITHOUT_VALUE = "formula_without_value", None
    SPREADSHEET_ERROR = "spreadsheet_error", None

    # Rows -----------------------------------------------------------------------------------
    TIME_WITHOUT_ZONE = "time_without_zone", None
    ROW_WIDTH = "row_width", None
    STRUCK_OUT = "struck_out", None
    BROKEN_QUOTES = "broken_quotes", None
    UNMENDED = "unmended", None
    CELL_TOO_LONG = "cell_too_long", None
    NEEDS_GROUND = "needs_ground", CESSATION
    NEEDS_REISSUE_GROUND = "needs_reissue_ground", REISSUE
    NEEDS_EXCLUSION_DAY = "needs_exclusion_day", None

    # Against the register -------------------------------------------------------------------
    DIFFERS = "differs", None
    BEYOND_ACT = "beyond_act", None
    NO_REISSUE_DAY = "no_reissue_day", LATEST_REISSUE
    SEVERAL_FACTS = "several_facts", None
