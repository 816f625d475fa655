"""Optimizers: the rules that turn gradients into steps.

An optimizer is an object with a learning rate `lr` and one method,
`step(params, grads)`: two lists of arrays, of the same shapes in the
same order. It changes every array of `params` *in place*, because the
network holds these very arrays, and leaves `grads` alone. What it has
to remember it keeps per parameter, from the first step on. `lr` may be
changed between two steps.

In the formulas θ is a parameter, g its gradient, η the learning rate,
and all operations are element by element. They are those of PyTorch.
"""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from solutions.activations import Array

# ---- walking downhill ----


def gradient_descent(
    f_prime: Callable[[Array], Array],
    x0: Array,
    lr: float,
    n_steps: int,
) -> Array:
    """Gradient descent x ← x - η f'(x), and every point on the way.

    f_prime: the slope of f (its gradient); takes a point of x0's shape
             and returns an array of the same shape
    x0:      where to start: a number or an array, perhaps of whole
             numbers; it stays as it is
    lr:      learning rate η
    Returns the n_steps + 1 points, x0 first, as one array of floats of
    shape (n_steps + 1, *shape of x0). It never stops early, however
    flat it gets.
    """
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(n_steps):
        x = x - lr * f_prime(x)
        points.append(x)
    return np.array(points)


# ---- how many samples a step sees ----


