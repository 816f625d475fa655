// A network on flat arrays: forward, loss, backward, batch normalization and dropout, with nothing allocated in a step.
//
// A matrix is a Float64Array, row by row; samples are rows, a layer is Z = X W + b, as in solutions/backpropagation.py.
// After every layer but a linear output: batch normalization (if asked for), then φ, then dropout (in training only).

import { LOSSES } from "./losses.js";

/** What a forward pass is for: running statistics and no dropout; a step; or a look at gradients that changes nothing. */
export const EVAL = 0;
export const TRAIN = 1;
export const LOOK = 2;

const EPS = 1e-5; // inside the root of batch normalization
const MOMENTUM = 0.1; // of its running statistics

/** Z = X W + b for n rows. */
function linear(X, W, b, Z, n, nIn, nOut) {
  for (let i = 0; i < n; i++) {
    const z = i * nOut;
    for (let j = 0; j < nOut; j++) Z[z + j] = b[j];
    for (let k = 0; k < nIn; k++) {
      const x = X[i * nIn + k];
      const w = k * nOut;
      for (let j = 0; j < nOut; j++) Z[z + j] += x * W[w + j];
    }
  }
}

/** dW = Xᵀ dZ and db = the sum of dZ's rows. */
function parameterGradients(X, dZ, dW, db, n, nIn, nOut) {
  dW.fill(0);
  db.fill(0);
  for (let i = 0; i < n; i++) {
    const z = i * nOut;
    for (let j = 0; j < nOut; j++) db[j] += dZ[z + j];
    for (let k = 0; k < nIn; k++) {
      const x = X[i * nIn + k];
      const w = k * nOut;
      for (let j = 0; j < nOut; j++) dW[w + j] += x * dZ[z + j];
    }
  }
}

/** dX = dZ Wᵀ. */
export function inputGradient(dZ, W, dX, n, nIn, nOut) {
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < nIn; k++) {
      let sum = 0;
      for (let j = 0; j < nOut; j++) sum += dZ[i * nOut + j] * W[k * nOut + j];
      dX[i * nIn + k] = sum;
    }
  }
}

export class Network {
  /**
   * sizes: units of every layer, the inputs first; phi, prime: activation of the layers and its slope; linearOutput: the last layer has none;
   * rows: how many samples a pass may have at most; rng: of the dropout masks.
   */
  constructor({ sizes, phi, prime, rows, linearOutput = true, batchNorm = false, dropout = 0, rng = null }) {
    Object.assign(this, { sizes, phi, prime, rows, dropout, rng });
    this.depth = sizes.length - 1;
    this.params = []; // what an optimizer steps: W and b of each layer, and γ and β where there is normalization
    this.grads = [];
    this.layers = Array.from({ length: this.depth }, (_, l) => {
      const [nIn, nOut] = [sizes[l], sizes[l + 1]];
      const linear = linearOutput && l === this.depth - 1;
      const flat = (n = nOut) => new Float64Array(n);
      const layer = { nIn, nOut, linear, W: flat(nIn * nOut), b: flat(), dW: flat(nIn * nOut), db: flat(), Z: flat(rows * nOut), dZ: flat(rows * nOut) };
      this.params.push(layer.W, layer.b);
      this.grads.push(layer.dW, layer.db);
      layer.A = linear ? layer.Z : flat(rows * nOut);
      layer.mask = linear ? null : flat(rows * nOut);
      layer.masked = false;
      if (batchNorm && !linear) {
        const norm = (layer.norm = normalization(nOut, rows));
        this.params.push(norm.gamma, norm.beta);
        this.grads.push(norm.dgamma, norm.dbeta);
      }
      return layer;
    });
  }

  /** All parameters and running statistics in one array, and back. */
  save() {
    return joined(this.#state());
  }

  /** All gradients in one array. */
  get gradient() {
    return joined(this.grads);
  }

  load(flat) {
    let at = 0;
    for (const part of this.#state()) {
      part.set(flat.slice(at, at + part.length));
      at += part.length;
    }
  }

  #state() {
    return [...this.params, ...this.layers.flatMap(({ norm }) => (norm ? [norm.runningMean, norm.runningVar] : []))];
  }

  /** Run the first n rows of X through; returns what the last layer gives (rows beyond n are stale). */
  forward(X, n, mode = EVAL) {
    this.X = X;
    this.n = n;
    let A = X;
    for (const layer of this.layers) {
      const { nIn, nOut, W, b, Z, norm, mask } = layer;
      linear(A, W, b, Z, n, nIn, nOut);
      A = layer.A;
      if (layer.linear) continue;
      if (norm) normalize(norm, Z, n, nOut, mode);
      const size = n * nOut;
      for (let i = 0; i < size; i++) A[i] = this.phi(Z[i]);
      layer.masked = mode === TRAIN && this.dropout > 0;
      if (layer.masked) {
        const keep = 1 / (1 - this.dropout);
        for (let i = 0; i < size; i++) {
          mask[i] = this.rng.uniform() < this.dropout ? 0 : keep;
          A[i] *= mask[i];
        }
      }
    }
    return A;
  }

