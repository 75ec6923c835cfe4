"""Tests and correlations of SciPy on a few fixed samples. Run: python tests.py > tests.json"""

import itertools
import json
import sys

import numpy as np
import scipy
from scipy import stats

differences = [0.007, 0.009, 0.002, 0.014, -0.002, 0.007, 0.011, 0.013]
selectivity = [0.02, 0.08, 0.19, 0.24, 0.31, 0.41, 0.03, 0.09, 0.18, 0.24, 0.33, 0.40]
clean = [0.81, 0.84, 0.83, 0.82, 0.81, 0.75, 0.82, 0.835, 0.83, 0.81, 0.80, 0.77]
corrupted = [0.62, 0.63, 0.60, 0.585, 0.55, 0.47, 0.61, 0.64, 0.61, 0.58, 0.56, 0.50]
seeds = [0] * 6 + [1] * 6
tied = [1, 2, 2, 3, 5, 5, 5, 8, 9, 9, 11, 12]


def sign_flip(values):
    result = stats.permutation_test((values,), np.mean, permutation_type="samples", n_resamples=np.inf)
    return {"differences": values, "p": result.pvalue}


def tost(values, margin):
    low = stats.ttest_1samp(values, -margin, alternative="greater").pvalue
    high = stats.ttest_1samp(values, margin, alternative="less").pvalue
    return {"differences": values, "margin": margin, "p": max(low, high)}


def design(groups, covariates):
    groups = np.asarray(groups)
    return np.column_stack([*(groups == g for g in np.unique(groups)), *covariates]).astype(float)


def slope(outcome, predictor, covariates, groups, level):
    x = np.column_stack([design(groups, covariates), predictor])
    beta, *_ = np.linalg.lstsq(x, outcome, rcond=None)
    df = len(outcome) - np.linalg.matrix_rank(x)
    left = outcome - x @ beta
    error = np.sqrt(left @ left / df * np.linalg.inv(x.T @ x)[-1, -1])
    low, high = stats.t.interval(level, df, beta[-1], error)
    return {"outcome": outcome, "predictor": predictor, "covariates": covariates, "groups": groups, "level": level,
            "slope": beta[-1], "standardError": error, "low": low, "high": high, "degreesOfFreedom": int(df)}  # fmt: skip


def partial_rank(outcome, predictor, covariates, groups):
    """Freedman and Lane, all permutations within groups, with projection matrices instead of successive residuals."""
    z = design(groups, [stats.rankdata(c) for c in covariates])
    rest = np.eye(len(outcome)) - z @ np.linalg.pinv(z)
    y, x = rest @ stats.rankdata(outcome), rest @ stats.rankdata(predictor)
    observed = np.corrcoef(y, x)[0, 1]
    members = [np.flatnonzero(np.asarray(groups) == g) for g in np.unique(groups)]
    extreme = count = 0
    for orders in itertools.product(*(itertools.permutations(m) for m in members)):
        order = np.empty(len(y), int)
        for m, o in zip(members, orders):
            order[m] = o
        count += 1
        extreme += abs(np.corrcoef(rest @ y[order], x)[0, 1]) >= abs(observed) * (1 - 1e-10)
    return {"outcome": outcome, "predictor": predictor, "covariates": covariates, "groups": groups,
            "correlation": observed, "p": extreme / count, "draws": count}  # fmt: skip


few = [0, 1, 3, 5, 6, 7, 9, 11]
pick = lambda values: [values[i] for i in few]  # noqa: E731
json.dump(
    {
        "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "scipy": scipy.__version__},
        "signFlipTest": [sign_flip(v) for v in (differences, differences[:5], [0.1, -0.1, 0.2, 0.0])],
        "spearman": [
            {"a": a, "b": b, "correlation": stats.spearmanr(a, b).statistic}
            for a, b in ((selectivity, corrupted), (tied, selectivity), (clean, corrupted))
        ],
        "equivalenceTest": [tost(differences, m) for m in (0.005, 0.01, 0.02)] + [tost(differences[:2], 0.01)],
        "studentTail": [{"t": t, "df": df, "p": stats.t.sf(t, df)} for t in (-2.0, 0.3, 4.0, 30.0) for df in (1, 4, 60)],
        "adjustedSlope": [
            slope(corrupted, selectivity, [clean], seeds, 0.95),
            slope(corrupted, selectivity, [], seeds, 0.9),
            slope(corrupted, selectivity, [clean, tied], [0] * 12, 0.95),
        ],
        "partialRankTest": [
            partial_rank(pick(corrupted), pick(selectivity), [pick(clean)], pick(seeds)),
            partial_rank(pick(corrupted), pick(selectivity), [], pick(seeds)),
            partial_rank(tied[:6], selectivity[:6], [clean[:6]], [0] * 6),
        ],
    },
    sys.stdout,
    indent=1,
)