def n_iterations(n_samples: int, batch_size: int, n_epochs: int) -> int:
    """Number of steps (iterations) in n_epochs passes over the data.

    Every sample is used once in an epoch. If batch_size does not divide
    n_samples, the last batch of an epoch is smaller; it counts too.
    Returns a whole number (an int).
    """
    return n_epochs * -(-n_samples // batch_size)


def minibatches(
    n_samples: int,
    batch_size: int,
    rng: np.random.Generator,
) -> Iterable[np.ndarray]:
    """One epoch of mini-batches, in a random order.

    Yields arrays of row numbers (0 to n_samples - 1), each of length
    batch_size; only the last one may be shorter. Every row is in
    exactly one of them. Take the order from rng, which has a method
    `permutation`, so that the next epoch gets another one.
    A generator is what one would write; any iterator will do, and so
    will a list.
    """
    order = rng.permutation(n_samples)
    for start in range(0, n_samples, batch_size):
        yield order[start : start + batch_size]


# ---- optimizers: one length of step for all ----


class SGD:
    """Stochastic gradient descent: θ ← θ - η g."""

    def __init__(self, lr: float) -> None:
        self.lr = lr

    def step(self, params: list[Array], grads: list[Array]) -> None:
        """Update every array of params, in place.

        params, grads: lists of arrays, of the same shapes in the same
        order. grads stays as it is. Returns nothing.
        """
        # BEGIN SOLUTION
        for p, g in zip(params, grads, strict=True):
            p -= self.lr * g
        # END SOLUTION


class Momentum:
    """SGD with momentum: v ← μ v + g, then θ ← θ - η v.

    The velocity v starts at 0 and is as large as its parameter: there
    is one v for each array of params.
    """

    def __init__(self, lr: float, momentum: float = 0.9) -> None:
        self.lr = lr
        self.momentum = momentum
        self.v: list[Array] = []  # one each, made at the first step

    def step(self, params: list[Array], grads: list[Array]) -> None:
        """Update every array of params, in place."""
        # BEGIN SOLUTION
        if not self.v:
            self.v = [np.zeros_like(p) for p in params]
        for p, g, v in zip(params, grads, self.v, strict=True):
            v *= self.momentum
            v += g
            p -= self.lr * v
        # END SOLUTION


class Nesterov:
    """Nesterov momentum: v ← μ v + g, then θ ← θ - η (g + μ v).

    μ v is the step that momentum is about to take anyway. One v each,
    from 0 on, as in Momentum.
    """

    def __init__(self, lr: float, momentum: float = 0.9) -> None:
        self.lr = lr
        self.momentum = momentum
        self.v: list[Array] = []  # one each, made at the first step

    def step(self, params: list[Array], grads: list[Array]) -> None:
        """Update every array of params, in place."""
        # BEGIN SOLUTION
        if not self.v:
            self.v = [np.zeros_like(p) for p in params]
        for p, g, v in zip(params, grads, self.v, strict=True):
            v *= self.momentum
            v += g
            p -= self.lr * (g + self.momentum * v)
        # END SOLUTION


# ---- optimizers: a length of step for each parameter ----


class Adagrad:
    """Adagrad: s ← s + g², then θ ← θ - η g / (√s + ε).

    s is the sum of all squared gradients so far, of each single number
    in params; it starts at 0. ε keeps 0 / 0 away.
    """

    def __init__(self, lr: float, eps: float = 1e-10) -> None:
        self.lr = lr
        self.eps = eps
        self.s: list[Array] = []  # one each, made at the first step

    def step(self, params: list[Array], grads: list[Array]) -> None:
        """Update every array of params, in place."""
        # BEGIN SOLUTION
        if not self.s:
            self.s = [np.zeros_like(p) for p in params]
        for p, g, s in zip(params, grads, self.s, strict=True):
            s += g * g
            p -= self.lr * g / (np.sqrt(s) + self.eps)
        # END SOLUTION


class RMSprop:
    """RMSprop: s ← ρ s + (1 - ρ) g², then θ ← θ - η g / (√s + ε).

    s is a running mean of the squared gradients. It starts at 0.
    """

    def __init__(
        self,
        lr: float,
        rho: float = 0.99,
        eps: float = 1e-8,
    ) -> None:
        self.lr = lr
        self.rho = rho
        self.eps = eps
        self.s: list[Array] = []  # one each, made at the first step

    def step(self, params: list[Array], grads: list[Array]) -> None:
        """Update every array of params, in place."""
        # BEGIN SOLUTION
        if not self.s:
            self.s = [np.zeros_like(p) for p in params]
        for p, g, s in zip(params, grads, self.s, strict=True):
            s *= self.rho
            s += (1 - self.rho) * g * g
            p -= self.lr * g / (np.sqrt(s) + self.eps)
        # END SOLUTION


class Adadelta:
    """Adadelta: the size of its steps comes from its steps so far.

    s ← ρ s + (1 - ρ) g²          running mean of squared gradients
    Δ = g √(u + ε) / √(s + ε)     with the u from before this step
    u ← ρ u + (1 - ρ) Δ²          running mean of squared steps
    θ ← θ - η Δ
    s and u start at 0. Here ε is *inside* both roots: it starts things
    off. η is 1 unless you say otherwise, and is no part of Δ.
    """

    def __init__(
        self,
        lr: float = 1.0,
        rho: float = 0.9,
        eps: float = 1e-6,
    ) -> None:
        self.lr = lr
        self.rho = rho
        self.eps = eps
        self.s: list[Array] = []  # one each, made at the first step
        self.u: list[Array] = []  # likewise

    def step(self, params: list[Array], grads: list[Array]) -> None:
        """Update every array of params, in place."""
        # BEGIN SOLUTION
        if not self.s:
            self.s = [np.zeros_like(p) for p in params]
            self.u = [np.zeros_like(p) for p in params]
        for p, g, s, u in zip(params, grads, self.s, self.u, strict=True):
            s *= self.rho
            s += (1 - self.rho) * g * g
            delta = g * np.sqrt((u + self.eps) / (s + self.eps))
            u *= self.rho
            u += (1 - self.rho) * delta * delta
            p -= self.lr * delta
        # END SOLUTION


class Adam_draft:
    """Adam as one set of notes has it. It runs; it even trains."""

    def __init__(
        self,
        lr: float = 1e-3,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
    ) -> None:
        self.lr = lr
        self.beta1, self.beta2 = beta1, beta2
        self.eps = eps
        self.m: list[Array] = []
        self.s: list[Array] = []

    def step(self, params: list[Array], grads: list[Array]) -> None:
        if not self.m:
            self.m = [np.zeros_like(p) for p in params]
            self.s = [np.zeros_like(p) for p in params]
        for p, g, m, s in zip(params, grads, self.m, self.s, strict=True):
            m *= self.beta1
            m += (1 - self.beta1) * g
            s *= self.beta2
            s += (1 - self.beta2) * g * g
            m_hat = m / (1 - self.beta1)
            s_hat = s / (1 - self.beta2)
            p -= self.lr * m_hat / np.sqrt(s_hat + self.eps)


class Adam:
    """Adam: momentum and RMSprop, both corrected for starting at 0.

    m ← β₁ m + (1 - β₁) g         running mean of gradients
    s ← β₂ s + (1 - β₂) g²        running mean of squared gradients
    m̂ = m / (1 - β₁ᵗ),  ŝ = s / (1 - β₂ᵗ)
    θ ← θ - η m̂ / (√ŝ + ε)
    t is the number of this step; the first step is t = 1. m and s start
    at 0 and keep their uncorrected values. ε is *outside* the root.
    """

    def __init__(
        self,
        lr: float = 1e-3,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
    ) -> None:
        self.lr = lr
        self.beta1, self.beta2 = beta1, beta2
        self.eps = eps
        self.t = 0  # steps taken so far
        self.m: list[Array] = []  # one each, made at the first step
        self.s: list[Array] = []  # likewise

    def step(self, params: list[Array], grads: list[Array]) -> None:
        """Update every array of params, in place."""
        # BEGIN SOLUTION
        if not self.m:
            self.m = [np.zeros_like(p) for p in params]
            self.s = [np.zeros_like(p) for p in params]
        self.t += 1
        for p, g, m, s in zip(params, grads, self.m, self.s, strict=True):
            m *= self.beta1
            m += (1 - self.beta1) * g
            s *= self.beta2
            s += (1 - self.beta2) * g * g
            s_hat = s / (1 - self.beta2**self.t)
            rate = self.lr / (1 - self.beta1**self.t)  # makes m̂ of m
            p -= rate * m / (np.sqrt(s_hat) + self.eps)
        # END SOLUTION


class AdamW(Adam):
    """Adam with decoupled weight decay λ.

    First every parameter shrinks by itself, θ ← (1 - η λ) θ; then Adam
    takes its step, with the gradients as they are.
    """

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

    def step(self, params: list[Array], grads: list[Array]) -> None:
        """Update every array of params, in place.

        Adam's own step is super().step(params, grads).
        """
        # BEGIN SOLUTION
        for p in params:
            p *= 1 - self.lr * self.weight_decay
        super().step(params, grads)
        # END SOLUTION


# ---- the learning rate: schedules, and a test for the first guess ----


def step_decay(
    step: int,
    lr: float,
    every: int,
    factor: float = 0.1,
) -> float:
    """Learning rate that drops by a factor every so many steps.

    step: number of the step; the first is 0
    lr:   learning rate at the beginning
    It is lr for the first `every` steps, factor times that for the next
    `every` steps, and so on.
    Returns the learning rate for this step.
    """
    return lr * factor ** (step // every)


def linear_warmup(step: int, lr: float, n_warmup: int) -> float:
    """Learning rate that grows to lr in n_warmup equal parts.

    step: number of the step; the first is 0
    The first step has lr / n_warmup (not 0, which would waste it), the
    next twice as much; from the n_warmup-th step on it is lr.
    Returns the learning rate for this step.
    """
    return lr * min(1.0, (step + 1) / n_warmup)


def cosine_decay(
    step: int,
    lr: float,
    period: int,
    lr_min: float = 0.0,
) -> float:
    """Half a cosine from lr down towards lr_min, again and again.

    step:   number of the step; the first is 0
    period: steps from one (re)start to the next
    With k the number of steps since the last restart,
    lr_min + ½ (lr - lr_min) (1 + cos(π k / period)).
    At the steps 0, period, 2 period, … it is lr: a warm restart.
    Returns the learning rate for this step.
    """
    wave = np.cos(np.pi * (step % period) / period)
    return float(lr_min + (lr - lr_min) * (1 + wave) / 2)


def learning_rate_range(
    loss_and_grads: Callable[[list[Array]], tuple[float, list[Array]]],
    params: list[Array],
    rates: Iterable[float],
) -> Array:
    """Range test: one SGD step with each rate, and the loss before it.

    loss_and_grads: takes a list of parameters, returns the loss (one
            number) and the list of its gradients
    params: where to begin. Work on copies: these arrays stay as they
            are.
    rates:  learning rates, usually growing; a list, an iterator, or
            whatever else a for loop can go through
    For each rate in turn: get loss and gradients, note the loss, then
    take a step θ ← θ - rate · g. Stop right after noting a loss that is
    more than 4 times the smallest one so far, or not a number.
    Returns the losses noted, as an array; it may be shorter than rates.
    """
    params = [p.copy() for p in params]
    losses: list[float] = []
    for rate in rates:
        loss, grads = loss_and_grads(params)
        losses.append(loss)
        if not loss <= 4 * min(losses):
            break
        for p, g in zip(params, grads, strict=True):
            p -= rate * g
    return np.array(losses)


# ---- more than one valley ----


def best_of_restarts(
    f: Callable[[Array], float],
    f_prime: Callable[[Array], Array],
    starts: Array,
    lr: float,
    n_steps: int,
) -> tuple[Array, float]:
    """Gradient descent from several starts; the lowest end wins.

    f, f_prime: a function and its slope, as in gradient_descent
    starts: one start a row, shape (n_starts, *shape of a point)
    lr, n_steps: as in gradient_descent, the same for every start
    Returns the tuple (x, f(x)) of the lowest end. An end where f is not
    a number, because that descent has flown away, never wins.
    """
    ends = [gradient_descent(f_prime, x, lr, n_steps)[-1] for x in starts]
    values = [float(f(x)) for x in ends]
    best = int(np.nanargmin(values))
    return ends[best], values[best]


def acceptance_probability(rise: Array, temperature: float) -> Array:
    """Simulated annealing: how likely is a step that changes f by rise?

    rise: f(new) - f(old), array of any shape, of any size and sign
    temperature: T, above 0
    Returns an array of that shape: 1 where f does not rise, and
    e^(-rise / T) where it does. However far a step falls, it is
    welcome with probability 1, not inf and not nan.
    """
    return np.exp(-np.maximum(rise, 0.0) / temperature)


def simulated_annealing(
    f: Callable[[Array], float],
    x0: Array,
    temperatures: Sequence[float],
    width: float,
    rng: np.random.Generator,
) -> Array:
    """A random walk that cools down: all points, x0 first."""
    x = np.array(x0, dtype=float)
    points = [x]
    for temperature in temperatures:
        new = x + width * rng.normal(size=x.shape)
        rise = np.array(f(new) - f(x))
        if rng.random() < acceptance_probability(rise, temperature):
            x = new
        points.append(x)
    return np.array(points)


# ---- a task to run them on ----


def ravine(theta: Array, steepness: float) -> tuple[float, Array]:
    """½ (x² + steepness · y²) at theta = (x, y), and its gradient."""
    scale = np.array([1.0, steepness])
    return float(0.5 * np.sum(scale * theta**2)), scale * theta
