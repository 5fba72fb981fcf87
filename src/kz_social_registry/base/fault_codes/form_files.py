"""
Notes and refusals of a whole form, in three languages.
"""

from kz_social_registry.base.codelist import FaultCode
from kz_social_registry.base.law import CESSATION, REISSUE


class Note(FaultCode):
    """
    A note in a report.
    """

    ENCODING = "encoding", None
    EXTRA_COLUMN = "extra_column", None
    COLUMNS_LACKING = "columns_lacking", None
    CONSENT_DIFFERS = "consent_differs", None
    REGION_DIFFERS = "region_differs", None
    TOTAL_ROW = "total_row", None
    NO_ROW = "no_row", None
    SHEET_SKIPPED = "sheet_skipped", None
    SHEET_HIDDEN = "sheet_hidden", None
    ROWS_HIDDEN = "rows_hidden", None
    ROWS_UNSEEN = "rows_unseen", None
    BRANCHES = "branches", None
    GROUND_SUPPLIED = "ground_supplied", CESSATION
    REISSUE_GROUND_SUPPLIED = "reissue_ground_supplied", REISSUE
    EXCLUSION_DAY_SUPPLIED = "exclusion_day_supplied", None


class Refusal(FaultCode):
    """
    A reason why a whole file was refused; none of its rows was recorded.
    """

    UNKNOWN_HEADER = "unknown_header", None
    ACTS_HEADER = "acts_header", None
    BIN_COLUMN = "bin_column", None
    DAY_COLUMN = "day_column", None
    NO_SUCH_SHEET = "no_such_sheet", None
    SHORT_HEADER = "short_header", None
    HEADER_SEEN = "header_seen", None
    AMBIGUOUS_HEADER = "ambiguous_header", None
    BINARY = "binary", None
    DAMAGED_TEXT = "damaged_text", None
    DAMAGED_WORKBOOK = "damaged_workbook", None
    MARKUP = "markup", None
    PASSWORD = "password", None
    TOO_LARGE = "too_large", None
    LONG_LINE = "long_line", None
    FAR_CELLS = "far_cells", None
    XML_ENTITIES = "xml_entities", None
    MANY_BROKEN = "many_broken", None
    WRONG_ANSWER = "wrong_answer", None
    WRONG_QUESTION = "wrong_question", None
    FEW_ROWS = "few_rows", None
    ODD_ROWS = "odd_rows", None
    MANY_CHANGES = "many_changes", None
    MANY_MISSING = "many_missing", None
    NOT_A_PUBLICATION = "not_a_publication", None
