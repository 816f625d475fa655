"""Principal components: nothing is random, but either sign of a direction is right."""

from typing import Any

import numpy as np

from grader.data import Case
from grader.outcomes import Broken

NAMES = (
    "wrong_mean",
    "not_orthonormal",
    "components_as_rows",
    "not_centred",
    "still_correlated",
    "only_variances_reversed",
    "smallest_first",
    "unbiased",
    "roots",
    "wrong_variances",
)


def principal_axes(case: Case, values: list[Any]) -> Broken | None:
    """`(mean, components, variances)` of the rows X."""
    given = case.steps[0].args[0]
    close = 1e-4 if given.dtype == np.float32 else 1e-7  # as of any other answer
    X = np.asarray(given, np.float64)
    mean, E, variances = (np.asarray(v, np.float64) for v in values[0])
    n = len(X)
    D = X - X.mean(axis=0)
    C, raw = D.T @ D / n, X.T @ X / n
    small = close * max(float(np.trace(C)), 1e-300)

    def diagonal(M: np.ndarray, tolerance: float = small) -> bool:
        return bool(np.all(np.abs(M - np.diag(np.diag(M))) <= tolerance))

    if not np.allclose(mean, X.mean(axis=0), rtol=close, atol=close / 100):
        return Broken("wrong_mean")
    if not np.allclose(E.T @ E, np.eye(len(E)), atol=close):
        return Broken("not_orthonormal")
    along = E.T @ C @ E
    if not diagonal(along):
        if diagonal(E @ C @ E.T):
            return Broken("components_as_rows")
        if diagonal(E.T @ raw @ E, close * float(np.trace(raw))):
            return Broken("not_centred")
        return Broken("still_correlated")
    v = np.diag(along)
    if np.any(np.diff(v) > small):
        reversed_alone = np.all(np.diff(variances) <= small)
        return Broken("only_variances_reversed" if reversed_alone else "smallest_first")
    if np.all(np.abs(variances - v) <= small):
        return None
    if n > 1 and np.allclose(variances, v * n / (n - 1), rtol=1e-6, atol=small):
        return Broken("unbiased")
    if np.allclose(variances, np.sqrt(np.maximum(v, 0)), rtol=1e-6, atol=1e-6):
        return Broken("roots")
    return Broken("wrong_variances")
