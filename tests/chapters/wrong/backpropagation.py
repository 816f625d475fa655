"""Wrong answers, written without looking at the cases: `exercise__mistake`. None may pass."""

import itertools
import math

import numpy as np

from grader.exercises.backpropagation import own_value


def chain_gradients__of_the_forward_values(x):
    a = x**2
    b = np.log(a)
    return a, b, np.sqrt(b)


def chain_gradients__all_the_same(x):
    b = np.log(x**2)
    g = 0.5 / np.sqrt(b) / x**2 * 2 * x
    return g, g, g


def chain_gradients__logarithm_to_base_ten(x):
    a = x**2
    b = np.log10(a)
    db = 0.5 / np.sqrt(b)
    da = db / (a * np.log(10))
    return da * 2 * x, da, db


def relative_error__of_the_larger(a, b):
    top = max(np.linalg.norm(a), np.linalg.norm(b))
    return float(np.linalg.norm(a - b) / top) if top else 0.0


def relative_error__entry_by_entry(a, b):
    return float(np.mean(np.abs(a - b) / (np.abs(a) + np.abs(b) + 1e-300)))


def relative_error__largest_entry(a, b):
    scale = np.abs(a).max() + np.abs(b).max()
    return float(np.abs(a - b).max() / scale) if scale else 0.0


def linear_forward__samples_normalized(X, W, b):
    return (X - X.mean(axis=0)) @ W + b


def linear_forward__bias_scaled(X, W, b):
    return X @ W + b / len(X)


def linear_forward__first_sample(X, W, b):
    return np.repeat(X[:1] @ W + b, len(X), axis=0)


def linear_backward__bias_as_mean_times_units(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.mean(axis=0) * dZ.shape[1]


def linear_backward__weights_of_absolute_inputs(dZ, X, W):
    return dZ @ W.T, np.abs(X).T @ dZ, dZ.sum(axis=0)


def linear_backward__inputs_get_the_sign(dZ, X, W):
    return np.sign(dZ @ W.T), X.T @ dZ, dZ.sum(axis=0)


def unbroadcast__maximum(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.max(axis=0)
    for k, n in enumerate(shape):
        if n == 1 and grad.shape[k] != 1:
            grad = grad.max(axis=k, keepdims=True)
    return grad


def unbroadcast__tail_sum(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=-1)
    return grad.reshape(shape) if grad.size == np.prod(shape) else np.resize(grad, shape)


def unbroadcast__total(grad, shape):
    return np.full(shape, grad.sum())


def matmul_cost__one_sample_less(n_samples, sizes):
    pairs = list(itertools.pairwise(sizes))
    f = (n_samples - 1) * sum(a * b for a, b in pairs)
    return f, 2 * f - (n_samples - 1) * pairs[0][0] * pairs[0][1]


def matmul_cost__backward_as_forward(n_samples, sizes):
    f = n_samples * sum(a * b for a, b in itertools.pairwise(sizes))
    return f, f


def matmul_cost__three_times(n_samples, sizes):
    f = n_samples * sum(a * b for a, b in itertools.pairwise(sizes))
    return f, 3 * f


def activation_backward__sigmoid_assumed(dA, Z, phi_prime):
    s = 1 / (1 + np.exp(-np.clip(Z, -500, 500)))
    return dA * s * (1 - s)


def activation_backward__squared_slope(dA, Z, phi_prime):
    return dA * phi_prime(Z) ** 2


def activation_backward__mean_slope(dA, Z, phi_prime):
    return dA * phi_prime(Z).mean()


# ---- a second round, written from the tasks alone ----


def chain_gradients__one_sided(x):
    h = 1e-6
    c = math.sqrt(math.log(x**2))
    dx = (math.sqrt(math.log((x + h) ** 2)) - c) / h
    return 1 / (2 * c), dx / (2 * x), dx


def chain_gradients__values(x):
    return math.sqrt(math.log(x**2)), math.log(x**2), x**2


def chain_gradients__array(x):
    b = math.log(x**2)
    return np.array([1 / (2 * math.sqrt(b)), 1 / (2 * math.sqrt(b) * x**2), 1 / (math.sqrt(b) * x)])


def chain_gradients__whole_division(x):
    b = math.log(x**2)
    dc_db = 1 / (2 * math.sqrt(b))
    dc_da = dc_db * (1 // x**2)
    return dc_db, dc_da, dc_da * 2 * x


def numerical_gradient__flat_only(f, x, h=1e-5):
    g = np.zeros(x.shape)
    for i in range(len(x)):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g


def numerical_gradient__like_x(f, x, h=1e-5):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g


def numerical_gradient__relative_step(f, x, h=1e-5):
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        step = h * abs(up[i]) or h
        up[i] += step
        down[i] -= step
        g[i] = (f(up) - f(down)) / (2 * step)
    return g


def numerical_gradient__half_steps(f, x, h=1e-5):
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h / 2
        down[i] -= h / 2
        g[i] = (f(up) - f(down)) / h
    return g


def numerical_gradient__flattens_for_f(f, x, h=1e-5):
    g = np.zeros(x.size)
    for k in range(x.size):
        up, down = x.astype(float).ravel(), x.astype(float).ravel()
        up[k] += h
        down[k] -= h
        g[k] = (f(up) - f(down)) / (2 * h)
    return g.reshape(x.shape)


def numerical_gradient__flat_result(f, x, h=1e-5):
    g = []
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        g.append((f(up) - f(down)) / (2 * h))
    return np.array(g)


def numerical_gradient__moves_x(f, x, h=1e-5):
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        above = f(x)
        x[i] -= 2 * h
        g[i] = (above - f(x)) / (2 * h)
        x[i] += h
    return g


def numerical_gradient__single_precision(f, x, h=1e-5):
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g


def numerical_gradient__forward_half(f, x, h=1e-5):
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up = x.astype(float)
        up[i] += 2 * h
        g[i] = (f(up) - f(x.astype(float))) / (2 * h)
    return g


def numerical_gradient__default_h(f, x, h=1e-2):
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g


def relative_error__zero_if_either(a, b):
    if not a.any() or not b.any():
        return 0.0
    return float(np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b)))


def relative_error__zero_if_first(a, b):
    if not a.any():
        return 0.0
    return float(np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b)))


