"""PyTorch's losses and their gradients."""

import numpy as np

from tests.compared import Answers

_rng = np.random.default_rng(5)
P, Y = _rng.normal(size=(5, 3)), _rng.normal(size=(5, 3))
Z, LABELS = _rng.normal(scale=2, size=(6, 4)), np.array([0, 3, 2, 2, 1, 0])
LOGITS, BITS = _rng.normal(scale=3, size=7), np.array([0.0, 1, 1, 0, 1, 0, 0])
LOG_VAR = _rng.normal(size=(5, 3))


def ask() -> Answers:
    """`<loss>`, `<loss>'` (its gradient), and what has none."""
    import torch
    import torch.nn.functional as F

    def leaf(a: np.ndarray) -> torch.Tensor:
        return torch.tensor(a, dtype=torch.float64, requires_grad=True)

    n = len(P)
    target, bits, labels = torch.tensor(Y), torch.tensor(BITS), torch.tensor(LABELS)
    p, z, logits, log_var = leaf(P), leaf(Z), leaf(LOGITS), leaf(LOG_VAR)
    gaussian = F.gaussian_nll_loss(p, target, log_var.exp(), full=True, reduction="sum") / n
    several = F.binary_cross_entropy_with_logits(p, (target > 0).double(), reduction="sum") / n
    losses = {
        "squared_error": (0.5 * F.mse_loss(p, target, reduction="sum") / n, p),
        "absolute_error": (F.l1_loss(p, target, reduction="sum") / n, p),
        "huber": (F.huber_loss(p, target, reduction="sum", delta=0.7) / n, p),
        "hinge": (torch.clamp(1 - (2 * bits - 1) * logits, min=0).mean(), logits),
        "binary_cross_entropy": (F.binary_cross_entropy_with_logits(logits, bits), logits),
        "binary_cross_entropy, several outputs": (several, p),
        "softmax_cross_entropy": (F.cross_entropy(z, labels), z),
        # PyTorch divides its multi-margin loss, Weston and Watkins', by the number of classes.
        "multiclass_hinge": (F.multi_margin_loss(z, labels) * Z.shape[1], z),
        "gaussian_nll in the mean": (gaussian, p),
        "gaussian_nll in the log-variance": (gaussian, log_var),
        "l2_penalty": (0.3 * 0.5 * 2 * (p**2).sum(), p),
        "l1_penalty": (0.3 * 2 * p.abs().sum(), p),
    }
    found: Answers = {}
    for name, (value, x) in losses.items():
        (gradient,) = torch.autograd.grad(value, x, retain_graph=True)
        found |= {name: value.detach().numpy(), f"{name}'": gradient.numpy()}
    q, r = torch.softmax(torch.tensor(Z[:2]), dim=1)
    return found | {
        "one_hot": F.one_hot(labels, Z.shape[1]).numpy(),
        "log_sum_exp": torch.logsumexp(torch.tensor(Z), 0).numpy(),
        "kl_divergence": F.kl_div(r.log(), q, reduction="sum").numpy(),
    }
