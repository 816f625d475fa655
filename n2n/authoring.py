"""`n2n freeze`, `n2n release` and `n2n audit`: what authors and instructors do to exercises."""

import sys
from pathlib import Path

import click

from grader.author import freeze
from grader.author.declare import DeclarationError
from grader.author.derive import Chapter, ChapterError
from grader.author.layout import GRADES_THROUGH_N2N, ensure_config
from grader.author.release import release
from n2n.places import clone, course_option, opened


@click.command("freeze")
@click.argument("modules", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; fail if a bank is stale.")
def freeze_command(modules: tuple[str, ...], check: bool) -> None:
    """Freeze the answer banks of MODULES (all, if none is named) from the references and declarations as they are.

    Example: n2n freeze activations
    """
    try:
        banks = freeze.banks(modules)
    except DeclarationError as e:
        raise click.ClickException(str(e)) from None
    if complaints := freeze.unproved(banks):
        raise click.ClickException("\n  ".join(complaints))
    count = sum(map(len, banks.values()))
    if check:
        if complaints := list(freeze.stale(banks, whole=not modules)):
            raise click.ClickException("\n  ".join(complaints))
        click.echo(f"{count} exercises: banks are current, every misconception is named")
        return
    for path in freeze.freeze(banks):
        click.echo(
            f"wrote {path.parent.parent.name}/frozen/{path.name} ({path.stat().st_size / 1000:.0f} kB)"
        )
    click.echo(f"{count} exercises frozen, every misconception is named")


@click.command("release")
@click.argument("chapters", nargs=-1, required=True)
@course_option
def release_command(chapters: tuple[str, ...], course: Path | None) -> None:
    """Make the notebooks of CHAPTERS for students, and enter them in the gradebook.

    Example: n2n release 04_activations
    """
    root = clone()
    folder = opened(course).root
    folder.mkdir(parents=True, exist_ok=True)
    if stock := ensure_config(folder):
        lines = GRADES_THROUGH_N2N.replace("\n", "\n  ").strip()
        click.echo(
            f"{stock}: Autograde of nbgrader and formgrader runs students' code unconfined; add\n  {lines}",
            err=True,
        )
    for name in chapters:
        path = root / "chapters" / f"{name.removesuffix('.md')}.md"
        if not path.exists():
            known = ", ".join(sorted(p.stem for p in path.parent.glob("[0-9]*.md")))
            raise click.ClickException(f"there is no chapter {name}; there are: {known}")
        try:
            chapter = Chapter.read(path)
            made = release(chapter, folder)
        except (ChapterError, DeclarationError) as e:
            raise click.ClickException(str(e)) from None
        points = sum(e.points for e in chapter.exercises)
        click.echo(f"{made}: {len(chapter.exercises)} exercises, {points:g} points")
        if chapter.reveals:
            click.echo(f"  it hands out the solutions of: {', '.join(chapter.reveals)}")


@click.command("audit")
@click.argument("names", nargs=-1)
@click.option(
    "--module", "modules", multiple=True, help="The exercises of this module only; may be repeated."
)
@click.option("--sample", type=click.IntRange(1), help="At most this many mutants an exercise.")
@click.option("--inputs", default=10_000, show_default=True, help="Random inputs to call two equal.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Store the results in this JSON file too (the book's page on its checks reads grader/author/audited.json).",
)
@click.option(
    "--sentences",
    is_flag=True,
    help="No mutants: list each sentence, the wrong answers that break it, the case.",
)
def audit_command(
    names: tuple[str, ...],
    modules: tuple[str, ...],
    sample: int | None,
    inputs: int,
    output: Path | None,
    sentences: bool,
) -> None:
    """Measure how many wrong answers the checks catch.

    They are mutants of every reference, and for every sentence of a task the answers that break it alone.

    Example: n2n audit relu softmax
    """
    from grader.author.audit import audit, audit_sentences

    try:
        held = audit_sentences(names, modules, listed=sentences, output=output)
        survived = not sentences and not audit(names, modules, sample, inputs, output)
    except DeclarationError as e:
        raise click.ClickException(str(e)) from None
    if survived or not held:
        sys.exit(1)
