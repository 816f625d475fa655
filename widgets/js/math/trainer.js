// Trains a network on points of the plane, keeps its history, and describes it as arrays to draw. Runs in a worker or on the page.

import { activation as bound } from "./activations.js";
import { ALPHA } from "./declared.js";
import { REACH, inputs, split, targets } from "./datasets.js";
import { initialize } from "./initialization.js";
import { EVAL, LOOK, Network, TRAIN, polygon } from "./network.js";
import { optimizer } from "./optimizers.js";
import { generator, shuffle } from "./random.js";

export const GRID = 60; // points a side of the map of the output
export const UNIT_GRID = 30; // and of the map of a unit
export const BINS = 21; // of the histogram of a layer's activations
const MOST = 240; // records kept; then every second goes, and they are taken half as often
const FLAT = 0.05; // a slope below this is called saturated

const LOSS = { cross_entropy: "binary_cross_entropy", squared: "sigmoid_squared", hinge: "hinge" };

/** The points at which maps are drawn: rows from the top, [x1, x2, 0] each, in the middle of their cells. */
export function gridPoints(n) {
  const points = new Float64Array(3 * n * n);
  const at = (i) => REACH * ((2 * i + 1) / n - 1);
  for (let r = 0; r < n; r++) for (let c = 0; c < n; c++) points.set([at(c), -at(r), 0], 3 * (r * n + c));
  return points;
}

/** Shades from 0 to 255 of a unit's activation, 0 in the middle, and of the output. */
export const shadeOfUnit = (a) => 127.5 + 127.5 * Math.tanh(1.2 * a);
const shadeOfClass = (z) => 255 / (1 + Math.exp(-z));
const shadeOfHeight = (z) => 127.5 + 127.5 * Math.max(-1, Math.min(1, z / 1.2));

function activationOf({ activation, own }) {
  if (activation === "yours" && own) return polygon(own.xs, own.ys);
  return bound(activation, ALPHA[activation]);
}

export class Trainer {
  /**
   * points: [x1, x2, y] one after the other. config: features, layers (units of each hidden layer), activation (or "yours"
   * with own: { xs, ys }), loss, regression, optimizer, lr, batch, init, penalty, lam, dropout, batchNorm, share, seed, dataSeed.
   */
  constructor(config, points) {
    this.config = config;
    const { train, test } = split(points, config.share, config.dataSeed);
    this.sets = [train, test].map((part) => ({ X: inputs(part, config.features), Y: targets(part), n: part.length / 3 }));
    this.grid = inputs(gridPoints(GRID), config.features);
    this.rows = Math.max(this.sets[0].n, this.sets[1].n, 300);
    const rng = generator(config.seed);
    this.net = new Network({
      sizes: [config.features.length, ...config.layers, 1],
      ...activationOf(config),
      rows: this.rows,
      batchNorm: config.batchNorm,
      dropout: config.dropout,
      rng: generator(config.seed + 104729),
    });
    for (const { W, nIn, nOut } of this.net.layers) W.set(initialize(config.init, nIn, nOut, rng));
    this.rng = generator(config.seed + 1299709);
    this.order = Array.from({ length: this.sets[0].n }, (_, i) => i);
    this.at = this.order.length; // the next step begins an epoch
    this.step = 0;
    this.every = 1;
    this.records = [];
    this.batchX = new Float64Array(this.rows * config.features.length);
    this.batchY = new Float64Array(this.rows);
    this.lossName = config.regression ? "squared_error" : LOSS[config.loss];
    this.#arm();
    this.record();
  }

