"""Train the same network with ours, with PyTorch and with scikit-learn, on one core, and compare time and accuracy.

    python benchmarks/training.py [--rounds 9] [--epochs 30]

64-64-10 with ReLU on the 8 × 8 digits: softmax cross-entropy, Adam, batches of 32, float64. All three start from
the same weights and see the same rows; ours and PyTorch also in the same order (scikit-learn shuffles for itself).
In each round they take turns; a contestant's time is the median over the rounds, in CPU seconds of one thread, so
that whatever else the machine does counts little. Needs the extra `compare`.
"""

import os

for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM"):
    os.environ[f"{name}_NUM_THREADS"] = "1"  # read when the libraries are imported

import json  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
import warnings  # noqa: E402
from collections.abc import Callable  # noqa: E402
from pathlib import Path  # noqa: E402
from statistics import median  # noqa: E402
from typing import Any  # noqa: E402

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import click  # noqa: E402
import numpy as np  # noqa: E402
import sklearn  # noqa: E402
import torch  # noqa: E402
from sklearn.exceptions import ConvergenceWarning  # noqa: E402
from sklearn.neural_network import MLPClassifier  # noqa: E402

from grader.digits import load_digits  # noqa: E402
from solutions import capstone  # noqa: E402
from solutions.backpropagation import mlp_backward, mlp_forward  # noqa: E402
from solutions.capstone import Network, softmax_loss, stratified_split  # noqa: E402
from solutions.optimizers import Adam, minibatches  # noqa: E402

SIZES, BATCH, LR = [64, 64, 10], 32, 1e-3
Array = np.ndarray


class Task:
    """One round: the rows, the first weights, and the order of every epoch."""

    def __init__(self, seed: int, epochs: int) -> None:
        X, y = load_digits()
        X /= 16
        train, test = stratified_split(y, 0.25, np.random.default_rng(seed))
        self.seed, self.epochs = seed, epochs
        self.X, self.y, self.X_test, self.y_test = X[train], y[train], X[test], y[test]

    def network(self) -> Network:
        return Network(SIZES, softmax_loss, np.random.default_rng(self.seed))

    def order(self) -> np.random.Generator:
        return np.random.default_rng(self.seed + 1)


Trained = tuple[Callable[[], Any], Callable[[Array], Array]]  # what is timed; then: classes for rows


def ours(task: Task) -> Trained:
    net, rng = task.network(), task.order()
    return (
        lambda: net.fit(task.X, task.y, Adam(LR), task.epochs, BATCH, rng),
        lambda X: net(X).argmax(axis=1),
    )


def pytorch(task: Task) -> Trained:
    start, rng = task.network().params, task.order()
    net = torch.nn.Sequential(torch.nn.Linear(64, 64), torch.nn.ReLU(), torch.nn.Linear(64, 10)).double()
    with torch.no_grad():
        for p, first in zip(net.parameters(), start, strict=True):
            p.copy_(torch.tensor(first.T))
    X, y = torch.tensor(task.X), torch.tensor(task.y)
    loss_of, adam = torch.nn.CrossEntropyLoss(), torch.optim.Adam(net.parameters(), lr=LR)

    def train() -> None:
        for _ in range(task.epochs):
            for rows in minibatches(len(X), BATCH, rng):
                chosen = torch.from_numpy(rows)
                adam.zero_grad()
                loss_of(net(X[chosen]), y[chosen]).backward()
                adam.step()

    def classes(rows: Array) -> Array:
        with torch.no_grad():
            return net(torch.tensor(rows)).argmax(dim=1).numpy()

    return train, classes


class FromTheSameWeights(MLPClassifier):
    """scikit-learn's network, with our first weights in place of its own."""

    def _initialize(self, *args: Any) -> None:
        super()._initialize(*args)
        self.coefs_ = [p.copy() for p in self.first[::2]]
        self.intercepts_ = [p.copy() for p in self.first[1::2]]


def scikit_learn(task: Task) -> Trained:
    net = FromTheSameWeights(
        (64,),
        solver="adam",
        alpha=0.0,
        batch_size=BATCH,
        learning_rate_init=LR,
        max_iter=task.epochs,
        n_iter_no_change=task.epochs + 1,  # every epoch, whatever the loss does
        random_state=task.seed,
    )
    net.first = task.network().params
    return lambda: net.fit(task.X, task.y), net.predict


