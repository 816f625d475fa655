"""Questions and tasks of the playground: data, which its page and its tests read."""

from typing import Any

# What everything is set to if nobody says otherwise.
DEFAULTS: dict[str, Any] = {
    "data": "circles",
    "count": 200,
    "noise": 0.1,
    "share": 0.5,
    "data_seed": 1,
    "features": ["x1", "x2"],
    "layers": [8, 8],
    "activation": "tanh",
    "batch_norm": False,
    "init": "glorot",
    "seed": 1,
    "loss": "cross_entropy",
    "optimizer": "Adam",
    "lr": 0.01,
    "batch": 10,
    "penalty": "none",
    "lam": 0.001,
    "dropout": 0.0,
    "speed": "epoch",
    "show_test": False,
}

# name: when it stops by itself (epochs), and what differs from the settings above. What its button says and what there is to
# watch stand in widgets/js/words, as `title_<name>` and `watch_<name>`.
# tests/widgets/test_playground_presets.py holds each to what it says.
PRESETS: dict[str, dict[str, Any]] = {
    "oscillation": {
        "until": 50,
        "settings": {"noise": 0.4, "layers": [4], "optimizer": "SGD", "lr": 10.0, "batch": 100},
    },
    "rate_one": {
        "until": 12,
        "settings": {"activation": "relu", "init": "he", "lr": 1.0, "speed": "batch"},
    },
    "vanishing_weights": {
        "until": 20,
        "settings": {
            "data": "surface",
            "layers": [8],
            "activation": "leaky_relu",
            "init": "he",
            "optimizer": "SGD",
            "lr": 1.0,
            "speed": "batch",
        },
    },
    "zeros": {
        "until": 100,
        "settings": {"layers": [8], "activation": "sigmoid", "init": "zeros", "lr": 0.03},
    },
    "vanishing_gradient": {
        "until": 100,
        "settings": {
            "layers": [6, 6, 6, 6, 6],
            "activation": "sigmoid",
            "optimizer": "SGD",
            "lr": 0.1,
        },
    },
    "batch_norm": {
        "until": 150,
        "settings": {
            "layers": [6, 6, 6, 6, 6],
            "activation": "sigmoid",
            "optimizer": "SGD",
            "lr": 0.1,
            "batch": 20,
            "batch_norm": True,
        },
    },
    "overfitting": {
        "until": 200,
        "settings": {
            "data": "moons",
            "noise": 0.36,
            "share": 0.25,
            "layers": [16, 16],
            "lr": 0.03,
            "show_test": True,
        },
    },
    "weight_decay": {
        "until": 200,
        "settings": {
            "data": "moons",
            "noise": 0.36,
            "share": 0.25,
            "layers": [16, 16],
            "lr": 0.03,
            "show_test": True,
            "penalty": "L2",
            "lam": 0.003,
        },
    },
    "features": {
        "until": 60,
        "settings": {"layers": [], "features": ["x1_squared", "x2_squared"], "lr": 0.1},
    },
    "linear": {
        "until": 50,
        "settings": {"data": "xor", "layers": [8, 8, 8], "activation": "identity"},
    },
    "wide": {
        "until": 200,
        "settings": {
            "data": "spirals",
            "count": 400,
            "noise": 0.04,
            "layers": [24],
            "lr": 0.02,
            "speed": "fast",
        },
    },
    "deep": {
        "until": 200,
        "settings": {
            "data": "spirals",
            "count": 400,
            "noise": 0.04,
            "layers": [8, 7],
            "lr": 0.02,
            "speed": "fast",
        },
    },
}

# data, most (hidden units), features allowed, error (at most, on test points), until (epochs at most). The words are
# `goal_<name>`, in the list, and `goalIs_<name>`, what to do.
GOALS: dict[str, dict[str, Any]] = {
    "spirals": {
        "data": "spirals", "most": 40, "features": ["x1", "x2"], "error": 0.05,
    },
    "three": {
        "data": "circles", "most": 3, "features": ["x1", "x2"], "error": 0.03,
    },
    "none": {
        "data": "xor", "most": 0,
        "features": ["x1", "x2", "x1_squared", "x2_squared", "product", "sin_x1", "sin_x2"], "error": 0.05,
    },
    "quick": {
        "data": "moons", "most": 40, "features": ["x1", "x2"], "error": 0.04, "until": 10,
    },
    "surface": {
        "data": "surface", "most": 16, "features": ["x1", "x2"], "error": 0.17,
    },
}  # fmt: skip
