"""Commands that speak by the catalogue: their help, what click itself says, and refusals as one line.

The words of a command are `help.<command>`, in a list `command.<command>`; of an option `option.<command>.<option>`,
or `option.<option>` where several commands have it; of a default that is no value `default.<command>.<option>`.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import click
from click import core, decorators, exceptions, formatting, parser, termui, types

from grader.words import ENGLISH, Refusal, catalogue, chosen, say

_CLICKS = {words: key for key, words in catalogue(ENGLISH).words.items() if key.startswith("click.")}


def translated(message: str) -> str:
    """What click says, in the language of this process; in click's English where no catalogue has it."""
    return catalogue(chosen()).words[_CLICKS[message]] if message in _CLICKS else message


def _form(one: str, other: str, n: float) -> str:
    return translated(one if catalogue(chosen()).plural(n) == 0 else other)


for _module in (core, decorators, exceptions, formatting, parser, termui, types):
    for _name, _own in (("_", translated), ("ngettext", _form)):
        if hasattr(_module, _name):  # click asks gettext, which knows only compiled catalogues in folders
            setattr(_module, _name, _own)


_HELP = "_click_default_help"
"""Click's name of its own option --help."""


def _words(*keys: str) -> str | None:
    """The words of the first of `keys` that there are."""
    known = catalogue(ENGLISH).words
    return next((say(key) for key in keys if key in known), None)


class Command(click.Command):
    """A command that takes its help from the catalogue when it is asked for."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """As click does, with the words of now."""
        self.help = say(f"help.{self.name}")
        for param in self.get_params(ctx):
            if isinstance(param, click.Option):
                name = "help" if param.name == _HELP else param.name
                param.help = _words(f"option.{self.name}.{name}", f"option.{name}")
                param.show_default = _words(f"default.{self.name}.{param.name}") or param.show_default
        super().format_help(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """What a list of commands says of it."""
        return say(f"command.{self.name}")


class Group(Command, click.Group):
    """Commands under one name."""

    command_class = Command


command: Callable[..., Callable[[Callable[..., Any]], click.Command]] = partial(click.command, cls=Command)
group: Callable[..., Callable[[Callable[..., Any]], click.Group]] = partial(click.group, cls=Group)


class Program(Group):
    """The whole program: a refusal anywhere is one line and exit status 1."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """As click's. A language that is not there is refused before anything is said in it."""
        try:
            catalogue(chosen())
        except Refusal as e:
            click.echo(say("click.error", ENGLISH, message=str(e)), err=True)
            raise SystemExit(1) from None
        return super().main(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Raises ClickException for what it refuses."""
        try:
            return super().invoke(ctx)
        except Refusal as e:
            error = click.ClickException(str(e))
            error.exit_code = e.status  # type: ignore[misc]  # a class variable by its annotation alone
            raise error from None


def several(key: str, lines: list[str]) -> click.ClickException:
    """A heading and a line for each of several things that went wrong."""
    return click.ClickException("\n  ".join([say(key), *lines]))
