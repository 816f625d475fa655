"""The variances of PyTorch's initializers."""

import numpy as np

from tests.compared import Answers

SHAPE = 400, 150
"""Inputs, outputs."""


def ask() -> Answers:
    import torch

    torch.manual_seed(0)
    nn = torch.nn.init
    theirs = {
        "he_init": lambda W: nn.kaiming_normal_(W, nonlinearity="relu"),
        "glorot_init": nn.xavier_normal_,
        "fan_in_init": lambda W: nn.kaiming_normal_(W, nonlinearity="linear"),
        "orthogonal_init": nn.orthogonal_,
    }
    # PyTorch stores (outputs, inputs)
    return {name: np.array(f(torch.empty(*SHAPE[::-1])).double().var().item()) for name, f in theirs.items()}
