"""
Help and usage errors: in the user's language, wherever it is named, and within 80 columns.
"""

import errno
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

import click
import pytest

from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.base.text import texts_beside
from kz_social_registry.cli import cli, output
from kz_social_registry.cli.options import FilePath
from kz_social_registry.cli.usage import Command, Option
from kz_social_registry.form.cells.days import read_day
from kz_social_registry.form.cells.notes import Notes
from kz_social_registry.form.publishing.internal import MARK
from kz_social_registry.serialization.files import is_stream
from kz_social_registry.storage.sqlite import SQLiteStore
from support.command_line import Left
from support.form_samples import BINS, cells, save_csv
from support.notices import HOUSE, an_issue, received, write_feed

#: Words that click itself writes into help and errors.
CLICKS_OWN: Final = (
    "Usage", "Options", "Commands", "Arguments", "Show", "Error", "Try", "Invalid", "default:",
    "such", "Got", "Missing", "requires",
)  # fmt: skip


def run(capsys: pytest.CaptureFixture[str], *words: str) -> Left:
    """
    Run the command line with exactly these words.
    """
    with pytest.raises(SystemExit) as end:
        cli(list(words), prog_name="kz-social-registry")
    return Left(end.value.code, *capsys.readouterr())


@pytest.fixture
def piped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Path:
    """
    Return a folder with a register of one provider, and with files that commands read.
    """
    monkeypatch.chdir(tmp_path)
    write_feed(tmp_path / "feed.jsonl", [an_issue()])
    with SQLiteStore("register.db") as store:
        received(store, an_issue())
    save_csv(tmp_path / "form.csv", [cells(identifier=BINS[1], conditions="дневной центр")])
    for name, text in (
        ("answers.csv", "О чем,Текст,Ответ\n5. Условия,дневной центр,2\n"),
        ("acts.csv", f"Действие,БИН,Дата\nsuspend,{BINS[1]},1.9.2025\n"),
        ("services.csv", f"БИН,Дата\n{HOUSE},1.8.2025\n"),
    ):
        (tmp_path / name).write_text(text, "utf-8")
    for name, words in (
        ("extract.json", ("extract", HOUSE, "--json")), ("checkpoint.json", ("checkpoint", "--json")),
        ("facts.jsonl", ("export", "-")),
    ):  # fmt: skip
        (tmp_path / name).write_text(run(capfd, *words).out, "utf-8")
    run(capfd, "publish", "out", "--format", "json")
    (tmp_path / "out" / "register.json").rename(tmp_path / "register.json")
    return tmp_path


def _commands() -> dict[tuple[str, ...], click.Command]:
    """
    Return every command by its words, those of `act` too.
    """
    acts = cli.commands["act"]
    assert isinstance(acts, click.Group)
    return {(name,): one for name, one in cli.commands.items()} | {
        ("act", name): one for name, one in acts.commands.items()
    }


def _texts() -> Iterator[tuple[str, dict[Language, str]]]:
    for words, command in _commands().items():
        assert isinstance(command, Command)
        yield " ".join(words), {language: command.text(language) for language in LANGUAGES}
        for option in command.params:
            if isinstance(option, Option):
                texts = {lang: option.row(command.name or "", lang)[1] for lang in LANGUAGES}
                yield f"{' '.join(words)} {option.name}", texts


def test_every_command_and_option_has_help_in_three_languages() -> None:
    """
    Kazakh and Russian are in Cyrillic letters, English is not.
    """
    wrong = [
        (name, language)
        for name, texts in _texts()
        for language, text in texts.items()
        if not text.strip()
        or any("а" <= letter <= "я" for letter in text.lower()) == (language == "en")
    ]
    assert wrong == []
    assert not [one for c in _commands().values() for one in c.params if type(one) is click.Option]