CONTESTANTS = {"n2n": ours, "PyTorch": pytorch, "scikit-learn": scikit_learn}


def timed(f: Callable[[], Any]) -> float:
    """CPU seconds."""
    begun = time.process_time()
    f()
    return time.process_time() - begun


def parts(task: Task, repeats: int = 3000) -> dict[str, float]:
    """Microseconds of one training step, by what they are spent on."""
    net, adam = task.network(), Adam(LR)
    rows = np.random.default_rng(0).permutation(len(task.X))[:BATCH]
    X, y = task.X[rows], task.y[rows]
    weights, biases = net.params[::2], net.params[1::2]
    layers = list(zip(weights, biases, strict=True))
    phi, phi_prime, *_ = net.form
    Z, cache = mlp_forward(X, layers, phi)
    _, dZ = softmax_loss(Z, y)
    _, grads = net.objective(net.params, X, y)
    flat = np.concatenate([g.ravel() for g in grads])

    def epoch_step() -> None:
        def step(_: Any, found: list[Array]) -> None:
            adam.step([net.theta], [np.concatenate([g.ravel() for g in found])])

        capstone.train_epoch(net.params, net.objective, step, task.X, task.y, [rows])

    what = {
        "fetching the batch": lambda: (task.X[rows], task.y[rows]),
        "forward": lambda: mlp_forward(X, layers, phi),
        "loss and its gradient": lambda: softmax_loss(Z, y),
        "backward": lambda: mlp_backward(dZ, cache, layers, phi_prime),
        "Adam": lambda: adam.step([net.theta], [flat]),
        "whole step": epoch_step,
    }
    times: dict[str, list[float]] = {name: [] for name in what}
    for _ in range(10):  # in turns, as everywhere here
        for name, f in what.items():
            times[name].append(timed(lambda f=f: [f() for _ in range(repeats // 10)]))
    found = {name: median(seconds) / (repeats // 10) * 1e6 for name, seconds in times.items()}
    found["all else"] = found["whole step"] - sum(v for k, v in found.items() if k != "whole step")
    return found


@click.command()
@click.option("--rounds", default=9, show_default=True)
@click.option("--epochs", default=30, show_default=True)
def main(rounds: int, epochs: int) -> None:
    """Let the three take turns; print medians, ratios, and where our time goes."""
    torch.set_num_threads(1)
    warnings.simplefilter("ignore", ConvergenceWarning)
    seconds: dict[str, list[float]] = {name: [] for name in CONTESTANTS}
    right: dict[str, list[float]] = {name: [] for name in CONTESTANTS}
    warm = Task(1000, 1)
    for make in CONTESTANTS.values():
        make(warm)[0]()
    for k in range(rounds):
        task, names = Task(k, epochs), list(CONTESTANTS)
        for name in names[k % 3 :] + names[: k % 3]:
            train, classes = CONTESTANTS[name](task)
            seconds[name].append(timed(train))
            right[name].append(float((classes(task.X_test) == task.y_test).mean()))
    steps = epochs * -(-len(warm.X) // BATCH)
    mine = median(seconds["n2n"])
    result = {
        "command": f"python benchmarks/training.py --rounds {rounds} --epochs {epochs}",
        "versions": {
            "numpy": np.__version__,
            "torch": torch.__version__,
            "scikit-learn": sklearn.__version__,
        },
        "contestants": {
            name: {
                "CPU seconds": round(median(seconds[name]), 3),
                "microseconds a step": round(median(seconds[name]) / steps * 1e6),
                "test accuracy": f"{median(right[name]):.1%} ({min(right[name]):.1%} to {max(right[name]):.1%})",
            }
            for name in CONTESTANTS
        },
        "n2n is faster by": {
            name: round(median(seconds[name]) / mine, 2) for name in CONTESTANTS if name != "n2n"
        },
        "microseconds of a step": {k: round(v, 1) for k, v in parts(warm).items()},
    }
    click.echo(json.dumps(result, indent=2, ensure_ascii=False))
    gaps = [abs(median(right[name]) - median(right["n2n"])) for name in CONTESTANTS]
    if max(gaps) > 0.02:
        raise click.ClickException(f"test accuracies differ by {max(gaps):.1%}: not the same training")


if __name__ == "__main__":
    main()
