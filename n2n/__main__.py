"""`n2n`: one program for reader, student and instructor; each command's module is imported when it is called."""

import importlib

import click

from grader.words import Refusal, say
from n2n.commands import Program, translated

MODULES = {
    "book": "n2n.book",
    "serve": "n2n.book",
    "check": "n2n.student",
    "freeze": "n2n.authoring",
    "audit": "n2n.authoring",
    "release": "n2n.authoring",
    "roster": "n2n.roster",
    "collect": "n2n.grading",
    "autograde": "n2n.grading",
    "cluster": "n2n.cluster",
    "report": "n2n.grading",
    "export": "n2n.grading",
}
STUDENT = {"check"}


class Lazy(Program):
    """The program, which knows its commands' names but imports only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which one needs them."""
        return list(MODULES)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import the command, or say why this installation cannot have it."""
        if name not in MODULES:
            return None
        try:
            return getattr(importlib.import_module(MODULES[name]), f"{name}_command")
        except ModuleNotFoundError as e:
            key = "program.broken" if name in STUDENT else "program.instructors"
            raise Refusal(key, command=name, module=str(e.name)) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section(translated("Commands")):
            formatter.write_dl([(name, say(f"command.{name}")) for name in MODULES])


def _version(ctx: click.Context, param: click.Parameter, asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        click.echo(say("program.version", version=version("from-neuron-to-network")))
        ctx.exit()


@click.command("n2n", cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version)
def main() -> None:
    """From Neuron to Network: the book, its exercises and their grading."""


if __name__ == "__main__":
    main(prog_name="n2n")