  /** AdamW has its own decay, which is not part of the gradient; all others get the penalty's gradient. */
  #arm() {
    const { lr, lam, penalty } = this.config;
    const own = this.config.optimizer === "AdamW" && penalty === "L2";
    this.optimizer = optimizer(this.config.optimizer, { lr, weightDecay: own ? lam : 0 });
    this.penalty = own ? "none" : penalty;
  }

  /** Settings that act at once: lr, optimizer, batch, penalty, lam, dropout. Another optimizer starts with an empty memory. */
  change(config) {
    const old = this.config;
    this.log.push({ step: this.step, config });
    this.config = { ...old, ...config };
    this.net.dropout = this.config.dropout;
    if (["optimizer", "penalty", "lam"].some((key) => old[key] !== this.config[key])) this.#arm();
    this.optimizer.lr = this.config.lr;
  }

  get stepsPerEpoch() {
    return Math.max(1, Math.ceil(this.sets[0].n / this.config.batch));
  }

  get epochEnds() {
    return this.at >= this.sets[0].n;
  }

  /** Samples seen so far, in epochs. */
  get epoch() {
    return this.seen / Math.max(1, this.sets[0].n);
  }

  seen = 0;
  blown = false;
  log = []; // changes, and the steps before which they were made
  script = []; // such changes, still to be repeated

  /** One step on one batch. */
  advance() {
    while (this.script.length && this.script[0].step <= this.step) this.change(this.script.shift().config);
    const [{ X, Y, n }] = this.sets;
    const width = this.config.features.length;
    if (this.at >= n) {
      shuffle(this.order, this.rng);
      this.at = 0;
    }
    const size = Math.min(this.config.batch, n - this.at);
    for (let i = 0; i < size; i++) {
      const from = this.order[this.at + i];
      for (let k = 0; k < width; k++) this.batchX[i * width + k] = X[from * width + k];
      this.batchY[i] = Y[from];
    }
    this.at += size;
    const loss = this.net.differentiate(this.lossName, this.batchX, this.batchY, size, TRAIN);
    this.net.penalty(this.penalty, this.config.lam, true);
    this.optimizer.step(this.net.params, this.net.grads);
    this.step++;
    this.seen += size;
    if (!Number.isFinite(loss)) this.blown = true; // and so are the weights now
    if (this.step % this.every === 0) this.record();
  }

  /**
   * At most `steps` steps, as many as `ms` milliseconds allow, not beyond `until` epochs; ends when the loss is no number any more.
   * `epoch`: to the end of this epoch. Returns how many steps it took.
   */
  run({ steps, ms = Infinity, until = Infinity, epoch = false }) {
    const begun = performance.now();
    const most = steps ?? (epoch || ms < Infinity || until < Infinity ? Infinity : 0);
    if (!this.sets[0].n) return 0;
    let k = 0;
    while (k < most && !this.blown && this.epoch < until - 1e-9) {
      this.advance();
      k++;
      if (epoch && this.epochEnds) break;
      if (performance.now() - begun > ms) break;
    }
    return k;
  }

  /** Loss and error on the training points (0) or the test points (1); NaN where there are none. */
  measure(which) {
    const { X, Y, n } = this.sets[which];
    if (!n) return { loss: NaN, error: NaN };
    const Z = this.net.forward(X, n, EVAL);
    let wrong = 0;
    for (let i = 0; i < n; i++) wrong += this.config.regression ? (Z[i] - Y[i]) ** 2 : Number(!(Z[i] >= 0 === Y[i] > 0.5));
    return { loss: this.net.loss(this.lossName, Y), error: this.config.regression ? Math.sqrt(wrong / n) : wrong / n };
  }

  record() {
    const [train, test] = [this.measure(0), this.measure(1)];
    this.records.push({ step: this.step, epoch: this.epoch, train, test, state: this.net.save() });
    if (this.records.length <= MOST) return;
    this.every *= 2;
    this.records = this.records.filter(({ step }) => step % this.every === 0);
  }

  /** What there is to draw: of now, or of record number `at`. `maps`: whether the maps are wanted too. */
  snapshot({ at = -1, maps = true } = {}) {
    const then = this.records[at];
    const now = then && this.net.save();
    if (then) this.net.load(then.state);
    const { records } = this;
    const history = new Float64Array(3 * records.length);
    records.forEach(({ epoch, train, test }, i) => history.set([epoch, train.loss, test.loss], 3 * i));
    const shot = {
      step: then?.step ?? this.step,
      epoch: then?.epoch ?? this.epoch,
      last: this.epoch,
      lastStep: this.step,
      log: this.log,
      at: then ? at : -1,
      blown: this.blown,
      train: then?.train ?? this.measure(0),
      test: then?.test ?? this.measure(1),
      penalty: this.net.penalty(this.config.penalty, this.config.lam),
      history,
      layers: this.#layers(),
      weights: Float32Array.from(this.net.layers.flatMap(({ W }) => [...W])),
      biases: Float32Array.from(this.net.layers.flatMap(({ b }) => [...b])),
      ...(maps ? this.#maps() : {}),
    };
    if (then) this.net.load(now);
    return shot;
  }

  /** Shades of the output and of every hidden unit over the plane. */
  #maps() {
    const { net, grid, rows } = this;
    const width = this.config.features.length;
    const hidden = net.layers.slice(0, -1);
    const output = new Uint8ClampedArray(GRID * GRID);
    const scores = new Float32Array(GRID * GRID); // finer than shades, for the boundary
    const area = UNIT_GRID * UNIT_GRID;
    const units = new Uint8ClampedArray(area * hidden.reduce((sum, { nOut }) => sum + nOut, 0));
    const shade = this.config.regression ? shadeOfHeight : shadeOfClass;
    const every = GRID / UNIT_GRID;
    for (let from = 0; from < GRID * GRID; from += rows) {
      const n = Math.min(rows, GRID * GRID - from);
      const Z = net.forward(grid.subarray(from * width, (from + n) * width), n, EVAL);
      for (let i = 0; i < n; i++) {
        const cell = from + i;
        output[cell] = shade(Z[i]);
        scores[cell] = Z[i];
        const [r, c] = [Math.floor(cell / GRID), cell % GRID];
        if (r % every || c % every) continue;
        let unit = 0;
        for (const { A, nOut } of hidden) {
          for (let j = 0; j < nOut; j++) units[area * unit++ + (r / every) * UNIT_GRID + c / every] = shadeOfUnit(A[i * nOut + j]);
        }
      }
    }
    return { output, scores, units };
  }

  /** Per layer: size of the gradient on all training points, of the weights, dead and saturated units, a histogram. */
  #layers() {
    const [{ X, Y, n }] = this.sets;
    if (!n) return [];
    const { net } = this;
    net.differentiate(this.lossName, X, Y, n, LOOK);
    net.penalty(this.penalty, this.config.lam, true);
    const rms = (v) => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0) / v.length);
    return net.layers.map((layer, l) => {
      const { W, dW, A, Z, nIn, nOut } = layer;
      const last = l === net.depth - 1;
      const alive = new Uint8Array(nOut);
      let [flat, most] = [0, 0];
      for (let i = 0; i < n * nOut; i++) {
        const slope = last ? 1 : Math.abs(net.prime(Z[i]));
        if (slope !== 0) alive[i % nOut] = 1;
        if (slope < FLAT) flat++;
        if (Math.abs(A[i]) > most) most = Math.abs(A[i]);
      }
      const range = most > 0 && Number.isFinite(most) ? 2 ** Math.ceil(Math.log2(most) - 1e-9) : 1;
      const histogram = new Uint32Array(BINS);
      for (let i = 0; i < n * nOut; i++) {
        const bin = Math.floor(((A[i] / range + 1) / 2) * BINS);
        if (bin >= 0) histogram[Math.min(BINS - 1, bin)]++;
      }
      return {
        nIn, nOut, gradient: rms(dW), weight: rms(W), range, histogram,
        dead: last ? 0 : nOut - alive.reduce((sum, a) => sum + a, 0),
        saturated: last ? 0 : flat / (n * nOut),
        equal: !last && nOut > 1 && W.every((w, k) => Math.abs(w - W[k - (k % nOut)]) < 1e-12), // one unit, many times
      };
    });
  }
}
