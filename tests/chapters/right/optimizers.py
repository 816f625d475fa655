"""Right answers in forms that only the task's own words allow: `exercise__form`. All must pass."""

import math

import numpy as np

from solutions import optimizers as given


def gradient_descent__array_filled(f_prime, x0, lr, n_steps):
    points = np.zeros((n_steps + 1, *np.shape(x0)))
    points[0] = x0
    for k in range(n_steps):
        points[k + 1] = points[k] - lr * f_prime(points[k])
    return points


def gradient_descent__one_array_copied(f_prime, x0, lr, n_steps):
    x = np.asarray(x0, dtype=float) + 0.0
    path = [np.copy(x)]
    while len(path) <= n_steps:
        x = x - np.multiply(lr, f_prime(x))
        path += [np.copy(x)]
    return np.stack(path)


def n_iterations__ceil(n_samples, batch_size, n_epochs):
    return math.ceil(n_samples / batch_size) * n_epochs


def n_iterations__numpy(n_samples, batch_size, n_epochs):
    whole, rest = np.divmod(n_samples, batch_size)
    return n_epochs * (whole + (rest > 0))


def n_iterations__counted(n_samples, batch_size, n_epochs):
    return sum(1 for _ in range(n_epochs) for _ in range(0, n_samples, batch_size))


def minibatches__iterator(n_samples, batch_size, rng):
    order = rng.permutation(n_samples)
    return iter([order[k : k + batch_size] for k in range(0, n_samples, batch_size)])


def minibatches__mapped(n_samples, batch_size, rng):
    order = rng.permutation(n_samples)
    return map(lambda k: order[k : k + batch_size], range(0, n_samples, batch_size))


def minibatches__shuffled_list(n_samples, batch_size, rng):
    order = np.arange(n_samples)
    rng.shuffle(order)
    return [np.array(order[k : k + batch_size]) for k in range(0, n_samples, batch_size)]


class SGD__assigned(given.SGD):
    def step(self, params, grads):
        for i in range(len(params)):
            params[i][...] = params[i] - self.lr * grads[i]


class SGD__numpy_function(given.SGD):
    def step(self, params, grads):
        for p, g in zip(params, grads, strict=True):
            np.subtract(p, self.lr * g, out=p)


class Momentum__new_velocities(given.Momentum):
    def step(self, params, grads):
        old = self.v or [0.0] * len(params)
        self.v = [self.momentum * v + g for v, g in zip(old, grads, strict=True)]
        for p, v in zip(params, self.v, strict=True):
            p -= self.lr * v


class Momentum__copies_of_the_first(given.Momentum):
    def step(self, params, grads):
        if not self.v:
            self.v = [g.copy() for g in grads]
        else:
            for i, g in enumerate(grads):
                self.v[i] = self.momentum * self.v[i] + g
        for p, v in zip(params, self.v, strict=True):
            p[...] -= self.lr * v


class Nesterov__dictionary(given.Nesterov):
    def step(self, params, grads):
        if not hasattr(self, "by_place"):
            self.by_place = {}
        for k in range(len(params)):
            v = self.by_place[k] = self.momentum * self.by_place.get(k, 0.0) + grads[k]
            params[k] -= self.lr * (grads[k] + self.momentum * v)


class Adagrad__squares_kept(given.Adagrad):
    def step(self, params, grads):
        if self.s == []:
            self.s = [np.zeros(p.shape) for p in params]
        for k, g in enumerate(grads):
            self.s[k] = self.s[k] + g**2
            params[k] -= self.lr / (self.s[k] ** 0.5 + self.eps) * g


class RMSprop__moved_towards(given.RMSprop):
    def step(self, params, grads):
        if not self.s:
            self.s = [0.0 * p for p in params]
        for p, g, s in zip(params, grads, self.s, strict=True):
            s += (1 - self.rho) * (g**2 - s)
            p += -self.lr * (g / (s**0.5 + self.eps))


class Adadelta__two_roots(given.Adadelta):
    def step(self, params, grads):
        if not self.s:
            self.s, self.u = [0.0] * len(params), [0.0] * len(params)
        for k, (p, g) in enumerate(zip(params, grads, strict=True)):
            self.s[k] = self.rho * self.s[k] + (1 - self.rho) * g**2
            change = np.sqrt(self.u[k] + self.eps) / np.sqrt(self.s[k] + self.eps) * g
            self.u[k] = self.rho * self.u[k] + (1 - self.rho) * change**2
            np.copyto(p, p - self.lr * change)


class Adam__powers_kept(given.Adam):
    def step(self, params, grads):
        if not self.m:
            self.m = [np.zeros(p.shape) for p in params]
            self.s = [np.zeros(p.shape) for p in params]
            self.fade = [1.0, 1.0]
        self.fade = [self.fade[0] * self.beta1, self.fade[1] * self.beta2]
        for k, g in enumerate(grads):
            self.m[k] = self.beta1 * self.m[k] + (1 - self.beta1) * g
            self.s[k] = self.beta2 * self.s[k] + (1 - self.beta2) * np.square(g)
            m, s = self.m[k] / (1 - self.fade[0]), self.s[k] / (1 - self.fade[1])
            params[k][...] = params[k] - self.lr * m / (np.sqrt(s) + self.eps)


class AdamW__in_one_expression(given.AdamW):
    def step(self, params, grads):
        for p in params:
            p -= self.lr * self.weight_decay * p
        given.Adam.step(self, params, grads)


def step_decay__loop(step, lr, every, factor=0.1):
    for _ in range(every, step + 1, every):
        lr = lr * factor
    return lr


def linear_warmup__if(step, lr, n_warmup):
    if step >= n_warmup - 1:
        return lr
    return (step + 1) * (lr / n_warmup)


def cosine_decay__half_angle(step, lr, period, lr_min=0.0):
    while step >= period:
        step -= period
    return lr_min + (lr - lr_min) * math.cos(math.pi * step / period / 2) ** 2


def learning_rate_range__stopped_before_the_next(loss_and_grads, params, rates):
    theta, losses, best = [np.array(p) for p in params], [], math.inf
    for rate in rates:
        loss, grads = loss_and_grads(theta)
        losses.append(loss)
        best = min(best, loss)
        if math.isnan(loss) or loss > 4 * best:
            return np.array(losses)
        theta = [p - rate * g for p, g in zip(theta, grads, strict=True)]
    return np.array(losses, dtype=float)


def best_of_restarts__remembered(f, f_prime, starts, lr, n_steps):
    best, lowest = None, math.inf
    for x in starts:
        for _ in range(n_steps):
            x = x - lr * f_prime(x)
        if f(x) < lowest:
            best, lowest = x, f(x)
    return best, lowest


def best_of_restarts__nan_as_infinity(f, f_prime, starts, lr, n_steps):
    ends = [given.gradient_descent(f_prime, x, lr, n_steps)[-1] for x in starts]
    heights = np.array([f(x) for x in ends])
    k = np.argmin(np.where(np.isnan(heights), np.inf, heights))
    return [ends[k], heights[k]]


def acceptance_probability__minimum(rise, temperature):
    with np.errstate(over="ignore"):
        return np.minimum(1.0, np.exp(-rise / temperature))


def acceptance_probability__masked(rise, temperature):
    p = np.ones(np.shape(rise))
    up = rise > 0
    p[up] = np.exp(-rise[up] / temperature)
    return p
