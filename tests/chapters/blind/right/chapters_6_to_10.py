from __future__ import annotations

import copy
import functools
import itertools
import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np


# ======== chapter 06 ========


def chain_gradients__accumulated_products(x: float) -> tuple[float, float, float]:
    square = x * x
    slopes = [0.5 * np.log(square) ** -0.5, 1.0 / square, 2.0 * x]
    return tuple(np.cumprod(slopes).tolist())


def chain_gradients__closed_form(x: float) -> tuple[float, float, float]:
    c = math.sqrt(2 * math.log(x))
    return 1 / (2 * c), 1 / (2 * c * x**2), 1 / (c * x)


def numerical_gradient__unit_arrays(
    f: Callable[[Array], float],
    x: Array,
    h: float = 1e-5,
) -> Array:
    z = np.asarray(x).astype(np.float64)
    units = np.eye(z.size).reshape((z.size, *z.shape))
    slopes = [(f(np.asarray(z + h * e)) - f(np.asarray(z - h * e))) / (2 * h) for e in units]
    return np.array(slopes, dtype=float).reshape(z.shape)


def numerical_gradient__flat_index(
    f: Callable[[Array], float],
    x: Array,
    h: float = 1e-5,
) -> Array:
    def value(i, shift):
        moved = np.array(x, dtype=np.float64)
        moved.flat[i] += shift
        return float(f(moved))

    grad = np.zeros(np.shape(x))
    for i in range(grad.size):
        grad.flat[i] = (value(i, h) - value(i, -h)) / (2 * h)
    return grad


def relative_error__hypot(a: Array, b: Array) -> float:
    p, q = np.ravel(a).tolist(), np.ravel(b).tolist()
    below = math.hypot(*p) + math.hypot(*q)
    return math.dist(p, q) / below if below > 0 else 0.0


def relative_error__vdot(a: Array, b: Array) -> float:
    def length(v):
        return np.sqrt(np.vdot(v, v))

    if not (np.any(a) or np.any(b)):
        return 0.0
    return float(length(a - b) / (length(a) + length(b)))


def delta_rule__loops(h: Array, o: Array, d: Array, W2: Array) -> tuple[Array, Array]:
    delta_out = np.empty(len(o))
    for k in range(len(o)):
        delta_out[k] = (o[k] - d[k]) * (o[k] - o[k] ** 2)
    delta_hidden = np.zeros(len(h))
    for j in range(len(h)):
        for k in range(len(o)):
            delta_hidden[j] += W2[j, k] * delta_out[k]
        delta_hidden[j] *= h[j] * (1 - h[j])
    return delta_out, delta_hidden


def delta_rule__row_times_transposed(h: Array, o: Array, d: Array, W2: Array) -> tuple[Array, Array]:
    delta_out = -(d - o) * o * (1 - o)
    return delta_out, (delta_out @ W2.T) * h * (1 - h)


def linear_forward__ones_column(X: Array, W: Array, b: Array) -> Array:
    return np.c_[X, np.ones(len(X))] @ np.vstack([W, b])


def linear_forward__einsum(X: Array, W: Array, b: Array) -> Array:
    return np.add(np.einsum("si,io->so", X, W), b[None, :])


def activation_backward__einsum(
    dA: Array,
    Z: Array,
    phi_prime: Callable[[Array], Array],
) -> Array:
    return np.einsum("ij,ij->ij", phi_prime(Z), dA)


def activation_backward__row_by_row(
    dA: Array,
    Z: Array,
    phi_prime: Callable[[Array], Array],
) -> Array:
    slope = phi_prime(Z)
    out = np.zeros(dA.shape)
    for i, j in itertools.product(range(dA.shape[0]), range(dA.shape[1])):
        out[i, j] = dA[i, j] * slope[i, j]
    return out


def linear_backward__sum_of_outer_products(dZ: Array, X: Array, W: Array) -> tuple[Array, Array, Array]:
    dX = np.zeros(X.shape)
    dW = np.zeros(W.shape)
    db = np.zeros(W.shape[1])
    for i, (x, dz) in enumerate(zip(X, dZ)):
        dX[i] = W @ dz
        dW += np.outer(x, dz)
        db += dz
    return dX, dW, db


def linear_backward__einsum(dZ: Array, X: Array, W: Array) -> tuple[Array, Array, Array]:
    dX = np.einsum("so,io->si", dZ, W)
    dW = np.einsum("si,so->io", X, dZ)
    return dX, dW, np.ones(len(dZ)) @ dZ


def unbroadcast__one_sum(grad: Array, shape: tuple[int, ...]) -> Array:
    padded = (1,) * (grad.ndim - len(shape)) + tuple(shape)
    axes = tuple(i for i, n in enumerate(padded) if n == 1)
    return np.array(np.add.reduce(grad, axis=axes, keepdims=True)).reshape(shape)


def unbroadcast__add_at(grad: Array, shape: tuple[int, ...]) -> Array:
    small = np.zeros(shape, dtype=grad.dtype)
    extra = grad.ndim - len(shape)
    for index in np.ndindex(*grad.shape):
        place = tuple(0 if n == 1 else i for i, n in zip(index[extra:], shape))
        small[place] += grad[index]
    return small


