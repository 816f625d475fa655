"""Handwritten digits, the data of chapter 10: here, because this package is in the page and in students' installations.

1797 images of 8 × 8 points, the test set of E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits
(UCI Machine Learning Repository, 1998). `examples/make_digits.py` makes the file of scikit-learn's copy.
"""

from pathlib import Path

import numpy as np

# Read at once, so that the grader's confined children, which may open no files of ours, have them too.
with np.load(Path(__file__).with_name("digits.npz")) as _file:
    _IMAGES, _LABELS = _file["images"], _file["labels"]


def load_digits() -> tuple[np.ndarray, np.ndarray]:
    """Images and labels: floats from 0 (white) to 16 (black), shape (1797, 64), and the digits 0 to 9, shape (1797,)."""
    return _IMAGES.reshape(len(_IMAGES), -1).astype(float), _LABELS.astype(np.intp)
