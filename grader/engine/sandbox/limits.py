"""How much of everything a submission may use."""

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


def amount(limit: str, limits: Limits) -> float:
    """The number that the words of `stopped.<limit>` name; 0 for a limit without one."""
    return getattr(limits, limit, 0.0) / AMOUNTS.get(limit, 1)
