"""
Records: the format of a sealed fact, which stores keep and other programs may check.
"""

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from attrs import evolve

from kz_social_registry.base.vocabulary import TerminationGround
from kz_social_registry.domain.acts import Terminate
from kz_social_registry.domain.timeline import Fact
from kz_social_registry.registry.records import seal, unseal
from support.samples import ENTRY_ID, LATER


@pytest.mark.parametrize("content", [{"notice": "N-7", "act": "terminate"}, None])
def test_a_record_is_sealed_by_the_lines_that_an_erasure_leaves(content: Any) -> None:
    """
    A salted digest commits to the payload, and a digest to seven lines and the digest before them.
    """
    fact = Fact(
        entry_id=ENTRY_ID,
        number=2,
        place=1,
        content=Terminate(on=LATER, ground=TerminationGround.VOLUNTARY),
        recorded_at=datetime(2025, 9, 1, 8, tzinfo=UTC),
        recorded_by="А. Б.",
        notice="N-7" if content else None,
    )

    record = seal(fact, previous=b"before", notice=content)

    payload = {
        "by": "А. Б.",
        "content": {"act": "terminate", "on": "2025-09-01", "ground": "voluntary"},
    }
    assert json.loads(record.payload or b"") == ({**payload, "notice": "N-7"} if content else payload)
    salt = record.salt or b""
    of_notice = [sha256(b"N-7").digest(), sha256(salt + b'{"act":"terminate","notice":"N-7"}').digest()]
    digests = [
        *(of_notice if content else (None, None)),
        sha256(salt + (record.payload or b"")).digest(),
    ]
    assert [record.notice_key, record.notice_digest, record.commitment] == digests
    assert len(salt) == 16
    lines = [
        "00000000-0000-0000-0000-000000000001",
        "2",
        "1",
        "2025-09-01T08:00:00.000000+00:00",
        *(digest.hex() if digest else "None" for digest in digests),
    ]
    assert record.digest == sha256(b"before" + "\n".join(lines).encode()).digest()
    assert unseal(record) == evolve(fact, digest=record.digest)
