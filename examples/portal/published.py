"""
The publication that the public side shows. The public pages are given nothing else of the register.
"""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from time import monotonic
from typing import Final

from kz_social_registry import Language, Publication, Registry, StoreError
from kz_social_registry.form import publish
from kz_social_registry.registry import Diff

DAYS: Final = 30  # of the page of changes
#: How often a new publication is made, since days pass and other processes record acts.
SECONDS: Final = 60


class Edition:
    """
    One publication, with the changes since an earlier day, and its files.
    """

    def __init__(self, publication: Publication, changes: Diff) -> None:
        self.publication = publication
        self.changes = changes
        self.rows = {row.id: row for row in publication}
        #: By language and name; they are written when first asked for.
        self._files: dict[Language, dict[str, bytes]] = {}
        self._writing = Lock()

    def files(self, language: Language) -> dict[str, bytes]:
        with self._writing, TemporaryDirectory() as parent:
            if language not in self._files:
                made, folder = self.publication, Path(parent, "public")
                publish(folder, made, on=made.on, published_on=made.published_on, language=language)
                self._files[language] = {f.name: f.read_bytes() for f in sorted(folder.iterdir())}
        return self._files[language]


class Published:
    """
    The latest edition; a new one is made after a minute, and after each act of the staff.
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._renewing = Lock()
        self._edition = self._made()

    def latest(self) -> Edition:
        """
        Return the latest edition; every minute one visitor waits until a new one is made.
        """
        if monotonic() > self._until:
            self._until = monotonic() + SECONDS
            with suppress(StoreError):  # the server is away for a while: the old edition stays
                self.renew()
        return self._edition

    def renew(self) -> None:
        """
        Make a new edition; if nothing public has changed, the old one stays with its files.
        """
        with self._renewing:  # an older edition never replaces a newer one
            new, old = self._made(), self._edition
            if (new.publication, new.changes) != (old.publication, old.changes):
                self._edition = new

    def _made(self) -> Edition:
        self._until = monotonic() + SECONDS
        publication = self._registry.public()
        earlier = self._registry.public(on=publication.on - timedelta(days=DAYS))
        return Edition(publication, self._registry.public_diff(earlier))
