"""What several widgets let their reader choose, in the order in which it is offered.

Declared once: the Python classes take it from here, and `python -m widgets.declare` hands it to JavaScript.
"""

ACTIVATIONS = [
    "step", "identity", "sigmoid", "tanh", "softsign", "softplus",
    "relu", "leaky_relu", "prelu", "elu", "silu", "gelu",
]  # fmt: skip
ALPHA = {"leaky_relu": 0.1, "prelu": 0.25, "elu": 1.0}
"""The parameter of an activation, where it has one and nobody says otherwise."""

TRAINABLE = [
    "sigmoid", "tanh", "softsign", "relu", "leaky_relu", "elu", "softplus", "silu", "gelu", "identity", "step",
]  # fmt: skip
"""Activations of the playground."""
STACKED = ["sigmoid", "tanh", "softsign", "relu", "leaky_relu", "elu", "silu", "gelu", "identity"]
"""Those of a deep stack, on the gradient's way back."""
INITIALIZED = ["identity", "tanh", "sigmoid", "relu", "leaky_relu", "elu"]
"""Those for which weights are to be initialized."""
NORMALIZED = ["tanh", "relu", "sigmoid"]
"""Those behind batch normalization."""

INITIALIZATIONS = ["zeros", "constant", "small", "fan_in", "glorot", "he", "orthogonal"]
"""As in solutions.initialization, without `_init`, from bad to good."""

OPTIMIZERS = ["SGD", "Momentum", "Nesterov", "Adagrad", "RMSprop", "Adadelta", "Adam", "AdamW"]
RACERS = [name for name in OPTIMIZERS if name != "AdamW"]
"""AdamW differs from Adam by its decay alone, and a surface has no weights to decay."""
RANGE_TESTED = ["SGD", "Momentum", "Adam"]
RATE = 0.01
"""Learning rate of an optimizer that asks for one."""