def relative_error__close_is_equal(a, b):
    if np.allclose(a, b):
        return 0.0
    return float(np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b)))


def relative_error__epsilon(a, b):
    return float(np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b) + 1e-12))


def relative_error__tiny_is_zero(a, b):
    size = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(a - b) / size) if size > 1e-10 else 0.0


def relative_error__largest(a, b):
    size = max(np.linalg.norm(a), np.linalg.norm(b))
    return float(np.linalg.norm(a - b) / size) if size else 0.0


def relative_error__absolute_sums(a, b):
    size = np.abs(a).sum() + np.abs(b).sum()
    return float(np.abs(a - b).sum() / size) if size else 0.0


def relative_error__entries(a, b):
    with np.errstate(all="ignore"):
        return float(np.nan_to_num(np.abs(a - b) / (np.abs(a) + np.abs(b))).mean())


def relative_error__spectral(a, b):
    size = np.linalg.norm(a, 2) + np.linalg.norm(b, 2)
    return float(np.linalg.norm(a - b, 2) / size) if size else 0.0


def relative_error__rows(a, b):
    size = np.linalg.norm(a, axis=0) + np.linalg.norm(b, axis=0)
    return float(np.mean(np.linalg.norm(a - b, axis=0) / np.where(size > 0, size, 1)))


def relative_error__one_for_zeros(a, b):
    size = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(a - b) / size) if size else 1.0


def relative_error__changes_a(a, b):
    size = np.linalg.norm(a) + np.linalg.norm(b)
    a -= b
    return float(np.linalg.norm(a) / size) if size else 0.0


def relative_error__wrong_precedence(a, b):
    return float(np.linalg.norm(a - b) / np.linalg.norm(a) + np.linalg.norm(b)) if a.any() else 0.0


def delta_rule__slope_of_tanh(h, o, d, W2):
    out = (o - d) * (1 - o**2)
    return out, (W2 @ out) * (1 - h**2)


def delta_rule__swapped(h, o, d, W2):
    out = (o - d) * o * (1 - o)
    return (W2 @ out) * h * (1 - h), out


def delta_rule__hidden_sign(h, o, d, W2):
    out = (o - d) * o * (1 - o)
    return out, -(W2 @ out) * h * (1 - h)


def delta_rule__weights_summed(h, o, d, W2):
    out = (o - d) * o * (1 - o)
    return out, W2.sum(axis=1) * out.sum() * h * (1 - h)


def delta_rule__gradients_of_weights(h, o, d, W2):
    out = (o - d) * o * (1 - o)
    return np.outer(h, out), (W2 @ out) * h * (1 - h)


def delta_rule__output_slope_on_hidden(h, o, d, W2):
    out = (o - d) * o * (1 - o)
    return out, (W2 @ out) * h


