"""
The page on which a reader tries the library: forms, a timeline and answers as HTML.

`try.js` runs this file in the reader's browser, and passes it what the reader types. The labels, the
sentences about faults and the answers come from the library; `words.json` has the words of the page.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Final
from uuid import UUID

from try_timeline import DAY, Bar, day_text, drawn

from kz_social_registry import (
    LANGUAGES,
    ActKind,
    Language,
    Registry,
    RegistryError,
    Standing,
    Withheld,
)
from kz_social_registry.base.fields import field_name
from kz_social_registry.domain.acts import Act, Issue
from kz_social_registry.domain.timeline import Annul, Erase
from kz_social_registry.form import (
    COLUMNS,
    ActField,
    act_fields,
    act_from_texts,
    act_texts,
    cell_text,
)
from kz_social_registry.storage.memory import MemoryStore

Fields = dict[str, list[str]]

#: The page's own words in Kazakh, Russian and English.
WORDS: Final[dict[str, list[str]]] = json.loads(
    Path(__file__).with_name("words.json").read_text("utf-8")
)
#: An organisation that does not exist.
ORGANISATION: Final[Fields] = {
    "name": ["«Мейірім» ЖШС"],
    "identifier": ["250140998011"],
    "address": ["Астана қаласы, Абай даңғылы, 12-үй"],
    "conditions": ["at_home"],
    "categories": ["elderly"],
    "capacity": ["40"],
    "phones": ["+7 7172 00-36-54"],
    "emails": ["info@example.kz"],
    "licence_term": ["3 жыл"],
}
#: Optional fields that are seen at once; the others open on demand.
SEEN: Final = ("phones", "emails", "until", "name", "address", "capacity")
#: Parts of an act that name other entries; this page has one entry.
LEFT_OUT: Final = ("succession.",)


class Page:
    """
    One register in memory with one entry, and what the reader has asked of it.
    """

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.language: Language = "en"
        self._clock = clock
        self.again()

    def again(self) -> None:
        """
        Begin with an empty register.
        """
        self.registry = Registry(MemoryStore(), self._clock)
        self.entry_id: UUID | None = None
        self.on = self.published_on = self.registry.today()
        self.is_recorded = False
        self.choose(ActKind.ISSUE)

    # Recording --------------------------------------------------------------------------------------

    def choose(self, kind: str) -> None:
        """
        Show the form of an act, with proposals.
        """
        self.kind, self.number = ActKind(kind), 0  # the number of the fact to be corrected
        self.error: RegistryError | None = None
        self.values = self._proposed()

    def _proposed(self) -> Fields:
        today = self.registry.today()
        if self.kind is ActKind.ISSUE:
            days = {"on": today - 200 * DAY, "licence_issued_on": today - 204 * DAY}
            return {**ORGANISATION, **{name: [day.isoformat()] for name, day in days.items()}}
        if self.kind is ActKind.GIVE_CONSENT:
            return {"on": [(today - 150 * DAY).isoformat()], "columns": [*COLUMNS]}
        return {"on": [today.isoformat()]}

    def correct(self, number: int) -> None:
        """
        Show an act that was recorded, to be corrected.
        """
        act = self.registry.history(self._id)[number - 1].content
        if not isinstance(act, Annul | Erase):
            self.choose(act.kind)
            self.number, self.values = number, act_texts(act, self.language)
            if act.kind is ActKind.GIVE_CONSENT and self.values["columns"] == ["all"]:
                self.values["columns"] = [*COLUMNS]
            for field in act_fields(act.kind):
                if field.is_day:
                    texts = self.values.get(field.name, [])
                    self.values[field.name] = ["-".join(reversed(text.split("."))) for text in texts]

    def submit(self, posted: Fields) -> bool:
        """
        Record what was posted, and return whether the register took it.
        """
        self.values, self.error = posted, None
        given = {name: texts for name, texts in posted.items() if name != "reason"}
        try:
            act = act_from_texts(self.kind, given)
            if self.number:
                reason = " ".join(posted.get("reason", ()))
                self.registry.correct(self._id, self.number, act, reason=reason)
            else:
                self._record(act)
        except RegistryError as error:
            self.error = error
            return False
        self.is_recorded = True
        self.choose(ActKind.GIVE_CONSENT if act.kind is ActKind.ISSUE else act.kind)
        return True

    def _record(self, act: Act) -> None:
        if self.entry_id:
            self.registry.record(self.entry_id, act)
        elif isinstance(act, Issue):
            self.entry_id = self.registry.record(act.entry_id, act).id

    def speak(self, language: Language, posted: Fields) -> None:
        """
        Change the language; what is typed stays.
        """
        self.language, self.values = language, posted

    def ask(self, name: str, value: str) -> None:
        """
        Ask about another day, or as published on another; a day is text, or its number on the slider.
        """
        with suppress(ValueError, OverflowError):
            day = date.fromordinal(int(value)) if value.isdigit() else date.fromisoformat(value)
            setattr(self, "published_on" if name == "published_on" else "on", day)

    # The page ---------------------------------------------------------------------------------------

    def _word(self, name: str, *values: object) -> str:
        return escape(WORDS[name][LANGUAGES.index(self.language)].format(*values))

    def _label(self, name: str) -> str:
        return escape(field_name(name, self.language))

    @property
    def _id(self) -> UUID:
        assert self.entry_id  # noqa: S101  # nothing is asked before the issue
        return self.entry_id

    def controls(self) -> str:
        """
        Return the choice of a language, and the button that empties the register.
        """
        languages = "".join(
            f'<button type="button" data-do="speak" value="{code}" lang="{code}"'
            f' aria-pressed="{str(code == self.language).lower()}">{name}</button>'
            for code, name in zip(LANGUAGES, WORDS["language"], strict=True)
        )
        again = f'<button type="button" data-do="again">{self._word("again")}</button>'
        return f"{languages}{again}<p>{self._word('intro')}</p>"

    def form(self) -> str:
        """
        Return the form of the chosen act, with the faults at its fields.
        """
        fields = [f for f in act_fields(self.kind) if not f.name.startswith(LEFT_OUT)]
        names = {"reason", *(field.name for field in fields)}
        shown = [f for f in fields if f.required or f.name in SEEN]
        more = "".join(self._field(field) for field in fields if field not in shown)
        faults = self._faults()
        used = {*faults, *(name for name, texts in self.values.items() if any(texts))}
        is_open = any(f.name in used for f in fields if f not in shown)
        elsewhere = [one for name in faults if name not in names for one in faults[name]]
        hidden = "".join(
            f'<input type="hidden" name="{name}" value="{escape(text)}">'
            for name, texts in self.values.items()
            for text in texts
            if name not in names
        )
        return (
            f"<h2>{self._word('record')}</h2>{self._acts()}"
            f'<p role="status" tabindex="-1">{self._message()}</p>{_sentences("", elsewhere)}'
            f"<form novalidate>{''.join(map(self._field, shown))}{self._reason()}"
            f"<details{' open' * is_open}><summary>{self._word('more')}</summary>{more}</details>"
            f"{hidden}<button>{self._word('save')}</button></form>"
        )

    def _message(self) -> str:
        if self.error:
            return self._word("refused")
        return self._word("recorded") if self.is_recorded else ""

    def _faults(self) -> Mapping[str, Sequence[str]]:
        return self.error.by_field(self.language) if self.error else {}

    def _acts(self) -> str:
        if self.number:
            return (
                f"<p><strong>{self._word('correction', self.number)}</strong>"
                f' <button type="button" data-do="cancel">{self._word("cancel")}</button></p>'
            )
        kinds = [kind for kind in ActKind if (kind is ActKind.ISSUE) is (self.entry_id is None)]
        options = "".join(
            f'<option value="{kind}"{" selected" * (kind is self.kind)}>'
            f"{escape(kind.label(self.language))}</option>"
            for kind in kinds
        )
        return f'<label for="act">{self._label("act")}</label><select id="act">{options}</select>'

    def _reason(self) -> str:
        if not self.number:
            return ""
        return self._input("reason", self._label("reason"), 'type="text"')

    def _field(self, field: ActField) -> str:
        required = f" <small>({self._word('required')})</small>" * field.required
        label = escape(field.label(self.language)) + required
        values = self.values.get(field.name, [])
        if not field.choices:
            return self._input(field.name, label, f'type="{"date" if field.is_day else "text"}"')
        if not field.many:
            options = "".join(
                f'<option value="{word}"{" selected" * (word in values)}>'
                f"{escape(word.label(self.language))}</option>"
                for word in field.choices
            )
            empty = f'<option value="">{self._word("choose")}</option>'
            name = f'id="{field.name}" name="{field.name}"'
            return (
                f'<label for="{field.name}">{label}</label>'
                f"<select {name}>{empty}{options}</select>{self._faults_of(field.name)}"
            )
        boxes = "".join(
            f'<label><input type="checkbox" name="{field.name}" value="{word}"'
            f"{' checked' * (word in values)}> {escape(word.label(self.language))}</label>"
            for word in field.choices
        )
        return (
            f'<fieldset id="{field.name}"><legend>{label}</legend>'
            f"{boxes}{self._faults_of(field.name)}</fieldset>"
        )

    def _input(self, name: str, label: str, kind: str) -> str:
        value = escape(", ".join(self.values.get(name, [])))
        faults = self._faults_of(name)
        wrong = f' aria-invalid="true" aria-describedby="{name}-fault"' * bool(faults)
        return (
            f'<label for="{name}">{label}</label>'
            f'<input {kind} id="{name}" name="{name}" value="{value}"{wrong}>{faults}'
        )

    def _faults_of(self, name: str) -> str:
        return _sentences(name, self._faults().get(name, ()))

    def asked(self) -> str:
        """
        Return the fields in which the reader chooses the day asked about, and that of publishing.
        """
        if not self.entry_id:
            return f"<h2>{self._word('ask')}</h2><p>{self._word('first')}</p>"
        axis = self._axis()
        return (
            f"<h2>{self._word('ask')}</h2>"
            f'<label for="day">{self._word("day")}</label>'
            f'<input type="date" id="day" data-ask="day" value="{self.on}">'
            f'<input type="range" id="slider" data-ask="day" aria-label="{self._word("day")}"'
            f' min="{axis[0].toordinal()}" max="{axis[-1].toordinal()}" value="{self.on.toordinal()}">'
            f'<label for="published_on">{self._label("published_on")}</label>'
            f'<input type="date" id="published_on" data-ask="published_on" value="{self.published_on}">'
        )

    # The answers ------------------------------------------------------------------------------------

    def answers(self) -> str:
        """
        Return the timeline, the standing on the day asked about, and the row that the public sees.
        """
        if not self.entry_id:
            return ""
        before, answer = "", self._standing(self.on)
        moments = sorted({fact.recorded_at for fact in self.registry.history(self._id)})
        if len(moments) > 1 and (known := self._standing(self.on, moments[-2])) != answer:
            before = f"<h3>{self._word('before')}</h3>{self._described(known)}"
        return (
            f"<h3>{self._word('timeline')}</h3>{self._timeline()}"
            f"<h3>{self._word('answer')}, {day_text(self.on)}</h3>"
            f"{self._described(answer)}{before}"
            f"<h3>{self._word('public')}</h3>{self._public()}"
        )

    def _standing(self, day: date, known: datetime | None = None) -> Standing:
        entry = self.registry.get(self._id, on=day) or self.registry.timeline(self._id)[0].entry
        return self.registry.standing(entry.identifier, on=day, known=known)

    def _described(self, standing: Standing) -> str:
        lines = map(escape, standing.describe(self.language).splitlines())
        return f'<p class="{"yes" if standing else "no"}">{"<br>".join(lines)}</p>'

    def _public(self) -> str:
        rows = "".join(
            f"<tr><th scope='row'>{escape(column.heading(self.language))}</th>"
            f"<td{' class=withheld' * isinstance(cell, Withheld)}>"
            f"{escape(cell_text(column, cell, self.language))}</td></tr>"
            for row in self.registry.public(on=self.on, published_on=self.published_on)
            for column, cell in ((column, row.cell(column)) for column in COLUMNS)
        )
        if rows:
            return f"<table>{rows}</table>"
        why = self.registry.why_hidden(self._id, on=self.on, published_on=self.published_on)
        reasons = "".join(f"<li>{escape(hidden.reason.label(self.language))}</li>" for hidden in why)
        return f"<p>{self._word('hidden')}</p><ul>{reasons}</ul>"

    def journal(self) -> str:
        """
        Return the facts as recorded, each act with a button that corrects it.
        """
        if not self.entry_id:
            return ""
        correct = self._word("correct")
        button = '<button type="button" data-do="correct" value="{}" aria-label="{}">{}</button>'
        lines = "".join(
            f"<li{' class=annulled' * bool(line.annulled_by)}>"
            f"{head} <small>{'<br>'.join(map(str.strip, details))}</small> "
            f"{button.format(number, self._word('correction', number), correct) * is_act}</li>"
            for line in self.registry.journal(self._id)
            for head, *details in [escape(line.describe(self.language)).splitlines()]
            for number in [line.fact.number]
            for is_act in [line.fact.on is not None and not line.annulled_by]
        )
        return f"<h2>{self._word('journal')}</h2><ul>{lines}</ul>"

    # The timeline -----------------------------------------------------------------------------------

    def _axis(self) -> list[date]:
        """
        Return the days on which an answer may change, between two days that frame them.
        """
        days: set[date] = set()
        for segment in self.registry.timeline(self._id):
            licence, consent = segment.entry.licence, segment.entry.consent
            ends = [licence.valid_until, consent and consent.until]
            days |= {segment.starts, licence.issued_on, *(end + DAY for end in ends if end)}
            days |= {consent.counts_from} if consent else set()
        margin = max((max(days) - min(days)) // 12, 14 * DAY)
        return [min(days) - margin, *sorted(days), max(days) + margin]

    def _bars(self, axis: Sequence[date]) -> Iterator[Bar]:
        licence = self.registry.timeline(self._id)[-1].entry.licence
        last = licence.valid_until or axis[-1]
        for first, until in pairwise(axis):
            standing = self._standing(first)
            answer = standing.describe(self.language).replace("\n", "; ")
            if licence.issued_on <= first <= last:
                yield Bar(0, first, until, standing.in_force, answer)
            if standing.in_register:
                yield Bar(1, first, until, True, answer)  # noqa: FBT003  # a bar without hatching
            rows = self.registry.public(on=first, published_on=first)
            cells = [row.cell(column) for row in rows for column in COLUMNS]
            if shown := sum(not isinstance(cell, Withheld) for cell in cells):
                yield Bar(2, first, until, shown == len(cells), self._word("published", shown))

    def _timeline(self) -> str:
        """
        Return the term of the licence, the inclusion and the consent on one axis, with the day asked.
        """
        axis = self._axis()
        heads = (
            f"{self._label('licence')} ({self._word('not_in_force')})",
            self._word("in_register"),
            f"{self._label('consent')} ({self._word('some_columns')})",
        )
        return drawn(self._word("timeline"), heads, axis, self._bars(axis), self.on)


def _sentences(name: str, faults: Sequence[str]) -> str:
    return f'<p class="fault" id="{name}-fault">{"<br>".join(map(escape, faults))}</p>' * bool(faults)
