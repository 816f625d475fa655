"""Right answers in forms that the task allows and few would write: `exercise__form`. All must pass."""

import math

import numpy as np


def relu__half_sum(z):
    return (z + np.abs(z)) / 2


def relu__masked_copy(z):
    out = np.array(z, dtype=z.dtype)
    out[~(z > 0)] = 0
    return out


def relu__each_number(z):
    return np.array([max(0.0, float(v)) for v in z.ravel()]).reshape(z.shape)


relu__clip = np.vectorize(lambda v: v if v > 0 else 0.0, otypes=[float])


def relu_prime__heaviside(z):
    return np.heaviside(z, 0.0)


def relu_prime__cast(z):
    return (z > 0).astype(np.float32)


def relu_prime__times_one(z):
    return 1.0 * np.greater(z, 0)


def sigmoid__by_tanh(z):
    return 0.5 * (1 + np.tanh(0.5 * np.asarray(z, dtype=float)))


def sigmoid__by_logaddexp(z):
    return np.exp(-np.logaddexp(0, -np.asarray(z)))


def sigmoid__masked(z):
    out = np.empty(z.shape)
    on = z >= 0
    out[on] = 1 / (1 + np.exp(-z[on]))
    e = np.exp(z[~on])
    out[~on] = e / (1 + e)
    return out


def sigmoid__textbook(z):
    """e¹⁰⁰⁰ is infinity, and 1 / infinity is 0: numpy warns, and the answer is right."""
    return 1 / (1 + np.exp(-z.astype(float)))


def sigmoid_prime__both_sides(z):
    return sigmoid__masked(z) * sigmoid__masked(-z)


def sigmoid_prime__cosh(z):
    return 0.25 / np.cosh(np.clip(z, -1000, 1000) / 2) ** 2


def tanh__numpy(z):
    return np.tanh(z)


def tanh__expm1(z):
    t = np.expm1(-2 * np.abs(z))
    return np.sign(z) * -t / (2 + t)


def backward_norms__loop(dA, weights, slopes):
    lengths, G = [math.sqrt((dA**2).sum())], dA
    for k in range(len(weights) - 1, -1, -1):
        G = np.einsum("nj,ij->ni", G * slopes[k], weights[k])
        lengths.append(math.sqrt(float((G**2).sum())))
    return np.asarray(lengths)


def backward_norms__filled(dA, weights, slopes):
    norms = np.zeros(len(weights) + 1)
    norms[0] = np.linalg.norm(dA.ravel())
    G = dA.copy()
    for k, (W, s) in enumerate(list(zip(weights, slopes, strict=True))[::-1], 1):
        G = np.multiply(G, s).dot(W.T)
        norms[k] = np.linalg.norm(G, "fro")
    return norms


def dead_share__largest(Z):
    return (Z.max(axis=0) <= 0).mean()


def dead_share__counted(Z):
    n = Z.shape[1]
    return sum(1 for j in range(n) if not np.any(Z[:, j] > 0)) / n


def leaky_relu__two_parts(z, alpha=0.01):
    return np.maximum(z, 0.0) + alpha * np.minimum(z, 0.0)


def leaky_relu__slopes(z, alpha=0.01):
    return z * np.where(z > 0, 1.0, alpha)


def leaky_relu__masked_floats(z, alpha=0.01):
    out = np.array(z, dtype=float)
    out[out <= 0] *= alpha
    return out


def prelu_backward__loop(dA, Z, alpha):
    dZ, dalpha = np.zeros(dA.shape), np.zeros(alpha.shape)
    for i, j in np.ndindex(*Z.shape):
        if Z[i, j] > 0:
            dZ[i, j] = dA[i, j]
        else:
            dZ[i, j] = alpha[j] * dA[i, j]
            dalpha[j] += dA[i, j] * Z[i, j]
    return dZ, dalpha


def prelu_backward__mixed(dA, Z, alpha):
    left = (Z <= 0).astype(float)
    return dA * (1 - left + left * alpha), np.einsum("nu,nu,nu->u", dA, Z, left)


def elu__masked(z, alpha=1.0):
    out = np.asarray(z, dtype=float).copy()
    out[z <= 0] = alpha * np.expm1(out[z <= 0])
    return out


def elu__two_parts(z, alpha=1.0):
    return np.maximum(0.0, z) + alpha * np.expm1(np.minimum(0.0, z))


def elu__where_may_overflow(z, alpha=1.0):
    """Far right expm1 is infinity, and np.where does not take it."""
    return np.where(z > 0, z, alpha * np.expm1(z))


def same_sign_share__rows(A, delta):
    n = 0
    for a, d in zip(A, delta, strict=True):
        g = [float(d * v) for v in a]
        n += min(g) >= 0 or max(g) <= 0
    return n / len(delta)


def same_sign_share__extremes(A, delta):
    G = A * delta.reshape(-1, 1)
    return np.mean(G.min(axis=1) * G.max(axis=1) >= 0)


def maxout__pairwise(X, W, b):
    out = X @ W[0] + b[0]
    for W_j, b_j in zip(W[1:], b[1:], strict=True):
        out = np.maximum(out, X @ W_j + b_j)
    return out


def maxout__einsum(X, W, b):
    return (np.einsum("ni,kio->nok", X, W) + b.T).max(axis=-1)


def silu_prime__by_value(z):
    s = 0.5 * (1 + np.tanh(z / 2))
    f = z * s
    return f + s * (1 - f)


def silu_prime__product(z):
    s = sigmoid__masked(z)
    return s * (1 + z * (1 - s))


def softmax__logarithms(z, axis=-1):
    m = z.max(axis=axis, keepdims=True)
    return np.exp(z - m - np.log(np.exp(z - m).sum(axis=axis, keepdims=True)))


def softmax__moved(z, axis=-1):
    x = np.moveaxis(z, axis, 0)
    e = np.exp(x - x.max(axis=0))
    return np.moveaxis(e / e.sum(axis=0), 0, axis)


def softmax__applied(z, axis=-1):
    return np.apply_along_axis(lambda s: np.exp(s - s.max()) / np.exp(s - s.max()).sum(), axis, z)


def softmax_jvp__explicit(z, v, axis=-1):
    def one(row):
        p = softmax__moved(row[: len(row) // 2])
        return (np.diag(p) - np.outer(p, p)) @ row[len(row) // 2 :]

    return np.apply_along_axis(one, axis, np.concatenate([z, v], axis=axis))


def softmax_jvp__two_terms(z, v, axis=-1):
    p = softmax__logarithms(z, axis)
    return p * v - p * (p * v).sum(axis=axis, keepdims=True)
