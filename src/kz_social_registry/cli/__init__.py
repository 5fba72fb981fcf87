"""
The command line: the main job without a line of Python.

Exit status: 0 done; 1 something was rejected or found wrong, and it is said where it is kept; 2 wrong
usage. It is an internal tool: `publish` alone writes for the public, and only what passed the gate.
"""

import click

from kz_social_registry.cli import audit, importing, inspect, publish, receive, stores
from kz_social_registry.cli.failures import telling
from kz_social_registry.cli.options import Commands


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
    Run the command that the program's arguments name; help, too, may find no room for what it says.
    """
    with telling("en"):
        cli()
