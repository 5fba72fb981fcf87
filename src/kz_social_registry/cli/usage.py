"""
Commands, options and arguments whose help and usage errors are in the user's language.

The language is that of `--lang`, wherever it stands: before the command, after it, or next to `--help`.
Every sentence that click would write in English is written here in kk, ru and en.
"""

from collections import UserDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from inspect import cleandoc
from itertools import zip_longest
from typing import Any, Final, TypeVar, cast

import click

from kz_social_registry.base.errors import Fault
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.base.text import texts_beside
from kz_social_registry.cli.output import complain, phrase, run_language

Texts = Mapping[str, str]
Decorated = TypeVar("Decorated", bound=Callable[..., Any])
#: The kinds of values that help names; any other is a text.
_KINDS: Final = ("day", "moment", "integer", "choice", "path", "file", "directory")


def _named_language(args: Sequence[str]) -> Language | None:
    """
    Return the last language that `--lang` names among the arguments of the whole command line.

    >>> _named_language(["--lang", "ru", "show", "--lang=en", "--help", "--lang", "tr"])
    'en'
    """
    named = None
    for word, following in zip_longest(args, args[1:]):
        value = following if word == "--lang" else word.removeprefix("--lang=")
        if word.startswith("--lang") and value in LANGUAGES:
            named = value
    return named


def _help(command: str, option: str) -> Texts:
    """
    Return the help of a command, or of an option of it; several commands share some options.
    """
    found = texts_beside(__name__)
    texts: Texts = found.get(command, {}).get(option) or found[""][option]
    return texts


class Option(click.Option):
    """
    An option with its help in three languages; a default that is worth showing comes with it.
    """

    def __init__(self, *names: Any, texts: Texts | None = None, **given: Any) -> None:  # noqa: ANN401  # as click has it
        super().__init__(*names, **given)
        self._texts = texts

    def row(self, command: str, language: Language) -> tuple[str, str]:
        """
        Return the option's names, with the kind of its value, and its help in a command.
        """
        texts = self._texts or _help(command, max(self.opts, key=len))
        kind = self.type.name if self.type.name in _KINDS else "text"
        text = texts[language]
        if isinstance(self.type, click.Choice):
            text += f" [{', '.join(map(str, self.type.choices))}]"
        if self.show_default:
            text += f" [{phrase('default', self.default, language=language)}]"
        value = "" if self.is_flag else f" {phrase(kind, language=language)}"
        return ", ".join(self.opts) + value, text


class Command(click.Command):
    """
    A command with its help in three languages: the docstring of its function is the English one.
    """

    def __init__(self, *names: Any, texts: Texts | None = None, **given: Any) -> None:  # noqa: ANN401  # as click has it
        super().__init__(*names, **given)
        self.add_help_option = False  # ours is in the language of the run
        flag: Any = {"is_flag": True, "is_eager": True, "expose_value": False}
        self.params.append(Option(["-h", "--help"], callback=_show_help, **flag))
        self._texts = texts

    def text(self, language: Language) -> str:
        """
        Return the help text.
        """
        if language == "en":
            return cleandoc(self.help or "")
        return (self._texts or _help(self.name or "", ""))[language]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """
        Parse the arguments, and report those that are left over.

        The language is found among all arguments of the run, those of a group's command too.
        """
        if ctx.parent is None and (named := _named_language(args)):
            ctx.meta["language"] = named
        ctx.allow_extra_args = True
        with _reworded():
            rest = super().parse_args(ctx, args)
            if rest and not isinstance(self, click.Group):
                ctx.fail(phrase("extra", " ".join(rest)))
        return rest

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  # as click has it
        """
        Run the command.
        """
        with _reworded():
            return super().invoke(ctx)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """
        Write the line on usage.
        """
        pieces = [phrase("some_options")]
        pieces += [one.human_readable_name for one in self.params if isinstance(one, click.Argument)]
        if isinstance(self, click.Group):
            pieces.append(phrase("command"))
        formatter.write_usage(ctx.command_path, " ".join(pieces), f"{phrase('usage')} ")

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """
        Write usage, help and options, and the commands of a group.
        """
        language = run_language()
        self.format_usage(ctx, formatter)
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(self.text(language))
        with formatter.section(phrase("options")):
            options = (one for one in self.params if isinstance(one, Option))
            formatter.write_dl([one.row(self.name or "", language) for one in options])
        if isinstance(self, click.Group):
            commands = (one for one in self.commands.values() if isinstance(one, Command))
            texts = {one.name or "": one.text(language).partition("\n\n")[0] for one in commands}
            with formatter.section(phrase("commands")):
                formatter.write_dl([(name, text.replace("\n", " ")) for name, text in texts.items()])


