"""
Hypothesis strategies: invented identifiers, entries, acts and whole lawful lives.

Identifiers have correct control digits and belong to real persons only by chance.
Names consist of common words. The module needs the extra `testing`.
"""

from kz_social_registry.base.errors import Fault, MissingExtra
from kz_social_registry.base.fault_codes import Code

try:
    from hypothesis import strategies as st
except ImportError as error:
    raise MissingExtra(Fault(Code.MISSING_EXTRA, allowed=("kz-social-registry[testing]",))) from error

from kz_social_registry.testing.strategies import acts as _acts
from kz_social_registry.testing.strategies import values as _values
from kz_social_registry.testing.strategies.values import FIRST_DAY, LAST_DAY

__all__ = [
    "FIRST_DAY", "LAST_DAY", "acts", "bins", "days", "emails", "entries", "histories", "identifiers",
    "iins", "issues", "katos", "telephones", "terms", "texts",
]  # fmt: skip

days = st.composite(_values.a_day)
texts = st.composite(_values.a_text)
bins = st.composite(_values.a_bin)
iins = st.composite(_values.an_iin)
identifiers = st.composite(_values.an_identifier)
terms = st.composite(_values.a_term)
katos = st.composite(_values.a_kato)
telephones = st.composite(_values.some_telephones)
emails = st.composite(_values.some_emails)
issues = st.composite(_acts.an_issue)
acts = st.composite(_acts.an_act)
histories = st.composite(_acts.a_history)
entries = st.composite(_acts.an_entry)
