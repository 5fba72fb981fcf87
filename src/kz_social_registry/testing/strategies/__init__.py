"""
Hypothesis strategies: invented identifiers, entries, acts, whole lawful lives, and registers.

Identifiers have correct control digits and belong to real persons only by chance.
Names consist of common words. The module needs the extra `testing`.
"""

from kz_social_registry.base.errors import Fault, MissingExtra
from kz_social_registry.base.fault_codes import Code

try:
    from hypothesis import strategies as st
except ImportError as error:
    raise MissingExtra(Fault(Code.MISSING_EXTRA, allowed=("kz-social-registry[testing]",))) from error

from kz_social_registry.testing.strategies import lives, received, unlawful, values, written
from kz_social_registry.testing.strategies.values import FIRST_DAY, LAST_DAY

__all__ = [
    "FIRST_DAY", "LAST_DAY", "acts", "bins", "cells", "consents", "contacts", "contracts", "criteria",
    "days", "emails", "entries", "facts", "histories", "identifiers", "iins", "issues", "katos",
    "licences", "notices", "public_entries", "publications", "registers", "standings", "successions",
    "telephones", "terms", "texts", "unlawful_acts",
]  # fmt: skip

days = st.composite(values.a_day)
texts = st.composite(values.a_text)
bins = st.composite(values.a_bin)
iins = st.composite(values.an_iin)
identifiers = st.composite(values.an_identifier)
terms = st.composite(values.a_term)
katos = st.composite(values.a_kato)
telephones = st.composite(values.some_telephones)
emails = st.composite(values.some_emails)
contacts = st.composite(values.some_contacts)
licences = st.composite(values.a_licence)
contracts = st.composite(values.a_contract)
consents = st.composite(values.a_consent)
successions = st.composite(lives.a_succession)
issues = st.composite(lives.an_issue)
acts = st.composite(lives.an_act)
histories = st.composite(lives.a_history)
entries = st.composite(lives.an_entry)
unlawful_acts = st.composite(unlawful.an_unlawful_act)
notices = st.composite(received.some_notices)
facts = st.composite(received.some_facts)
registers = st.composite(received.a_register)
publications = st.composite(received.a_publication)
public_entries = st.composite(received.a_row)
standings = st.composite(received.a_standing)
criteria = st.composite(received.some_criteria)
cells = st.composite(written.a_cell)
