"""The learning-rate range test: the loss while the rate grows, and training with the rate that was chosen."""

import traitlets

from widgets.base import BookWidget
from widgets.choices import RANGE_TESTED


class LearningRateRange(BookWidget):
    """Choose a learning rate from the curve of a range test, then see how training with it goes."""

    problem = traitlets.Enum(["line", "unscaled", "net"], "net").tag(sync=True)
    """A line, the same line with x in a unit ten times smaller, or a network 1-8-1."""
    optimizer = traitlets.Enum(RANGE_TESTED, "SGD").tag(sync=True)
    """Who takes the steps."""
    exponent = traitlets.Float(-3.0).tag(sync=True)
    """log₁₀ of the chosen rate."""
    steps = traitlets.Int(100).tag(sync=True)
    """Length of the training."""
    reveal = traitlets.Bool(False).tag(sync=True)
    """Whether the best rate is shown."""

    @traitlets.default("probes")
    def _default_probes(self) -> dict[str, None]:
        return dict.fromkeys(RANGE_TESTED)
