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

# name: title of its button, what to watch, when it stops by itself (epochs), and what differs from the settings above.
# tests/widgets/test_playground_presets.py holds each to what it says.
PRESETS: dict[str, dict[str, Any]] = {
    "oscillation": {
        "title": "Why does it oscillate?",
        "watch": "Every step uses all points, so this is no noise: the steps are too long for the steepest direction "
        "and land on the other slope each time, so that the loss leaps and the map flickers. Then open Training, "
        "divide η by ten and press Play: the same network settles.",
        "until": 50,
        "settings": {"noise": 0.4, "layers": [4], "optimizer": "SGD", "lr": 10.0, "batch": 100},
    },
    "rate_one": {
        "title": "Rate 1: everything dies",
        "watch": "A step of Adam is about η long in every weight, here 1: the first few throw the ReLU units to where "
        "they are 0 for every point. Watch the last column: a layer dies, all gradients are exactly 0, and no "
        "smaller rate wakes it. Set η to 0.01 and press Rewind.",
        "until": 12,
        "settings": {"activation": "relu", "init": "he", "lr": 1.0, "speed": "batch"},
    },
    "vanishing_weights": {
        "title": "Rate 1: weights vanish",
        "watch": "Squared error has no bound, so that every step overshoots further than the last. Within ten steps "
        "the weights are infinite, then nan, and their lines are gone from the picture: not small, but no numbers "
        "any more. Press Rewind, then Step, Step … to see them grow. With η = 0.1 it learns.",
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
        "title": "All weights zero",
        "watch": "All units of the hidden layer start equal, get equal gradients and stay equal: eight pictures, one "
        "unit. Eight sigmoids draw what one can draw, a straight line. Choose another start under Network.",
        "until": 100,
        "settings": {"layers": [8], "activation": "sigmoid", "init": "zeros", "lr": 0.03},
    },
    "vanishing_gradient": {
        "title": "Deep sigmoids",
        "watch": "Compare the gradients of the table, from the output upwards: each sigmoid multiplies by at most "
        "1/4, and little reaches layer 1. The loss stays at ln 2, a coin's. Now change the activation to tanh, or "
        "switch batch normalization on, and press Play.",
        "until": 100,
        "settings": {
            "layers": [6, 6, 6, 6, 6],
            "activation": "sigmoid",
            "optimizer": "SGD",
            "lr": 0.1,
        },
    },
    "batch_norm": {
        "title": "… normalized",
        "watch": "The same deep sigmoids with batch normalization before each of them: the gradients of all layers "
        "have about one size, and the circles are learnt.",
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
        "title": "Learning by heart",
        "watch": "Fifty noisy points, and a network with 337 parameters: the training loss goes to 0, the boundary "
        "winds around single points, and the test loss turns and climbs. Look back at the epoch where it was "
        "lowest: that is where early stopping stops.",
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
        "title": "What λ does",
        "watch": "The same network and points with a penalty of λ = 0.003: smaller weights, a smoother boundary, a "
        "test loss that stays down although the training loss is no longer 0. Move λ under Regularization while it runs: at "
        "0.1 the network can hardly bend.",
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
        "title": "No hidden layer",
        "watch": "A single neuron draws a straight line, but in the plane of its inputs. With x₁² and x₂² that line "
        "is a circle here. Take them away, with x₁ and x₂ instead, and it is lost.",
        "until": 60,
        "settings": {"layers": [], "features": ["x1_squared", "x2_squared"], "lr": 0.1},
    },
    "linear": {
        "title": "Deep, but linear",
        "watch": "Three layers of identity units are one matrix, however many there are: every map is a straight "
        "ramp, and XOR stays a coin's toss. Change the activation to anything that bends.",
        "until": 50,
        "settings": {"data": "xor", "layers": [8, 8, 8], "activation": "identity"},
    },
    "wide": {
        "title": "One of many …",
        "watch": "24 units in one layer, 97 parameters, two spirals, 200 epochs. Remember the loss, then press the "
        "button beside this one.",
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
        "title": "… or two of few",
        "watch": "8 and 7 units in two layers, 95 parameters, as many as one layer of 24 has: after the same 200 "
        "epochs the loss is a fraction of the other's. The second layer bends what the first has bent. One example is no "
        "law: try other starts.",
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

# short: in the list; title: what to do; data, most (hidden units), features allowed, error (at most, on test points),
# until (epochs at most).
GOALS: dict[str, dict[str, Any]] = {
    "spirals": {
        "short": "spirals, 40 units",
        "title": "Separate the spirals with at most 40 hidden units, from x₁ and x₂ alone: at most 5 % of the test points wrong.",
        "data": "spirals", "most": 40, "features": ["x1", "x2"], "error": 0.05,
    },
    "three": {
        "short": "circles, 3 units",
        "title": "Fence in the inner circle with 3 hidden units, from x₁ and x₂ alone: at most 3 % wrong.",
        "data": "circles", "most": 3, "features": ["x1", "x2"], "error": 0.03,
    },
    "none": {
        "short": "XOR, none hidden",
        "title": "Solve XOR without any hidden unit: at most 5 % wrong.",
        "data": "xor", "most": 0,
        "features": ["x1", "x2", "x1_squared", "x2_squared", "product", "sin_x1", "sin_x2"], "error": 0.05,
    },
    "quick": {
        "short": "moons, 10 epochs",
        "title": "Separate the moons within 10 epochs, from x₁ and x₂ alone: at most 4 % wrong.",
        "data": "moons", "most": 40, "features": ["x1", "x2"], "error": 0.04, "until": 10,
    },
    "surface": {
        "short": "surface, 16 units",
        "title": "Learn the surface with at most 16 hidden units: a root mean square error of at most 0.17.",
        "data": "surface", "most": 16, "features": ["x1", "x2"], "error": 0.17,
    },
}  # fmt: skip