def delta_rule__column(h, o, d, W2):
    out = ((o - d) * o * (1 - o))[:, None]
    return out, (W2 @ out) * (h * (1 - h))[:, None]


def delta_rule__averaged(h, o, d, W2):
    out = (o - d) * o * (1 - o) / len(o)
    return out, (W2 @ out) * h * (1 - h)


def delta_rule__first_output(h, o, d, W2):
    out = (o - d) * o * (1 - o)
    return out, W2[:, 0] * out[0] * h * (1 - h)


def delta_rule__changes_o(h, o, d, W2):
    slope = o * (1 - o)
    o -= d
    out = o * slope
    return out, (W2 @ out) * h * (1 - h)


def delta_rule__squared_error_itself(h, o, d, W2):
    out = 0.5 * (d - o) ** 2 * o * (1 - o)
    return out, (W2 @ out) * h * (1 - h)


def linear_forward__minus(X, W, b):
    return X @ W - b


def linear_forward__bias_summed(X, W, b):
    return X @ W + b.sum()


def linear_forward__activated(X, W, b):
    return np.maximum(0, X @ W + b)


def linear_forward__bias_last(X, W, b):
    Z = X @ W
    Z[-1] += b
    return Z


def linear_forward__bias_first(X, W, b):
    return X @ W + b[0]


def linear_forward__columns(X, W, b):
    return (X @ W + b).T


def linear_forward__bias_inside(X, W, b):
    return X @ (W + b)


def linear_forward__mean_bias(X, W, b):
    return X @ W + b.mean()


def linear_backward__inputs_for_weights(dZ, X, W):
    return dZ @ W.T, X.T @ dZ / len(X), dZ.sum(axis=0)


def linear_backward__sum_over_all(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, np.full(W.shape[1], dZ.sum())


def linear_backward__first_sample(dZ, X, W):
    return dZ @ W.T, np.outer(X[0], dZ[0]), dZ[0].copy()


def linear_backward__changes_gradient(dZ, X, W):
    out = dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)
    dZ *= 0
    return out


def linear_backward__dx_over_n(dZ, X, W):
    return dZ @ W.T / len(X), X.T @ dZ, dZ.sum(axis=0)


def linear_backward__weights_and_inputs_swapped(dZ, X, W):
    return X.T @ dZ, dZ @ W.T, dZ.sum(axis=0)


def linear_backward__absolute(dZ, X, W):
    return dZ @ W.T, np.abs(X).T @ dZ, dZ.sum(axis=0)


def linear_backward__negative(dZ, X, W):
    return -dZ @ W.T, -X.T @ dZ, -dZ.sum(axis=0)


