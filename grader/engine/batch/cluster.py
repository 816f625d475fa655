"""Grades on a Dask cluster. Its workers only judge; files, gradebook and journal are the main process's.

Workers get plain data: settings, and each notebook's template with its bank. These are held by a worker plugin,
which Dask gives to workers that come later too and which, unlike data that tasks share, is never spilled to a
worker's disk. Where confinement or this package is not what it is here, nothing is graded.
"""

import functools
import hashlib
import logging
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import numpy
from distributed import Client, KilledWorker, WorkerPlugin
from distributed.comm import parse_address, registry
from distributed.security import Security

from grader.engine.batch import worker
from grader.engine.batch.certificates import CertificateError, security
from grader.engine.batch.run import Pool
from grader.engine.batch.worker import Settings
from grader.engine.course.folder import CourseError
from grader.engine.process.host import ROOT
from grader.engine.sandbox.canary import LEVELS, Level
from grader.words import reason

NO_WORKER_SECONDS = 60.0
"""Seconds without any worker after which grading ends; Dask restarts one that died sooner."""

_PLUGIN = "n2n"


@functools.cache
def version() -> dict[str, str]:
    """What has to be the same on all machines for verdicts to be the same."""
    found = hashlib.sha256()
    grader = Path(ROOT, "grader")
    for path in sorted([*grader.glob("*.py"), *grader.glob("rules/*.py"), *grader.glob("engine/**/*.py")]):
        found.update(f"{path.relative_to(grader)}\0".encode() + path.read_bytes())
    python = ".".join(platform.python_version_tuple()[:2])
    return {"grader": found.hexdigest()[:12], "Python": python, "numpy": numpy.__version__}


class Templates(WorkerPlugin):  # type: ignore[misc]  # Dask has no types
    """Brings templates to every worker, and ends its grading processes with itself."""

    name = _PLUGIN

    def __init__(self, texts: dict[str, str]) -> None:
        self.texts = texts

    def setup(self, worker: Any) -> None:
        """On the worker: have them at hand."""
        _shared(self.texts)

    def teardown(self, worker: Any) -> None:
        """On the worker: forget everything."""
        _shared({})


def _shared(texts: dict[str, str]) -> None:
    if not texts:
        worker.close_hosts()
        worker.template.cache_clear()
    worker.SHARED.clear()
    worker.SHARED.update(texts)


@contextmanager
def pool(address: str, settings: Settings, certificate: Path | None = None) -> Iterator[Pool]:
    """The cluster behind a scheduler's address. Raises CourseError: one line.

    Without a certificate nothing but this machine itself may be able to reach the scheduler.
    """
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is said here
    try:
        scheme, location = parse_address(address)
        registry.get_backend(scheme)  # a Client would hang on what it does not know
        own = _security(certificate, scheme, location, address)
        # results are texts; a pickle that comes as one is not opened
        client = Client(address, timeout=10, set_as_default=False, security=own, deserializers=["msgpack"])
    except CourseError:
        raise
    except Exception as e:  # a wrong address fails in many ways
        raise CourseError("cluster.none", address=address, what=reason(e)) from None
    try:
        if certificate is None:
            _only_here(client)
        cores = sum(client.nthreads().values())
        if not cores:
            raise CourseError("cluster.no_workers", address=address)
        _same(client, address)
        level = _weakest(client, settings)
        texts: dict[str, str] = {}

        def share(text: str) -> worker.Shared:
            shared = worker.Shared.of(text)
            texts[shared.key] = text
            client.register_plugin(Templates(dict(texts)))
            return shared

        executor = client.get_executor(pure=False, retries=3)
        yield Pool(executor, lambda: level, 3 * cores, share, _watch(client, address), (KilledWorker,))
    finally:
        with suppress(Exception):  # of a scheduler that is gone
            client.unregister_worker_plugin(_PLUGIN)
        with suppress(Exception):
            client.close()


def _security(certificate: Path | None, scheme: str, location: str, address: str) -> Security | None:
    """What the client shows and asks for. Raises CourseError for a plain scheduler on another machine."""
    if certificate is None:
        if scheme != "tcp" or not _loopback(location):
            raise CourseError("cluster.plain", address=address)
        return None
    try:
        return security(certificate)
    except CertificateError as e:
        raise CourseError("cluster.certificate", path=certificate, what=e.why) from None


def _only_here(client: Client) -> None:
    """That a plain scheduler and its workers listen where only this machine reaches them. Raises CourseError."""
    info = client.scheduler_info()
    for address in (info["address"], *info["workers"]):
        if not _loopback(parse_address(address)[1]):
            raise CourseError("cluster.plain", address=address)


def _loopback(location: str) -> bool:
    host = location.rpartition(":")[0].strip("[]")
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _same(client: Client, address: str) -> None:
    """That every worker has this package, Python and numpy. Raises CourseError."""
    here = version()
    try:
        there = client.run(version)
    except Exception as e:
        raise CourseError("cluster.unloaded", address=address, what=reason(e)) from None
    for name, found in sorted(there.items()):
        for what, mine in here.items():
            if found.get(what) != mine:
                raise CourseError(
                    "cluster.version", worker=name, what=what, there=str(found.get(what)), here=mine
                )


def _weakest(client: Client, settings: Settings) -> Level:
    """The least level that a worker proves. Raises CourseError."""
    try:
        levels = {name: worker.proven(told) for name, told in client.run(worker.proof, settings).items()}
    except Exception as e:
        raise CourseError("cluster.unstarted", what=reason(e)) from None
    name, least = min(levels.items(), key=lambda item: LEVELS.index(item[1].name))
    return least if least.safe else Level(least.name, least.missing, str(name))


def _watch(client: Client, address: str) -> Any:
    seen = time.monotonic()

    def check() -> None:
        """That there is still a worker, or was one a moment ago. Raises CourseError."""
        nonlocal seen
        if client.status in ("closed", "closing"):
            raise CourseError("cluster.gone", address=address)
        with suppress(Exception):
            if client.nthreads():
                seen = time.monotonic()
        if time.monotonic() - seen > NO_WORKER_SECONDS:
            raise CourseError("cluster.idle", address=address, amount=NO_WORKER_SECONDS)

    return check
