"""
Help and usage errors: in the user's language, wherever it is named, and within 80 columns.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
import pytest

from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.cli import cli
from kz_social_registry.cli.options import FilePath
from kz_social_registry.cli.usage import Command, Option
from kz_social_registry.serialization.files import is_stream
from kz_social_registry.storage.sqlite import SQLiteStore
from support.command_line import Left
from support.notices import HOUSE, an_issue, received

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
                texts = {lang: option.row(lang)[1] for lang in LANGUAGES}
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


@pytest.mark.parametrize("words", [(), ("--lang", "ru")])
def test_without_a_command_there_is_help(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    """
    It is wrong usage, and the help says what there is.
    """
    left = run(capsys, *words)
    assert (left.status, left.out, "internal-form" in left.err) == (2, "", True)


def test_a_dash_is_standard_input() -> None:
    """
    Wherever a file is read; it is a stream, so that nothing is written next to it.
    """
    path = FilePath(exists=True, dir_okay=False).convert("-", None, click.Context(cli))
    assert (path, is_stream(path)) == (Path("/dev/stdin"), True)


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