def test_every_text_is_used_and_in_three_languages() -> None:
    """
    The modules name each text of the commands, and no other; its places for values are the same.
    """
    texts = texts_beside("kz_social_registry.cli.output")
    sources = "".join(path.read_text("utf-8") for path in Path(output.__file__).parent.glob("*.py"))
    named = {*re.findall(r"""\bphrase\(["'](\w+)["']""", sources)}
    assert named <= texts.keys()
    words = {*re.findall(r"""["'](\w+)["']""", sources)}
    assert [name for name in texts.keys() - words if not hasattr(errno, name)] == []
    for found in texts.values():
        assert tuple(found) == LANGUAGES
        assert len({text.count("{}") for text in found.values()}) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_fits_80_columns_and_has_none_of_clicks_words(
    capsys: pytest.CaptureFixture[str], language: Language
) -> None:
    """
    The help of the program and of every command; the program's lists all commands.
    """
    for words in ([], *_commands()):
        left = run(capsys, *words, "--help", "--lang", language)
        assert left.status == 0
        assert max(map(len, left.out.splitlines())) <= 80
        assert language == "en" or [word for word in CLICKS_OWN if word in left.out] == []
        assert words or all(f"  {name} " in left.out for name in cli.commands)


@pytest.mark.parametrize(
    "words",
    [
        ("--lang", "ru", "show", "--help"), ("show", "--help", "--lang", "ru"),
        ("show", "-h", "--lang=ru"), ("--lang", "kk", "show", "--lang", "ru", "--help"),
    ],
)  # fmt: skip
def test_the_language_counts_wherever_it_stands(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    """
    Before the command, after it and together with `--help`; the last one counts.
    """
    assert run(capsys, *words).out.startswith("Использование: kz-social-registry show [ПАРАМЕТРЫ] BIN")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("imort",), "нет такой команды: imort"),
        (("show", HOUSE, "--jsn"), "нет такого параметра: --jsn (--json, --on?)"),
        (("show", HOUSE, "--zzz"), "нет такого параметра: --zzz"),
        (("--zzz",), "нет такого параметра: --zzz"),
        (("show", HOUSE, "5", "6"), "лишние аргументы: 5 6"),
        (("show", "--json=1", HOUSE), "--json: у этого параметра нет значения"),
        (("show",), "BIN: обязательное значение не указано"),
        (("show", "1"), "BIN: нужны двенадцать цифр"),
    ],
)
def test_usage_errors_are_in_the_language(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sentence: str
) -> None:
    """
    Usage, the way to the help, and the error; the status is 2.
    """
    left = run(capsys, "--lang", "ru", *words)
    usage, hint, _, error = left.err.splitlines()
    assert (left.status, left.out, error) == (2, "", f"Ошибка: {sentence}")
    assert usage.startswith("Использование: ")
    assert (hint.startswith("Справка: "), hint.endswith(" --help")) == (True, True)


def test_an_option_without_its_value(capsys: pytest.CaptureFixture[str]) -> None:
    """
    The last word of the line may be an option that needs a value.
    """
    left = run(capsys, "--lang", "kk", "show", HOUSE, "--on")
    assert (left.status, left.err.splitlines()[-1]) == (2, "Қате: --on: параметрдің мәні көрсетілмеген")


