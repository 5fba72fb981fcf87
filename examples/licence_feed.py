"""
A licensing system's feed into a register on disk, and from there to the public.

    python examples/licence_feed.py

Fourteen notices of the feed are wrong on purpose: they are rejected with their reasons, and the others
are recorded all the same.
"""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from kz_social_registry import Registry
from kz_social_registry.feed import receive
from kz_social_registry.form import publish
from kz_social_registry.storage.sqlite import SQLiteStore

FEED = Path(__file__).parent / "data" / "notices.jsonl"
DAY = date(2026, 10, 1)


def main() -> None:
    """
    Receive the feed twice, and publish what stood in the register on a day.
    """
    with TemporaryDirectory() as folder, SQLiteStore(Path(folder, "register.db")) as store:
        registry = Registry(store)
        notices = FEED.read_bytes().splitlines()

        receipt = receive(registry, notices)
        print(f"accepted {receipt.accepted}, rejected {receipt.rejected}")
        for reject in receipt.rejects:
            print(f"  line {reject.line}: {reject.error}")

        again = receive(registry, notices)
        print(f"a second time: accepted {again.accepted}, known {again.known}")

        rows = registry.public_rows(on=DAY, published_on=DAY)
        count = publish(Path(folder, "public"), rows, on=DAY, published_on=DAY, language="kk")
        print(f"published {count} entries:")
        for file in sorted(Path(folder, "public").iterdir()):
            print(f"  {file.name}")


if __name__ == "__main__":
    main()
