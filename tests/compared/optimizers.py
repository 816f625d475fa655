"""Where PyTorch's optimizers are after so many of 200 steps, and its schedules."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from tests.compared import Answers

STEPS, SLOWER = 200, 120
"""The learning rate is multiplied by 0.3 before step SLOWER."""

KEPT = (0, 1, 2, 50, SLOWER - 1, SLOWER, STEPS - 1)
RATES = 100
SHAPES = [(4, 3), (3,), (3, 2), (2,)]

# id: PyTorch's class and its settings
OPTIMIZERS: dict[str, tuple[str, dict[str, Any]]] = {
    "SGD-0": ("SGD", {"lr": 0.1}),
    "Momentum-0": ("SGD", {"lr": 0.1, "momentum": 0.9}),
    "Momentum-1": ("SGD", {"lr": 0.05, "momentum": 0.99}),
    "Nesterov-0": ("SGD", {"lr": 0.1, "momentum": 0.9, "nesterov": True}),
    "Nesterov-1": ("SGD", {"lr": 0.05, "momentum": 0.5, "nesterov": True}),
    "Adagrad-0": ("Adagrad", {"lr": 0.1}),
    "Adagrad-1": ("Adagrad", {"lr": 0.5, "eps": 0.1}),
    "RMSprop-0": ("RMSprop", {"lr": 0.1}),
    "RMSprop-1": ("RMSprop", {"lr": 0.01, "alpha": 0.9, "eps": 0.1}),
    "Adadelta-0": ("Adadelta", {}),
    "Adadelta-1": ("Adadelta", {"lr": 0.5, "rho": 0.8, "eps": 0.01}),
    "Adam-0": ("Adam", {}),
    "Adam-1": ("Adam", {"lr": 0.1, "betas": (0.8, 0.99), "eps": 0.01}),
    "AdamW-0": ("AdamW", {}),
    "AdamW-1": ("AdamW", {"lr": 0.1, "betas": (0.8, 0.99), "eps": 0.01, "weight_decay": 0.5}),
}


def start() -> tuple[list[np.ndarray], Iterator[list[np.ndarray]]]:
    """The first parameters, and the noise in the gradient of every step."""
    rng = np.random.default_rng(0)
    params = [rng.normal(size=s) for s in SHAPES]
    return params, ([rng.normal(size=s) for s in SHAPES] for _ in range(STEPS))


def gradient(p: Any, noise: Any) -> Any:
    """Of arrays or tensors."""
    return p**3 - p + 0.5 * noise


def flat(params: list[np.ndarray]) -> np.ndarray:
    return np.concatenate([p.ravel() for p in params])


def ask() -> Answers:
    """`<id>`, shape (len(KEPT), parameters); `<schedule>`, shape (RATES,)."""
    import torch
    from torch.optim import lr_scheduler as schedulers

    found: Answers = {}
    for name, (kind, settings) in OPTIMIZERS.items():
        params, noise = start()
        tensors = [torch.tensor(p, requires_grad=True) for p in params]
        it = getattr(torch.optim, kind)(tensors, **settings)
        seen = []
        for k, errors in enumerate(noise):
            for group in it.param_groups if k == SLOWER else ():
                group["lr"] *= 0.3
            for t, e in zip(tensors, errors, strict=True):
                t.grad = gradient(t, torch.tensor(e)).detach()
            it.step()
            if k in KEPT:
                seen.append(flat([t.detach().numpy() for t in tensors]))
        found[name] = np.array(seen)

    for name, scheduler in {
        "step_decay": lambda o: schedulers.StepLR(o, 13, 0.5),
        "linear_warmup": lambda o: schedulers.LinearLR(o, 1 / 8, 1.0, total_iters=7),
        "cosine_decay": lambda o: schedulers.CosineAnnealingWarmRestarts(o, 30, eta_min=0.02),
    }.items():
        it = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.4)
        schedule, rates = scheduler(it), []
        for _ in range(RATES):
            rates.append(it.param_groups[0]["lr"])
            it.step()
            schedule.step()
        found[name] = np.array(rates)
    return found
