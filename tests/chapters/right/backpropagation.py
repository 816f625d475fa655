"""Right answers in forms that only the task's own words allow: `exercise__form`. All must pass."""

import itertools
import math
from collections.abc import Callable

import numpy as np

from solutions.backpropagation import Value as Given


def chain_gradients__closed_form(x):
    c = math.sqrt(2 * math.log(x))
    return 1 / (2 * c), 1 / (2 * c * x * x), 1 / (c * x)


def chain_gradients__list_of_numpy_numbers(x):
    x = np.float64(x)
    b = np.log(x**2)
    slope = 0.5 * b**-0.5
    return [slope, slope / x**2, slope / x**2 * 2 * x]


def numerical_gradient__one_copy_put_back(f, x, h=1e-5):
    work = np.array(x, dtype=np.float64)
    flat, out = work.reshape(-1), []
    for k in range(flat.size):
        kept = flat[k]
        flat[k] = kept + h
        above = f(work)
        flat[k] = kept - h
        out.append((above - f(work)) / (2 * h))
        flat[k] = kept
    return np.array(out, dtype=float).reshape(x.shape)


def numerical_gradient__directions(f, x, h=1e-5):
    g = np.empty(x.size)
    for k in range(x.size):
        e = np.zeros(x.size)
        e[k] = h
        g[k] = (f(x + e.reshape(x.shape)) - f(x - e.reshape(x.shape))) / h / 2
    return g.reshape(x.shape)


def relative_error__square_roots(a, b):
    top, left, right = (math.sqrt(float(np.sum(np.square(v, dtype=float)))) for v in (a - b, a, b))
    return top / (left + right) if left + right else 0


def relative_error__flat(a, b):
    a, b = a.ravel(), b.ravel()
    if not a.any() and not b.any():
        return 0.0
    return np.sqrt((a - b) @ (a - b)) / (np.sqrt(a @ a) + np.sqrt(b @ b))


def delta_rule__by_units(h, o, d, W2):
    out = [-(t - y) * y * (1 - y) for t, y in zip(d, o, strict=True)]
    hidden = [
        s * (1 - s) * sum(w * e for w, e in zip(row, out, strict=True)) for s, row in zip(h, W2, strict=True)
    ]
    return np.array(out), np.array(hidden)


def delta_rule__other_side(h, o, d, W2):
    delta = (o - d) * (o - o**2)
    return [delta, (delta @ W2.T) * (h - h**2)]


def linear_forward__sums(X, W, b):
    return np.array([[sum(x * W[:, k]) + b[k] for k in range(len(b))] for x in X])


def linear_forward__one_product(X, W, b):
    return np.hstack([X, np.ones((len(X), 1))]) @ np.vstack([W, b])


def linear_backward__sample_by_sample(dZ, X, W):
    dX, dW, db = np.zeros(X.shape), np.zeros(W.shape), np.zeros(W.shape[1])
    for i in range(len(X)):
        dX[i] = W @ dZ[i]
        dW += X[i][:, None] * dZ[i]
        db += dZ[i]
    return dX, dW, db


def linear_backward__ones(dZ, X, W):
    return [np.einsum("nk,jk->nj", dZ, W), np.einsum("nj,nk->jk", X, dZ), np.ones(len(dZ)) @ dZ]


def activation_backward__multiply(dA, Z, phi_prime):
    return np.multiply(phi_prime(Z), dA)


def activation_backward__entries(dA, Z, phi_prime):
    out, slopes = np.empty(Z.shape), phi_prime(Z)
    for i in np.ndindex(Z.shape):
        out[i] = dA[i] * slopes[i]
    return out