def mlp_forward__phi_before_later_layers(
    X: Array, params: Params, phi: Callable[[Array], Array]
) -> tuple[Array, list[tuple[Array, Array]]]:
    cache = []
    for W, b in params:
        A = phi(cache[-1][1]) if cache else X
        cache.append((A, A @ W + b))
    return cache[-1][1], cache


def mlp_forward__recursive(
    X: Array, params: Params, phi: Callable[[Array], Array]
) -> tuple[Array, list[tuple[Array, Array]]]:
    (W, b), *rest = params
    Z = linear_forward(X, W, b)
    if not rest:
        return Z, [(X, Z)]
    out, cache = mlp_forward(phi(Z), rest, phi)
    return out, [(X, Z), *cache]


def mlp_backward__backwards_zip(
    dout: Array,
    cache: list[tuple[Array, Array]],
    params: Params,
    phi_prime: Callable[[Array], Array],
) -> Params:
    grads: list = []
    signal = None
    for (A, Z), (W, _) in zip(cache[::-1], params[::-1]):
        dZ = dout if signal is None else signal * phi_prime(Z)
        grads = [(A.T @ dZ, dZ.sum(axis=0)), *grads]
        signal = dZ @ W.T
    return grads


def mlp_backward__signals_first(
    dout: Array,
    cache: list[tuple[Array, Array]],
    params: Params,
    phi_prime: Callable[[Array], Array],
) -> Params:
    L = len(params)
    dZ = {L - 1: dout}
    for l in reversed(range(L - 1)):
        W_next = params[l + 1][0]
        dZ[l] = activation_backward(np.dot(dZ[l + 1], W_next.T), cache[l][1], phi_prime)
    return [linear_backward(dZ[l], cache[l][0], params[l][0])[1:] for l in range(L)]


def standard_epoch__one_matrix(X: Array, Y: Array, W: Array, b: Array, lr: float) -> tuple[Array, Array]:
    theta = np.vstack([W, b]).astype(float)
    for x, y in zip(X, Y):
        x1 = np.append(x, 1.0)
        theta = theta - lr * np.multiply.outer(x1, x1 @ theta - y)
    return theta[:-1].copy(), theta[-1].copy()


def standard_epoch__batches_of_one(X: Array, Y: Array, W: Array, b: Array, lr: float) -> tuple[Array, Array]:
    W, b = np.array(W, dtype=float), np.array(b, dtype=float)
    for i in range(len(X)):
        row = slice(i, i + 1)
        error = linear_forward(X[row], W, b) - Y[row]
        _, dW, db = linear_backward(error, X[row], W)
        W, b = W - lr * dW, b - lr * db
    return W, b


def topological_order__stack_of_iterators(
    root: Node, parents: Callable[[Node], Sequence[Node]]
) -> list[Node]:
    order = []
    met = {root}
    stack = [(root, iter(parents(root)))]
    while stack:
        node, rest = stack[-1]
        for p in rest:
            if p not in met:
                met.add(p)
                stack.append((p, iter(parents(p))))
                break
        else:
            order.append(node)
            stack.pop()
    return order


def topological_order__dict_keeps_order(root: Node, parents: Callable[[Node], Sequence[Node]]) -> list[Node]:
    done: dict = {}

    def visit(node):
        for p in parents(node):
            if p not in done:
                visit(p)
        done[node] = None

    visit(root)
    return list(done)


class Value__local_helper:
    def __init__(
        self,
        data: float,
        parents: "Sequence[tuple[Value, float]]" = (),
    ) -> None:
        self.data = float(data)
        self.grad = 0.0
        self.parents = tuple(parents)

    def __repr__(self) -> str:
        return f"Value({self.data:.6g}, grad={self.grad:.6g})"

    def __add__(self, other: "Value | float") -> "Value":
        if not isinstance(other, Value):
            other = Value(other)
        total = self.data + other.data
        return Value(total, tuple((v, 1.0) for v in (self, other)))

    def __mul__(self, other: "Value | float") -> "Value":
        if not isinstance(other, Value):
            other = Value(other)
        factors = (self, other)
        slopes = (other.data, self.data)
        return Value(math.prod(v.data for v in factors), zip(factors, slopes))

    def __pow__(self, n: float) -> "Value":
        slope = n * self.data ** (n - 1) if n != 0 else 0.0
        return Value(self.data**n, [(self, slope)])

    def exp(self) -> "Value":
        out = Value(np.exp(self.data))
        out.parents = ((self, out.data),)
        return out

    def log(self) -> "Value":
        return Value(np.log(self.data), [(self, np.reciprocal(self.data))])

    def tanh(self) -> "Value":
        t = float(np.tanh(self.data))
        return Value(t, [(self, (1 - t) * (1 + t))])

    def relu(self) -> "Value":
        return Value(max(0.0, self.data), [(self, float(np.heaviside(self.data, 0.0)))])

    def backward(self) -> None:
        order = topological_order(self, lambda v: [p for p, _ in v.parents])
        for v in order[:-1]:
            v.grad = 0.0
        self.grad = 1.0
        while order:
            v = order.pop()
            for p, slope in v.parents:
                p.grad = p.grad + slope * v.grad

    def __radd__(self, other: float) -> "Value":
        return self + other

    def __rmul__(self, other: float) -> "Value":
        return self * other

    def __neg__(self) -> "Value":
        return self * -1.0

    def __sub__(self, other: "Value | float") -> "Value":
        return self + -other

    def __rsub__(self, other: float) -> "Value":
        return -self + other

    def __truediv__(self, other: "Value | float") -> "Value":
        return self * other**-1.0

    def __rtruediv__(self, other: float) -> "Value":
        return self**-1.0 * other


