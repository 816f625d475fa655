// The network of the first page: 2 inputs, one hidden layer of tanh units, a sigmoid. Arithmetic only, no page.

export const DATA = {
  rings: (u) => {
    const inner = u() < 0.5;
    const radius = inner ? 0.45 * Math.sqrt(u()) : 0.7 + 0.25 * u();
    const angle = 2 * Math.PI * u();
    return [radius * Math.cos(angle), radius * Math.sin(angle), inner ? 1 : 0];
  },
  corners: (u) => {
    const [a, b] = [u() < 0.5 ? -1 : 1, u() < 0.5 ? -1 : 1];
    return [a * (0.12 + 0.8 * u()), b * (0.12 + 0.8 * u()), a === b ? 1 : 0];
  },
  moons: (u) => {
    const upper = u() < 0.5;
    const angle = Math.PI * u();
    const [x, y] = [Math.cos(angle), Math.sin(angle)];
    const noise = () => 0.14 * (u() - 0.5);
    return [0.62 * (upper ? x : 1 - x) - 0.31 + noise(), 0.8 * (upper ? y : 0.5 - y) - 0.2 + noise(), upper ? 1 : 0];
  },
};

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function uniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const sample = (name, n, seed) => {
  const u = uniform(seed);
  return Array.from({ length: n }, () => DATA[name](u));
};

export class Net {
  constructor(units, seed) {
    const u = uniform(seed);
    const weight = (scale) => scale * (2 * u() - 1);
    this.units = units;
    this.W = Array.from({ length: units }, () => [weight(1.6), weight(1.6)]);
    this.b = Array.from({ length: units }, () => weight(0.6));
    this.v = Array.from({ length: units }, () => weight(0.8));
    this.c = 0;
  }

  hidden = (x, y) => this.W.map(([p, q], j) => Math.tanh(p * x + q * y + this.b[j]));

  logit(x, y) {
    let z = this.c;
    for (let j = 0; j < this.units; j++) z += this.v[j] * Math.tanh(this.W[j][0] * x + this.W[j][1] * y + this.b[j]);
    return z;
  }

  /** Mean cross-entropy over [x, y, label] rows. */
  loss(data) {
    let sum = 0;
    for (const [x, y, t] of data) {
      const z = this.logit(x, y);
      sum += Math.max(z, 0) - z * t + Math.log1p(Math.exp(-Math.abs(z)));
    }
    return sum / data.length;
  }

  /** Its gradient: { W, b, v, c } in the shapes of the parameters. */
  gradient(data) {
    const g = { W: this.W.map(() => [0, 0]), b: this.b.map(() => 0), v: this.v.map(() => 0), c: 0 };
    for (const [x, y, t] of data) {
      const a = this.hidden(x, y);
      const z = a.reduce((sum, aj, j) => sum + this.v[j] * aj, this.c);
      const dz = (1 / (1 + Math.exp(-z)) - t) / data.length;
      g.c += dz;
      for (let j = 0; j < this.units; j++) {
        g.v[j] += dz * a[j];
        const dh = dz * this.v[j] * (1 - a[j] ** 2);
        g.b[j] += dh;
        g.W[j][0] += dh * x;
        g.W[j][1] += dh * y;
      }
    }
    return g;
  }

  step(data, rate) {
    const g = this.gradient(data);
    for (let j = 0; j < this.units; j++) {
      this.W[j][0] -= rate * g.W[j][0];
      this.W[j][1] -= rate * g.W[j][1];
      this.b[j] -= rate * g.b[j];
      this.v[j] -= rate * g.v[j];
    }
    this.c -= rate * g.c;
  }

  right = (data) => data.filter(([x, y, t]) => this.logit(x, y) > 0 === (t === 1)).length / data.length;
}
