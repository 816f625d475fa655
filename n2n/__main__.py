"""`n2n`: one program for reader, student and instructor; each command's module is imported when it is called."""

import importlib

import click

COMMANDS = {
    "book": ("n2n.book", "Build the book."),
    "serve": ("n2n.book", "Serve the built book on this machine."),
    "check": ("n2n.student", "Check a notebook before you hand it in."),
    "freeze": ("n2n.authoring", "Freeze the answer banks from the references."),
    "audit": ("n2n.authoring", "Measure how many wrong answers the checks catch."),
    "release": ("n2n.authoring", "Make a chapter's notebook for students."),
    "roster": ("n2n.roster", "Say who is in the class."),
    "collect": ("n2n.grading", "Place handed-in notebooks where they are graded."),
    "autograde": ("n2n.grading", "Grade what a class handed in."),
    "cluster": ("n2n.cluster", "Make certificates for grading on several machines."),
    "report": ("n2n.grading", "Show the scores of a class, and write a page on it."),
    "export": ("n2n.grading", "Write the scores of a class as CSV."),
}
STUDENT = {"check"}


class Lazy(click.Group):
    """A group that knows its commands' names but imports only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which one needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import the command, or say why this installation cannot have it."""
        if name not in COMMANDS:
            return None
        module = COMMANDS[name][0]
        try:
            return getattr(importlib.import_module(module), f"{name}_command")
        except ModuleNotFoundError as e:
            what = "belongs to the instructor's clone of the course" if name not in STUDENT else "is broken"
            raise click.ClickException(
                f"`n2n {name}` {what}: {e.name} is not installed here (see README.md)"
            ) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.command(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="from-neuron-to-network")
def main() -> None:
    """From Neuron to Network: the book, its exercises and their grading.

    Example: n2n book && n2n serve
    """


if __name__ == "__main__":
    main()
