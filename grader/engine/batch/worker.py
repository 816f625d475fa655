"""What runs in a worker, here or on another machine: keeps one zygote and grades what it is sent.

Plain functions of plain data, so that any `concurrent.futures` executor can call them. A worker only
judges; files and gradebook are the main process's.
"""

import atexit
import functools
import hashlib
import json
import socket
import threading
import traceback
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.engine.batch.reply import send
from grader.engine.judging.bounds import TooMuch, within
from grader.engine.judging.grade import grade
from grader.engine.judging.graded import Graded, set_aside
from grader.engine.notebook.outputs import plain_text
from grader.engine.notebook.template import Template
from grader.engine.process import host as hosts
from grader.engine.process.guard import CannotJudge
from grader.engine.process.host import Host
from grader.engine.reports import autograded
from grader.engine.sandbox.canary import BARRIERS, LEVELS, PRIVATE, Level
from grader.engine.sandbox.limits import Limits, amount
from grader.words import Phrase, phrase


@dataclass(frozen=True)
class Settings:
    """How to grade; the same for a whole run."""

    limits: Limits = field(default_factory=Limits)
    figures: bool = False
    allow_unconfined: bool = False


@dataclass(frozen=True)
class Shared:
    """Stands for a template's text that the worker has already (see `cluster`)."""

    key: str

    @classmethod
    def of(cls, text: str) -> "Shared":
        """For this text."""
        return cls(hashlib.sha256(text.encode()).hexdigest())


SHARED: dict[str, str] = {}
"""Texts of templates by key, of the run that goes on."""

WORKER_MEMORY = 400 << 20
"""Bytes that a worker of this machine may allocate beyond what it begins with. Kept by the kernel; see `workers`."""

_lock = threading.RLock()
"""A cluster's workers run several threads."""

_hosts: dict[tuple[Settings, bool], tuple[Host, Level]] = {}


_shared_zygotes: dict[bool, socket.socket] = {}
"""Control sockets of zygotes to fork, by whether they draw figures."""


def begin(shared: Mapping[bool, socket.socket]) -> None:
    """Have this process fork these zygotes instead of starting its own."""
    _shared_zygotes.update(shared)


def _host(settings: Settings, figures: bool = False) -> tuple[Host, Level]:
    """This process's zygote for these settings, started on first use and again if it died."""
    key = (settings, figures)
    with _lock:
        if key in _hosts and not _hosts[key][0].alive:
            _hosts.pop(key)[0].close()
        if key not in _hosts:
            if not _hosts:
                atexit.register(close_hosts)
            _hosts[key] = _started(settings.limits, figures)
        return _hosts[key]


def _started(limits: Limits, figures: bool) -> tuple[Host, Level]:
    if figures in _shared_zygotes:
        with suppress(CannotJudge):
            forked = hosts.ForkedHost(_shared_zygotes[figures], limits)
            try:
                return forked, forked.prove()
            except CannotJudge:
                forked.close()
    return hosts.start(limits, figures)


def prove(settings: Settings) -> Level:
    """The level of confinement that this worker offers. Raises CannotJudge."""
    return _host(settings)[1]


def proof(settings: Settings) -> list[Any]:
    """`prove` as plain data, read back by `proven`. Raises CannotJudge."""
    level = prove(settings)
    return [level.name, list(level.missing)]


def proven(told: Any) -> Level:
    """The level that a worker tells. Raises ValueError for none of ours."""
    name, missing = told
    if name not in LEVELS:
        raise ValueError(f"confinement {str(name)[:40]!r}")
    return Level(name, tuple(m for m in missing if m in {*BARRIERS, *PRIVATE}))


@functools.lru_cache(maxsize=8)
def template(text: str) -> Template:
    """The template of a text, made once a process, with all it keeps for the next submission."""
    return Template.from_json(json.loads(text))


def grade_file(
    template: Template,
    data: bytes,
    host: Host,
    level: str,
    notes: Iterable[Phrase] = (),
    pictures: Host | None = None,
) -> tuple[Graded, str]:
    """What `judging.grade` says of one submitted file, and the notebook with its outputs as JSON text."""
    judged = grade(template, data, host, level, notes, pictures)
    return judged.graded, within(lambda: autograded.notebook(template, judged))


def work(settings: Settings, shared: str | Shared, data: bytes, notes: tuple[Phrase, ...]) -> str:
    """Grade one file; what is said of it as `reply.send` makes it, which is all that leaves a worker."""
    return send(*_work(settings, shared, data, notes))


def _work(
    settings: Settings, shared: str | Shared, data: bytes, notes: tuple[Phrase, ...]
) -> tuple[Graded, str]:
    """As `grade_file`; a grader's failure is tried a second time with a fresh zygote."""
    graded = Graded("unjudged")
    for _ in range(2):
        try:
            host, level = _host(settings)
            if not (level.safe or settings.allow_unconfined):
                return Graded("unjudged", level.name, phrase("ungraded.engine", what=refusal(level))), ""
            pictures = _host(settings, figures=True)[0] if settings.figures else None
            text = SHARED[shared.key] if isinstance(shared, Shared) else shared
            graded, notebook = grade_file(template(text), data, host, level.name, notes, pictures)
        except TooMuch as e:
            return too_much(e), ""
        except MemoryError:  # outside of every step, yet of this worker's own limit
            return too_much(TooMuch("memory", WORKER_MEMORY)), ""
        except CannotJudge as e:
            graded, notebook = Graded("unjudged", reason=phrase("ungraded.engine", what=e.why)), ""
        except Exception as e:  # a bug of ours must not take the rest of the class along
            where = traceback.extract_tb(e.__traceback__)[-1]
            reason = f"{type(e).__name__} in {Path(where.filename).name}:{where.lineno}: {e}"[:300]
            return Graded("unjudged", reason=phrase("ungraded.engine", what=plain_text(reason))), ""
        if graded.status != "unjudged":
            return graded, notebook
        close_hosts()
    return graded, ""


_TOO_MUCH = {"memory": "ungraded.memory", "cpu": "ungraded.cpu", "total": "ungraded.total"}


def too_much(e: TooMuch) -> Graded:
    """The result of work that the grader has no room or time for."""
    return set_aside(phrase(_TOO_MUCH[e.limit], amount=amount(e.limit, e.amount)))


def refusal(level: Level) -> Phrase:
    """Why this machine does not run student code, and what to do."""
    missing = [phrase(f"open.{name}") for name in level.missing]
    where = phrase("open.where", worker=level.where) if level.where else ""
    return phrase("engine.unconfined", level=level.name, where=where, missing=missing)


def close_hosts() -> None:
    """End this process's zygotes."""
    with _lock:
        while _hosts:
            _hosts.popitem()[1][0].close()