def show_help_alone(ctx: click.Context) -> None:
    """
    Print the help of a group that was called without a command, which is wrong usage.
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help(), err=True)
        ctx.exit(2)


class NamedCommands(UserDict[str, Any]):
    """
    Commands by their names; each is imported from its module and function when it is asked for.
    """

    def __getitem__(self, name: str) -> click.Command:
        module, _, function = self.data[name].rpartition(".")
        found: click.Command = getattr(import_module(f"{__package__}.{module}"), function)
        return found


class Commands(Command, click.Group):
    """
    A group of commands.
    """

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:  # noqa: ANN401  # as click has it
        """
        Find the named command.
        """
        if self.get_command(ctx, args[0]) is None:
            ctx.fail(phrase("no_command", args[0]))
        return super().resolve_command(ctx, args)


class WrongUsage(click.UsageError):
    """
    A usage error, which is shown in the language of the run.
    """

    def show(self, file: Any = None) -> None:  # noqa: ANN401, ARG002  # as click has it
        """
        Print how the command is used, where its help is, and the error.
        """
        ctx = cast("click.Context", self.ctx)
        with ctx.scope(cleanup=False):
            hint, error = phrase("try", ctx.command_path), phrase("error")
            complain(f"{ctx.get_usage()}\n{hint}\n\n{error}: {self.message}")


@contextmanager
def _reworded() -> Iterator[None]:
    """
    Replace click's usage errors by ours.
    """
    try:
        yield
    except WrongUsage:
        raise
    except click.UsageError as error:
        ctx = error.ctx or click.get_current_context()
        raise WrongUsage(_sentence(error, ctx), ctx) from None


def _sentence(error: click.UsageError, ctx: click.Context) -> str:
    if isinstance(error, click.MissingParameter):
        name = error.param.human_readable_name if error.param else ""
        return f"{name}: {Fault(Code.MISSING).message(run_language())}"
    if isinstance(error, click.BadParameter):
        names = error.param_hint or (error.param.get_error_hint(ctx) if error.param else "")
        bare = str(names).replace("'", "")  # click quotes a name
        kind, message = error.param and error.param.type, error.message
        if isinstance(kind, click.Choice):
            message = Fault(Code.UNKNOWN_CODE, allowed=kind.choices).message(run_language())
        return f"{bare}: {message}"
    if isinstance(error, click.NoSuchOption):
        others = f" ({', '.join(error.possibilities)}?)" if error.possibilities else ""
        return phrase("no_option", error.option_name) + others
    if isinstance(error, click.BadOptionUsage):
        named = (one for one in ctx.command.params if error.option_name in one.opts)
        flag = any(isinstance(one, click.Option) and one.is_flag for one in named)
        return phrase("no_value" if flag else "needs_value", error.option_name)
    return error.message


def _show_help(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001  # as click has it
    if wanted:
        click.echo(ctx.get_help())
        ctx.exit()


def option(*names: str, **given: Any) -> Callable[[Decorated], Decorated]:  # noqa: ANN401  # as click has it
    """
    Add an option; the JSON file of this module has its help.
    """
    return click.option(*names, cls=Option, **given)


def command(name: str | None = None) -> Callable[[Callable[..., Any]], Command]:
    """
    Make a command of a function, whose docstring is its help in English.
    """
    return click.command(name, cls=Command)
