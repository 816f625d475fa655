"""Chapter 7 in plain Python: one number at a time, state kept by position."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


def gradient_descent(f_prime: Callable, x0: Array, lr: float, n_steps: int) -> Array:
    path = np.empty((n_steps + 1, *np.shape(x0)))
    path[0] = x0
    for k in range(n_steps):
        path[k + 1] = path[k] - lr * f_prime(path[k])
    return path


def n_iterations(n_samples: int, batch_size: int, n_epochs: int) -> int:
    return n_epochs * math.ceil(n_samples / batch_size)


def minibatches(n_samples: int, batch_size: int, rng: np.random.Generator) -> Iterator[Array]:
    batch: list[int] = []
    for row in rng.permutation(n_samples):
        batch.append(int(row))
        if len(batch) == batch_size:
            yield np.array(batch)
            batch = []
    if batch:
        yield np.array(batch)


class Scalar:
    """Goes to every single number; `move` says how far it moves."""

    def __init__(self) -> None:
        self.t = 0
        self.memory: dict[Any, list[float]] = defaultdict(lambda: [0.0, 0.0])

    def step(self, params: list[Array], grads: list[Array]) -> None:
        self.t += 1
        for k, (p, g) in enumerate(zip(params, grads, strict=True)):
            for i in np.ndindex(p.shape):
                p[i] = self.moved(float(p[i]), float(g[i]), self.memory[(k, *i)])

    def moved(self, p: float, g: float, memory: list[float]) -> float:
        raise NotImplementedError


class SGD(Scalar):
    def __init__(self, lr: float) -> None:
        super().__init__()
        self.lr = lr

    def moved(self, p: float, g: float, memory: list[float]) -> float:
        return p - self.lr * g


class Momentum(Scalar):
    def __init__(self, lr: float, momentum: float = 0.9) -> None:
        super().__init__()
        self.lr, self.momentum = lr, momentum

    def moved(self, p: float, g: float, memory: list[float]) -> float:
        memory[0] = self.momentum * memory[0] + g
        return p - self.lr * memory[0]


class Nesterov(Momentum):
    def moved(self, p: float, g: float, memory: list[float]) -> float:
        p = super().moved(p, g, memory)
        return p + self.lr * memory[0] - self.lr * (g + self.momentum * memory[0])


class Adagrad(Scalar):
    def __init__(self, lr: float, eps: float = 1e-10) -> None:
        super().__init__()
        self.lr, self.eps = lr, eps

    def moved(self, p: float, g: float, memory: list[float]) -> float:
        memory[0] += g**2
        return p - self.lr / (math.sqrt(memory[0]) + self.eps) * g


class RMSprop(Scalar):
    def __init__(self, lr: float, rho: float = 0.99, eps: float = 1e-8) -> None:
        super().__init__()
        self.lr, self.rho, self.eps = lr, rho, eps

    def moved(self, p: float, g: float, memory: list[float]) -> float:
        memory[0] += (1 - self.rho) * (g**2 - memory[0])
        return p - self.lr / (math.sqrt(memory[0]) + self.eps) * g


class Adadelta(Scalar):
    def __init__(self, lr: float = 1.0, rho: float = 0.9, eps: float = 1e-6) -> None:
        super().__init__()
        self.lr, self.rho, self.eps = lr, rho, eps

    def moved(self, p: float, g: float, memory: list[float]) -> float:
        s, u = memory
        s = self.rho * s + (1 - self.rho) * g**2
        delta = math.sqrt(u + self.eps) / math.sqrt(s + self.eps) * g
        memory[:] = s, self.rho * u + (1 - self.rho) * delta**2
        return p - self.lr * delta


class Adam(Scalar):
    def __init__(self, lr: float = 1e-3, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8) -> None:
        super().__init__()
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps

    def moved(self, p: float, g: float, memory: list[float]) -> float:
        m, s = memory
        m = self.beta1 * m + (1 - self.beta1) * g
        s = self.beta2 * s + (1 - self.beta2) * g**2
        memory[:] = m, s
        bias1, bias2 = 1 - self.beta1**self.t, 1 - self.beta2**self.t
        return p - self.lr * (m / bias1) / (math.sqrt(s / bias2) + self.eps)


class AdamW(Adam):
    def __init__(
        self,
        lr: float = 1e-3,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
        weight_decay: float = 0.01,
    ) -> None:
        super().__init__(lr, beta1, beta2, eps)
        self.weight_decay = weight_decay

    def moved(self, p: float, g: float, memory: list[float]) -> float:
        return super().moved(p, g, memory) - self.lr * self.weight_decay * p


def step_decay(step: int, lr: float, every: int, factor: float = 0.1) -> float:
    while step >= every:
        step, lr = step - every, lr * factor
    return lr


def linear_warmup(step: int, lr: float, n_warmup: int) -> float:
    return lr if step >= n_warmup else lr / n_warmup * (step + 1)


def cosine_decay(step: int, lr: float, period: int, lr_min: float = 0.0) -> float:
    while step >= period:
        step -= period
    share = (1 + math.cos(math.pi * step / period)) / 2
    return share * lr + (1 - share) * lr_min


def learning_rate_range(loss_and_grads: Callable, params: list[Array], rates: Iterable[float]) -> Array:
    here = [np.array(p) for p in params]
    losses: list[float] = []
    for rate in rates:
        loss, grads = loss_and_grads(here)
        losses.append(loss)
        if math.isnan(loss) or loss > 4 * min(losses):
            return np.array(losses)
        here = [p - rate * g for p, g in zip(here, grads, strict=True)]
    return np.array(losses)


def best_of_restarts(
    f: Callable, f_prime: Callable, starts: Array, lr: float, n_steps: int
) -> tuple[Array, float]:
    best, lowest = starts[0], math.inf
    for start in starts:
        x = np.array(start, dtype=float)
        for _ in range(n_steps):
            x = x - lr * f_prime(x)
        if float(f(x)) < lowest:
            best, lowest = x, float(f(x))
    return best, lowest


def acceptance_probability(rise: Array, temperature: float) -> Array:
    out = np.ones(rise.shape)
    for i in np.ndindex(rise.shape):
        if rise[i] > 0:
            out[i] = math.exp(-rise[i] / temperature)
    return out
