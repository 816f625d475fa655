"""The words of the command line: every command and option has its own in the catalogue, and click's are click's."""

import ast
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from grader.words import say
from grader.words.en import commands
from n2n.__main__ import main
from n2n.commands import Command, translated
from tests.commands import n2n

CLICKS = {key: words for key, words in commands.WORDS.items() if key.startswith("click.")}


def walk(command: click.Command, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command below this one with the words that call it."""
    yield path, command
    if isinstance(command, click.Group):
        ctx = click.Context(command)
        for name in command.list_commands(ctx):
            below = command.get_command(ctx, name)
            assert below is not None
            yield from walk(below, *path, name)


EVERY = dict(walk(main))


def test_every_command_and_option_has_words_and_nothing_else_has() -> None:
    needed = {"option.help", "option.course", "default.autograde.workers"}
    for path, command in EVERY.items():
        assert isinstance(command, Command), path
        needed |= {f"help.{command.name}"} | ({f"command.{command.name}"} if path else set())
        for param in command.params:
            if isinstance(param, click.Option) and not param.hidden and param.name != "course":
                needed.add(f"option.{command.name}.{param.name}" if path else f"option.{param.name}")
    assert needed == commands.WORDS.keys() - CLICKS.keys()


@pytest.mark.parametrize("path", EVERY, ids=" ".join)
def test_help_shows_them(path: tuple[str, ...]) -> None:
    done = n2n(*path, "--help")
    assert done.returncode == 0
    shown = " ".join(done.stdout.split())
    command = EVERY[path]
    for key, words in commands.WORDS.items():
        if key == f"help.{command.name}" or key.startswith(f"option.{command.name}."):
            assert " ".join(words.split()) in shown, key
    assert "[default: (dynamic)" not in shown
    assert say("option.help") in shown
    if not isinstance(command, click.Group):
        assert f"Example: n2n {' '.join(path)}" in shown


def test_what_click_says_is_what_click_says() -> None:
    """A click that says something else would be left in English in every language."""
    said = set()
    for path in Path(click.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "ngettext"):
                said |= {
                    a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)
                }
    assert set(CLICKS.values()) <= said
    assert translated("never said by click") == "never said by click"
