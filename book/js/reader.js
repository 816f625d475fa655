// The reader's own function, drawn into the widgets beside the reference.

const drawing = (name) =>
  (window.n2n?.widgets ?? []).filter(({ model }) => model.get("probes")?.[name] != null);

// What to call the function on, for every widget on the page that can draw it.
export function probes(name) {
  return drawing(name).map(({ model }, id) => ({ id, args: model.get("probes")[name] }));
}

export function draw(name, samples) {
  const widgets = drawing(name);
  for (const { id, values, error } of samples) {
    widgets[id]?.model.set("reader", { name, values, error });
    widgets[id]?.model.save_changes();
  }
  return samples.length;
}

const SOON = 250; // ms without a change of a widget's settings before the function is called again
const watched = new WeakMap(); // model -> names of functions it was watched for

// Calls `again` when a widget that draws `name` wants it called on other arguments (its α slider was moved).
export function onOtherArguments(name, again) {
  for (const { model } of drawing(name)) {
    const names = watched.get(model) ?? new Set();
    watched.set(model, names);
    if (names.has(name)) continue;
    names.add(name);
    const wanted = () => JSON.stringify(model.get("probes")[name]);
    let asked = wanted();
    let timer = 0;
    model.on("change:probes", () => {
      if (wanted() === asked) return;
      asked = wanted();
      clearTimeout(timer);
      timer = setTimeout(again, SOON);
    });
  }
}