def unbroadcast__axis_by_axis(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for axis, n in enumerate(shape):
        if n == 1 and grad.shape[axis] > 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return np.array(grad)


def unbroadcast__added_up(grad, shape):
    out = np.zeros(shape)
    view = np.broadcast_to(np.arange(out.size).reshape(shape), grad.shape)
    np.add.at(out.reshape(-1), view.ravel(), grad.ravel())
    return out


def mlp_forward__by_number(X, params, phi):
    cache = []
    for k in range(len(params)):
        W, b = params[k]
        Z = X @ W + b
        cache.append([X, Z])
        X = phi(Z) if k + 1 < len(params) else Z
    return X, cache


def mlp_forward__recursive(X, params, phi):
    (W, b), *rest = params
    Z = X.dot(W) + b
    if not rest:
        return Z, [(X, Z)]
    out, cache = mlp_forward__recursive(phi(Z), rest, phi)
    return out, [(X, Z), *cache]


def mlp_backward__inserted(dout, cache, params, phi_prime):
    grads = []
    for k in range(len(params) - 1, -1, -1):
        A = cache[k][0]
        grads.insert(0, (A.T @ dout, dout.sum(0)))
        if k:
            dout = (dout @ params[k][0].T) * phi_prime(cache[k - 1][1])
    return grads


def mlp_backward__lists(dout, cache, params, phi_prime):
    out = [[None, None] for _ in params]
    dZ = dout.copy()
    for k in reversed(range(len(params))):
        out[k][0], out[k][1] = np.dot(cache[k][0].T, dZ), np.ones(len(dZ)) @ dZ
        if k > 0:
            dZ = np.dot(dZ, params[k][0].T)
            dZ = dZ * phi_prime(cache[k - 1][1])
    return out


def standard_epoch__by_rows(X, Y, W, b, lr):
    for i in range(X.shape[0]):
        x, y = X[i : i + 1], Y[i : i + 1]
        D = x @ W + b - y
        W, b = W - lr * (x.T @ D), b - lr * D[0]
    return W, b


def topological_order__stack(root, parents):
    order, met, stack = [], {root}, [(root, iter(parents(root)))]
    while stack:
        node, left = stack[-1]
        for parent in left:
            if parent not in met:
                met.add(parent)
                stack.append((parent, iter(parents(parent))))
                break
        else:
            order.append(node)
            stack.pop()
    return order


def topological_order__dictionary(root, parents):
    met: dict = {}
    order: list = []

    def visit(node):
        if met.setdefault(node, node) is not None and node in order:
            return
        for parent in parents(node):
            if parent not in order:
                visit(parent)
        order.append(node)

    visit(root)
    return order


def _zero_then_walk(self):
    order: list = []
    met = set()

    def visit(v):
        if id(v) not in met:
            met.add(id(v))
            for p, _ in v.parents:
                visit(p)
            order.append(v)

    visit(self)
    for v in order:
        v.grad = 0.0
    self.grad += 1
    while order:
        v = order.pop()
        for p, slope in v.parents:
            p.grad = p.grad + slope * v.grad


class Value__math(Given):
    """With the module `math`, tuples for pairs in another order, and its own walk."""

    def __add__(self, other):
        other = other if isinstance(other, Given) else type(self)(other)
        return type(self)(self.data + other.data, ((other, 1), (self, 1)))

    def __mul__(self, other):
        other = other if isinstance(other, Given) else type(self)(other)
        return type(self)(self.data * other.data, ((other, self.data), (self, other.data)))

    def __pow__(self, n):
        return type(self)(self.data**n, ((self, n * self.data**n / self.data),))

    def exp(self):
        return type(self)(math.exp(self.data), [(self, math.exp(self.data))])

    def log(self):
        return type(self)(math.log(self.data), [(self, self.data**-1)])

    def tanh(self):
        return type(self)(math.tanh(self.data), [(self, 1 / math.cosh(min(abs(self.data), 300)) ** 2)])

    def relu(self):
        return type(self)(self.data * (self.data > 0), [(self, float(self.data > 0))])

    backward: Callable = _zero_then_walk


def two_layer_gradients__by_samples(X, Y, W1, b1, W2, b2):
    grads = [np.zeros(p.shape) for p in (W1, b1, W2, b2)]
    for x, y in zip(X, Y, strict=True):
        h = np.tanh(x @ W1 + b1)
        e = (h @ W2 + b2 - y) / len(X)
        d = (W2 @ e) * (1 - h) * (1 + h)
        for g, more in zip(grads, (np.outer(x, d), d, np.outer(h, e), e), strict=True):
            g += more
    return tuple(grads)


def two_layer_gradients__cosh(X, Y, W1, b1, W2, b2):
    Z = X @ W1 + b1
    H = np.tanh(Z)
    dP = (H @ W2 + b2 - Y) / X.shape[0]
    dZ = (dP @ W2.T) / np.cosh(Z) ** 2
    return [X.T @ dZ, dZ.sum(0), H.T @ dP, dP.sum(0)]


def matmul_cost__pairs(n_samples, sizes):
    forward = backward = 0
    for k, (a, b) in enumerate(itertools.pairwise(sizes)):
        forward += n_samples * a * b
        backward += n_samples * a * b * (2 if k else 1)
    return forward, backward


def matmul_cost__arrays(n_samples, sizes):
    s = np.array(sizes)
    each = n_samples * s[:-1] * s[1:]
    return [each.sum(), 2 * each.sum() - each[0]]
