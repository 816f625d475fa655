"""`n2n freeze`, `n2n release` and `n2n audit`: what authors and instructors do to exercises."""

import sys
from pathlib import Path

import click

from grader.author import freeze
from grader.author.derive import Chapter
from grader.author.layout import GRADES_THROUGH_N2N, ensure_config
from grader.author.release import release
from grader.words import Refusal, say
from n2n.commands import command
from n2n.places import clone, course_option, opened


@command("freeze")
@click.argument("modules", nargs=-1)
@click.option("--check", is_flag=True)
def freeze_command(modules: tuple[str, ...], check: bool) -> None:
    """Freeze the answer banks of MODULES (all, if none is named) from the references and declarations as they are."""
    banks = freeze.banks(modules)
    if complaints := freeze.unproved(banks):
        raise click.ClickException("\n  ".join(complaints))
    count = sum(map(len, banks.values()))
    if check:
        if complaints := list(freeze.stale(banks, whole=not modules)):
            raise click.ClickException("\n  ".join(complaints))
        click.echo(say("frozen.current", n=count))
        return
    for path in freeze.freeze(banks):
        shown = f"{path.parent.parent.name}/frozen/{path.name}"
        click.echo(say("frozen.wrote", path=shown, size=path.stat().st_size / 1000))
    click.echo(say("frozen.done", n=count))


@command("release")
@click.argument("chapters", nargs=-1, required=True)
@course_option
def release_command(chapters: tuple[str, ...], course: Path | None) -> None:
    """Make the notebooks of CHAPTERS for students, and enter them in the gradebook."""
    root = clone()
    folder = opened(course).root
    folder.mkdir(parents=True, exist_ok=True)
    if stock := ensure_config(folder):
        lines = GRADES_THROUGH_N2N.replace("\n", "\n  ").strip()
        click.echo(say("release.stock", path=stock, lines=lines), err=True)
    for name in chapters:
        path = root / "chapters" / f"{name.removesuffix('.md')}.md"
        if not path.exists():
            known = sorted(p.stem for p in path.parent.glob("[0-9]*.md"))
            raise Refusal("release.no_chapter", name=name, known=known)
        chapter = Chapter.read(path)
        made = release(chapter, folder)
        points = sum(e.points for e in chapter.exercises)
        click.echo(say("release.made", path=made, n=len(chapter.exercises), points=points))
        if chapter.reveals:
            click.echo("  " + say("release.reveals", names=list(chapter.reveals)))


@command("audit")
@click.argument("names", nargs=-1)
@click.option("--module", "modules", multiple=True)
@click.option("--sample", type=click.IntRange(1))
@click.option("--inputs", default=10_000, show_default=True)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
)
@click.option(
    "--sentences",
    is_flag=True,
)
def audit_command(
    names: tuple[str, ...],
    modules: tuple[str, ...],
    sample: int | None,
    inputs: int,
    output: Path | None,
    sentences: bool,
) -> None:
    """Measure how many wrong answers the checks catch."""
    from grader.author.audit import audit, audit_sentences

    held = audit_sentences(names, modules, listed=sentences, output=output)
    survived = not sentences and not audit(names, modules, sample, inputs, output)
    if survived or not held:
        sys.exit(1)
