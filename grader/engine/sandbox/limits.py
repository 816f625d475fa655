"""How much of everything a submission may use, and a process of ours for it."""

import resource
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Limits:
    """Seconds and bytes. `cpu`, `wall` and `reply` hold for each cell and each exercise, the rest for one process."""

    cpu: float = 10.0
    wall: float = 30.0
    total: float = 300.0
    """Most seconds that one run of a notebook may take, however it is cut into cells."""
    memory: int = 2 << 30
    output: int = 2 << 20
    """Most characters a run may print; a flood is stopped, not truncated forever."""
    file: int = 32 << 20
    disk: int = 64 << 20
    inodes: int = 4000
    threads: int = 64
    reply: int = 16 << 20
    """Most bytes that one cell or exercise sends back; honest records stay far below (see `grader.data`)."""

    def to_json(self) -> dict[str, float]:
        """Plain JSON, read back by `Limits(**j)`."""
        return asdict(self)


DEFAULT = Limits()

AMOUNTS = {"memory": 1 << 30, "output": 1 << 20, "disk": 1 << 20, "reply": 1 << 20}
"""What the words of a limit count in, where it is not seconds: gigabytes or megabytes."""


def amount(limit: str, most: float) -> float:
    """The number that the words of `limit` name."""
    return most / AMOUNTS.get(limit, 1)


def resident(process: int | str = "self") -> int:
    """Bytes that a process has in memory, 0 if it is gone."""
    try:
        return _statm(1, process)
    except (OSError, IndexError):
        return 0


def _statm(place: int, process: int | str = "self") -> int:
    """One number of proc_pid_statm(5), in bytes."""
    with open(f"/proc/{process}/statm") as f:
        return int(f.read().split()[place]) * resource.getpagesize()


def keep_to(memory: int) -> None:
    """Let this process allocate so many bytes more than it has; what then fails is a MemoryError.

    Of what it starts, a zygote takes this limit off again (`unlimited`): its children have their own.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = _statm(5) + memory
    resource.setrlimit(resource.RLIMIT_DATA, (wanted if hard < 0 else min(wanted, hard), hard))


def unlimited() -> None:
    """Undo `keep_to` in a process that inherited it."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))
