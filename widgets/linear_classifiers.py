"""Five lines through the same points: three perceptrons, logistic regression, and a support vector machine."""

import traitlets

from widgets.base import BookWidget


class LinearClassifiers(BookWidget):
    """What each linear classifier makes of the same points, while they are moved and while the perceptron goes on."""

    data = traitlets.Enum(["clouds", "outlier", "wide", "narrow", "wrong", "xor"], "clouds").tag(sync=True)
    """Which points to begin with."""
    points = traitlets.List().tag(sync=True)
    """The points as [x₁, x₂, label]; empty means: those of `data`."""
    chosen = traitlets.Int(1).tag(sync=True)
    """Number of the point that the keys move, from 1."""
    passes = traitlets.Int(5).tag(sync=True)
    """How often the perceptrons see all points."""
    lam = traitlets.Float(0.01).tag(sync=True)
    """λ of the support vector machine."""
    seed = traitlets.Int(1).tag(sync=True)

    @traitlets.default("probes")
    def _default_probes(self) -> dict[str, None]:
        return {"train_perceptron": None, "pocket_perceptron": None, "averaged_perceptron": None}
