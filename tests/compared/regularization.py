"""PyTorch's batch and layer normalization, forward, backward and in use, and its weight decay."""

from collections.abc import Iterator

import numpy as np

from tests.compared import Answers

MOMENTA = (0.1, 0.3)


def layer(seed: int, n: int = 6, k: int = 4) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """A batch, gamma, beta, and a gradient that arrives."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, k)) * rng.uniform(0.5, 3, size=k) + rng.normal(size=k)
    return X, rng.uniform(0.5, 2, size=k), rng.normal(size=k), rng.normal(size=(n, k))


BATCH_NORM = layer(14, 8, 5)
LAYER_NORM = layer(15, 6, 7)
W, G = np.random.default_rng(16).normal(size=(2, 3, 2))


def batches() -> Iterator[np.ndarray]:
    """What batch normalization sees, one after another."""
    rng = np.random.default_rng(0)
    return (BATCH_NORM[0] + rng.normal(size=BATCH_NORM[0].shape) for _ in range(4))


def ask() -> Answers:
    import torch

    found: Answers = {}
    X, gamma, beta, R = BATCH_NORM
    for momentum in MOMENTA:
        norm = torch.nn.BatchNorm1d(5, momentum=momentum, dtype=torch.float64)
        with torch.no_grad():
            norm.weight.copy_(torch.tensor(gamma))
            norm.bias.copy_(torch.tensor(beta))
        for k, B in enumerate(batches()):
            t = torch.tensor(B, requires_grad=True)
            norm.zero_grad()
            out = norm(t)
            out.backward(torch.tensor(R))
            named = {
                "out": out.detach(),
                "dX": t.grad,
                "dgamma": norm.weight.grad,
                "dbeta": norm.bias.grad,
                "mean": norm.running_mean,
                "var": norm.running_var,
            }
            found |= {f"batch {momentum} {k} {name}": v.numpy().copy() for name, v in named.items()}
        norm.eval()
        found[f"batch {momentum} in use"] = norm(torch.tensor(X)).detach().numpy()

    X, gamma, beta, R = LAYER_NORM
    norm = torch.nn.LayerNorm(7, dtype=torch.float64)
    with torch.no_grad():
        norm.weight.copy_(torch.tensor(gamma))
        norm.bias.copy_(torch.tensor(beta))
    t = torch.tensor(X, requires_grad=True)
    out = norm(t)
    out.backward(torch.tensor(R))
    named = {"out": out.detach(), "dX": t.grad, "dgamma": norm.weight.grad, "dbeta": norm.bias.grad}
    found |= {f"layer {name}": v.numpy() for name, v in named.items()}

    p = torch.nn.Parameter(torch.tensor(W))
    p.grad = torch.tensor(G)
    torch.optim.SGD([p], lr=0.1, weight_decay=0.3).step()
    return found | {"weight decay": p.detach().numpy()}
