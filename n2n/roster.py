"""`n2n roster`: who is in the class."""

from pathlib import Path

import click

from grader.engine.course.folder import CourseError
from grader.engine.course.roster import Roster, parse_people
from grader.foreign import one_line
from n2n.places import course_option, opened


@click.group("roster")
def roster_command() -> None:
    """Who is in the class, and under which names platforms know them."""


@roster_command.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--add", is_flag=True, help="FILE is a part of the class: nobody who is missing in it has left."
)
@course_option
def import_command(file: Path, add: bool, course: Path | None) -> None:
    """Take in a class from FILE, a CSV as Canvas, Moodle or nbgrader export it.

    An id is the column student_id, SIS Login ID, ID number or username, where there is one, else it is made of the
    name: letters of any script and digits stay, all else becomes a hyphen. Who was in the class and is missing in
    FILE has left it: their work is not collected any more, their results stay.

    Example: n2n roster import ~/Downloads/grades.csv
    """
    home = opened(course)
    try:
        roster = Roster.read(home)
        people = list(parse_people(file.read_bytes()))
        new, known, gone = roster.merge(people, whole=not add)
        roster.write(home)
        from grader.engine.course.gradebook import enrol  # imports nbgrader, which takes a second

        enrol(home, ((p.id, p.first, p.last, p.email) for p in people))
    except (CourseError, OSError) as e:
        raise click.ClickException(f"{file}: {e}") from None
    left = f", {len(gone)} left: {', '.join(map(one_line, gone[:20]))}" if gone else ""
    click.echo(f"{new} new, {known} known{left}")


@roster_command.command("show")
@course_option
def show_command(course: Path | None) -> None:
    """List the class.

    Example: n2n roster show
    """
    try:
        roster = Roster.read(opened(course))
    except CourseError as e:
        raise click.ClickException(str(e)) from None
    for person in sorted(roster.people.values(), key=lambda p: p.id):
        left = "  (left)" if person.dropped else ""
        group = f"  [{one_line(person.group)}]" if person.group else ""
        click.echo(f"{one_line(person.id):24} {one_line(person.name)}{group}{left}")
