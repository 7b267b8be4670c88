"""Quantiles of Student's t and of F, where scipy is installed."""

from __future__ import annotations

NEEDS_SCIPY = "needs scipy: pip install 'reactdrill[stats]'"


class NoScipyError(Exception):
    """Scipy is not installed: the figure that wanted it gives this as its reason."""

    def __init__(self) -> None:
        super().__init__(NEEDS_SCIPY)


def t_quantile(share: float, freedom: float) -> float:
    """The value that `share` of Student's t lies below. Raises `NoScipyError`."""
    try:
        from scipy.special import stdtrit  # noqa: PLC0415 - slow to load
    except ImportError:
        raise NoScipyError from None
    return float(stdtrit(freedom, share))


def f_quantile(share: float, above: float, below: float) -> float:
    """The value that `share` of F with these degrees of freedom lies below. Raises `NoScipyError`."""
    try:
        from scipy.special import fdtri  # noqa: PLC0415 - slow to load
    except ImportError:
        raise NoScipyError from None
    return float(fdtri(above, below, share))
