"""Whole classes through `n2n autograde`: what is kept, what is graded again, what is said when something is wrong."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
import pytest

from grader.engine.course import locks
from grader.engine.course.folder import Course, CourseError
from grader.engine.course.journal import Journal
from grader.engine.judging.parts import parts
from grader.engine.notebook.template import Template
from tests import commands
from tests.commands import BIN, Done, one_line, program
from tests.engine.conftest import ASSIGNMENT, Solved, autograde, cell_of, hand_in
from tests.engine.test_parity import rows


def n2n(*words: object, course: Course) -> Done:
    return commands.n2n(*words, "--course", course.root)


def scores(course: Course) -> dict[str, float]:
    with sqlite3.connect(course.root / "gradebook.db") as db:
        query = """select s.student_id, sum(g.auto_score) from grade g
            join submitted_notebook m on m.id = g.notebook_id
            join submitted_assignment s on s.id = m.assignment_id group by s.student_id"""
        return dict(db.execute(query).fetchall())


def test_only_what_is_new_or_changed_is_graded(course: Course, solved: Solved) -> None:
    hand_in(course, "ada", solved())
    hand_in(course, "ben", solved(relu="def relu(z):\n    return z"))
    hand_in(course, "cut", '{"cells": [')
    first = program(
        "autograde", ASSIGNMENT, "--course", course.root
    )  # real: its workers print nothing either
    assert (first.returncode, first.stderr) == (0, "")
    assert first.last_line.startswith("3 notebooks graded")
    assert "  -1  relu" in first.stdout
    assert "unreadable: the file is cut off" in first.stdout
    assert scores(course) == {"ada": 28, "ben": 27, "cut": None}
    stamp = {p: p.stat().st_mtime_ns for p in (course.root / "autograded").rglob("*.ipynb")}

    again = autograde(course)
    assert again.last_line.startswith("0 notebooks graded, 3 unchanged")
    assert again.stdout.splitlines()[:-1] == first.stdout.splitlines()[:-1]
    assert stamp == {p: p.stat().st_mtime_ns for p in (course.root / "autograded").rglob("*.ipynb")}

    hand_in(course, "ben", solved())
    hand_in(course, "new", solved())
    assert autograde(course).last_line.startswith("2 notebooks graded")
    assert scores(course)["ben"] == 28

    assert autograde(course, "--student", "ada", "--force").last_line.startswith("1 notebook graded")
    (course.root / "autograded/ada" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").unlink()
    assert autograde(course).last_line.startswith("1 notebook graded")
    # a changed bank is graded anew, all of it
    (bank,) = (course.root / "banks").glob("*.json")
    changed = json.loads(bank.read_text())
    changed["entries"]["relu"]["rtol"] = 1e-5
    bank.write_text(json.dumps(changed))
    assert autograde(course).last_line.startswith("4 notebooks graded")


def test_what_a_human_graded_stays(course: Course, solved: Solved) -> None:
    from nbgrader.api import Gradebook

    hand_in(course, "ada", solved(relu="def relu(z):\n    return z"))
    assert autograde(course).returncode == 0
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gb:
        grade = gb.find_grade("check-relu", ASSIGNMENT, ASSIGNMENT, "ada")
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 0.5, 1.0, False
        comment = gb.find_comment("relu", ASSIGNMENT, ASSIGNMENT, "ada")
        comment.manual_comment = "almost"
        gb.db.commit()
    before = rows(course.root / "gradebook.db")
    assert autograde(course).returncode == 0
    assert rows(course.root / "gradebook.db") == before
    hand_in(course, "ada", solved())
    assert autograde(course).returncode == 0
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gb:
        grade = gb.find_grade("check-relu", ASSIGNMENT, ASSIGNMENT, "ada")
        assert (grade.auto_score, grade.manual_score, grade.extra_credit) == (1.0, 0.5, 1.0)
        assert grade.needs_manual_grade  # as nbgrader: a human should look again
        assert gb.find_comment("relu", ASSIGNMENT, ASSIGNMENT, "ada").manual_comment == "almost"
        assert gb.find_submission(ASSIGNMENT, "ada").score == 28.5


def test_a_lost_gradebook_is_filled_again_without_grading(
    course: Course, solved: Solved, released: Path
) -> None:
    hand_in(course, "ada", solved())
    assert autograde(course).returncode == 0
    filled = rows(course.root / "gradebook.db")
    (course.root / "gradebook.db").write_bytes((released / "gradebook.db").read_bytes())
    assert autograde(course).last_line.startswith("0 notebooks graded, 1 unchanged")
    assert rows(course.root / "gradebook.db") == filled


def kill_and_compare(course: Course, undisturbed: dict, seed: int, kills: int) -> None:
    rng = random.Random(seed)
    for _ in range(kills):
        process = subprocess.Popen(
            [BIN / "n2n", "autograde", ASSIGNMENT, "--course", course.root],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(rng.uniform(1.0, 5.0))
        os.killpg(process.pid, signal.SIGKILL)  # the workers too, as when a machine goes down
        process.wait()
    done = autograde(course)
    assert done.returncode == 0, done.stderr
    assert rows(course.root / "gradebook.db") == undisturbed


@pytest.mark.parametrize("kills", [3, pytest.param(30, marks=pytest.mark.slow)])
def test_kill_9_at_random_moments(course: Course, solved: Solved, tmp_path: Path, kills: int) -> None:
    """The gradebook is in the end that of an undisturbed run."""
    import shutil

    count = 30 if kills == 3 else 200
    for i in range(count):
        wrong = {"relu": f"def relu(z):\n    return z + {i}"} if i % 3 else {}
        hand_in(course, f"s{i:03}", solved(**wrong))
    calm = Course(tmp_path / "calm")
    shutil.copytree(course.root, calm.root)
    assert autograde(calm).returncode == 0
    undisturbed = rows(calm.root / "gradebook.db")
    kill_and_compare(course, undisturbed, seed=4, kills=kills)
    graded = sorted((course.root / "autograded").rglob("*.ipynb"))
    assert len(graded) == count
    for path in graded:
        nbformat.validate(nbformat.read(path, 4))
    assert len(list((course.root / "feedback").rglob("*.html"))) == count
    assert not list(course.root.rglob(".*.ipynb.*"))[3:]  # at most what a kill caught in the act


def test_journal_forgets_a_line_that_was_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "journal.jsonl"
    with Journal(path) as journal:
        journal.put("ada", "nb", "k1", {"x": 1})
        journal.put("ben", "nb", "k2", {"x": 2})
    whole = path.read_bytes()
    path.write_bytes(whole[:-5])
    with Journal(path) as journal:
        assert journal.get("ada", "nb", "k1") == {"x": 1}
        assert journal.get("ben", "nb", "k2") is None
        journal.put("ben", "nb", "k3", {"x": 3})
        journal.put("ada", "nb", "k4", {"x": 4})
    with Journal(path) as journal:
        assert journal.get("ada", "nb", "k1") is None
        assert journal.get("ada", "nb", "k4") == {"x": 4}
        assert journal.get("ben", "nb", "k3") == {"x": 3}
        monkeypatch.setattr(locks, "wait", partial(locks.wait, seconds=0.5))
        with pytest.raises(CourseError, match="another"):
            Journal(path)


@pytest.mark.parametrize("room", [20_000, 100_000])
def test_no_room_is_one_line_and_loses_nothing(course: Course, solved: Solved, room: int) -> None:
    """Files may not grow beyond `room`: first the graded notebook does not fit, then the gradebook."""
    import resource

    hand_in(course, "ada", solved())
    done = subprocess.run(
        [BIN / "n2n", "autograde", ASSIGNMENT, "--course", course.root],
        capture_output=True,
        text=True,
        timeout=100,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},  # or it would leave half a .pyc behind
    )
    one_line(done, "File too large" if room == 20_000 else "cannot be written")
    assert scores(course) == {}
    done = autograde(course)
    assert done.returncode == 0
    assert done.last_line.startswith("1 notebook graded" if room == 20_000 else "0 notebooks graded, 1 unch")
    assert scores(course) == {"ada": 28}


def test_journal_on_a_full_disk(tmp_path: Path) -> None:
    with Journal(tmp_path / "journal.jsonl") as journal:
        journal.put("ada", "nb", "k1", {})
        journal.file.close()
        journal.file = open("/dev/full", "r+b")  # noqa: SIM115
        with pytest.raises(CourseError, match=r"No space left on device.*1 result is safe"):
            journal.put("ben", "nb", "k2", {})
        journal.file = open(os.devnull, "r+b")  # noqa: SIM115  (what could not be written must not be written later)


# ---- bad input ----


def test_bad_input_is_one_clear_line(course: Course, solved: Solved, tmp_path: Path) -> None:
    one_line(autograde(course), "nobody handed in", "submitted")
    one_line(n2n("autograde", "05_nothing", course=course), "no assignment 05_nothing", "n2n release")
    one_line(n2n("autograde", "../x", course=course), "not the name of an assignment")
    one_line(autograde(Course(tmp_path / "nowhere")), "no course folder")
    hand_in(course, "ada", solved())
    one_line(autograde(course, "--student", "bob"), "bob handed in no")
    odd = hand_in(course, "-rf", solved())
    one_line(autograde(course), "-rf", "not a usable student id")
    odd.unlink()
    odd.parent.rmdir()
    (bank,) = (course.root / "banks").glob("*.json")
    text = bank.read_text()
    bank.write_text("{")
    one_line(autograde(course), str(bank), "n2n release")
    bank.unlink()
    one_line(autograde(course), "is missing", "n2n release")
    bank.write_text(text)
    config = course.root / "nbgrader_config.py"
    config.write_text("c = get_config(")
    one_line(autograde(course), "nbgrader_config.py does not load")
    config.unlink()
    book = course.root / "gradebook.db"
    data = book.read_bytes()
    book.write_bytes(b"this is no database, whatever it is called" * 100)
    one_line(autograde(course), "gradebook", "not a database")
    book.unlink()
    one_line(autograde(course), "no gradebook", "n2n release")
    book.write_bytes(data)
    release = course.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    release.rename(release.with_suffix(".txt"))
    one_line(autograde(course), "no release", "n2n release")
    release.with_suffix(".txt").rename(release)
    assert autograde(course).returncode == 0


def test_unconfined_is_refused(course: Course, solved: Solved, monkeypatch: pytest.MonkeyPatch) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from grader.engine.batch import worker
    from grader.engine.batch.run import Batch, Pool
    from grader.engine.process import host

    hand_in(course, "ada", solved())
    monkeypatch.setattr(host, "LAYERS", ("landlock",))
    for allowed in (False, True):
        settings = worker.Settings(allow_unconfined=allowed)
        with ThreadPoolExecutor(1) as pool:
            workers = Pool(pool, pool.submit(worker.prove, settings).result, 1)
            batch = Batch(course, ASSIGNMENT, workers, settings)
            if allowed:
                assert batch.run().level.name == "weak"
            else:
                with pytest.raises(CourseError, match=r"confinement is weak here.*--allow-unconfined"):
                    batch.run()
            pool.submit(worker.close_hosts).result()
    page = (course.root / "feedback/ada" / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text()
    assert "weak" in page


# ---- what students see ----


def test_hidden_inputs_stay_hidden(course: Course, solved: Solved, template: Template) -> None:
    """A function that remembers its inputs, and others that would tell them on: by errors, output, names of types."""
    remember = (
        "SEEN = []\ndef relu(z):\n    SEEN.append(z.tolist())\n    return np.maximum(z, 0.0)\nprint(SEEN)"
    )
    tell = "def {}(*args, **kwargs):\n    print(SEEN)\n    raise ValueError(str(SEEN))\nprint(SEEN)"
    notebook = solved(
        relu=remember, **{n: tell.format(n) for n in ("relu_prime", "sigmoid", "maxout", "softmax_jvp")}
    )
    # right on the public cases, and of the hidden ones each tells the input in another way
    late = (
        "def {n}(*a, **k):\n    seen = ', '.join(map(str, np.asarray(a[0]).ravel()[:3].tolist()))\n"
        "    hidden = np.size(a[0]) > 3 and seen not in {public}\n    {way}\n    return {n}_right(*a, **k)\n{right}"
    )
    ways = {
        "tanh": "import warnings; warnings.warn(seen)",
        "elu": "if hidden: return type(seen, (), {})()",
        "softmax": "if hidden: raise type(seen, (Exception,), {})()",
        "log_softmax": "if hidden: raise ValueError(seen)",
        "dead_share": "import os; hidden and os._exit(int(abs(np.ravel(a[0])[0] * 100)) % 255)",
        "leaky_relu": "if hidden: print(seen); import sys; sys.stderr.write(seen)",
    }
    ways = {n: way for n, way in ways.items() if n in template.exercises}
    assert len(ways) > 3
    for n, way in ways.items():
        cell = cell_of(notebook, n)
        right = cell["source"].replace(f"def {n}(", f"def {n}_right(")
        public = [", ".join(map(str, d[:3])) for d in inputs(parts(template)[n].public.entry.cases)]
        cell["source"] = late.format(n=n, way=way, public=public, right=right)
    hand_in(course, "ada", notebook)
    assert autograde(course).returncode == 0
    hidden, public_ = [], []
    (bank,) = (course.root / "banks").glob("*.json")
    entries = json.loads(bank.read_text())["entries"]
    for n in ("relu", *ways):
        for c in entries[n]["cases"]:
            for data in inputs([c]):
                if len(data) > 3:  # three numbers in a row are found nowhere by chance
                    numbers = ", ".join(map(str, data[:3]))
                    (hidden if c["case"].get("hidden") else public_).append(numbers)
    told = "\n".join(
        p.read_text() for step in ("feedback", "autograded") for p in (course.root / step).rglob("*.*")
    )
    assert len(hidden) > 6
    assert any(numbers in told for numbers in public_)  # the attack works as far as it is meant to
    assert not [numbers for numbers in hidden if numbers in told and numbers not in public_]
    assert "raised an exception" in told
    assert "the Python process ended" in told
    assert "exit code" not in told
    assert "another type of value" in told


def inputs(cases: list[Any]) -> Iterator[list[float]]:
    """The numbers of the first argument of each case, where they are written out."""
    for c in cases:
        for argument in c["case"]["steps"][0]["args"][:1]:
            if isinstance(argument, dict) and "array" in argument:
                yield argument["array"].get("data", [])


def test_feedback_is_one_page_without_scripts(course: Course, solved: Solved) -> None:
    hand_in(course, "ada", solved(relu="def relu(z):\n    raise ValueError('<b>&')"))
    assert autograde(course).returncode == 0
    page = (course.root / "feedback/ada" / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text()
    assert "27 of 28 points" in page
    assert "&lt;b&gt;&amp;" in page
    assert "default-src 'none'" in page
    assert not {"<script", "http://", "https://", "src="} & {
        w for w in ("<script", "http://", "https://", "src=") if w in page
    }


def test_error_carried_forward(course: Course, solved: Solved) -> None:
    hand_in(course, "ada", solved(sigmoid="def sigmoid(z):\n    return 2 / (1 + np.exp(-z))"))
    hand_in(
        course,
        "ben",
        solved(
            sigmoid="def sigmoid(z):\n    return 2 / (1 + np.exp(-z))",
            tanh="def tanh(z):\n    return sigmoid(z)",
        ),
    )
    done = autograde(course)
    assert scores(course) == {"ada": 26, "ben": 25}
    assert "tanh: counts, because with a correct sigmoid it passes" in done.stdout
    page = (course.root / "feedback/ada" / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text()
    assert "It counts all the same: with a correct sigmoid it passes." in page


def test_files_that_are_no_files(course: Course, solved: Solved, tmp_path: Path) -> None:
    """Links, FIFOs and folders in the place of a notebook are told, not followed, and hold nobody up."""
    secret = tmp_path / "secret.ipynb"
    secret.write_text(json.dumps(solved()))
    for student, make in {
        "link": lambda p: p.symlink_to(secret),
        "pipe": os.mkfifo,
        "folder": lambda p: p.mkdir(),
        "endless": lambda p: p.symlink_to("/dev/zero"),
    }.items():
        path = hand_in(course, student, "")
        path.unlink()
        make(path)
    linked = course.root / "submitted/linked"
    linked.mkdir()
    (linked / ASSIGNMENT).symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(hand_in(course, "clock", solved()).parent / "timestamp.txt")
    (course.root / "submitted/nothing" / ASSIGNMENT).mkdir(parents=True)
    done = autograde(course)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("unreadable") == 5
    assert scores(course) == {
        "clock": 28,
        "nothing": 0,
        **dict.fromkeys(("link", "pipe", "folder", "endless", "linked")),
    }


def test_export_is_safe_for_spreadsheets(course: Course, solved: Solved, tmp_path: Path) -> None:
    import csv

    from nbgrader.api import Gradebook

    hand_in(course, "ada", solved())
    assert autograde(course).returncode == 0
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gb:
        gb.update_or_create_student("ada", first_name='=HYPERLINK("http://x")', last_name='O"Hara, "A"')
    to = tmp_path / "grades.csv"
    assert n2n("export", ASSIGNMENT, "--to", to, course=course).returncode == 0
    (row,) = csv.DictReader(to.open())
    assert row["first_name"] == '\'=HYPERLINK("http://x")'
    assert row["last_name"] == 'O"Hara, "A"'
    assert float(row["score"]) == 28
    one_line(
        n2n("export", ASSIGNMENT, "--output", tmp_path / "no/where.csv", course=course), "cannot be written"
    )


def test_export_marks_what_has_no_result(course: Course, solved: Solved) -> None:
    """Unreadable, crashed and missing work is no 0, in neither format; an earlier score does not stand in for it."""
    import csv

    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gb:
        gb.update_or_create_student("away", first_name="Ann", last_name="-Away")
        gb.update_or_create_student("ada", first_name="Ada", last_name="Lovelace")
    hand_in(course, "ada", solved(relu="def relu(z):\n    return z"))
    hand_in(course, "cut", '{"cells": [')
    hand_in(course, "zero", "x")
    (course.root / "submitted/void" / ASSIGNMENT).mkdir(parents=True)
    blank = json.loads((course.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text())
    hand_in(course, "zero", blank)
    assert autograde(course).returncode == 0
    hand_in(course, "crashed", solved())  # handed in, and never graded: as after a crash
    hand_in(course, "late_change", solved())

    rows = {
        r["student_id"]: r
        for r in csv.DictReader(n2n("export", ASSIGNMENT, course=course).stdout.splitlines())
    }
    assert {s: r["score"] for s, r in rows.items()} == {
        "ada": "27.0",
        "zero": "0.0",
        **dict.fromkeys(("away", "crashed", "cut", "late_change", "void"), ""),
    }
    assert rows["cut"]["raw_score"] == rows["cut"]["late_submission_penalty"] == ""
    assert rows["cut"]["status"].startswith("unreadable: the file is cut off")
    assert rows["crashed"]["status"].startswith("no result: not graded yet")
    assert rows["void"]["status"] == "no notebook in the folder"
    assert rows["away"]["status"] == "nothing handed in"
    assert rows["away"]["last_name"] == "'-Away"

    done = n2n("export", ASSIGNMENT, "--format", "canvas", course=course)
    head, possible, *students = csv.reader(done.stdout.splitlines())
    assert head == ["Student", "ID", "SIS Login ID", "Section", ASSIGNMENT]
    assert possible == ["    Points Possible", "", "", "", "28.0"]
    assert ["Lovelace, Ada", "", "ada", "", "27.0"] in students
    assert ["'-Away, Ann", "", "away", "", ""] in students
    assert ["cut", "", "cut", "", ""] in students
    assert ["zero", "", "zero", "", "0.0"] in students


@pytest.mark.parametrize("system", ["Darwin", "Windows"])
def test_other_systems_get_one_clear_line(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from grader.engine.process import host
    from grader.engine.process.guard import CannotJudge

    monkeypatch.setattr("grader.engine.sandbox.syscalls.LINUX", False)
    monkeypatch.setattr("platform.system", lambda: system)
    with pytest.raises(CannotJudge) as said:
        host.start()
    line = str(said.value)
    assert "\n" not in line
    assert "namespaces, Landlock and seccomp" in line
    assert ("macOS" if system == "Darwin" else "Windows") in line
    assert ("wsl --install" in line) == (system == "Windows")
    assert "docker run" in line


def test_figures(course: Course, solved: Solved) -> None:
    notebook = solved()
    plot = "import matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show()"
    notebook["cells"].append({"cell_type": "code", "source": plot, "metadata": {}, "outputs": []})
    hand_in(course, "ada", notebook)
    path = course.root / "autograded/ada" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    assert autograde(course).returncode == 0
    assert "image/png" not in path.read_text()
    assert autograde(course, "--figures").returncode == 0
    graded = json.loads(path.read_text())
    assert "image/png" in graded["cells"][-1]["outputs"][0]["data"]
    assert scores(course) == {"ada": 28}


def test_nothing_is_left_in_the_temporary_folder(
    course: Course, solved: Solved, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir(mode=0o755)
    monkeypatch.setenv("TMPDIR", str(scratch))  # for the workers
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    left = scratch / "n2n-999999999-killed"
    (left / "inside").mkdir(parents=True)
    hand_in(course, "ada", solved())
    assert autograde(course).returncode == 0
    assert list(scratch.iterdir()) == []


def test_unmatched_and_manual_cells(course: Course, solved: Solved) -> None:
    notebook = solved()
    cell_of(notebook, "relu")["metadata"]["nbgrader"]["grade_id"] = "unknown"
    hand_in(course, "ada", notebook)
    assert autograde(course).returncode == 0
    assert scores(course) == {"ada": 28}
