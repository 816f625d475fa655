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

SENTENCES = {
    "cpu": "stopped after {cpu:g} s of CPU",
    "wall": "stopped after {wall:g} s of waiting",
    "total": "stopped: the notebook ran for more than {total:g} s in all",
    "memory": "stopped: it asked for more than {memory_gb:g} GB of memory",
    "output": "stopped: it printed more than {output_mb:g} MB",
    "disk": "stopped: it wrote more than {disk_mb:g} MB to disk",
    "reply": "stopped: it sent more than {reply_mb:g} MB back",
    "protocol": "stopped: it wrote on the grader's own channel",
    "died": "stopped: the Python process ended",
}
"""What is said of each limit; `{}` are the numbers of `Limits`."""


def sentence(limit: str, limits: Limits) -> str:
    """The sentence of one limit with its number, without saying where."""
    return SENTENCES[limit].format(
        cpu=limits.cpu,
        wall=limits.wall,
        total=limits.total,
        memory_gb=limits.memory / (1 << 30),
        output_mb=limits.output / (1 << 20),
        disk_mb=limits.disk / (1 << 20),
        reply_mb=limits.reply / (1 << 20),
    )
