"""
What can be wrong with a file or a server, and what can be done about it.

None of the messages holds a path, an address or a password.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from attrs import evolve

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.errors import Fault, StoreError
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.fault_codes.stores import StoreCode


def refusal(code: Word) -> StoreError:
    """
    Return the error of a store that cannot do its part.
    """
    return StoreError(Fault(code, "store"))


#: What says that nothing was recorded, and what is true instead where earlier batches were.
_LATER: Final[Mapping[Word, Word]] = {
    StoreCode.DISK_FULL: StoreCode.DISK_FULL_LATER,
    StoreCode.CONTENDED: StoreCode.CONTENDED_LATER,
    Code.STORE_FAILED: StoreCode.FAILED_LATER,
}


@contextmanager
def after_commits(earlier: object) -> Iterator[None]:
    """
    Say of a store that fails behind earlier batches, if there are any, that those are recorded.
    """
    try:
        yield
    except StoreError as error:
        if not earlier:
            raise
        faults = (evolve(f, code=_LATER.get(f.code, f.code)) for f in error.faults)
        raise StoreError(*faults) from error
