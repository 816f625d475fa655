"""`n2n roster`: who is in the class."""

from pathlib import Path

import click

from grader.engine.course.folder import CourseError
from grader.engine.course.roster import Roster, parse_people
from grader.foreign import one_line
from grader.words import phrase, reason, say
from n2n.commands import group
from n2n.places import course_option, opened


@group("roster")
def roster_command() -> None:
    """Who is in the class, and under which names platforms know them."""


@roster_command.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--add", is_flag=True)
@course_option
def import_command(file: Path, add: bool, course: Path | None) -> None:
    """Take in a class from FILE, a CSV as Canvas, Moodle or nbgrader export it."""
    home = opened(course)
    try:
        roster = Roster.read(home)
        people = list(parse_people(file.read_bytes()))
        new, known, gone = roster.merge(people, whole=not add)
        roster.write(home)
        from grader.engine.course.gradebook import enrol  # imports nbgrader, which takes a second

        enrol(home, ((p.id, p.first, p.last, p.email) for p in people))
    except (CourseError, OSError) as e:
        raise CourseError("line.about", what=file, told=reason(e)) from None
    left = phrase("roster.gone", n=len(gone), ids=[one_line(g) for g in gone[:20]]) if gone else ""
    click.echo(say("roster.taken", new=new, known=known, left=left))


@roster_command.command("show")
@course_option
def show_command(course: Path | None) -> None:
    """List the class."""
    roster = Roster.read(opened(course))
    for person in sorted(roster.people.values(), key=lambda p: p.id):
        left = f"  {say('roster.left')}" if person.dropped else ""
        group = f"  [{one_line(person.group)}]" if person.group else ""
        click.echo(f"{one_line(person.id):24} {one_line(person.name)}{group}{left}")
