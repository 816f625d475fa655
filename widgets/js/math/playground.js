// The arithmetic of the playground in one place, for its tests.

export * from "./datasets.js";
export * from "./diagnosis.js";
export * from "./network.js";
export * from "./trainer.js";
export { optimizer } from "./optimizers.js";
export { ACTIVATIONS } from "./activations.js";
