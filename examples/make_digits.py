"""Make grader/digits.npz of scikit-learn's handwritten digits (extra: compare).

python examples/make_digits.py
"""

from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits

TARGET = Path(__file__).resolve().parents[1] / "grader" / "digits.npz"

if __name__ == "__main__":
    digits = load_digits()
    images, labels = digits.images.astype(np.uint8), digits.target.astype(np.uint8)
    np.savez_compressed(TARGET, images=images, labels=labels)
    print(f"{TARGET}: {len(labels)} images, {TARGET.stat().st_size} bytes")
