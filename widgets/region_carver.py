"""Carve a shape out of half-planes, with AND and OR."""

import traitlets

from widgets.base import BookWidget

SHAPES = ["triangle", "corner", "band", "L", "islands", "star", "frame"]


class RegionCarver(BookWidget):
    """Lines to move, turn and group: an AND within each group, an OR between the groups, and a score by area."""

    shape = traitlets.Enum(SHAPES, "triangle").tag(sync=True)
    """What is to be carved."""
    lines = traitlets.List([[90.0, -1.0, "A"], [210.0, -1.0, "A"]]).tag(sync=True)
    """Each line: angle of its normal in degrees, its distance from the middle, its group."""
    chosen = traitlets.Int(1).tag(sync=True)
    """Number of the line that the controls move, from 1."""
    angle = traitlets.Float(90.0).tag(sync=True)
    """Angle, offset and group of the chosen line."""
    offset = traitlets.Float(-1.0).tag(sync=True)
    group = traitlets.Enum(["A", "B", "C", "D"], "A").tag(sync=True)
    spare = traitlets.Bool(False).tag(sync=True)
    """Whether one line of a group of three or more may say no."""

    @traitlets.default("probes")
    def _default_probes(self) -> dict[str, None]:
        return {"convex_region": None, "half_planes": None}