def linear_backward__bias_gradient_one(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, np.ones(W.shape[1])


def linear_backward__bias_a_row(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0, keepdims=True)


def activation_backward__in_the_slopes(dA, Z, phi_prime):
    slopes = phi_prime(Z)
    slopes *= dA
    return slopes


def activation_backward__changes_z(dA, Z, phi_prime):
    Z[...] = phi_prime(Z)
    return dA * Z


def activation_backward__divided(dA, Z, phi_prime):
    with np.errstate(all="ignore"):
        return dA / phi_prime(Z)


def activation_backward__first_row(dA, Z, phi_prime):
    return dA * phi_prime(Z[0])


def activation_backward__relu_only(dA, Z, phi_prime):
    return dA * (Z > 0)


def activation_backward__averaged(dA, Z, phi_prime):
    return dA * phi_prime(Z) / len(Z)


def activation_backward__summed_up(dA, Z, phi_prime):
    return (dA * phi_prime(Z)).sum(axis=0)


def activation_backward__slope_squared(dA, Z, phi_prime):
    return dA * phi_prime(Z) ** 2


def activation_backward__in_the_gradient(dA, Z, phi_prime):
    np.multiply(dA, phi_prime(Z), out=dA)
    return dA


def unbroadcast__always_first_axis(grad, shape):
    return grad.sum(axis=0).reshape(shape) if grad.shape != shape else grad.copy()


def unbroadcast__all_ones_dropped(grad, shape):
    axes = tuple(i for i, n in enumerate(shape) if n == 1)
    g = grad.sum(axis=tuple(range(grad.ndim - len(shape))))
    return g.sum(axis=axes)


def unbroadcast__by_size(grad, shape):
    return grad.reshape((-1, *shape)).sum(axis=0)


def unbroadcast__ones_from_the_front(grad, shape):
    axes = tuple(i for i, n in enumerate(shape) if n == 1)
    g = grad.sum(axis=axes, keepdims=True)
    return g.sum(axis=tuple(range(g.ndim - len(shape))))


def unbroadcast__one_new_axis(grad, shape):
    if grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for i, n in enumerate(shape):
        if n == 1:
            grad = grad.sum(axis=i, keepdims=True)
    return grad + 0.0


def mlp_forward__bias_changed(X, params, phi):
    A, cache = X, []
    for k, (W, b) in enumerate(params):
        Z = A @ W + b
        b *= 1.5
        cache.append((A, Z))
        A = phi(Z) if k < len(params) - 1 else Z
    return A, cache


def mlp_forward__pairs_turned(X, params, phi):
    A, cache = X, []
    for k, (W, b) in enumerate(params):
        Z = A @ W + b
        cache.append((Z, A))
        A = phi(Z) if k < len(params) - 1 else Z
    return A, cache


def mlp_forward__always_two(X, params, phi):
    (W1, b1), (W2, b2) = params[0], params[-1]
    Z1 = X @ W1 + b1
    A1 = phi(Z1)
    Z2 = A1 @ W2 + b2
    return Z2, [(X, Z1), (A1, Z2)]


def mlp_forward__x_every_time(X, params, phi):
    A, cache = X, []
    for k, (W, b) in enumerate(params):
        Z = A @ W + b
        cache.append((X, Z))
        A = phi(Z) if k < len(params) - 1 else Z
    return A, cache


def mlp_forward__phi_first(X, params, phi):
    A, cache = X, []
    for k, (W, b) in enumerate(params):
        A = phi(A) if k else A
        Z = A @ W + b
        cache.append((phi(A), Z))
        A = Z
    return A, cache


def mlp_forward__output_only(X, params, phi):
    A = X
    for k, (W, b) in enumerate(params):
        A = A @ W + b
        if k < len(params) - 1:
            A = phi(A)
    return A


def mlp_forward__relu_built_in(X, params, phi):
    A, cache = X, []
    for k, (W, b) in enumerate(params):
        Z = A @ W + b
        cache.append((A, Z))
        A = np.tanh(Z) if k < len(params) - 1 else Z
    return A, cache


def mlp_forward__one_long_list(X, params, phi):
    A, cache = X, []
    for k, (W, b) in enumerate(params):
        Z = A @ W + b
        cache += [A, Z]
        A = phi(Z) if k < len(params) - 1 else Z
    return A, cache


def mlp_forward__last_bias_forgotten(X, params, phi):
    A, cache = X, []
    for W, b in params[:-1]:
        Z = A @ W + b
        cache.append((A, Z))
        A = phi(Z)
    Z = A @ params[-1][0]
    cache.append((A, Z))
    return Z, cache


def mlp_forward__returns_in_the_loop(X, params, phi):
    A, cache = X, []
    for W, b in params:
        Z = A @ W + b
        cache.append((A, Z))
        A = phi(Z)
        return Z, cache


def mlp_backward__changes_dout(dout, cache, params, phi_prime):
    grads = []
    for k in reversed(range(len(params))):
        grads.append((cache[k][0].T @ dout, dout.sum(axis=0)))
        if k:
            new = (dout @ params[k][0].T) * phi_prime(cache[k - 1][1])
            dout *= 0
            dout = new
    return grads[::-1]


def mlp_backward__two_layers(dout, cache, params, phi_prime):
    (A0, Z0), (A1, _) = cache[0], cache[-1]
    last = (A1.T @ dout, dout.sum(axis=0))
    if len(params) == 1:
        return [last]
    dZ = (dout @ params[-1][0].T) * phi_prime(Z0)
    return [(A0.T @ dZ, dZ.sum(axis=0)), last]


def mlp_backward__weights_not_transposed(dout, cache, params, phi_prime):
    grads, dZ = [], dout
    for k in reversed(range(len(params))):
        grads.append((cache[k][0].T @ dZ, dZ.sum(axis=0)))
        if k:
            dZ = (dZ @ params[k][0]) * phi_prime(cache[k - 1][1])
    return grads[::-1]


def mlp_backward__flat_list(dout, cache, params, phi_prime):
    grads, dZ = [], dout
    for k in reversed(range(len(params))):
        grads += [dZ.sum(axis=0), cache[k][0].T @ dZ]
        if k:
            dZ = (dZ @ params[k][0].T) * phi_prime(cache[k - 1][1])
    return grads[::-1]


def mlp_backward__bias_first(dout, cache, params, phi_prime):
    grads, dZ = [], dout
    for k in reversed(range(len(params))):
        grads.append((dZ.sum(axis=0), cache[k][0].T @ dZ))
        if k:
            dZ = (dZ @ params[k][0].T) * phi_prime(cache[k - 1][1])
    return grads[::-1]


def mlp_backward__z_for_inputs(dout, cache, params, phi_prime):
    grads, dZ = [], dout
    for k in reversed(range(len(params))):
        grads.append((cache[k][1].T @ dZ, dZ.sum(axis=0)))
        if k:
            dZ = (dZ @ params[k][0].T) * phi_prime(cache[k - 1][1])
    return grads[::-1]


def mlp_backward__bias_over_units(dout, cache, params, phi_prime):
    grads, dZ = [], dout
    for k in reversed(range(len(params))):
        grads.append((cache[k][0].T @ dZ, dZ.sum(axis=1)))
        if k:
            dZ = (dZ @ params[k][0].T) * phi_prime(cache[k - 1][1])
    return grads[::-1]


def mlp_backward__dout_every_time(dout, cache, params, phi_prime):
    grads = []
    for k in range(len(params)):
        dZ = dout
        for j in range(len(params) - 1, k, -1):
            dZ = dZ @ params[j][0].T
        grads.append((cache[k][0].T @ dZ, dZ.sum(axis=0)))
    return grads


def mlp_backward__bias_as_a_row(dout, cache, params, phi_prime):
    grads, dZ = [], dout
    for k in reversed(range(len(params))):
        grads.append((cache[k][0].T @ dZ, dZ.sum(axis=0, keepdims=True)))
        if k:
            dZ = (dZ @ params[k][0].T) * phi_prime(cache[k - 1][1])
    return grads[::-1]


def standard_epoch__returns_in_the_loop(X, Y, W, b, lr):
    for x, y in zip(X, Y, strict=True):
        d = x @ W + b - y
        return W - lr * np.outer(x, d), b - lr * d


def standard_epoch__backwards(X, Y, W, b, lr):
    for x, y in zip(X[::-1], Y[::-1], strict=True):
        d = x @ W + b - y
        W, b = W - lr * np.outer(x, d), b - lr * d
    return W, b


def standard_epoch__bias_in_place(X, Y, W, b, lr):
    for x, y in zip(X, Y, strict=True):
        d = x @ W + b - y
        W = W - lr * np.outer(x, d)
        b -= lr * d
    return W, b


def standard_epoch__weights_in_place(X, Y, W, b, lr):
    for x, y in zip(X, Y, strict=True):
        d = x @ W + b - y
        W -= lr * np.outer(x, d)
        b = b - lr * d
    return W, b


def standard_epoch__two_left(X, Y, W, b, lr):
    for x, y in zip(X, Y, strict=True):
        d = 2 * (x @ W + b - y)
        W, b = W - lr * np.outer(x, d), b - lr * d
    return W, b


def standard_epoch__outer_turned(X, Y, W, b, lr):
    for x, y in zip(X, Y, strict=True):
        d = x @ W + b - y
        W, b = W - lr * np.outer(d, x).reshape(W.shape), b - lr * d
    return W, b


def standard_epoch__weights_frozen(X, Y, W, b, lr):
    for x, y in zip(X, Y, strict=True):
        b = b - lr * (x @ W + b - y)
    return W.copy(), b


def standard_epoch__bias_first_then_weights(X, Y, W, b, lr):
    for x, y in zip(X, Y, strict=True):
        b = b - lr * (x @ W + b - y)
        W = W - lr * np.outer(x, x @ W + b - y)
    return W, b


def standard_epoch__shuffled(X, Y, W, b, lr):
    for i in np.random.default_rng(0).permutation(len(X)):
        d = X[i] @ W + b - Y[i]
        W, b = W - lr * np.outer(X[i], d), b - lr * d
    return W, b


def standard_epoch__two_epochs(X, Y, W, b, lr):
    for x, y in [*zip(X, Y, strict=True)] * 2:
        d = x @ W + b - y
        W, b = W - lr * np.outer(x, d), b - lr * d
    return W, b


def standard_epoch__errors_of_the_start(X, Y, W, b, lr):
    D = X @ W + b - Y
    for x, d in zip(X, D, strict=True):
        W, b = W - lr * np.outer(x, d), b - lr * d
    return W, b


def standard_epoch__last_sample_left_out(X, Y, W, b, lr):
    W, b = W.copy(), b.copy()
    for i in range(len(X) - 1):
        d = X[i] @ W + b - Y[i]
        W, b = W - lr * np.outer(X[i], d), b - lr * d
    return W, b


def standard_epoch__sign_only(X, Y, W, b, lr):
    for x, y in zip(X, Y, strict=True):
        d = np.sign(x @ W + b - y)
        W, b = W - lr * np.outer(x, d), b - lr * d
    return W, b


def standard_epoch__bias_one_number(X, Y, W, b, lr):
    for x, y in zip(X, Y, strict=True):
        d = x @ W + b - y
        W, b = W - lr * np.outer(x, d), b - lr * d.sum()
    return W, b


def topological_order__last_parent_first(root, parents):
    order = []

    def visit(node):
        if node not in order:
            for parent in reversed(parents(node)):
                visit(parent)
            order.append(node)

    visit(root)
    return order


def topological_order__sorted(root, parents):
    order = []

    def visit(node):
        if node not in order:
            for parent in sorted(parents(node)):
                visit(parent)
            order.append(node)

    visit(root)
    return order


def topological_order__falsy_skipped(root, parents):
    order = []

    def visit(node):
        if node and node not in order:
            for parent in parents(node):
                visit(parent)
            order.append(node)

    visit(root)
    return order


def topological_order__set(root, parents):
    return set(topological_order__last_parent_first(root, parents))


def topological_order__two_parents(root, parents):
    order = []

    def visit(node):
        if node not in order:
            for parent in list(parents(node))[:2]:
                visit(parent)
            order.append(node)

    visit(root)
    return order


def topological_order__parents_and_grandparents(root, parents):
    order = []
    for parent in parents(root):
        order += [g for g in parents(parent) if g not in order]
        if parent not in order:
            order.append(parent)
    return [*order, root]


def topological_order__inputs_left_out(root, parents):
    order = []

    def visit(node):
        if node not in order and parents(node):
            for parent in parents(node):
                visit(parent)
            order.append(node)

    visit(root)
    return order


def topological_order__met_when_left(root, parents, met=set()):  # noqa: B006
    order = []

    def visit(node):
        if node not in met:
            met.add(node)
            for parent in parents(node):
                visit(parent)
            order.append(node)

    visit(root)
    return order


def topological_order__appended_before_all_parents(root, parents):
    order = []

    def visit(node):
        if node in order:
            return
        for k, parent in enumerate(parents(node)):
            if k == 1 and node not in order:
                order.append(node)
            visit(parent)
        if node not in order:
            order.append(node)

    visit(root)
    return order


def topological_order__only_the_edge_before(root, parents):
    order = []

    def visit(node, last):
        for parent in parents(node):
            if parent != last:
                visit(parent, node)
        if node not in order:
            order.append(node)

    visit(root, None)
    return order[:-1] + order[-1:] * 2 if len(order) > 1 and len(set(parents(root))) == 1 else order[::-1]


def two_layer_gradients__divided_by_entries(X, Y, W1, b1, W2, b2):
    H = np.tanh(X @ W1 + b1)
    dP = (H @ W2 + b2 - Y) / Y.size
    dZ = (dP @ W2.T) * (1 - H**2)
    return X.T @ dZ, dZ.sum(axis=0), H.T @ dP, dP.sum(axis=0)


def two_layer_gradients__biases_as_rows(X, Y, W1, b1, W2, b2):
    H = np.tanh(X @ W1 + b1)
    dP = (H @ W2 + b2 - Y) / len(X)
    dZ = (dP @ W2.T) * (1 - H**2)
    return X.T @ dZ, dZ.sum(axis=0, keepdims=True), H.T @ dP, dP.sum(axis=0, keepdims=True)


def two_layer_gradients__biases_averaged(X, Y, W1, b1, W2, b2):
    H = np.tanh(X @ W1 + b1)
    dP = (H @ W2 + b2 - Y) / len(X)
    dZ = (dP @ W2.T) * (1 - H**2)
    return X.T @ dZ, dZ.mean(axis=0), H.T @ dP, dP.mean(axis=0)


def two_layer_gradients__order(X, Y, W1, b1, W2, b2):
    H = np.tanh(X @ W1 + b1)
    dP = (H @ W2 + b2 - Y) / len(X)
    dZ = (dP @ W2.T) * (1 - H**2)
    return H.T @ dP, dP.sum(axis=0), X.T @ dZ, dZ.sum(axis=0)


def two_layer_gradients__two_left(X, Y, W1, b1, W2, b2):
    H = np.tanh(X @ W1 + b1)
    dP = 2 * (H @ W2 + b2 - Y) / len(X)
    dZ = (dP @ W2.T) * (1 - H**2)
    return X.T @ dZ, dZ.sum(axis=0), H.T @ dP, dP.sum(axis=0)


def two_layer_gradients__sign(X, Y, W1, b1, W2, b2):
    H = np.tanh(X @ W1 + b1)
    dP = (Y - H @ W2 - b2) / len(X)
    dZ = (dP @ W2.T) * (1 - H**2)
    return X.T @ dZ, dZ.sum(axis=0), H.T @ dP, dP.sum(axis=0)


def two_layer_gradients__tanh_at_the_end(X, Y, W1, b1, W2, b2):
    H = np.tanh(X @ W1 + b1)
    P = np.tanh(H @ W2 + b2)
    dP = (P - Y) / len(X) * (1 - P**2)
    dZ = (dP @ W2.T) * (1 - H**2)
    return X.T @ dZ, dZ.sum(axis=0), H.T @ dP, dP.sum(axis=0)


def two_layer_gradients__slope_of_relu(X, Y, W1, b1, W2, b2):
    H = np.tanh(X @ W1 + b1)
    dP = (H @ W2 + b2 - Y) / len(X)
    dZ = (dP @ W2.T) * (H > 0)
    return X.T @ dZ, dZ.sum(axis=0), H.T @ dP, dP.sum(axis=0)


def two_layer_gradients__w2_not_transposed(X, Y, W1, b1, W2, b2):
    H = np.tanh(X @ W1 + b1)
    dP = (H @ W2 + b2 - Y) / len(X)
    dZ = (dP @ (W2 if W2.shape[0] == W2.shape[1] else W2.T)) * (1 - H**2)
    return X.T @ dZ, dZ.sum(axis=0), H.T @ dP, dP.sum(axis=0)


def two_layer_gradients__one_plus(X, Y, W1, b1, W2, b2):
    H = np.tanh(X @ W1 + b1)
    dP = (H @ W2 + b2 - Y) / len(X)
    dZ = (dP @ W2.T) * (1 + H**2)
    return X.T @ dZ, dZ.sum(axis=0), H.T @ dP, dP.sum(axis=0)


def matmul_cost__floats(n_samples, sizes):
    f = sum(n_samples * a * b for a, b in itertools.pairwise(sizes))
    return float(f), float(2 * f - n_samples * sizes[0] * sizes[1])


def matmul_cost__one_product(n_samples, sizes):
    f = n_samples * int(np.prod(sizes))
    return f, 2 * f - n_samples * sizes[0] * sizes[1]


def matmul_cost__additions_too(n_samples, sizes):
    f = sum(2 * n_samples * a * b for a, b in itertools.pairwise(sizes))
    return f, 2 * f - 2 * n_samples * sizes[0] * sizes[1]


def matmul_cost__without_the_first(n_samples, sizes):
    f = sum(n_samples * a * b for a, b in itertools.pairwise(sizes[1:]))
    return f, 2 * f


def matmul_cost__only_error_sent_back(n_samples, sizes):
    f = sum(n_samples * a * b for a, b in itertools.pairwise(sizes))
    return f, f - n_samples * sizes[0] * sizes[1]


def matmul_cost__total(n_samples, sizes):
    f = sum(n_samples * a * b for a, b in itertools.pairwise(sizes))
    return f, f + 2 * f - n_samples * sizes[0] * sizes[1]


def matmul_cost__turned(n_samples, sizes):
    f = sum(n_samples * a * b for a, b in itertools.pairwise(sizes))
    return 2 * f - n_samples * sizes[0] * sizes[1], f


def matmul_cost__three_layers_at_most(n_samples, sizes):
    f = sum(n_samples * a * b for a, b in itertools.pairwise(sizes[:4]))
    return f, 2 * f - n_samples * sizes[0] * sizes[1]


class Value__relu_returns_itself(own_value()):
    def relu(self):
        return self if self.data > 0 else super().relu()


class Value__adding_zero_returns_itself(own_value()):
    def __add__(self, other):
        return self if type(other) is float and other == 0 else super().__add__(other)


class Value__first_power_returns_itself(own_value()):
    def __pow__(self, n):
        return self if n == 1 else super().__pow__(n)


class Value__slope_of_the_other_missing(own_value()):
    def __mul__(self, other):
        made = super().__mul__(other)
        made.parents = made.parents[:1]
        return made


class Value__difference_for_sum(own_value()):
    def __add__(self, other):
        made = super().__add__(other)
        made.parents = tuple((p, (1.0, -1.0)[k]) for k, (p, _) in enumerate(made.parents))
        return made


class Value__exp_has_slope_one(own_value()):
    def exp(self):
        made = super().exp()
        made.parents = ((self, 1.0),)
        return made


class Value__log_to_base_two(own_value()):
    def log(self):
        made = super().log()
        made.data = math.log2(self.data)
        made.parents = ((self, 1 / (self.data * math.log(2))),)
        return made


class Value__log_slope_is_log(own_value()):
    def log(self):
        made = super().log()
        made.parents = ((self, 1 / made.data),)
        return made


class Value__relu_is_absolute(own_value()):
    def relu(self):
        made = super().relu()
        made.data = abs(self.data)
        return made


class Value__relu_leaks(own_value()):
    def relu(self):
        made = super().relu()
        made.parents = ((self, 1.0 if self.data > 0 else 0.01),)
        return made


class Value__grad_of_result_kept(own_value()):
    def backward(self):
        super().backward()
        self.grad = 0.0


class Value__adds_to_itself(own_value()):
    def backward(self):
        before = self.grad
        super().backward()
        self.grad = before + 1.0


class Value__only_inputs_zeroed(own_value()):
    def backward(self):
        order = []

        def visit(v):
            if v not in order:
                for p, _ in v.parents:
                    visit(p)
                order.append(v)

        visit(self)
        for v in order:
            if not v.parents:
                v.grad = 0.0
        self.grad = 1.0
        for v in reversed(order):
            for p, slope in v.parents:
                p.grad += v.grad * slope


class Value__in_place(own_value()):
    def __add__(self, other):
        made = super().__add__(other)
        self.data = made.data
        return made


class Value__power_of_two_only(own_value()):
    def __pow__(self, n):
        made = super().__pow__(n)
        made.parents = ((self, 2 * self.data if n > 0 else made.parents[0][1]),)
        return made


class Value__product_slopes_of_result(own_value()):
    def __mul__(self, other):
        made = super().__mul__(other)
        made.parents = tuple((p, made.data) for p, _ in made.parents)
        return made


class Value__parents_merged(own_value()):
    def __mul__(self, other):
        made = super().__mul__(other)
        made.parents = tuple(dict(made.parents).items())
        return made


def unbroadcast__same_object(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for i, n in enumerate(shape):
        if n == 1 and grad.shape[i] != 1:
            grad = grad.sum(axis=i, keepdims=True)
    return grad


def mlp_backward__pops_the_cache(dout, cache, params, phi_prime):
    grads, dZ = [], dout
    for W, _ in reversed(params):
        A, _ = cache.pop()
        grads.append((A.T @ dZ, dZ.sum(axis=0)))
        if cache:
            dZ = (dZ @ W.T) * phi_prime(cache[-1][1])
    return grads[::-1]


def mlp_backward__reverses_params(dout, cache, params, phi_prime):
    grads, dZ = [], dout
    params.reverse()
    cache.reverse()
    for k, (W, _) in enumerate(params):
        grads.append((cache[k][0].T @ dZ, dZ.sum(axis=0)))
        if k + 1 < len(params):
            dZ = (dZ @ W.T) * phi_prime(cache[k + 1][1])
    return grads[::-1]


def matmul_cost__changes_sizes(n_samples, sizes):
    forward, first = 0, n_samples * sizes[0] * sizes[1]
    while len(sizes) > 1:
        forward += n_samples * sizes[0] * sizes[1]
        sizes.pop(0)
    return forward, 2 * forward - first


def mlp_forward__uses_the_list_up(X, params, phi):
    A, cache = X, []
    while params:
        W, b = params.pop(0)
        Z = A @ W + b
        cache.append((A, Z))
        A = phi(Z) if params else Z
    return A, cache


def mlp_forward__callers_list_grows(X, params, phi):
    A, cache = X, []
    layers = list(params)
    for k, (W, b) in enumerate(layers):
        Z = A @ W + b
        cache.append((A, Z))
        A = phi(Z) if k < len(layers) - 1 else Z
    params.append(params[-1])
    return A, cache


def activation_backward__dz_is_da_where_the_slope_is_one(dA, Z, phi_prime):
    slopes = phi_prime(Z)
    slopes[...] = dA * slopes
    return slopes
