"""
The command line: the register without a line of Python.

The exit status is 0 if all is done, 1 if something was rejected or found wrong, and 2 for wrong usage.
The commands are for staff. Only `publish` writes for the public, and only rows that passed the gate.
"""

from typing import Final

import click

from kz_social_registry.cli.options import lang_option
from kz_social_registry.cli.output import reporting
from kz_social_registry.cli.usage import Commands, NamedCommands, option, show_help_alone

#: The module and function of each command.
_COMMANDS: Final = {
    "receive": "acts.receive",
    "act": "acts.act",
    "record": "acts.record",
    "import": "importing.import_",
    "publish": "publish.publish",
    "internal-form": "importing.internal_form",
    "standing": "inspect.standing",
    "standings": "bulk.standings",
    "periods": "bulk.periods",
    "show": "inspect.show",
    "history": "inspect.history",
    "extract": "inspect.extract",
    "changes": "audit.changes",
    "sweep": "audit.sweep",
    "checkpoint": "audit.checkpoint",
    "verify": "audit.verify",
    "stats": "inspect.stats",
    "backup": "stores.backup",
    "export": "stores.export",
    "load": "stores.load",
}


def _show_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001  # as click has it
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415  # slow, and seldom needed

        click.echo(f"kz-social-registry {version('kz-social-registry')}")
        ctx.exit()


@click.group(cls=Commands, invoke_without_command=True, commands=NamedCommands(_COMMANDS))
@option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version)
@lang_option
@click.pass_context
def cli(ctx: click.Context) -> None:
    """
    Kazakhstan's register of organisations that provide special social services (Order No 205).
    """
    show_help_alone(ctx)


def run() -> None:
    """
    Run the command that the program's arguments name.
    """
    with reporting():  # even `--help` fails where standard output is a full disk
        cli()
