"""
The command line: the register without a line of Python.

The exit status is 0 if all is done, 1 if something was rejected or found wrong, and 2 for wrong usage.
The commands are for staff. Only `publish` writes for the public, and only rows that passed the gate.
"""

import click

from kz_social_registry.cli import audit, importing, inspect, publish, receive, stores
from kz_social_registry.cli.options import Commands
from kz_social_registry.cli.output import reporting


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    commands=[
        receive.receive,
        importing.import_,
        publish.publish,
        importing.internal_form,
        inspect.standing,
        inspect.show,
        inspect.history,
        inspect.extract,
        audit.changes,
        audit.sweep,
        audit.checkpoint,
        audit.verify,
        inspect.stats,
        stores.backup,
        stores.export,
        stores.load,
    ],
)
@click.version_option(package_name="kz-social-registry")
def cli() -> None:
    """
    Kazakhstan's register of organisations that provide special social services (Order No 205).
    """


def run() -> None:
    """
    Run the command that the program's arguments name.
    """
    with reporting("en"):  # even `--help` fails where standard output is a full disk
        cli()
