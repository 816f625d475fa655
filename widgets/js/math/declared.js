// Made by `python -m widgets.declare` from widgets/choices.py and solutions/optimizers.py: change it there.
export const ACTIVATIONS = ["step", "identity", "sigmoid", "tanh", "softsign", "softplus", "relu", "leaky_relu", "prelu", "elu", "silu", "gelu"];
export const ALPHA = {"leaky_relu": 0.1, "prelu": 0.25, "elu": 1.0};
export const TRAINABLE = ["sigmoid", "tanh", "softsign", "relu", "leaky_relu", "elu", "softplus", "silu", "gelu", "identity", "step"];
export const STACKED = ["sigmoid", "tanh", "softsign", "relu", "leaky_relu", "elu", "silu", "gelu", "identity"];
export const INITIALIZED = ["identity", "tanh", "sigmoid", "relu", "leaky_relu", "elu"];
export const NORMALIZED = ["tanh", "relu", "sigmoid"];
export const INITIALIZATIONS = ["zeros", "constant", "small", "fan_in", "glorot", "he", "orthogonal"];
export const OPTIMIZERS = ["SGD", "Momentum", "Nesterov", "Adagrad", "RMSprop", "Adadelta", "Adam", "AdamW"];
export const RACERS = ["SGD", "Momentum", "Nesterov", "Adagrad", "RMSprop", "Adadelta", "Adam"];
export const RANGE_TESTED = ["SGD", "Momentum", "Adam"];
export const DEFAULTS = {"SGD": {"lr": 0.01}, "Momentum": {"lr": 0.01, "momentum": 0.9}, "Nesterov": {"lr": 0.01, "momentum": 0.9}, "Adagrad": {"lr": 0.01, "eps": 1e-10}, "RMSprop": {"lr": 0.01, "rho": 0.99, "eps": 1e-08}, "Adadelta": {"lr": 1.0, "rho": 0.9, "eps": 1e-06}, "Adam": {"lr": 0.001, "beta1": 0.9, "beta2": 0.999, "eps": 1e-08}, "AdamW": {"lr": 0.001, "beta1": 0.9, "beta2": 0.999, "eps": 1e-08, "weightDecay": 0.01}};
