// The network that learns on the first page.
export default {
  rings: "Rings",
  corners: "Corners",
  moons: "Moons",
  data: "Data",
  neurons: "Neurons",
  newStart: "New start",
  pause: "Pause",
  learn: "Let it learn",
  learning: "It is learning: each connection moves a little against its gradient.",
  after: "After {n} steps, {right}.",
  right: "{percent}% of {points} points are on the right side",
  map: "What the network answers for each point of the plane. {right}.",
  diagram: {
    one: "Two inputs, {n} hidden neuron and an output; thick lines are strong connections.",
    other: "Two inputs, {n} hidden neurons and an output; thick lines are strong connections.",
  },
};