def two_layer_gradients__by_mlp(
    X: Array, Y: Array, W1: Array, b1: Array, W2: Array, b2: Array
) -> tuple[Array, Array, Array, Array]:
    params = [(W1, b1), (W2, b2)]
    P, cache = mlp_forward(X, params, np.tanh)
    first, second = mlp_backward((P - Y) / len(X), cache, params, lambda z: 1 - np.tanh(z) ** 2)
    return (*first, *second)


def two_layer_gradients__sample_by_sample(
    X: Array, Y: Array, W1: Array, b1: Array, W2: Array, b2: Array
) -> tuple[Array, Array, Array, Array]:
    dW1, db1 = np.zeros(W1.shape), np.zeros(b1.shape)
    dW2, db2 = np.zeros(W2.shape), np.zeros(b2.shape)
    for x, y in zip(X, Y):
        h = np.tanh(x @ W1 + b1)
        error = h @ W2 + b2 - y
        delta = (W2 @ error) * (1 - h) * (1 + h)
        dW1 += np.outer(x, delta)
        db1 += delta
        dW2 += np.outer(h, error)
        db2 += error
    n = len(X)
    return dW1 / n, db1 / n, dW2 / n, db2 / n


def matmul_cost__twice_less_first(n_samples: int, sizes: list[int]) -> tuple[int, int]:
    forward = n_samples * sum(k * m for k, m in itertools.pairwise(sizes))
    return forward, 2 * forward - n_samples * math.prod(sizes[:2])


# ======== chapter 07 ========


def gradient_descent__accumulate(
    f_prime: Callable[[Array], Array], x0: Array, lr: float, n_steps: int
) -> Array:
    start = np.array(x0, dtype=float)
    points = itertools.accumulate(range(n_steps), lambda x, _: x - lr * f_prime(x), initial=start)
    return np.stack(list(points))


def gradient_descent__filled_array(
    f_prime: Callable[[Array], Array], x0: Array, lr: float, n_steps: int
) -> Array:
    path = np.empty((n_steps + 1,) + np.shape(x0))
    path[0] = x0
    for t in range(1, n_steps + 1):
        here = path[t - 1].copy()
        path[t] = here - np.multiply(lr, f_prime(here))
    return path


