// What a training run suffers from, told from its loss curves and the statistics of its layers.

/** history: [epoch, train, test] one after the other. How often the training loss turned upwards, of its last `n` changes. */
export function bumps(history, n = 40) {
  const losses = [];
  for (let i = Math.max(0, history.length / 3 - n - 1); i < history.length / 3; i++) losses.push(history[3 * i + 1]);
  let [ups, swing] = [0, 0];
  for (let i = 1; i < losses.length; i++) {
    if (losses[i] > losses[i - 1]) {
      ups++;
      swing += losses[i] - losses[i - 1];
    }
  }
  const level = losses.reduce((sum, v) => sum + v, 0) / losses.length;
  return { share: ups / Math.max(1, losses.length - 1), swing: ups ? swing / ups / level : 0, level, enough: losses.length > n };
}

/** Names of what is wrong, the worst first: "blown", "all_dead", "dead", "equal", "vanishing", "oscillating", "overfitting", "saturated". */
export function diagnose({ blown, layers, history, train, test, step }) {
  const found = [];
  const hidden = layers.slice(0, -1);
  const size = hidden.reduce((sum, { nOut }) => sum + nOut, 0);
  const dead = hidden.reduce((sum, layer) => sum + layer.dead, 0);
  if (blown) return ["blown"];
  if (size && hidden.some((layer) => layer.dead === layer.nOut)) found.push("all_dead");
  else if (dead >= 0.25 * size && dead > 1) found.push("dead");
  if (hidden.some(({ equal }) => equal)) found.push("equal");
  const [first, last] = [layers[0]?.gradient, layers.at(-1)?.gradient];
  if (layers.length > 3 && first < 0.01 * last && train.loss > 0.3 && first > 0) found.push("vanishing");
  const { share, swing, level, enough } = bumps(history);
  if (enough && share > 0.25 && swing > 0.25 && level > 0.05) found.push("oscillating");
  if (hidden.some(({ saturated, dead: gone, nOut }) => saturated - gone / nOut > 0.75) && train.loss > 0.4) found.push("saturated");
  let best = Infinity;
  for (let i = 0; i < history.length / 3; i++) best = Math.min(best, history[3 * i + 2]);
  if (step && test.loss > 1.3 * best && test.loss > 2 * train.loss && test.loss - best > 0.05) found.push("overfitting");
  return found;
}
