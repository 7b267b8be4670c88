"""Orders of trials: urns with look-ahead, so that no wish is tried twice and none hangs.

Every draw uses only `Uniform`, doubles from one generator, so an order depends on nothing but the seed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from fractions import Fraction
from math import lcm

Uniform = Callable[[], float]
"""The next double in [0, 1)."""
LONGEST_CYCLE = 240


class InfeasibleOrderError(Exception):
    """No order keeps the wish; the text says why, with the numbers."""


def balanced_counts(
    weights: Sequence[float], n: int, uniform: Uniform, keys: Sequence[Hashable] | None = None
) -> list[int]:
    """How often each of the alternatives comes in `n` trials: by weight, what is left over drawn without return.

    The drawing of the left-over goes by the fractions that were cut off, each alternative at most once. With
    `keys` it leaves out what would make an order without neighbours impossible, as long as there is a choice.
    """
    total = sum(weights)
    exact = [n * weight / total for weight in weights]
    counts = [int(share + 1e-9) for share in exact]
    fractions = [max(0.0, share - count) for share, count in zip(exact, counts, strict=True)]
    for _ in range(n - sum(counts)):
        open_ = fractions if keys is None else _not_crowded(fractions, counts, keys, n)
        chosen = draw_weighted(open_, uniform)
        counts[chosen] += 1
        fractions[chosen] = 0.0
    return counts


def _not_crowded(
    fractions: Sequence[float], counts: Sequence[int], keys: Sequence[Hashable], n: int
) -> list[float]:
    per_key: Counter[Hashable] = Counter()
    for key, count in zip(keys, counts, strict=True):
        per_key[key] += count
    kept = [share if per_key[key] < (n + 1) // 2 else 0.0 for share, key in zip(fractions, keys, strict=True)]
    return kept if any(kept) else list(fractions)


def cycle_counts(weights: Sequence[float]) -> list[int]:
    """The shortest cycle in which each alternative comes by its weight: exactly where that is short enough.

    Weights such as 3 and 2 give 3 and 2; weights that have no short cycle are rounded, each at least once.
    """
    smallest = min(weights)
    for limit in (12, 6, 3, 2):
        shares = [Fraction(weight / smallest).limit_denominator(limit) for weight in weights]
        whole = lcm(*(share.denominator for share in shares))
        counts = [int(share * whole) for share in shares]
        if sum(counts) <= LONGEST_CYCLE:
            return counts
    return [max(1, round(weight / smallest)) for weight in weights]


def draw_weighted(weights: Sequence[float], uniform: Uniform) -> int:
    """Index drawn with probability proportional to its weight. At least one weight is above zero."""
    point = uniform() * sum(weights)
    last = 0
    for index, weight in enumerate(weights):
        if weight <= 0.0:
            continue
        last = index
        point -= weight
        if point < 0.0:
            return index
    return last


def shuffled(
    counts: Sequence[int], keys: Sequence[Hashable] | None, uniform: Uniform, *, after: Hashable = None
) -> list[int]:
    """An order holding index `i` `counts[i]` times; with `keys`, equal keys never stand side by side.

    An urn with look-ahead: each draw is in proportion to what is left, among the indices that leave an order
    possible. `after` is the key that came just before. Raises `InfeasibleOrderError` when no order exists.
    """
    left = list(counts)
    if keys is None:
        return [_take(left, left, uniform) for _ in range(sum(counts))]
    per_key: Counter[Hashable] = Counter()
    for key, count in zip(keys, counts, strict=True):
        per_key[key] += count
    _check_feasible(per_key, after)
    order: list[int] = []
    last = after
    for remaining in range(sum(counts), 0, -1):
        allowed = _allowed_keys(per_key, remaining, last)
        chosen = _take(left, [n if key in allowed else 0 for n, key in zip(left, keys, strict=True)], uniform)
        last = keys[chosen]
        per_key[last] -= 1
        order.append(chosen)
    return order


def _take(left: list[int], weights: Sequence[float], uniform: Uniform) -> int:
    chosen = draw_weighted(weights, uniform)
    left[chosen] -= 1
    return chosen


def _allowed_keys(per_key: Counter[Hashable], remaining: int, last: Hashable) -> set[Hashable]:
    """Keys that may come next: not the last one, and the rest can still be laid out without neighbours."""
    limit = remaining // 2  # places left for one key after this draw, when it may also come right after it
    crowded = {key for key, count in per_key.items() if count > limit}
    possible = {key for key, count in per_key.items() if count and key != last}
    return possible & crowded if crowded else possible


def _check_feasible(per_key: Counter[Hashable], after: Hashable) -> None:
    n = per_key.total()
    for key, count in per_key.items():
        most = n // 2 if key == after else (n + 1) // 2
        if count > most:
            raise InfeasibleOrderError(
                f"{key!r} comes {count} times in {n} trials; without repeats it can come at most {most} times"
            )


def drawn(weights: Sequence[float], keys: Sequence[Hashable] | None, n: int, uniform: Uniform) -> list[int]:
    """`n` independent draws by weight; with `keys`, never the same key twice in a row.

    Raises `InfeasibleOrderError` when there is only one key to draw.
    """
    if keys is not None and n > 1 and len(set(keys)) < 2:
        raise InfeasibleOrderError(f"there is only {keys[0]!r} to present, so it must repeat")
    order: list[int] = []
    last: Hashable = None
    for _ in range(n):
        open_weights = weights if keys is None else _without(weights, keys, last)
        chosen = draw_weighted(open_weights, uniform)
        if keys is not None:
            last = keys[chosen]
        order.append(chosen)
    return order


def _without(weights: Sequence[float], keys: Sequence[Hashable], last: Hashable) -> list[float]:
    return [0.0 if key == last else weight for weight, key in zip(weights, keys, strict=True)]


def positions(n: int, chosen: int, uniform: Uniform) -> set[int]:
    """`chosen` different positions out of `n`, each set equally likely."""
    left = list(range(n))
    for place in range(chosen):
        other = place + int(uniform() * (n - place))
        left[place], left[other] = left[other], left[place]
    return set(left[:chosen])