def n_iterations__negative_floor(n_samples: int, batch_size: int, n_epochs: int) -> int:
    return -(-n_samples // batch_size) * n_epochs


def n_iterations__length_of_range(n_samples: int, batch_size: int, n_epochs: int) -> int:
    return sum(len(range(0, n_samples, batch_size)) for _ in range(n_epochs))


def minibatches__split(n_samples: int, batch_size: int, rng: np.random.Generator) -> Iterable[np.ndarray]:
    order = rng.permutation(n_samples)
    return np.split(order, range(batch_size, n_samples, batch_size))


def minibatches__shrinking_rest(
    n_samples: int, batch_size: int, rng: np.random.Generator
) -> Iterable[np.ndarray]:
    rest = rng.permutation(np.arange(n_samples))
    while rest.size:
        yield rest[:batch_size]
        rest = rest[batch_size:]


class SGD__subtract_out:
    def __init__(self, lr: float) -> None:
        self.lr = lr

    def step(self, params: list[Array], grads: list[Array]) -> None:
        for p, g in zip(params, grads, strict=True):
            np.subtract(p, self.lr * g, out=p)


class Momentum__rebuilds_list:
    def __init__(self, lr: float, momentum: float = 0.9) -> None:
        self.lr = lr
        self.momentum = momentum
        self.v: list[Array] = []

    def step(self, params: list[Array], grads: list[Array]) -> None:
        old = self.v or [0.0] * len(params)
        self.v = [self.momentum * v + g for v, g in zip(old, grads)]
        for p, v in zip(params, self.v):
            p[...] = p - self.lr * v


class Nesterov__two_parts:
    def __init__(self, lr: float, momentum: float = 0.9) -> None:
        self.lr = lr
        self.momentum = momentum
        self.v: list[Array] = []

    def step(self, params: list[Array], grads: list[Array]) -> None:
        if len(self.v) == 0:
            self.v.extend(np.zeros(p.shape) for p in params)
        mu = self.momentum
        for i in range(len(params)):
            g = grads[i]
            params[i] -= self.lr * ((1 + mu) * g + mu**2 * self.v[i])
            self.v[i] = mu * self.v[i] + g


class Adagrad__divide:
    def __init__(self, lr: float, eps: float = 1e-10) -> None:
        self.lr = lr
        self.eps = eps
        self.s: list[Array] = []

    def step(self, params: list[Array], grads: list[Array]) -> None:
        if not self.s:
            self.s = [np.zeros(p.shape) for p in params]
        for i, g in enumerate(grads):
            self.s[i] = self.s[i] + np.square(g)
            rate = np.divide(self.lr, np.sqrt(self.s[i]) + self.eps)
            np.subtract(params[i], rate * g, out=params[i])


class RMSprop__moves_towards_square:
    def __init__(self, lr: float, rho: float = 0.99, eps: float = 1e-8) -> None:
        self.lr = lr
        self.rho = rho
        self.eps = eps
        self.s: list[Array] = []

    def step(self, params: list[Array], grads: list[Array]) -> None:
        self.s = self.s or [np.zeros(p.shape) for p in params]
        for p, g, s in zip(params, grads, self.s):
            s += (1 - self.rho) * (g * g - s)
            p -= self.lr * (g / (s**0.5 + self.eps))


class Adadelta__one_root:
    def __init__(self, lr: float = 1.0, rho: float = 0.9, eps: float = 1e-6) -> None:
        self.lr = lr
        self.rho = rho
        self.eps = eps
        self.s: list[Array] = []
        self.u: list[Array] = []

    def step(self, params: list[Array], grads: list[Array]) -> None:
        if not self.s:
            self.s = [np.zeros(p.shape) for p in params]
            self.u = [np.zeros(p.shape) for p in params]
        rho, eps = self.rho, self.eps
        for i, (p, g) in enumerate(zip(params, grads)):
            self.s[i] = rho * self.s[i] + (1 - rho) * g**2
            delta = g * np.sqrt((self.u[i] + eps) / (self.s[i] + eps))
            self.u[i] = rho * self.u[i] + (1 - rho) * delta**2
            p -= self.lr * delta


class Adam__correction_in_rate:
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
        self.t = 0
        self.m: list[Array] = []
        self.s: list[Array] = []

    def step(self, params: list[Array], grads: list[Array]) -> None:
        if not self.m:
            self.m = [np.zeros(p.shape) for p in params]
            self.s = [np.zeros(p.shape) for p in params]
        self.t += 1
        root = math.sqrt(1 - self.beta2**self.t)
        rate = self.lr * root / (1 - self.beta1**self.t)
        for i, g in enumerate(grads):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.s[i] = self.beta2 * self.s[i] + (1 - self.beta2) * g**2
            below = np.sqrt(self.s[i]) + self.eps * root
            params[i][...] -= rate * self.m[i] / below


class AdamW__subtracts_share(Adam):
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
        for p in params:
            np.subtract(p, self.lr * self.weight_decay * p, out=p)
        Adam.step(self, params, grads)


def step_decay__loop(step: int, lr: float, every: int, factor: float = 0.1) -> float:
    while step >= every:
        lr = lr * factor
        step -= every
    return lr


def step_decay__divmod(step: int, lr: float, every: int, factor: float = 0.1) -> float:
    drops, _ = divmod(step, every)
    return lr * math.pow(factor, drops)


def linear_warmup__clip(step: int, lr: float, n_warmup: int) -> float:
    return float(np.interp(step + 1, [0, n_warmup], [0.0, lr]))


def linear_warmup__min_of_whole_numbers(step: int, lr: float, n_warmup: int) -> float:
    return lr * min(step + 1, n_warmup) / n_warmup


def cosine_decay__half_angle(step: int, lr: float, period: int, lr_min: float = 0.0) -> float:
    share = math.cos(0.5 * math.pi * math.fmod(step, period) / period) ** 2
    return share * lr + (1 - share) * lr_min


def learning_rate_range__deepcopy(
    loss_and_grads: Callable[[list[Array]], tuple[float, list[Array]]],
    params: list[Array],
    rates: Iterable[float],
) -> Array:
    theta = copy.deepcopy(list(params))
    losses: list[float] = []
    smallest = np.inf
    it = iter(rates)
    while (rate := next(it, None)) is not None:
        loss, grads = loss_and_grads(theta)
        losses.append(float(loss))
        if math.isnan(loss):
            break
        smallest = min(smallest, loss)
        if loss > 4 * smallest:
            break
        theta = [p - rate * g for p, g in zip(theta, grads)]
    return np.array(losses)


def best_of_restarts__inf_for_nan(
    f: Callable[[Array], float],
    f_prime: Callable[[Array], Array],
    starts: Array,
    lr: float,
    n_steps: int,
) -> tuple[Array, float]:
    ends = [gradient_descent(f_prime, s, lr, n_steps)[-1] for s in starts]
    pairs = [(f(x), i) for i, x in enumerate(ends)]
    value, i = min(pair for pair in pairs if not np.isnan(pair[0]))
    return ends[i], value


def best_of_restarts__nanargmin(
    f: Callable[[Array], float],
    f_prime: Callable[[Array], Array],
    starts: Array,
    lr: float,
    n_steps: int,
) -> tuple[Array, float]:
    ends = np.array([gradient_descent(f_prime, s, lr, n_steps)[-1] for s in starts])
    values = np.array([float(f(x)) for x in ends])
    i = np.nanargmin(values)
    return ends[i], float(values[i])


def acceptance_probability__clipped_exponent(rise: Array, temperature: float) -> Array:
    return np.exp(np.minimum(0.0, -np.asarray(rise) / temperature))


def acceptance_probability__exp_where(rise: Array, temperature: float) -> Array:
    rise = np.asarray(rise)
    out = np.ones(rise.shape)
    np.exp(-rise / temperature, out=out, where=rise > 0)
    return out


# ======== chapter 08 ========


def weight_decay_step__shrink_first(W: Array, dW: Array, lr: float, lam: float) -> Array:
    return (1 - lr * lam) * W - lr * dW


def soft_threshold__difference_of_ramps(w: Array, t: float) -> Array:
    return np.maximum(w - t, 0.0) - np.maximum(-w - t, 0.0)


def soft_threshold__minus_clip(w: Array, t: float) -> Array:
    return w - np.clip(w, -t, t)


class EarlyStopping__deepcopy:
    def __init__(self, patience: int, min_delta: float = 0.0) -> None:
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = np.inf
        self.best_params: list[Array] = []
        self.waited = 0

    def update(self, loss: float, params: list[Array]) -> bool:
        improved = bool(loss < self.best_loss - self.min_delta)
        self.waited = 0 if improved else self.waited + 1
        if improved:
            self.best_loss, self.best_params = loss, copy.deepcopy(list(params))
        return not self.waited < self.patience

    def restore(self, params: list[Array]) -> None:
        for p, best in zip(params, self.best_params):
            np.copyto(p, best)


def add_noise__normal_around_x(X: Array, sigma: float, rng: np.random.Generator) -> Array:
    return rng.normal(loc=X, scale=sigma, size=X.shape)


def random_crop__window_view(images: Array, size: int, rng: np.random.Generator) -> Array:
    views = np.lib.stride_tricks.sliding_window_view(images, (size, size), axis=(1, 2))
    n, n_top, n_left = views.shape[:3]
    place = rng.integers(n_top * n_left, size=n)
    return views[np.arange(n), place // n_left, place % n_left].copy()


def random_crop__index_arrays(images: Array, size: int, rng: np.random.Generator) -> Array:
    n, height, width = images.shape
    top = rng.integers(0, height - size, size=n, endpoint=True)
    left = rng.integers(0, width - size, size=n, endpoint=True)
    rows = top[:, None] + np.arange(size)
    columns = left[:, None] + np.arange(size)
    return images[np.arange(n)[:, None, None], rows[:, :, None], columns[:, None, :]]


def ensemble_probabilities__one_tensor(logits: list[Array]) -> Array:
    Z = np.stack(logits).astype(float)
    Z = Z - Z.max(axis=2, keepdims=True)
    log_p = Z - np.log(np.exp(Z).sum(axis=2, keepdims=True))
    return np.exp(log_p).mean(axis=0)


def ensemble_probabilities__running_mean(logits: list[Array]) -> Array:
    mean = np.zeros(logits[0].shape)
    for k, Z in enumerate(logits, start=1):
        mean += (softmax(Z) - mean) / k
    return mean


def dropout_forward__choice(X: Array, p: float, rng: np.random.Generator) -> tuple[Array, Array]:
    mask = rng.choice([0.0, 1 / (1 - p)], size=X.shape, p=[p, 1 - p])
    return X * mask, mask


def dropout_forward__binomial(X: Array, p: float, rng: np.random.Generator) -> tuple[Array, Array]:
    mask = rng.binomial(1, 1 - p, size=X.shape) / (1 - p)
    return np.multiply(X, mask), mask


def dropout_backward__multiply(dout: Array, mask: Array) -> Array:
    out = np.zeros(dout.shape)
    np.multiply(dout, mask, out=out, where=mask != 0)
    return out


def subnetwork_mean__product_of_bits(f: Callable[[Array], Any], h: Array, p: float) -> Any:
    h = np.asarray(h)
    total: Any = 0.0
    for bits in itertools.product((0, 1), repeat=len(h)):
        chance = math.prod(1 - p if bit else p for bit in bits)
        total = total + chance * f(h * np.array(bits, dtype=float) / (1 - p))
    return total


def subnetwork_mean__recursive_halves(f: Callable[[Array], Any], h: Array, p: float) -> Any:
    scaled = np.asarray(h, dtype=float) / (1 - p)

    def mean(keep):
        if len(keep) == len(scaled):
            return f(scaled * np.array(keep, dtype=float))
        return p * mean((*keep, 0)) + (1 - p) * mean((*keep, 1))

    return mean(())


def batch_norm_forward__feature_by_feature(
    X: Array, gamma: Array, beta: Array, eps: float = 1e-5
) -> tuple[Array, Cache]:
    n, d = X.shape
    X_hat, std = np.empty((n, d)), np.empty(d)
    for j in range(d):
        centred = X[:, j] - math.fsum(X[:, j]) / n
        std[j] = math.sqrt(centred @ centred / n + eps)
        X_hat[:, j] = centred / std[j]
    return X_hat * gamma + beta, (X_hat, std, gamma)


def batch_norm_backward_graph__step_by_step(dout: Array, cache: Cache) -> tuple[Array, Array, Array]:
    X_hat, std, gamma = cache
    n = len(dout)
    D = X_hat * std
    dX_hat = gamma * dout
    d_inverse = np.einsum("ij,ij->j", dX_hat, D)
    dvar = -0.5 * d_inverse / std**3
    dD = dX_hat / std + np.ones((n, 1)) * dvar * (2 / n) * D
    dX = dD - np.ones((n, 1)) @ dD.sum(axis=0, keepdims=True) / n
    return dX, np.einsum("ij,ij->j", dout, X_hat), dout.sum(axis=0)


def batch_norm_backward__projections(dout: Array, cache: Cache) -> tuple[Array, Array, Array]:
    X_hat, std, gamma = cache
    n = len(dout)
    dbeta = np.add.reduce(dout, axis=0)
    dgamma = np.diag(dout.T @ X_hat).copy()
    dX = gamma / (n * std) * (n * dout - dbeta - X_hat * dgamma)
    return dX, dgamma, dbeta


def batch_norm_backward__full_jacobian(dout: Array, cache: Cache) -> tuple[Array, Array, Array]:
    X_hat, std, gamma = cache
    n, d = dout.shape
    dX = np.empty((n, d))
    for j in range(d):
        x = X_hat[:, j]
        J = np.eye(n) - 1 / n - np.outer(x, x) / n
        dX[:, j] = gamma[j] / std[j] * (J @ dout[:, j])
    return dX, np.sum(dout * X_hat, axis=0), np.sum(dout, axis=0)


class BatchNorm__moves_towards_batch:
    def __init__(self, n_features: int, momentum: float = 0.1, eps: float = 1e-5) -> None:
        self.momentum, self.eps = momentum, eps
        self.gamma = np.ones(n_features)
        self.beta = np.zeros(n_features)
        self.running_mean = np.zeros(n_features)
        self.running_var = np.ones(n_features)

    def forward(self, X: Array, train: bool = True) -> Array:
        if train and len(X) < 2:
            raise ValueError("the variance of one sample is no variance")
        if not train:
            slope = self.gamma / np.sqrt(self.running_var + self.eps)
            return X * slope + (self.beta - self.running_mean * slope)
        out, self.cache = batch_norm_forward(X, self.gamma, self.beta, self.eps)
        mean = X.mean(axis=0)
        var = np.square(X - mean).sum(axis=0) / (len(X) - 1)
        self.running_mean = self.running_mean + self.momentum * (mean - self.running_mean)
        self.running_var = self.running_var + self.momentum * (var - self.running_var)
        return out

    def backward(self, dout: Array) -> tuple[Array, Array, Array]:
        return batch_norm_backward(dout, self.cache)


def fold_batch_norm__diagonal_matrix(
    W: Array,
    b: Array,
    gamma: Array,
    beta: Array,
    mean: Array,
    var: Array,
    eps: float = 1e-5,
) -> tuple[Array, Array]:
    S = np.diag(gamma * (var + eps) ** -0.5)
    return W @ S, (b - mean) @ S + beta


def fold_batch_norm__column_by_column(
    W: Array,
    b: Array,
    gamma: Array,
    beta: Array,
    mean: Array,
    var: Array,
    eps: float = 1e-5,
) -> tuple[Array, Array]:
    columns, biases = [], []
    for w, c, g, be, m, v in zip(W.T, b, gamma, beta, mean, var):
        root = math.sqrt(v + eps)
        columns.append(g * w / root)
        biases.append(g * (c - m) / root + be)
    return np.column_stack(columns), np.array(biases)


def layer_norm_forward__batch_norm_of_transposed(
    X: Array, gamma: Array, beta: Array, eps: float = 1e-5
) -> tuple[Array, Cache]:
    n = len(X)
    flat, (X_hat, std, _) = batch_norm_forward(np.transpose(X), np.ones(n), np.zeros(n), eps)
    X_hat = X_hat.T
    return gamma * X_hat + beta, (X_hat, std.reshape(n, 1), gamma)


def layer_norm_forward__sample_by_sample(
    X: Array, gamma: Array, beta: Array, eps: float = 1e-5
) -> tuple[Array, Cache]:
    rows, stds = [], []
    for x in X:
        centred = x - np.mean(x)
        std = math.sqrt(np.dot(centred, centred) / len(x) + eps)
        rows.append(centred / std)
        stds.append([std])
    X_hat = np.array(rows)
    return X_hat * gamma + beta, (X_hat, np.array(stds), gamma)


def layer_norm_backward__sample_by_sample(dout: Array, cache: Cache) -> tuple[Array, Array, Array]:
    X_hat, std, gamma = cache
    d = dout.shape[1]
    dX = np.zeros(dout.shape)
    for i, (x, row) in enumerate(zip(X_hat, dout)):
        g = row * gamma
        dX[i] = (g - g.sum() / d - x * (g @ x) / d) / std[i, 0]
    return dX, np.einsum("ij,ij->j", dout, X_hat), dout.sum(axis=0)


# ======== chapter 09 ========


def distinct_units__set_of_tuples(W: Array, b: Array) -> int:
    return len(set(zip(*W.tolist(), b.tolist())))


def distinct_units__unique_columns(W: Array, b: Array) -> int:
    return int(np.unique(np.vstack([W, b]), axis=1).shape[1])


def small_init__normal_scale(n_in: int, n_out: int, rng: np.random.Generator) -> Array:
    return rng.normal(scale=1e-3, size=n_in * n_out).reshape(n_in, n_out)


def forward_variances__comprehension(
    X: Array, weights: Sequence[Array], phi: Callable[[Array], Array]
) -> Array:
    Zs = list(itertools.accumulate(weights[1:], lambda Z, W: phi(Z) @ W, initial=X @ weights[0]))
    return np.array([np.square(Z - Z.mean()).mean() for Z in Zs])


def fan_in_init__divided(n_in: int, n_out: int, rng: np.random.Generator) -> Array:
    return rng.standard_normal((n_out, n_in)).T / math.sqrt(n_in)


def gain__vdot(phi: Callable[[Array], Array], z: Array) -> float:
    a = np.ravel(phi(z))
    return float(a.size / np.vdot(a, a))


def he_init__twice_fan_in(n_in: int, n_out: int, rng: np.random.Generator) -> Array:
    return math.sqrt(2) * fan_in_init(n_in, n_out, rng)


def he_init__one_column_at_a_time(n_in: int, n_out: int, rng: np.random.Generator) -> Array:
    std = (n_in / 2) ** -0.5
    return np.column_stack([rng.normal(0, std, n_in) for _ in range(n_out)])


def glorot_init__mean_fan(n_in: int, n_out: int, rng: np.random.Generator) -> Array:
    mean_fan = np.mean([n_in, n_out])
    return rng.standard_normal((n_in, n_out)) / np.sqrt(mean_fan)


def orthogonal_init__qr_of_tall(n_in: int, n_out: int, rng: np.random.Generator) -> Array:
    long, short = max(n_in, n_out), min(n_in, n_out)
    Q, R = np.linalg.qr(rng.standard_normal((long, short)))
    Q = Q * np.where(np.diag(R) < 0, -1.0, 1.0)
    return Q if n_in >= n_out else Q.T


def orthogonal_init__gram_schmidt(n_in: int, n_out: int, rng: np.random.Generator) -> Array:
    long, short = max(n_in, n_out), min(n_in, n_out)
    basis: list = []
    while len(basis) < short:
        v = rng.standard_normal(long)
        for _ in range(2):
            for u in basis:
                v = v - (u @ v) * u
        length = np.linalg.norm(v)
        if length > 1e-6:
            v = v / length
            for u in basis:
                v = v - (u @ v) * u
            basis.append(v / np.linalg.norm(v))
    W = np.array(basis)
    return W.T if n_in >= n_out else W


def init_layers__pairwise(
    sizes: Sequence[int], init: Initializer, rng: np.random.Generator
) -> list[tuple[Array, Array]]:
    return [(init(n_in, n_out, rng), np.full(n_out, 0.0)) for n_in, n_out in itertools.pairwise(sizes)]


def condition_number__of_h(X: Array) -> float:
    A = np.insert(np.asarray(X, dtype=float), X.shape[1], 1.0, axis=1)
    return float(np.linalg.cond(A.T @ A / len(A)))


def condition_number__ones_in_front(X: Array) -> float:
    A = np.hstack([np.ones((len(X), 1)), X])
    values = np.linalg.eigvalsh(sum(np.outer(a, a) for a in A))
    return float(values.max() / values.min())


def standardize_fit__equal_to_first(X: Array) -> tuple[Array, Array]:
    mean = X.mean(axis=0)
    scale = np.sqrt(np.mean((X - mean) ** 2, axis=0))
    return mean, np.where(np.all(X == X[0], axis=0), 1.0, scale)


def standardize_fit__column_by_column(X: Array) -> tuple[Array, Array]:
    means, scales = [], []
    for column in X.T:
        means.append(column.mean())
        scales.append(column.std() if column.max() > column.min() else 1.0)
    return np.array(means, dtype=float), np.array(scales, dtype=float)


def standardize_apply__true_divide(X: Array, mean: Array, scale: Array) -> Array:
    return np.true_divide(np.subtract(X, mean), scale)


def standardize_apply__columns(X: Array, mean: Array, scale: Array) -> Array:
    columns = [(x - m) / s for x, m, s in zip(X.T, mean, scale)]
    return np.stack(columns, axis=1)


def prepare__partial(X_train: Array, X_test: Array) -> tuple[Array, Array]:
    mean, scale = standardize_fit(X_train)
    apply = functools.partial(standardize_apply, mean=mean, scale=scale)
    train, test = map(apply, (X_train, X_test))
    return train, test


def pca_fit__svd_of_covariance(X: Array) -> tuple[Array, Array, Array]:
    mean = np.mean(X, axis=0)
    C = np.atleast_2d(np.cov(X, rowvar=False, bias=True))
    U, s, _ = np.linalg.svd(C)
    return mean, U, s


def pca_fit__argsort(X: Array) -> tuple[Array, Array, Array]:
    mean = X.sum(axis=0) / len(X)
    D = X - mean
    C = np.einsum("ni,nj->ij", D, D) / len(D)
    values, vectors = np.linalg.eigh(C)
    order = np.argsort(values)[::-1]
    return mean, -vectors[:, order], values[order]


def whiten_fit__sum_of_directions(X: Array, eps: float = 1e-5) -> tuple[Array, Array]:
    mean, E, v = pca_fit(X)
    T = sum(np.outer(e, e) / math.sqrt(s + eps) for e, s in zip(E.T, v))
    return mean, T


def whiten_fit__scaled_columns(X: Array, eps: float = 1e-5) -> tuple[Array, Array]:
    mean, E, v = pca_fit(X)
    half = E * (v + eps) ** -0.25
    return mean, half @ half.T


# ======== chapter 10 ========


def network_size__layer_sums(sizes: list[int], batch_norm: bool = False) -> tuple[int, int]:
    hidden = sum(sizes[1:-1])
    learned = sum((k + 1) * m for k, m in itertools.pairwise(sizes))
    if not batch_norm:
        return learned, 0
    return learned + hidden, 2 * hidden


def softmax_loss__one_hot(Z: Array, labels: Rows) -> tuple[float, Array]:
    n, k = Z.shape
    Y = np.asarray(labels)[:, np.newaxis] == np.arange(k)
    shifted = Z.astype(float) - Z.max(axis=1, keepdims=True)
    E = np.exp(shifted)
    S = E.sum(axis=1, keepdims=True)
    loss = (np.log(S).sum() - shifted[Y].sum()) / n
    return float(loss), (E / S - Y) / n


def softmax_loss__row_by_row(Z: Array, labels: Rows) -> tuple[float, Array]:
    n = len(Z)
    grad = np.empty(Z.shape)
    total = 0.0
    for i, (z, t) in enumerate(zip(Z, labels)):
        z = z.astype(float) - z.max()
        e = np.exp(z)
        total += math.log(e.sum()) - z[t]
        grad[i] = e / e.sum()
        grad[i, t] -= 1.0
    return float(total / n), grad / n


def loss_and_gradients__slices(
    params: list[Array],
    X: Array,
    y: Array,
    phi: Phi,
    phi_prime: Phi,
    loss: Loss,
    lam: float = 0.0,
) -> tuple[float, list[Array]]:
    it = iter(params)
    layers = list(zip(it, it))
    out, cache = mlp_forward(X, layers, phi)
    value, dout = loss(out, y)
    grads: list = [None] * len(params)
    pairs = mlp_backward(dout, cache, layers, phi_prime)
    grads[0::2] = [dW + lam * W for (dW, _), (W, _) in zip(pairs, layers)]
    grads[1::2] = [db for _, db in pairs]
    penalty = sum(0.5 * lam * np.vdot(W, W) for W, _ in layers)
    return float(value + penalty), grads


def train_epoch__running_mean(
    params: list[Array],
    objective: Callable[..., tuple[float, list[Array]]],
    step: Callable[[list[Array], list[Array]], None],
    X: Array,
    y: Array,
    batches: Iterable[Rows],
) -> float:
    mean, used = 0.0, 0
    for rows in batches:
        loss, grads = objective(params, np.take(X, rows, axis=0), np.take(y, rows, axis=0))
        step(params, grads)
        used += len(rows)
        mean += (float(loss) - mean) * len(rows) / used
    return mean


def train_epoch__average(
    params: list[Array],
    objective: Callable[..., tuple[float, list[Array]]],
    step: Callable[[list[Array], list[Array]], None],
    X: Array,
    y: Array,
    batches: Iterable[Rows],
) -> float:
    losses, weights = [], []
    for rows in batches:
        loss, grads = objective(params, X[rows], y[rows])
        step(params, grads)
        losses.append(loss)
        weights.append(len(rows))
    return float(np.average(losses, weights=weights))


def confusion_matrix__counter(predicted: Rows, labels: Rows, n_classes: int) -> Rows:
    pairs = Counter(zip(labels.tolist(), predicted.tolist()))
    classes = range(n_classes)
    return np.array([[pairs[t, p] for p in classes] for t in classes])


def confusion_matrix__product_of_one_hots(predicted: Rows, labels: Rows, n_classes: int) -> Rows:
    one_hot = np.eye(n_classes, dtype=np.int64)
    return one_hot[labels].T @ one_hot[predicted]


def augmented_split__outer_product(X: Array, y: Rows, test: Rows) -> tuple[Array, Rows, Array, Rows]:
    rest = np.setdiff1d(np.arange(len(X)), np.arange(len(X))[test])
    factors = np.array([1.0, *STRENGTHS])
    X_train = np.multiply.outer(factors, X[rest]).reshape(-1, X.shape[1])
    return X_train, np.tile(y[rest], len(factors)), X[test], y[test]


def diagnose__table(train: Array, held_out: Array) -> str:
    first, last = train[0], train[-1]
    changes = list(itertools.pairwise(train))
    rises = sum(1 for before, after in changes if after > before)
    signs = {
        "diverging": not all(map(math.isfinite, train)) or last > 2 * first,
        "not learning": last > 0.9 * first,
        "oscillating": 3 * rises >= len(changes),
        "overfitting": held_out[-1] > 1.5 * min(held_out),
        "healthy": True,
    }
    return next(word for word, fits in signs.items() if fits)
