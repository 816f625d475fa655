"""What PyTorch and scikit-learn say, kept as numbers, so that the tests compare with them where neither is installed.

Each module here asks a library and says with which inputs; `<module>.json` holds its answers, one array a line.
`python -m tests.compared` asks again and compares (`.ci/run` does, with the extra `compare`), `--write` keeps the
answers.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent
TOPICS = sorted(p.stem for p in HERE.glob("[a-z]*.py"))

Answers = dict[str, np.ndarray]


def answers(topic: str) -> Answers:
    """The kept numbers of a topic, by name."""
    kept = json.loads((HERE / f"{topic}.json").read_text("utf8"))
    return {name: np.array(value) for name, value in kept.items()}


def text(found: dict[str, Any]) -> str:
    """A topic's file: one array a line, every float with all its digits."""
    lines = (f"{json.dumps(name)}: {json.dumps(np.asarray(v).tolist())}" for name, v in found.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"