@pytest.mark.parametrize("words", [(), ("--lang", "ru"), ("act",), ("act", "--lang", "ru")])
def test_without_a_command_there_is_help(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    """
    It is wrong usage, and the help alone says what there is.
    """
    left = run(capsys, *words)
    listed = "  suspend " if "act" in words else "  internal-form "
    usage = "Использование: " if "ru" in words else "Қолданылуы: "
    assert (left.status, left.out, listed in left.err) == (2, "", True)
    assert left.err.startswith(f"{usage}kz-social-registry ")


def _params() -> Iterator[tuple[str, click.Parameter]]:
    for words, command in _commands().items():
        for one in command.params:
            yield " ".join((*words, one.opts[0])), one


def test_every_day_is_written_both_ways() -> None:
    """
    As dd.mm.yyyy, as ISO 8601 has it, and as people write it; each option of a day is known as one.
    """
    expected = date(2026, 2, 1)
    names = {name for name, one in _params() if re.search(r"-(on|until)$", one.opts[0])}
    days = {name: one.type for name, one in _params() if one.type.name == "day"}
    assert names == days.keys()
    for kind in days.values():
        for text in ("01.02.2026", "2026-02-01", "1 февраля 2026 года"):
            value = kind.convert(text, None, None)
            assert (read_day(value, Notes()) if isinstance(value, str) else value) == expected


def test_every_file_may_be_standard_input_or_output() -> None:
    """
    A stream is known as one, so that nothing is written next to it.
    """
    files = {name: one.type for name, one in _params() if isinstance(one.type, FilePath)}
    for name, kind in files.items():
        if kind.file_okay and not kind.allow_dash:
            path = kind.convert("-", None, click.Context(cli))
            assert path == Path("/dev/stdin" if kind.exists else "/dev/stdout"), name
            assert is_stream(path)
    assert {name for name, kind in files.items() if kind.allow_dash} == {
        "export file",
        "publish --since",
    }


@contextmanager
def _standard_input(file: Path) -> Iterator[None]:
    """
    Put a file into a pipe that is standard input.
    """
    terminal = os.dup(0)
    reader, writer = os.pipe()
    os.write(writer, file.read_bytes())
    os.close(writer)
    os.dup2(reader, 0)
    try:
        yield
    finally:
        os.dup2(terminal, 0)
        os.close(reader)
        os.close(terminal)


def test_files_come_through_a_pipe(capfd: pytest.CaptureFixture[str], piped: Path) -> None:
    """
    Each file that is read may come from another program, answers and earlier publications too.
    """
    for words, name, expected in (
        (("import", "form.csv", "--dictionary", "-"), "answers.csv", {"accepted": 1}),
        (("import", "-", "--dictionary", "answers.csv"), "form.csv", {"unchanged": 1}),
        (("receive", "-", "--dry-run"), "feed.jsonl", {"known": 1}),
        (("record", "-"), "acts.csv", {"accepted": 1}),
        (("standings", "-"), "services.csv", {}),
        (("extract", HOUSE, "--check", "-"), "extract.json", {"agreement": "agrees"}),
        (("verify", "--checkpoint-file", "-"), "checkpoint.json", {"sound": True}),
        (("publish", "out", "--format", "json", "--since", "-"), "register.json", {"published": 0}),
        (("load", "-", "--store", "new.db"), "facts.jsonl", {"known": 0}),
    ):
        with _standard_input(piped / name):
            left = run(capfd, *words, "--json")
        assert left.err == ""
        assert expected.items() <= left.plain.items(), words


def test_files_go_to_standard_output(capfd: pytest.CaptureFixture[str], piped: Path) -> None:
    """
    As CSV, or as one JSON object; no file gets the name «-».
    """
    for words, first in (
        (("internal-form", "-"), MARK["ru"]), (("periods", "--output", "-"), "identifier,first_day"),
        (("standings", "services.csv", "--output", "-"), "БИН,Дата,standing"),
        (("internal-form", "-", "--json"), '{"entries": [{"'), (("export", "-"), '{"'),
    ):  # fmt: skip
        left = run(capfd, "--lang", "ru", *words)
        assert left.out.lstrip("\ufeff").startswith(first), words
    assert not (piped / "-").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_terminal_errors_are_folded(
    capsys: pytest.CaptureFixture[str], language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A log has each error whole, on one line.
    """
    words = ("act", "terminate", HOUSE, "--on", "1.1.2026", "--ground", "?", "--lang", language)
    whole = run(capsys, *words).err
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    folded = run(capsys, *words).err
    assert max(map(len, folded.splitlines())) <= 80 < max(map(len, whole.splitlines()))
    assert folded.split() == whole.split()


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        (("publish", "out", "--format", "csv"), {"published": 0, "directory": "out"}),
        (("internal-form", "all.csv"), {"file": "all.csv", "entries": 1}),
        (("backup", "copy.db"), {"copied": "copy.db"}),
        (("export", "facts.jsonl"), {"file": "facts.jsonl"}),
    ],
)
def test_json_is_one_object_everywhere(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    plain: dict[str, object],
) -> None:
    """
    Every command has `--json`; those that write files say so in JSON, and lists come as one object.
    """
    monkeypatch.chdir(tmp_path)
    with SQLiteStore("register.db") as store:
        received(store, an_issue())

    assert [
        words
        for words, one in _commands().items()
        if words != ("act",) and "as_json" not in {p.name for p in one.params}
    ] == []
    assert run(capsys, *words, "--json").plain == plain
    changes = run(capsys, "changes", "--json").plain["changes"]
    facts = run(capsys, "export", "-", "--json").plain["facts"]
    assert ([one["position"] for one in changes], len(facts) > 0) == ([1], True)
