"""Chapter 7 with all parameters in one long vector, and PyTorch's order of operations."""

from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate, takewhile

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


def gradient_descent(f_prime: Callable, x0: Array, lr: float, n_steps: int) -> Array:
    start = np.asarray(x0, dtype=float)
    return np.array(list(accumulate(range(n_steps), lambda x, _: x - lr * f_prime(x), initial=start)))


def n_iterations(n_samples: int, batch_size: int, n_epochs: int) -> int:
    return (n_samples + batch_size - 1) // batch_size * n_epochs


def minibatches(n_samples: int, batch_size: int, rng: np.random.Generator) -> Iterator[Array]:
    rows = np.arange(n_samples)
    rng.shuffle(rows)
    yield from np.split(rows, range(batch_size, n_samples, batch_size))


class Flat:
    """Joins everything into one vector, moves it, and writes the parts back."""

    t = 0

    def step(self, params: list[Array], grads: list[Array]) -> None:
        self.t += 1
        p, g = (np.concatenate([a.ravel() for a in arrays]) for arrays in (params, grads))
        if self.t == 1:
            self.first, self.second = np.zeros_like(p), np.zeros_like(p)
        moved = self.moved(p, g)
        for array, part in zip(
            params, np.split(moved, np.cumsum([a.size for a in params])[:-1]), strict=True
        ):
            array[...] = part.reshape(array.shape)

    def moved(self, p: Array, g: Array) -> Array:
        raise NotImplementedError


class SGD(Flat):
    def __init__(self, lr: float) -> None:
        self.lr = lr

    def moved(self, p: Array, g: Array) -> Array:
        return p - self.lr * g


class Momentum(Flat):
    def __init__(self, lr: float, momentum: float = 0.9) -> None:
        self.lr, self.momentum = lr, momentum

    def moved(self, p: Array, g: Array) -> Array:
        self.first = self.momentum * self.first + g
        return p - self.lr * self.first


class Nesterov(Momentum):
    def moved(self, p: Array, g: Array) -> Array:
        self.first = self.momentum * self.first + g
        return p - self.lr * (g + self.momentum * self.first)


class Adagrad(Flat):
    def __init__(self, lr: float, eps: float = 1e-10) -> None:
        self.lr, self.eps = lr, eps

    def moved(self, p: Array, g: Array) -> Array:
        self.first = self.first + g**2
        return p - self.lr * g / (self.first**0.5 + self.eps)


class RMSprop(Flat):
    def __init__(self, lr: float, rho: float = 0.99, eps: float = 1e-8) -> None:
        self.lr, self.rho, self.eps = lr, rho, eps

    def moved(self, p: Array, g: Array) -> Array:
        self.first = np.average([self.first, g**2], axis=0, weights=[self.rho, 1 - self.rho])
        return p - self.lr * g / (self.first**0.5 + self.eps)


class Adadelta(Flat):
    def __init__(self, lr: float = 1.0, rho: float = 0.9, eps: float = 1e-6) -> None:
        self.lr, self.rho, self.eps = lr, rho, eps

    def moved(self, p: Array, g: Array) -> Array:
        self.first = self.rho * self.first + (1 - self.rho) * g**2
        delta = g * np.sqrt(self.second + self.eps) / np.sqrt(self.first + self.eps)
        self.second = self.rho * self.second + (1 - self.rho) * delta**2
        return p - self.lr * delta


class Adam(Flat):
    def __init__(self, lr: float = 1e-3, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8) -> None:
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps

    def moved(self, p: Array, g: Array) -> Array:
        self.first = self.first + (1 - self.beta1) * (g - self.first)
        self.second = self.second + (1 - self.beta2) * (g**2 - self.second)
        size = np.sqrt(self.second) / np.sqrt(1 - self.beta2**self.t) + self.eps
        return p - self.lr / (1 - self.beta1**self.t) * self.first / size


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

    def moved(self, p: Array, g: Array) -> Array:
        return super().moved(p - self.lr * self.weight_decay * p, g)


def step_decay(step: int, lr: float, every: int, factor: float = 0.1) -> float:
    return lr * float(np.prod(np.full(step // every, factor)))


def linear_warmup(step: int, lr: float, n_warmup: int) -> float:
    return float(np.interp(step, [0, n_warmup - 1], [lr / n_warmup, lr])) if n_warmup > 1 else lr


def cosine_decay(step: int, lr: float, period: int, lr_min: float = 0.0) -> float:
    half = np.remainder(step, period) / period * np.pi / 2
    return float(lr_min + (lr - lr_min) * np.cos(half) ** 2)


def learning_rate_range(loss_and_grads: Callable, params: list[Array], rates: Iterable[float]) -> Array:
    """Walks the whole way, then cuts the curve off where it should have stopped."""
    here, losses = list(params), []
    for rate in rates:
        loss, grads = loss_and_grads(here)
        losses.append(loss)
        here = [p - rate * g for p, g in zip(here, grads, strict=True)]
    curve = np.array(losses)
    fine = curve <= 4 * np.minimum.accumulate(curve)
    return curve[: len(list(takewhile(bool, fine))) + 1]


def best_of_restarts(
    f: Callable, f_prime: Callable, starts: Array, lr: float, n_steps: int
) -> tuple[Array, float]:
    ends = np.array([gradient_descent(f_prime, x, lr, n_steps)[-1] for x in starts])
    values = np.nan_to_num([f(x) for x in ends], nan=np.inf)
    return ends[values.argmin()], values.min()


def acceptance_probability(rise: Array, temperature: float) -> Array:
    return np.where(rise > 0, np.exp(-np.abs(rise) / temperature), 1.0)