  /** After `forward` in TRAIN or LOOK, with ∂L/∂output in `this.dOut`: fills in dZ of every layer and, if asked for, `grads`. */
  backward({ parameters = true } = {}) {
    const { n } = this;
    for (let l = this.depth - 1; l >= 0; l--) {
      const { nIn, nOut, W, Z, dW, db, dZ, linear, masked, mask, norm } = this.layers[l];
      const size = n * nOut;
      if (masked) for (let i = 0; i < size; i++) dZ[i] *= mask[i];
      if (!linear) for (let i = 0; i < size; i++) dZ[i] *= this.prime(Z[i]);
      if (norm) normalizeBackward(norm, dZ, n, nOut);
      const below = this.layers[l - 1];
      if (parameters) parameterGradients(below ? below.A : this.X, dZ, dW, db, n, nIn, nOut);
      if (below) inputGradient(dZ, W, below.dZ, n, nIn, nOut);
    }
  }

  /** Loss on the first n rows; its gradients are in `grads` then. */
  differentiate(name, X, Y, n, mode = LOOK) {
    this.forward(X, n, mode);
    const loss = this.loss(name, Y);
    this.backward();
    return loss;
  }

  get dOut() {
    return this.layers[this.depth - 1].dZ;
  }

  /** Mean loss of the last forward pass; its gradient goes to `dOut`. Y: n × outputs. */
  loss(name, Y) {
    const { value, slope } = LOSSES[name];
    const { Z, dZ, nOut } = this.layers[this.depth - 1];
    const { n } = this;
    let sum = 0;
    for (let i = 0; i < n * nOut; i++) {
      sum += value(Z[i], Y[i]);
      dZ[i] = slope(Z[i], Y[i]) / n;
    }
    return sum / n;
  }

  /** ½ λ Σ w² or λ Σ |w| over weights, not biases; with `gradients`, their gradients are added. */
  penalty(kind, lam, gradients = false) {
    if (!lam || kind === "none") return 0;
    let sum = 0;
    for (const { W, dW } of this.layers) {
      for (let i = 0; i < W.length; i++) {
        sum += kind === "L1" ? Math.abs(W[i]) : 0.5 * W[i] * W[i];
        if (gradients) dW[i] += lam * (kind === "L1" ? Math.sign(W[i]) : W[i]);
      }
    }
    return lam * sum;
  }
}

function joined(parts) {
  const flat = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    flat.set(part, at);
    at += part.length;
  }
  return flat;
}

/** What batch normalization of n units keeps, for at most so many rows: parameters, gradients, statistics. */
export function normalization(n, rows) {
  const flat = () => new Float64Array(n);
  return {
    gamma: flat().fill(1), beta: flat(), dgamma: flat(), dbeta: flat(), hat: new Float64Array(rows * n),
    mean: flat(), scale: flat(), runningMean: flat(), runningVar: flat().fill(1),
  }; // prettier-ignore
}

/** Z ← γ x̂ + β, with the statistics of the batch, or in EVAL the running ones. */
export function normalize(norm, Z, n, nOut, mode) {
  const { gamma, beta, hat, mean, scale, runningMean, runningVar } = norm;
  for (let j = 0; j < nOut; j++) {
    let m = runningMean[j];
    let v = runningVar[j];
    if (mode !== EVAL) {
      m = v = 0;
      for (let i = 0; i < n; i++) m += Z[i * nOut + j];
      m /= n;
      for (let i = 0; i < n; i++) v += (Z[i * nOut + j] - m) ** 2;
      v /= n;
      if (mode === TRAIN) {
        runningMean[j] += MOMENTUM * (m - runningMean[j]);
        // One sample has no unbiased variance: it leaves the running one alone.
        if (n > 1) runningVar[j] += MOMENTUM * ((v * n) / (n - 1) - runningVar[j]);
      }
    }
    mean[j] = m;
    scale[j] = 1 / Math.sqrt(v + EPS);
    for (let i = 0; i < n; i++) {
      const k = i * nOut + j;
      hat[k] = (Z[k] - m) * scale[j];
      Z[k] = gamma[j] * hat[k] + beta[j];
    }
  }
}

/** d: the gradient behind the normalization becomes, in place, the one before it. */
function normalizeBackward({ gamma, hat, scale, dgamma, dbeta }, d, n, nOut) {
  for (let j = 0; j < nOut; j++) {
    let [sum, product] = [0, 0];
    for (let i = 0; i < n; i++) {
      const k = i * nOut + j;
      sum += d[k];
      product += d[k] * hat[k];
    }
    dbeta[j] = sum;
    dgamma[j] = product;
    for (let i = 0; i < n; i++) {
      const k = i * nOut + j;
      d[k] = gamma[j] * scale[j] * (d[k] - sum / n - (hat[k] * product) / n);
    }
  }
}

/**
 * A function known at the points xs (evenly spaced, rising) as { phi, prime }: straight lines between them, going on
 * straight beyond the ends. The slope is that of the line, so that the gradients are exact for this polygon.
 */
export function polygon(xs, ys) {
  const step = (xs.at(-1) - xs[0]) / (xs.length - 1);
  const piece = (z) => Math.max(0, Math.min(xs.length - 2, Math.ceil((z - xs[0]) / step) - 1)); // at a corner, the left piece
  const slope = Float64Array.from({ length: xs.length - 1 }, (_, i) => (ys[i + 1] - ys[i]) / step);
  return {
    phi: (z) => {
      const i = piece(z);
      return ys[i] + slope[i] * (z - xs[i]);
    },
    prime: (z) => slope[piece(z)],
  };
}
