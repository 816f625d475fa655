from solutions.activations import relu
