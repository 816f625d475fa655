"""A course folder is its instructors' alone, from the first moment, and no message holds a password."""

import os
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree

import pytest

from grader.author import private
from grader.author.derive import Chapter
from grader.author.release import release as release_chapter
from grader.engine.course.folder import Course, CourseError
from grader.engine.course.gradebook import Book, enrol
from tests.commands import Done, n2n
from tests.engine.conftest import ASSIGNMENT, Solved, autograde, hand_in

SECRET = ("secret_seed", "gradebook.db", "source", "banks", ".n2n")


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def open_to_others(course: Path, taken: int = 0o077) -> list[str]:
    """What others may read or enter, of what holds secrets; a folder that nobody enters keeps what is in it."""
    found = [
        course,
        *(p for name in SECRET for p in (course / name, *(course / name).rglob("*")) if p.exists()),
    ]
    return [f"{p.name} {stat.filemode(p.stat().st_mode)}" for p in found if p.stat().st_mode & taken]


def every_command(course: Path, solved: Solved, tmp_path: Path) -> Iterator[Done]:
    with umask(0o077):
        hand_in(Course(course), "ada", solved())
    people = tmp_path / "people.csv"
    people.write_text("student_id,first_name,last_name\nada,Ada,Lovelace\n")
    yield n2n("roster", "import", people, "--course", course)
    yield autograde(Course(course))
    yield n2n("report", ASSIGNMENT, "--course", course)
    yield n2n("export", ASSIGNMENT, "--course", course, "--output", tmp_path / "grades.csv")


def test_what_the_commands_make_is_private_from_the_first_moment(solved: Solved, tmp_path: Path) -> None:
    course = tmp_path / "course"
    seen: set[str] = set()
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            for folder, _, files in os.walk(course):
                for path in (folder, *(os.path.join(folder, f) for f in files)):
                    try:
                        mode = os.lstat(path).st_mode
                    except OSError:
                        continue
                    if mode & 0o077 and os.path.relpath(path, course).split(os.sep)[0] in (".", *SECRET):
                        seen.add(f"{path} {stat.filemode(mode)}")

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        with umask(0o022):
            made = n2n("release", ASSIGNMENT, "--course", course)
            assert made.returncode == 0, made.stderr
            for done_ in every_command(course, solved, tmp_path):
                assert done_.returncode == 0, done_.stderr
                assert "yours alone now" not in done_.stderr
            assert os.umask(0o022) == 0o022, "the commands leave the umask as it was"
    finally:
        done.set()
        watcher.join()
    assert seen == set()
    assert open_to_others(course) == []
    assert (tmp_path / "grades.csv").stat().st_mode & 0o077 == 0


def test_the_control_without_it_they_are_open(chapter: Chapter, tmp_path: Path) -> None:
    with umask(0o022):
        release_chapter(chapter, tmp_path / "course")
    assert len(open_to_others(tmp_path / "course")) > 3


def test_what_an_older_version_left_open_is_closed_with_a_line(
    released: Path, solved: Solved, tmp_path: Path
) -> None:
    course = tmp_path / "course"
    copytree(released, course)
    outside = tmp_path / "outside"
    outside.write_text("not the course's")
    (course / ".n2n").mkdir(exist_ok=True)
    (course / ".n2n" / "link").symlink_to(outside)
    for path in [course, *course.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o777 if path.is_dir() else 0o666)
    outside.chmod(0o644)
    for done in every_command(course, solved, tmp_path):
        assert done.returncode == 0, done.stderr
        notices = [line for line in done.stderr.splitlines() if "yours alone now" in line]
        assert len(notices) == (done.stderr.startswith(str(course)) and 1), done.stderr
    assert open_to_others(course) == [] or open_to_others(course) == ["link -rw-r--r--"]
    assert stat.S_IMODE(outside.stat().st_mode) == 0o644, "a link is not followed"


def test_a_group_of_instructors_keeps_its_folder(course: Course) -> None:
    (course.root / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.groupshared = True\n"
    )
    for path in [course.root, *course.root.rglob("*")]:
        path.chmod(0o775 if path.is_dir() else 0o664)
    assert n2n("roster", "show", "--course", course.root).returncode == 0
    assert course.root.stat().st_mode & 0o777 == 0o770
    assert open_to_others(course.root, 0o007) == []


def test_close_counts_what_it_closed(tmp_path: Path) -> None:
    (tmp_path / "banks").mkdir(0o755)
    (tmp_path / "banks" / "a.json").touch(0o644)
    tmp_path.chmod(0o755)
    assert private.close(tmp_path) == 3
    assert private.close(tmp_path) == 0


PASSWORDS = ["geheim", "ge he@im/+%", "1:2", "p'w\"\\"]
ADDRESSES = [
    "postgresql+pg8000://me:{}@127.0.0.1:1/x",
    "postgresql://me:{}@127.0.0.1:port/x",
    "mysql://me:{}@[::1/x",
    "{}",
    "nonsense://me:{}@/",
    "sqlite:///x.db?password={}",
    "sqlite:////nowhere/at/all.db?password={}&key=1",
]


@pytest.mark.parametrize("password", PASSWORDS)
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_command_tells_a_password(course: Course, tmp_path: Path, address: str, password: str) -> None:
    config = f"c = get_config()\nc.CourseDirectory.db_url = {address.format(password)!r}\n"
    (course.root / "nbgrader_config.py").write_text(config)
    people = tmp_path / "people.csv"
    people.write_text("student_id\nada\n")
    for words in (["report", ASSIGNMENT], ["export", ASSIGNMENT], ["roster", "import", people]):
        done = n2n(*words, "--course", course.root)
        assert password not in done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        if done.returncode:
            assert len(done.stderr.strip().splitlines()) <= 2
            assert "Error: " in done.stderr


def test_names_of_folders_that_mean_something_in_an_address(solved: Solved, tmp_path: Path) -> None:
    for n, name in enumerate(("what?", "a%20b", "a#b", "50% of?x=1&y#z")):
        course = tmp_path / str(n) / name
        assert n2n("release", ASSIGNMENT, "--course", course).returncode == 0
        assert (course / "gradebook.db").is_file()
        assert os.listdir(course.parent) == [name], "nothing beside it"
        book = Book(Course(course), ASSIGNMENT)
        assert book.sources()
        book.close()
    hand_in(Course(course), "ada", solved())
    enrol(Course(course), [("ada", "Ada", "Lovelace", "")])
    done = autograde(Course(course))
    assert done.returncode == 0, done.stderr
    told = n2n("export", ASSIGNMENT, "--course", course).stdout
    assert '"ada","Lovelace","Ada"' in told
    assert '"graded"' in told


def test_nbgraders_own_programs_find_the_gradebook_there(tmp_path: Path) -> None:
    from nbgrader.api import Gradebook
    from traitlets.config import Config

    from grader.engine.batch.formgrader import configure

    course = tmp_path / "50%?"
    assert n2n("release", ASSIGNMENT, "--course", course).returncode == 0
    config = Config()
    config.CourseDirectory.root = str(course)
    configure(config)
    with Gradebook(config.CourseDirectory.db_url) as gradebook:
        assert [a.name for a in gradebook.assignments] == [ASSIGNMENT]


def test_an_address_that_is_none_is_told_without_it(course: Course) -> None:
    (course.root / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.db_url = 'geheim'\n")
    with pytest.raises(CourseError, match="is none of a database") as told:
        Book(Course(course.root), ASSIGNMENT)
    assert "geheim" not in str(told.value)
