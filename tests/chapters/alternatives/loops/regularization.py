"""Answers to chapter 8 entry by entry."""

import itertools
import math

import numpy as np


def weight_decay_step(W, dW, lr, lam):
    out = np.empty_like(W)
    for i in np.ndindex(W.shape):
        out[i] = W[i] - lr * dW[i] - lr * lam * W[i]
    return out


def soft_threshold(w, t):
    out = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        if w[i] > t:
            out[i] = w[i] - t
        elif w[i] < -t:
            out[i] = w[i] + t
    return out


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = math.inf
        self.best_params = []
        self.waited = 0

    def update(self, loss, params):
        if loss < self.best_loss - self.min_delta:
            self.best_loss = loss
            self.best_params = []
            for p in params:
                self.best_params.append(p.copy())
            self.waited = 0
            return self.patience <= 0
        self.waited += 1
        return self.waited >= self.patience

    def restore(self, params):
        for p, best in zip(params, self.best_params, strict=True):
            for i in np.ndindex(p.shape):
                p[i] = best[i]


def ensemble_probabilities(logits):
    total = np.zeros(logits[0].shape)
    for Z in logits:
        for i, row in enumerate(Z):
            e = [math.exp(z - max(row)) for z in row]
            for j, value in enumerate(e):
                total[i, j] += value / sum(e)
    return total / len(logits)


def add_noise(X, sigma, rng):
    out = np.empty_like(X)
    for i in np.ndindex(X.shape):
        out[i] = X[i] + sigma * rng.standard_normal()
    return out


def random_crop(images, size, rng):
    n, height, width = images.shape
    out = np.empty((n, size, size), images.dtype)
    for k in range(n):
        top = rng.integers(0, height - size, endpoint=True)
        left = rng.integers(0, width - size, endpoint=True)
        for i in range(size):
            for j in range(size):
                out[k, i, j] = images[k, top + i, left + j]
    return out


def dropout_forward(X, p, rng):
    out, mask = np.zeros_like(X), np.zeros_like(X)
    for i in np.ndindex(X.shape):
        if rng.random() < 1 - p:
            mask[i] = 1 / (1 - p)
            out[i] = X[i] / (1 - p)
    return out, mask


def dropout_backward(dout, mask):
    out = np.zeros_like(dout)
    for i in np.ndindex(dout.shape):
        if mask[i] != 0:
            out[i] = dout[i] * mask[i]
    return out


def subnetwork_mean(f, h, p):
    total = 0.0
    for keep in itertools.product([0, 1], repeat=len(h)):
        odds, inputs = 1.0, h.copy()
        for i, k in enumerate(keep):
            odds *= 1 - p if k else p
            inputs[i] = h[i] / (1 - p) if k else 0.0
        total += odds * f(inputs)
    return total


def standardized(column, eps):
    mean = sum(column) / len(column)
    std = math.sqrt(sum((x - mean) ** 2 for x in column) / len(column) + eps)
    return [(x - mean) / std for x in column], std


def batch_norm_forward(X, gamma, beta, eps=1e-5):
    out, X_hat, stds = np.empty(X.shape), np.empty(X.shape), np.empty(X.shape[1])
    for j in range(X.shape[1]):
        X_hat[:, j], stds[j] = standardized(list(X[:, j]), eps)
        for i in range(len(X)):
            out[i, j] = gamma[j] * X_hat[i, j] + beta[j]
    return out, (X_hat, stds, gamma)


def batch_norm_backward(dout, cache):
    X_hat, std, gamma = cache
    n, k = dout.shape
    dX, dgamma, dbeta = np.empty(dout.shape), np.zeros(k), np.zeros(k)
    for j in range(k):
        for i in range(n):
            dgamma[j] += dout[i, j] * X_hat[i, j]
            dbeta[j] += dout[i, j]
        for i in range(n):
            inner = n * dout[i, j] - dbeta[j] - X_hat[i, j] * dgamma[j]
            dX[i, j] = gamma[j] * inner / (n * std[j])
    return dX, dgamma, dbeta


def batch_norm_backward_graph(dout, cache):
    X_hat, std, gamma = cache
    n, k = dout.shape
    dX, dgamma, dbeta = np.empty(dout.shape), np.zeros(k), np.zeros(k)
    for j in range(k):
        d = [dout[i, j] * gamma[j] for i in range(n)]
        dgamma[j] = sum(dout[i, j] * X_hat[i, j] for i in range(n))
        dbeta[j] = sum(dout[i, j] for i in range(n))
        dvar = -sum(d[i] * X_hat[i, j] for i in range(n)) / (2 * std[j] ** 2)
        dmu = -sum(d) / std[j]
        for i in range(n):
            dX[i, j] = d[i] / std[j] + dvar * 2 * X_hat[i, j] * std[j] / n + dmu / n
    return dX, dgamma, dbeta


class BatchNorm:
    def __init__(self, n_features, momentum=0.1, eps=1e-5):
        self.momentum, self.eps = momentum, eps
        self.gamma = np.ones(n_features)
        self.beta = np.zeros(n_features)
        self.running_mean = np.zeros(n_features)
        self.running_var = np.ones(n_features)

    def forward(self, X, train=True):
        if train and len(X) < 2:
            raise ValueError("too few")
        if train:
            m, n = self.momentum, len(X)
            for j in range(X.shape[1]):
                mean = sum(X[:, j]) / n
                var = sum((x - mean) ** 2 for x in X[:, j]) / (n - 1)
                self.running_mean[j] = (1 - m) * self.running_mean[j] + m * mean
                self.running_var[j] = (1 - m) * self.running_var[j] + m * var
            out, self.cache = batch_norm_forward(X, self.gamma, self.beta, self.eps)
            return out
        out = np.empty(X.shape)
        for i, j in np.ndindex(X.shape):
            x_hat = (X[i, j] - self.running_mean[j]) / math.sqrt(self.running_var[j] + self.eps)
            out[i, j] = self.gamma[j] * x_hat + self.beta[j]
        return out

    def backward(self, dout):
        return batch_norm_backward(dout, self.cache)


def fold_batch_norm(W, b, gamma, beta, mean, var, eps=1e-5):
    W2, b2 = W.copy(), b.copy()
    for j in range(len(b)):
        scale = gamma[j] / math.sqrt(var[j] + eps)
        for i in range(len(W)):
            W2[i, j] = W[i, j] * scale
        b2[j] = (b[j] - mean[j]) * scale + beta[j]
    return W2, b2


def layer_norm_forward(X, gamma, beta, eps=1e-5):
    out, X_hat, stds = np.empty(X.shape), np.empty(X.shape), np.empty((len(X), 1))
    for i, row in enumerate(X):
        X_hat[i], stds[i, 0] = standardized(list(row), eps)
        for j in range(len(row)):
            out[i, j] = gamma[j] * X_hat[i, j] + beta[j]
    return out, (X_hat, stds, gamma)


def layer_norm_backward(dout, cache):
    X_hat, std, gamma = cache
    n, k = dout.shape
    dX, dgamma, dbeta = np.empty(dout.shape), np.zeros(k), np.zeros(k)
    for i in range(n):
        d = [dout[i, j] * gamma[j] for j in range(k)]
        plain = sum(d) / k
        along = sum(d[j] * X_hat[i, j] for j in range(k)) / k
        for j in range(k):
            dX[i, j] = (d[j] - plain - X_hat[i, j] * along) / std[i, 0]
            dgamma[j] += dout[i, j] * X_hat[i, j]
            dbeta[j] += dout[i, j]
    return dX, dgamma, dbeta
