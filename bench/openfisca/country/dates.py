"""Days and months of many people at once, as the law counts them (A2)."""

from __future__ import annotations

import numpy as np

FAR = np.datetime64("9999-12-31", "D")  # of what has no end, or has not happened


def add_months(days: np.ndarray, months: np.ndarray | int) -> np.ndarray:
    """The same day number so many months later, or the last day of that month."""
    month = days.astype("datetime64[M]")
    later = month + months
    same_day = later.astype("datetime64[D]") + (days - month.astype("datetime64[D]"))
    last_day = (later + 1).astype("datetime64[D]") - 1
    return np.minimum(same_day, last_day)


def years_since(birth: np.ndarray, on: np.datetime64) -> np.ndarray:
    """The age in full years on a day; below 0 before the birth."""
    years = on.astype("datetime64[Y]").astype(int) - birth.astype("datetime64[Y]").astype(int)
    return years - (add_months(birth, years * 12) > on)


def half_up(number: np.ndarray) -> np.ndarray:
    """Roubles rounded to whole kopecks, halves up."""
    return np.floor(np.asarray(number, np.float64) * 100 + 0.5 + 1e-7) / 100
