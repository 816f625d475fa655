"""PyTorch's gradients of a whole network, and of an expression with every operator of `Value`."""

from itertools import pairwise
from typing import Any

import numpy as np

from tests.compared import Answers

SIZES = [3, 5, 4, 2]
Params = list[tuple[np.ndarray, np.ndarray]]
SCALARS = (1.7, -0.4, 0.9)


def network(seed: int = 0, n: int = 6) -> tuple[np.ndarray, np.ndarray, Params]:
    """Inputs, targets, parameters of a small tanh network."""
    rng = np.random.default_rng(seed)
    params = [(rng.normal(size=s) * 0.6, rng.normal(size=s[1]) * 0.3) for s in pairwise(SIZES)]
    return rng.normal(size=(n, SIZES[0])), rng.normal(size=(n, SIZES[-1])), params


def expression(a: Any, b: Any, c: Any) -> Any:
    """Of tensors or `Value`s."""
    e = (a * b + c).tanh()
    return (e * e + 1 / (1 + (-a).exp()) - (b / c) ** 3 + (a**2).log().relu() * 2) / 5


def ask() -> Answers:
    import torch

    X, Y, params = network()
    tensors = [[torch.tensor(p, requires_grad=True) for p in pair] for pair in params]
    A = torch.tensor(X)
    for k, (W, b) in enumerate(tensors):
        A = A @ W + b
        if k < len(tensors) - 1:
            A = torch.tanh(A)
    (0.5 * ((A - torch.tensor(Y)) ** 2).sum(dim=1)).mean().backward()
    found = {
        f"{name}{k}": t.grad.numpy()
        for k, pair in enumerate(tensors)
        for name, t in zip(("dW", "db"), pair, strict=True)
    }
    values = [torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in SCALARS]
    result = expression(*values)
    result.backward()
    slopes = np.array([v.grad.item() for v in values])
    return found | {"expression": result.detach().numpy(), "expression'": slopes}
