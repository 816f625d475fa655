"""PyTorch's activations, their slopes, PReLU's gradients and softmax's Jacobian-vector product."""

import numpy as np

from tests.compared import Answers

NAMES = ("relu", "sigmoid", "tanh", "softsign", "softplus", "elu", "silu", "gelu")

_rng = np.random.default_rng(7)
Z, DA = _rng.normal(scale=3.0, size=(6, 5)), _rng.normal(size=(6, 5))
ALPHA = _rng.uniform(0.05, 0.5, size=5)


def ask() -> Answers:
    import torch
    import torch.nn.functional as F

    found: Answers = {}
    for name in NAMES:
        t = torch.tensor(Z, requires_grad=True)
        out = F.gelu(t, approximate="tanh") if name == "gelu" else getattr(F, name)(t)
        out.sum().backward()
        found |= {name: out.detach().numpy(), f"{name}'": t.grad.numpy()}
    t, a = torch.tensor(Z, requires_grad=True), torch.tensor(ALPHA, requires_grad=True)
    F.prelu(t, a).backward(torch.tensor(DA))
    found |= {"prelu dZ": t.grad.numpy(), "prelu dalpha": a.grad.numpy()}
    _, jvp = torch.func.jvp(lambda s: torch.softmax(s, -1), (torch.tensor(Z),), (torch.tensor(DA),))
    return found | {"softmax_jvp": jvp.numpy()}
