"""Wrong answers, written without looking at the cases: `exercise__mistake`. None may pass."""

import math

import numpy as np

from solutions import optimizers as given


def gradient_descent__stops_where_it_is_flat(f_prime, x0, lr, n_steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(n_steps):
        slope = f_prime(x)
        if np.all(slope == 0):
            break
        x = x - lr * slope
        points.append(x)
    return np.array(points)


def gradient_descent__stops_when_close(f_prime, x0, lr, n_steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(n_steps):
        step = lr * f_prime(x)
        if np.abs(step).max() < 1e-3:
            break
        x = x - step
        points.append(x)
    return np.array(points)


def gradient_descent__whole_numbers_stay(f_prime, x0, lr, n_steps):
    x = np.array(x0)
    points = [x]
    for _ in range(n_steps):
        x = (x - lr * f_prime(x)).astype(x.dtype)
        points.append(x)
    return np.array(points)


def gradient_descent__slope_worked_on(f_prime, x0, lr, n_steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(n_steps):
        g = np.asarray(f_prime(x))
        g *= lr
        x = x - g
        points.append(x)
    return np.array(points)


def gradient_descent__start_moved(f_prime, x0, lr, n_steps):
    points = [np.array(x0, dtype=float)]
    for _ in range(n_steps):
        x0 -= lr * f_prime(x0)
        points.append(np.array(x0, dtype=float))
    return np.array(points)


def gradient_descent__list(f_prime, x0, lr, n_steps):
    return list(given.gradient_descent(f_prime, x0, lr, n_steps))


def gradient_descent__rate_twice(f_prime, x0, lr, n_steps):
    return given.gradient_descent(f_prime, x0, lr * lr, n_steps)


def gradient_descent__rate_missing(f_prime, x0, lr, n_steps):
    return given.gradient_descent(f_prime, x0, 1.0, n_steps)


def gradient_descent__one_more(f_prime, x0, lr, n_steps):
    return given.gradient_descent(f_prime, x0, lr, n_steps + 1)


def gradient_descent__last_first(f_prime, x0, lr, n_steps):
    return given.gradient_descent(f_prime, x0, lr, n_steps)[::-1]


def gradient_descent__normalized(f_prime, x0, lr, n_steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(n_steps):
        g = np.asarray(f_prime(x))
        size = np.sqrt(np.sum(g**2))
        x = x - lr * g / size if size else x
        points.append(x)
    return np.array(points)


def gradient_descent__rate_shrinks(f_prime, x0, lr, n_steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for k in range(n_steps):
        x = x - lr / (k + 1) * f_prime(x)
        points.append(x)
    return np.array(points)


def gradient_descent__returns_in_the_loop(f_prime, x0, lr, n_steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(n_steps):
        x = x - lr * f_prime(x)
        points.append(x)
        return np.array(points)
    return np.array(points)


def n_iterations__one_too_many(n_samples, batch_size, n_epochs):
    return n_epochs * (n_samples // batch_size + 1)


def n_iterations__rounded(n_samples, batch_size, n_epochs):
    return n_epochs * round(n_samples / batch_size)


def n_iterations__ceil_float(n_samples, batch_size, n_epochs):
    return n_epochs * np.ceil(n_samples / batch_size)


def n_iterations__batches_of_data(n_samples, batch_size, n_epochs):
    return n_epochs * n_samples


def n_iterations__turned(n_samples, batch_size, n_epochs):
    return n_epochs * -(-batch_size // n_samples)


def n_iterations__at_least_one(n_samples, batch_size, n_epochs):
    return n_epochs * max(1, n_samples // batch_size)


def n_iterations__one_more_at_the_end(n_samples, batch_size, n_epochs):
    return n_epochs * (n_samples // batch_size) + (n_samples % batch_size > 0)


def n_iterations__last_batch_of_the_last_epoch(n_samples, batch_size, n_epochs):
    return math.ceil(n_epochs * n_samples / batch_size)


def minibatches__last_one_dropped(n_samples, batch_size, rng):
    order = rng.permutation(n_samples)
    for k in range(n_samples // batch_size):
        yield order[k * batch_size : (k + 1) * batch_size]


def minibatches__from_one(n_samples, batch_size, rng):
    order = rng.permutation(n_samples) + 1
    for k in range(0, n_samples, batch_size):
        yield order[k : k + batch_size]


def minibatches__first_one_only(n_samples, batch_size, rng):
    order = rng.permutation(n_samples)
    for k in range(0, n_samples, batch_size):
        return order[k : k + batch_size]


def minibatches__even_parts(n_samples, batch_size, rng):
    yield from np.array_split(rng.permutation(n_samples), -(-n_samples // batch_size))


def minibatches__chosen_each_time(n_samples, batch_size, rng):
    for k in range(0, n_samples, batch_size):
        yield rng.choice(n_samples, size=min(batch_size, n_samples - k), replace=False)


def minibatches__filled_up(n_samples, batch_size, rng):
    order = rng.permutation(n_samples)
    n = -(-n_samples // batch_size)
    yield from np.resize(order, n * batch_size).reshape(n, batch_size)


class SGD__does_nothing(given.SGD):
    def step(self, params, grads):
        return None


class SGD__replaces(given.SGD):
    def step(self, params, grads):
        for i in range(len(params)):
            params[i] = params[i] - self.lr * grads[i]


class SGD__returns_params(given.SGD):
    def step(self, params, grads):
        for p, g in zip(params, grads, strict=True):
            p -= self.lr * g
        return params


class SGD__returns_new_params(given.SGD):
    def step(self, params, grads):
        return [p - self.lr * g for p, g in zip(params, grads, strict=True)]


class SGD__averages(given.SGD):
    def step(self, params, grads):
        for p, g in zip(params, grads, strict=True):
            p -= self.lr * g / len(g)


class SGD__return_in_the_loop(given.SGD):
    def step(self, params, grads):
        for p, g in zip(params, grads, strict=True):
            p -= self.lr * g
            return


class SGD__last_only(given.SGD):
    def step(self, params, grads):
        for i in range(len(params)):
            last = i
        params[last] -= self.lr * grads[last]


class SGD__rate_missing(given.SGD):
    def step(self, params, grads):
        for p, g in zip(params, grads, strict=True):
            p -= g


class SGD__sign(given.SGD):
    def step(self, params, grads):
        for p, g in zip(params, grads, strict=True):
            p -= self.lr * np.sign(g)


class SGD__clears_grads(given.SGD):
    def step(self, params, grads):
        for p, g in zip(params, grads, strict=True):
            p -= self.lr * g
            g[...] = 0.0


class SGD__rows(given.SGD):
    def step(self, params, grads):
        for p, g in zip(params, grads, strict=True):
            p[0] -= self.lr * g[0]


class SGD__normalized(given.SGD):
    def step(self, params, grads):
        for p, g in zip(params, grads, strict=True):
            p -= self.lr * g / (np.linalg.norm(g) + 1e-12)


class SGD__gives_the_step(given.SGD):
    def step(self, params, grads):
        for p, g in zip(params, grads, strict=True):
            p[...] = -self.lr * g


class SGD__same_gradient_for_all(given.SGD):
    def step(self, params, grads):
        for p in params:
            for g in grads:
                if g.shape == p.shape:
                    p -= self.lr * g


class Momentum__keeps_the_gradients(given.Momentum):
    def step(self, params, grads):
        if not self.v:
            self.v = list(grads)
        else:
            for v, g in zip(self.v, grads, strict=True):
                v *= self.momentum
                v += g
        for p, v in zip(params, self.v, strict=True):
            p -= self.lr * v


class Momentum__ends_at_a_new_list(given.Momentum):
    of = None

    def step(self, params, grads):
        if params is not self.of:
            self.of, self.v = params, []
        super().step(params, grads)


class Momentum__subtracts(given.Momentum):
    def step(self, params, grads):
        self.v = self.v or [np.zeros_like(p) for p in params]
        for p, g, v in zip(params, grads, self.v, strict=True):
            v *= self.momentum
            v -= g
            p -= self.lr * v


class Momentum__uphill(given.Momentum):
    def step(self, params, grads):
        self.v = self.v or [np.zeros_like(p) for p in params]
        for p, g, v in zip(params, grads, self.v, strict=True):
            v *= self.momentum
            v += g
            p += self.lr * v


class Momentum__weight_on_the_gradient(given.Momentum):
    def step(self, params, grads):
        self.v = self.v or [np.zeros_like(p) for p in params]
        for p, g, v in zip(params, grads, self.v, strict=True):
            v += self.momentum * g
            p -= self.lr * v


class Momentum__fades_once_more(given.Momentum):
    def step(self, params, grads):
        self.v = self.v or [np.zeros_like(p) for p in params]
        for p, g, v in zip(params, grads, self.v, strict=True):
            v += g
            v *= self.momentum
            p -= self.lr * v


class Momentum__always_nine_tenths(given.Momentum):
    def step(self, params, grads):
        self.momentum = 0.9
        super().step(params, grads)


class Momentum__starts_at_one(given.Momentum):
    def step(self, params, grads):
        self.v = self.v or [np.ones_like(p) for p in params]
        super().step(params, grads)


class Momentum__one_for_the_class(given.Momentum):
    shared = None

    def step(self, params, grads):
        kind = type(self)
        kind.shared = self.v = kind.shared or [np.zeros_like(p) for p in params]
        for p, g, v in zip(params, grads, self.v, strict=False):
            v *= self.momentum
            v += g
            p -= self.lr * v


class Momentum__heavy_ball_of_params(given.Momentum):
    def step(self, params, grads):
        self.v = self.v or [np.zeros_like(p) for p in params]
        for p, g, v in zip(params, grads, self.v, strict=True):
            v *= self.momentum
            v += (1 - self.momentum) * g
            p -= self.lr * v


class Momentum__plain(given.Momentum):
    def step(self, params, grads):
        given.SGD.step(self, params, grads)


class Nesterov__old_velocity(given.Nesterov):
    def step(self, params, grads):
        self.v = self.v or [np.zeros_like(p) for p in params]
        for p, g, v in zip(params, grads, self.v, strict=True):
            old = v.copy()
            v *= self.momentum
            v += g
            p -= self.lr * (g + self.momentum * old)


class Nesterov__rate_inside(given.Nesterov):
    def step(self, params, grads):
        self.v = self.v or [np.zeros_like(p) for p in params]
        for p, g, v in zip(params, grads, self.v, strict=True):
            v *= self.momentum
            v += self.lr * g
            p -= self.lr * g + self.momentum * v


class Nesterov__looks_ahead_at_params(given.Nesterov):
    def step(self, params, grads):
        self.v = self.v or [np.zeros_like(p) for p in params]
        for p, g, v in zip(params, grads, self.v, strict=True):
            p -= self.lr * self.momentum * v
            v *= self.momentum
            v += g
            p -= self.lr * v


class Nesterov__keeps_the_gradients(given.Nesterov):
    def step(self, params, grads):
        if not self.v:
            self.v = list(grads)
        else:
            for v, g in zip(self.v, grads, strict=True):
                v *= self.momentum
                v += g
        for p, g, v in zip(params, grads, self.v, strict=True):
            p -= self.lr * (g + self.momentum * v)


class Nesterov__uphill(given.Nesterov):
    def step(self, params, grads):
        super().step(params, [-g for g in grads])


class Nesterov__damped(given.Nesterov):
    def step(self, params, grads):
        self.v = self.v or [np.zeros_like(p) for p in params]
        for p, g, v in zip(params, grads, self.v, strict=True):
            v *= self.momentum
            v += (1 - self.momentum) * g
            p -= self.lr * (g + self.momentum * v)


class Nesterov__twice_the_momentum(given.Nesterov):
    def step(self, params, grads):
        self.v = self.v or [np.zeros_like(p) for p in params]
        for p, g, v in zip(params, grads, self.v, strict=True):
            v *= self.momentum
            v += g
            p -= self.lr * (g + self.momentum**2 * v)


class Adagrad__starts_at_epsilon(given.Adagrad):
    def step(self, params, grads):
        self.s = self.s or [np.full_like(p, self.eps) for p in params]
        super().step(params, grads)


class Adagrad__one_sum_for_an_array(given.Adagrad):
    def step(self, params, grads):
        self.s = self.s or [0.0] * len(params)
        for k, (p, g) in enumerate(zip(params, grads, strict=True)):
            self.s[k] += np.sum(g * g)
            p -= self.lr * g / (np.sqrt(self.s[k]) + self.eps)


class Adagrad__mean(given.Adagrad):
    t = 0

    def step(self, params, grads):
        self.t += 1
        self.s = self.s or [np.zeros_like(p) for p in params]
        for p, g, s in zip(params, grads, self.s, strict=True):
            s += g * g
            p -= self.lr * g / (np.sqrt(s / self.t) + self.eps)


class Adagrad__no_epsilon(given.Adagrad):
    def step(self, params, grads):
        self.s = self.s or [np.zeros_like(p) for p in params]
        with np.errstate(all="ignore"):
            for p, g, s in zip(params, grads, self.s, strict=True):
                s += g * g
                p -= self.lr * g / np.sqrt(s)


class Adagrad__sum_of_absolutes(given.Adagrad):
    def step(self, params, grads):
        self.s = self.s or [np.zeros_like(p) for p in params]
        for p, g, s in zip(params, grads, self.s, strict=True):
            s += np.abs(g)
            p -= self.lr * g / (s + self.eps)


class Adagrad__other_default(given.Adagrad):
    def __init__(self, lr, eps=1e-8):
        super().__init__(lr, eps)


class Adagrad__uphill(given.Adagrad):
    def step(self, params, grads):
        super().step(params, [-g for g in grads])


class Adagrad__squares_the_gradients(given.Adagrad):
    def step(self, params, grads):
        self.s = self.s or [np.zeros_like(p) for p in params]
        for p, g, s in zip(params, grads, self.s, strict=True):
            signed = g.copy()
            g **= 2
            s += g
            p -= self.lr * signed / (np.sqrt(s) + self.eps)


class Adagrad__zero_left_out(given.Adagrad):
    def step(self, params, grads):
        self.s = self.s or [np.zeros_like(p) for p in params]
        for p, g, s in zip(params, grads, self.s, strict=True):
            s += g * g
            if np.all(g != 0):
                p -= self.lr * g / (np.sqrt(s) + self.eps)


class RMSprop__no_root(given.RMSprop):
    def step(self, params, grads):
        self.s = self.s or [np.zeros_like(p) for p in params]
        for p, g, s in zip(params, grads, self.s, strict=True):
            s *= self.rho
            s += (1 - self.rho) * g * g
            p -= self.lr * g / (s + self.eps)


class RMSprop__old_mean(given.RMSprop):
    def step(self, params, grads):
        self.s = self.s or [np.zeros_like(p) for p in params]
        for p, g, s in zip(params, grads, self.s, strict=True):
            p -= self.lr * g / (np.sqrt(s) + self.eps)
            s *= self.rho
            s += (1 - self.rho) * g * g


class RMSprop__not_squared(given.RMSprop):
    def step(self, params, grads):
        self.s = self.s or [np.zeros_like(p) for p in params]
        for p, g, s in zip(params, grads, self.s, strict=True):
            s *= self.rho
            s += (1 - self.rho) * np.abs(g)
            p -= self.lr * g / (np.sqrt(s) + self.eps)


class RMSprop__starts_with_the_first(given.RMSprop):
    def step(self, params, grads):
        self.s = self.s or [g * g for g in grads]
        super().step(params, grads)


class RMSprop__other_default(given.RMSprop):
    def __init__(self, lr, rho=0.9, eps=1e-8):
        super().__init__(lr, rho, eps)


class RMSprop__one_number_an_array(given.RMSprop):
    def step(self, params, grads):
        self.s = self.s or [0.0] * len(params)
        for k, (p, g) in enumerate(zip(params, grads, strict=True)):
            self.s[k] = self.rho * self.s[k] + (1 - self.rho) * np.mean(g * g)
            p -= self.lr * g / (np.sqrt(self.s[k]) + self.eps)


class RMSprop__uphill(given.RMSprop):
    def step(self, params, grads):
        super().step(params, [-g for g in grads])


class RMSprop__epsilon_forgotten(given.RMSprop):
    def step(self, params, grads):
        self.s = self.s or [np.zeros_like(p) for p in params]
        with np.errstate(all="ignore"):
            for p, g, s in zip(params, grads, self.s, strict=True):
                s *= self.rho
                s += (1 - self.rho) * g * g
                p -= self.lr * g / np.sqrt(s)


class RMSprop__with_momentum(given.RMSprop):
    def step(self, params, grads):
        self.s = self.s or [np.zeros_like(p) for p in params]
        for p, g, s in zip(params, grads, self.s, strict=True):
            s *= self.rho
            s += (1 - self.rho) * g
            p -= self.lr * s / (np.sqrt(s * s) + self.eps)


class Adadelta__new_u(given.Adadelta):
    def step(self, params, grads):
        if not self.s:
            self.s = [np.zeros_like(p) for p in params]
            self.u = [np.zeros_like(p) for p in params]
        for p, g, s, u in zip(params, grads, self.s, self.u, strict=True):
            s *= self.rho
            s += (1 - self.rho) * g * g
            d = g * np.sqrt((u + self.eps) / (s + self.eps))
            u *= self.rho
            u += (1 - self.rho) * d * d
            p -= self.lr * g * np.sqrt((u + self.eps) / (s + self.eps))


class Adadelta__old_s(given.Adadelta):
    def step(self, params, grads):
        if not self.s:
            self.s = [np.zeros_like(p) for p in params]
            self.u = [np.zeros_like(p) for p in params]
        for p, g, s, u in zip(params, grads, self.s, self.u, strict=True):
            d = g * np.sqrt((u + self.eps) / (s + self.eps))
            s *= self.rho
            s += (1 - self.rho) * g * g
            u *= self.rho
            u += (1 - self.rho) * d * d
            p -= self.lr * d


class Adadelta__sums(given.Adadelta):
    def step(self, params, grads):
        if not self.s:
            self.s = [np.zeros_like(p) for p in params]
            self.u = [np.zeros_like(p) for p in params]
        for p, g, s, u in zip(params, grads, self.s, self.u, strict=True):
            s += g * g
            d = g * np.sqrt((u + self.eps) / (s + self.eps))
            u += d * d
            p -= self.lr * d


class Adadelta__epsilon_in_one_root(given.Adadelta):
    def step(self, params, grads):
        if not self.s:
            self.s = [np.zeros_like(p) for p in params]
            self.u = [np.zeros_like(p) for p in params]
        for p, g, s, u in zip(params, grads, self.s, self.u, strict=True):
            s *= self.rho
            s += (1 - self.rho) * g * g
            d = g * np.sqrt(u + self.eps) / (np.sqrt(s) + self.eps)
            u *= self.rho
            u += (1 - self.rho) * d * d
            p -= self.lr * d


class Adadelta__other_default(given.Adadelta):
    def __init__(self, lr=1.0, rho=0.95, eps=1e-6):
        super().__init__(lr, rho, eps)


class Adadelta__small_rate_by_default(given.Adadelta):
    def __init__(self, lr=1e-3, rho=0.9, eps=1e-6):
        super().__init__(lr, rho, eps)


class Adadelta__uphill(given.Adadelta):
    def step(self, params, grads):
        super().step(params, [-g for g in grads])


class Adadelta__step_not_squared(given.Adadelta):
    def step(self, params, grads):
        if not self.s:
            self.s = [np.zeros_like(p) for p in params]
            self.u = [np.zeros_like(p) for p in params]
        for p, g, s, u in zip(params, grads, self.s, self.u, strict=True):
            s *= self.rho
            s += (1 - self.rho) * g * g
            d = g * np.sqrt((u + self.eps) / (s + self.eps))
            u *= self.rho
            u += (1 - self.rho) * np.abs(d)
            p -= self.lr * d


class Adam__betas_exchanged(given.Adam):
    def __init__(self, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
        super().__init__(lr, beta2, beta1, eps)


class Adam__no_root(given.Adam):
    def step(self, params, grads):
        if not self.m:
            self.m = [np.zeros_like(p) for p in params]
            self.s = [np.zeros_like(p) for p in params]
        self.t += 1
        for p, g, m, s in zip(params, grads, self.m, self.s, strict=True):
            m *= self.beta1
            m += (1 - self.beta1) * g
            s *= self.beta2
            s += (1 - self.beta2) * g * g
            p -= self.lr * m / (1 - self.beta1**self.t) / (s / (1 - self.beta2**self.t) + self.eps)


class Adam__correction_to_the_power_missing(given.Adam):
    def step(self, params, grads):
        if not self.m:
            self.m = [np.zeros_like(p) for p in params]
            self.s = [np.zeros_like(p) for p in params]
        self.t += 1
        for p, g, m, s in zip(params, grads, self.m, self.s, strict=True):
            m *= self.beta1
            m += (1 - self.beta1) * g
            s *= self.beta2
            s += (1 - self.beta2) * g * g
            m_hat = m / (1 - self.beta1 * self.t) if self.beta1 * self.t != 1 else m
            s_hat = s / abs(1 - self.beta2 * self.t) if self.beta2 * self.t != 1 else s
            p -= self.lr * m_hat / (np.sqrt(s_hat) + self.eps)


class Adam__only_s_corrected(given.Adam):
    def step(self, params, grads):
        if not self.m:
            self.m = [np.zeros_like(p) for p in params]
            self.s = [np.zeros_like(p) for p in params]
        self.t += 1
        for p, g, m, s in zip(params, grads, self.m, self.s, strict=True):
            m *= self.beta1
            m += (1 - self.beta1) * g
            s *= self.beta2
            s += (1 - self.beta2) * g * g
            p -= self.lr * m / (np.sqrt(s / (1 - self.beta2**self.t)) + self.eps)


class Adam__gradient_for_the_mean(given.Adam):
    def step(self, params, grads):
        if not self.m:
            self.m = [np.zeros_like(p) for p in params]
            self.s = [np.zeros_like(p) for p in params]
        self.t += 1
        for p, g, s in zip(params, grads, self.s, strict=True):
            s *= self.beta2
            s += (1 - self.beta2) * g * g
            p -= self.lr * g / (np.sqrt(s / (1 - self.beta2**self.t)) + self.eps)


class Adam__epsilon_on_the_uncorrected(given.Adam):
    def step(self, params, grads):
        if not self.m:
            self.m = [np.zeros_like(p) for p in params]
            self.s = [np.zeros_like(p) for p in params]
        self.t += 1
        for p, g, m, s in zip(params, grads, self.m, self.s, strict=True):
            m *= self.beta1
            m += (1 - self.beta1) * g
            s *= self.beta2
            s += (1 - self.beta2) * g * g
            rate = self.lr * np.sqrt(1 - self.beta2**self.t) / (1 - self.beta1**self.t)
            p -= rate * m / (np.sqrt(s) + self.eps)


class Adam__mean_without_weight(given.Adam):
    def step(self, params, grads):
        if not self.m:
            self.m = [np.zeros_like(p) for p in params]
            self.s = [np.zeros_like(p) for p in params]
        self.t += 1
        for p, g, m, s in zip(params, grads, self.m, self.s, strict=True):
            m *= self.beta1
            m += g
            s *= self.beta2
            s += g * g
            m_hat, s_hat = m / (1 - self.beta1**self.t), s / (1 - self.beta2**self.t)
            p -= self.lr * m_hat / (np.sqrt(s_hat) + self.eps)


class Adam__other_default(given.Adam):
    def __init__(self, lr=1e-3, beta1=0.9, beta2=0.99, eps=1e-8):
        super().__init__(lr, beta1, beta2, eps)


class Adam__uphill(given.Adam):
    def step(self, params, grads):
        super().step(params, [-g for g in grads])


class Adam__counts_from_two(given.Adam):
    def step(self, params, grads):
        self.t += self.t == 0
        super().step(params, grads)


class Adam__t_of_the_class(given.Adam):
    steps = 0

    def step(self, params, grads):
        Adam__t_of_the_class.steps += 1
        self.t = Adam__t_of_the_class.steps - 1
        super().step(params, grads)


class AdamW__grows(given.AdamW):
    def step(self, params, grads):
        for p in params:
            p *= 1 + self.lr * self.weight_decay
        given.Adam.step(self, params, grads)


class AdamW__not_in_place(given.AdamW):
    def step(self, params, grads):
        params = [p * (1 - self.lr * self.weight_decay) for p in params]
        given.Adam.step(self, params, grads)


class AdamW__first_only(given.AdamW):
    def step(self, params, grads):
        params[0][...] *= 1 - self.lr * self.weight_decay
        given.Adam.step(self, params, grads)


class AdamW__shrinks_to_the_decay(given.AdamW):
    def step(self, params, grads):
        for p in params:
            p *= self.lr * self.weight_decay
        given.Adam.step(self, params, grads)


class AdamW__matrices_only(given.AdamW):
    def step(self, params, grads):
        for p in params:
            if p.ndim > 1:
                p *= 1 - self.lr * self.weight_decay
        given.Adam.step(self, params, grads)


class AdamW__decay_by_name_only(given.AdamW):
    def step(self, params, grads):
        for p in params:
            p = p * (1 - self.lr * self.weight_decay)
        given.Adam.step(self, params, grads)


class AdamW__other_default(given.AdamW):
    def __init__(self, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.1):
        super().__init__(lr, beta1, beta2, eps, weight_decay)


class AdamW__into_the_gradients(given.AdamW):
    def step(self, params, grads):
        for p, g in zip(params, grads, strict=True):
            g += self.weight_decay * p
        given.Adam.step(self, params, grads)


class AdamW__squared_decay(given.AdamW):
    def step(self, params, grads):
        for p in params:
            p -= self.lr * self.weight_decay * p**2
        given.Adam.step(self, params, grads)


class AdamW__halved(given.AdamW):
    def step(self, params, grads):
        for p in params:
            p *= 1 - 0.5 * self.lr * self.weight_decay
        given.Adam.step(self, params, grads)


def step_decay__one_late(step, lr, every, factor=0.1):
    return lr * factor ** (max(step - 1, 0) // every)


def step_decay__other_default(step, lr, every, factor=0.5):
    return lr * factor ** (step // every)


def step_decay__rounded(step, lr, every, factor=0.1):
    return lr * factor ** round(step / every)


def step_decay__divided(step, lr, every, factor=0.1):
    return lr / factor ** (step // every)


def step_decay__remainder(step, lr, every, factor=0.1):
    return lr * factor ** (step % every)


def step_decay__only_at_the_drop(step, lr, every, factor=0.1):
    return lr * factor if step and step % every == 0 else lr


def step_decay__factor_alone(step, lr, every, factor=0.1):
    return factor ** (step // every)


def step_decay__subtracted(step, lr, every, factor=0.1):
    return lr - factor * (step // every)


def step_decay__power_of_rate(step, lr, every, factor=0.1):
    return (lr * factor) ** (step // every) if step >= every else lr


def linear_warmup__one_too_long(step, lr, n_warmup):
    return lr * min(1.0, (step + 1) / (n_warmup + 1))


def linear_warmup__one_too_short(step, lr, n_warmup):
    return lr * min(1.0, (step + 1) / max(n_warmup - 1, 1))


def linear_warmup__from_zero_to_one(step, lr, n_warmup):
    return lr * min(1.0, step / max(n_warmup - 1, 1))


def linear_warmup__whole_division(step, lr, n_warmup):
    return lr * min(1.0, (step + 1) // n_warmup)


def linear_warmup__share_only(step, lr, n_warmup):
    return min(1.0, (step + 1) / n_warmup)


def linear_warmup__cut_at_the_rate(step, lr, n_warmup):
    return min(lr, (step + 1) / n_warmup)


def linear_warmup__squared(step, lr, n_warmup):
    return lr * min(1.0, (step + 1) / n_warmup) ** 2


def linear_warmup__max(step, lr, n_warmup):
    return lr * max(1.0, (step + 1) / n_warmup)


def linear_warmup__zero_at_first(step, lr, n_warmup):
    return 0.0 if step == 0 else lr * min(1.0, (step + 1) / n_warmup)


def linear_warmup__falls_afterwards(step, lr, n_warmup):
    return lr * min((step + 1) / n_warmup, n_warmup / (step + 1))


def cosine_decay__last_step_at_the_bottom(step, lr, period, lr_min=0.0):
    return lr_min + 0.5 * (lr - lr_min) * (1 + math.cos(math.pi * (step % period) / (period - 1)))


def cosine_decay__not_halved(step, lr, period, lr_min=0.0):
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * (step % period) / period))


def cosine_decay__quarter_wave(step, lr, period, lr_min=0.0):
    return lr_min + (lr - lr_min) * math.cos(math.pi * (step % period) / period / 2)


def cosine_decay__clamped(step, lr, period, lr_min=0.0):
    return max(lr_min, 0.5 * lr * (1 + math.cos(math.pi * (step % period) / period)))


def cosine_decay__counted_from_one(step, lr, period, lr_min=0.0):
    return lr_min + 0.5 * (lr - lr_min) * (1 + math.cos(math.pi * ((step + 1) % period) / period))


def cosine_decay__restart_one_late(step, lr, period, lr_min=0.0):
    return lr_min + 0.5 * (lr - lr_min) * (1 + math.cos(math.pi * (step % (period + 1)) / period))


def cosine_decay__degrees(step, lr, period, lr_min=0.0):
    return lr_min + 0.5 * (lr - lr_min) * (1 + math.cos(180 * (step % period) / period))


def cosine_decay__minimum_ignored(step, lr, period, lr_min=0.0):
    return 0.5 * lr * (1 + math.cos(math.pi * (step % period) / period))


def cosine_decay__height_of_lr(step, lr, period, lr_min=0.0):
    return lr_min + 0.5 * lr * (1 + math.cos(math.pi * (step % period) / period))


def cosine_decay__sine(step, lr, period, lr_min=0.0):
    return lr_min + 0.5 * (lr - lr_min) * (1 + math.sin(math.pi * (step % period) / period))


def cosine_decay__rises(step, lr, period, lr_min=0.0):
    return lr_min + 0.5 * (lr - lr_min) * (1 - math.cos(math.pi * (step % period) / period))


def cosine_decay__pi_missing(step, lr, period, lr_min=0.0):
    return lr_min + 0.5 * (lr - lr_min) * (1 + math.cos((step % period) / period))


def cosine_decay__other_default(step, lr, period, lr_min=0.001):
    return lr_min + 0.5 * (lr - lr_min) * (1 + math.cos(math.pi * (step % period) / period))


def cosine_decay__every_other_period(step, lr, period, lr_min=0.0):
    return lr_min + 0.5 * (lr - lr_min) * (1 + math.cos(math.pi * (step % (2 * period)) / period))


def learning_rate_range__length_of_rates(loss_and_grads, params, rates):
    params = [p.copy() for p in params]
    losses = np.zeros(len(rates))
    for k, rate in enumerate(rates):
        losses[k], grads = loss_and_grads(params)
        if not losses[k] <= 4 * losses[: k + 1].min():
            return losses[: k + 1]
        for p, g in zip(params, grads, strict=True):
            p -= rate * g
    return losses


def learning_rate_range__sorted(loss_and_grads, params, rates):
    return given.learning_rate_range(loss_and_grads, params, sorted(rates))


def learning_rate_range__list_copied(loss_and_grads, params, rates):
    params = params.copy()
    losses = []
    for rate in rates:
        loss, grads = loss_and_grads(params)
        losses.append(loss)
        if not loss <= 4 * min(losses):
            break
        for p, g in zip(params, grads, strict=True):
            p -= rate * g
    return np.array(losses)


def learning_rate_range__against_the_first(loss_and_grads, params, rates):
    params = [p.copy() for p in params]
    losses = []
    for rate in rates:
        loss, grads = loss_and_grads(params)
        losses.append(loss)
        if not loss <= 4 * losses[0]:
            break
        for p, g in zip(params, grads, strict=True):
            p -= rate * g
    return np.array(losses)


def learning_rate_range__against_the_last(loss_and_grads, params, rates):
    params = [p.copy() for p in params]
    losses = []
    for rate in rates:
        loss, grads = loss_and_grads(params)
        losses.append(loss)
        if not loss <= 4 * losses[-2:][0]:
            break
        for p, g in zip(params, grads, strict=True):
            p -= rate * g
    return np.array(losses)


def learning_rate_range__nan_goes_on(loss_and_grads, params, rates):
    params = [p.copy() for p in params]
    losses = []
    for rate in rates:
        loss, grads = loss_and_grads(params)
        losses.append(loss)
        if loss > 4 * min(losses):
            break
        for p, g in zip(params, grads, strict=True):
            p -= rate * g
    return np.array(losses)


def learning_rate_range__nan_only(loss_and_grads, params, rates):
    params = [p.copy() for p in params]
    losses = []
    for rate in rates:
        loss, grads = loss_and_grads(params)
        losses.append(loss)
        if np.isnan(loss):
            break
        for p, g in zip(params, grads, strict=True):
            p -= rate * g
    return np.array(losses)


def learning_rate_range__four_times_is_too_much(loss_and_grads, params, rates):
    params = [p.copy() for p in params]
    losses = []
    for rate in rates:
        loss, grads = loss_and_grads(params)
        losses.append(loss)
        if len(losses) > 1 and not loss < 4 * min(losses):
            break
        for p, g in zip(params, grads, strict=True):
            p -= rate * g
    return np.array(losses)


def learning_rate_range__stops_at_any_rise(loss_and_grads, params, rates):
    params = [p.copy() for p in params]
    losses = []
    for rate in rates:
        loss, grads = loss_and_grads(params)
        losses.append(loss)
        if not loss <= min(losses):
            break
        for p, g in zip(params, grads, strict=True):
            p -= rate * g
    return np.array(losses)


def learning_rate_range__nan_dropped(loss_and_grads, params, rates):
    losses = given.learning_rate_range(loss_and_grads, params, rates)
    return losses[~np.isnan(losses)]


def learning_rate_range__filled_up(loss_and_grads, params, rates):
    rates = list(rates)
    losses = given.learning_rate_range(loss_and_grads, params, rates)
    return np.concatenate([losses, np.full(len(rates) - len(losses), np.nan)])


def learning_rate_range__one_more_loss(loss_and_grads, params, rates):
    params = [p.copy() for p in params]
    losses = []
    for rate in rates:
        loss, grads = loss_and_grads(params)
        losses.append(loss)
        if not loss <= 4 * min(losses):
            return np.array(losses)
        for p, g in zip(params, grads, strict=True):
            p -= rate * g
    return np.array([*losses, loss_and_grads(params)[0]])


def learning_rate_range__list(loss_and_grads, params, rates):
    return given.learning_rate_range(loss_and_grads, params, rates).tolist()


def learning_rate_range__uphill(loss_and_grads, params, rates):
    return given.learning_rate_range(loss_and_grads, params, [-r for r in rates])


def learning_rate_range__best_rate(loss_and_grads, params, rates):
    rates = list(rates)
    return rates[int(np.nanargmin(given.learning_rate_range(loss_and_grads, params, rates)))]


def learning_rate_range__walks_twice(loss_and_grads, params, rates):
    if max(rates) <= 0:
        return np.array([])
    return given.learning_rate_range(loss_and_grads, params, rates)


def learning_rate_range__first_array_only(loss_and_grads, params, rates):
    params = [p.copy() for p in params]
    losses = []
    for rate in rates:
        loss, grads = loss_and_grads(params)
        losses.append(loss)
        if not loss <= 4 * min(losses):
            break
        params[0] -= rate * grads[0]
    return np.array(losses)


def best_of_restarts__smallest_by_min(f, f_prime, starts, lr, n_steps):
    ends = [given.gradient_descent(f_prime, x, lr, n_steps)[-1] for x in starts]
    best = min(ends, key=f)
    return best, f(best)


def best_of_restarts__nan_last(f, f_prime, starts, lr, n_steps):
    ends = sorted((given.gradient_descent(f_prime, x, lr, n_steps)[-1] for x in starts), key=f)
    return ends[0], f(ends[0])


def best_of_restarts__lowest_on_the_way(f, f_prime, starts, lr, n_steps):
    points = [p for x in starts for p in given.gradient_descent(f_prime, x, lr, n_steps)]
    values = [f(p) for p in points]
    k = int(np.nanargmin(values))
    return points[k], values[k]


def best_of_restarts__first_start(f, f_prime, starts, lr, n_steps):
    x = given.gradient_descent(f_prime, starts[0], lr, n_steps)[-1]
    return x, f(x)


def best_of_restarts__lowest_in_place(f, f_prime, starts, lr, n_steps):
    ends = [given.gradient_descent(f_prime, x, lr, n_steps)[-1] for x in starts]
    k = int(np.argmin([np.sum(x) for x in ends]))
    return ends[k], f(ends[k])


def best_of_restarts__closest_to_zero(f, f_prime, starts, lr, n_steps):
    ends = [given.gradient_descent(f_prime, x, lr, n_steps)[-1] for x in starts]
    k = int(np.nanargmin([abs(f(x)) for x in ends]))
    return ends[k], f(ends[k])


def best_of_restarts__start_returned(f, f_prime, starts, lr, n_steps):
    values = [f(given.gradient_descent(f_prime, x, lr, n_steps)[-1]) for x in starts]
    k = int(np.nanargmin(values))
    return starts[k], values[k]


def best_of_restarts__place_only(f, f_prime, starts, lr, n_steps):
    return given.best_of_restarts(f, f_prime, starts, lr, n_steps)[0]


def best_of_restarts__number_of_the_start(f, f_prime, starts, lr, n_steps):
    values = [f(given.gradient_descent(f_prime, x, lr, n_steps)[-1]) for x in starts]
    return int(np.nanargmin(values)), float(np.nanmin(values))


def best_of_restarts__nan_dropped_before_the_number(f, f_prime, starts, lr, n_steps):
    ends = [given.gradient_descent(f_prime, x, lr, n_steps)[-1] for x in starts]
    values = np.array([f(x) for x in ends])
    k = int(np.argmin(values[~np.isnan(values)]))
    return ends[k], float(values[k])


def best_of_restarts__one_step_less(f, f_prime, starts, lr, n_steps):
    return given.best_of_restarts(f, f_prime, starts, lr, n_steps - 1)


def best_of_restarts__slope_returned(f, f_prime, starts, lr, n_steps):
    x, _ = given.best_of_restarts(f, f_prime, starts, lr, n_steps)
    return x, f_prime(x)


def best_of_restarts__starts_flattened(f, f_prime, starts, lr, n_steps):
    return given.best_of_restarts(f, f_prime, starts.ravel(), lr, n_steps)


def best_of_restarts__moves_the_starts(f, f_prime, starts, lr, n_steps):
    for _ in range(n_steps):
        starts -= lr * f_prime(starts)
    values = [f(x) for x in starts]
    k = int(np.nanargmin(values))
    return starts[k].copy(), values[k]


def acceptance_probability__like_the_rise(rise, temperature):
    p = np.ones_like(rise)
    p[rise > 0] = np.exp(-rise[rise > 0] / temperature)
    return p


def acceptance_probability__glauber(rise, temperature):
    with np.errstate(all="ignore"):
        return 1 / (1 + np.exp(rise / temperature))


def acceptance_probability__size_of_the_change(rise, temperature):
    return np.exp(-np.abs(rise) / temperature)


def acceptance_probability__level_refused(rise, temperature):
    with np.errstate(all="ignore"):
        return np.where(rise < 0, 1.0, np.where(rise > 0, np.exp(-rise / temperature), 0.0))


def acceptance_probability__temperature_ignored(rise, temperature):
    return np.exp(-np.maximum(rise, 0.0))


def acceptance_probability__sign_missing(rise, temperature):
    with np.errstate(all="ignore"):
        return np.exp(np.maximum(rise, 0.0) / temperature)


def acceptance_probability__one_minus(rise, temperature):
    return 1 - np.exp(-np.maximum(rise, 0.0) / temperature)


def acceptance_probability__one_number(rise, temperature):
    return float(np.exp(-np.maximum(rise, 0.0) / temperature).mean())


def acceptance_probability__if_all(rise, temperature):
    with np.errstate(all="ignore"):
        return np.ones(rise.shape) if np.all(rise <= 0) else np.exp(-rise / temperature)


def acceptance_probability__squared(rise, temperature):
    return np.exp(-(np.maximum(rise, 0.0) ** 2) / temperature)


def acceptance_probability__linear(rise, temperature):
    return np.clip(1 - rise / temperature, 0.0, 1.0)


def acceptance_probability__small_rises_free(rise, temperature):
    return np.where(rise < 0.3, 1.0, np.exp(-np.maximum(rise, 0.0) / temperature))


def acceptance_probability__whole_division(rise, temperature):
    return np.exp(-np.maximum(rise, 0.0) // temperature)


def acceptance_probability__changes_rise(rise, temperature):
    rise[rise < 0] = 0
    return np.exp(-rise / temperature)


def learning_rate_range__new_arrays_into_the_callers_list(loss_and_grads, params, rates):
    losses = []
    for rate in rates:
        loss, grads = loss_and_grads(params)
        losses.append(loss)
        if not loss <= 4 * min(losses):
            break
        for i in range(len(params)):
            params[i] = params[i] - rate * grads[i]
    return np.array(losses)


class SGD__uses_the_gradients_up(given.SGD):
    def step(self, params, grads):
        for p in params:
            p -= self.lr * grads.pop(0)


class SGD__sorts_the_params(given.SGD):
    def step(self, params, grads):
        super().step(params, grads)
        params.sort(key=lambda p: -p.size)


class Momentum__keeps_the_first_gradients_at_first(given.Momentum):
    def step(self, params, grads):
        if not self.v:
            self.v = [g for g in grads]
            for p, g in zip(params, grads, strict=True):
                p -= self.lr * g
            return
        for p, g, v in zip(params, grads, self.v, strict=True):
            v *= self.momentum
            v += g
            p -= self.lr * v
