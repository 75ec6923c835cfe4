"""Intervals of SciPy on a few fixed samples. Run: python intervals.py > intervals.json"""

import json
import sys

import numpy as np
import scipy
from scipy import stats

accuracies = [0.812, 0.831, 0.827, 0.842, 0.809, 0.836, 0.822, 0.851]
control = [0.805, 0.822, 0.825, 0.828, 0.811, 0.829, 0.811, 0.838]
skewed = [0.2, 0.3, 0.35, 0.4, 0.55, 0.6, 0.9, 1.1, 1.4, 2.2, 3.1, 5.7]


def t_interval(values, level):
    low, high = stats.t.interval(level, len(values) - 1, np.mean(values), stats.sem(values))
    return {"values": values, "level": level, "mean": np.mean(values), "sd": np.std(values, ddof=1), "low": low, "high": high}


def bootstrap(values, statistic, level, method):
    # A million draws: the error of these numbers is a tenth of that of the ten thousand draws compared with them.
    interval = stats.bootstrap(
        (values,), statistic, n_resamples=1_000_000, batch=100_000, confidence_level=level, method=method,
        rng=np.random.default_rng(0),
    )  # fmt: skip
    low, high = interval.confidence_interval
    name = {"mean": "mean", "std": "standardDeviation"}[statistic.__name__.removeprefix("sample_")]
    return {"values": values, "statistic": name, "level": level, "method": method.lower(), "low": low, "high": high,
            "standardError": interval.standard_error}  # fmt: skip


def sample_std(values, axis=-1):
    return np.std(values, ddof=1, axis=axis)


json.dump(
    {
        "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "scipy": scipy.__version__},
        "tInterval": [t_interval(v, level) for v in (accuracies, skewed, skewed[:2]) for level in (0.9, 0.95, 0.99)],
        "pairedDifference": {"a": accuracies, "b": control, **t_interval(list(np.subtract(accuracies, control)), 0.95)},
        "bootstrap": [
            bootstrap(skewed, statistic, level, method)
            for statistic in (np.mean, sample_std)
            for level in (0.8, 0.95)
            for method in ("percentile", "BCa")
        ],
        "normal": [{"z": z, "cdf": stats.norm.cdf(z)} for z in (-5.0, -1.96, -0.1, 0.0, 0.5, 3.0)],
    },
    sys.stdout,
    indent=1,
)
