"""
A register of four providers, and its public rows.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import UUID

from kz_social_registry.base.vocabulary import RecipientCategory, ServiceCondition
from kz_social_registry.domain.acts import issue_of
from kz_social_registry.domain.publication import PublicEntry
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.registry.facade import Registry
from kz_social_registry.storage.memory import MemoryStore
from support.form_samples import BINS

DAY = date(2026, 1, 15)
NAMES = ("«Үміт»; =1+1", "«Қамқорлық» орталығы", "=HYPERLINK(1)", "Жасырын орталық")


def clock() -> datetime:
    """
    Return the moment of every publication of the tests.
    """
    return datetime(2026, 1, 15, 6, tzinfo=UTC)


def fill(registry: Registry) -> None:
    """
    Record four providers: two are public, one in part, one not at all.
    """
    for index, name in enumerate(NAMES):
        issue = issue_of(
            on=date(2025, 4, 22), identifier=BINS[index], name=name, address="Астана қ., Абай к-сі, 5",
            conditions={ServiceCondition.AT_HOME}, categories={RecipientCategory.ELDERLY}, capacity=40,
            phones=["+77172743654"], emails=["=info@example.kz"], licence_issued_on=date(2025, 4, 20),
            licence_term=Term(years=3), entry_id=UUID(int=index),
        )  # fmt: skip
        registry.record(issue.entry_id, issue)
        if index < 3:
            columns = [2, 5, 6] if index == 1 else None
            registry.give_consent(issue.entry_id, on=date(2025, 4, 22), columns=columns)


def public_rows(*, hidden: bool = True) -> Iterator[PublicEntry]:
    """
    Return the public rows of that register, optionally without the first provider's consent.
    """
    registry = Registry(MemoryStore(), clock)
    fill(registry)
    if not hidden:
        registry.withdraw_consent(UUID(int=0), on=DAY)
    return registry.public_rows(on=DAY, published_on=DAY)
