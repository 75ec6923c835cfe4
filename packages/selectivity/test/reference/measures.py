"""Every selectivity measure by NumPy, SciPy and scikit-learn, in float64. Run: python measures.py > measures.json

Responses are rounded to two places and rectified, so that many tie; classes have different sizes; the last units are special:
one for a single class, one that separates a class from all others, and one that is silent but for two images.
"""

import json
import sys

import numpy
import scipy
import sklearn
from scipy.stats import rankdata
from sklearn.metrics import mutual_info_score, roc_auc_score, roc_curve

TOP, BINS = 60, 20
SIZES = (40, 25, 60, 35)

random = numpy.random.default_rng(16)
labels = random.permutation(numpy.repeat(numpy.arange(len(SIZES)), SIZES))
classes, images = len(SIZES), len(labels)
responses = numpy.maximum(0, numpy.round(random.normal(0.2, 1, (images, 9)) + 0.3 * (labels[:, None] % 3) * numpy.arange(9) / 4, 2))
responses[:, 6] = numpy.where(labels == 1, responses[:, 6] + 1, 0)
responses[:, 7] = numpy.where(labels == 3, 100 + responses[:, 7], responses[:, 7])
responses[:, 8] = 0
responses[[3, 17], 8] = 1.5, 0.5


def class_means(a):
    return numpy.array([a[labels == c].mean() for c in range(classes)])


def index(a):
    means = numpy.sort(class_means(a))
    return (means[-1] - means[:-1].mean()) / (means[-1] + means[:-1].mean() + 1e-6)


def sparseness(a):
    means = class_means(a)
    return (1 - means.mean() ** 2 / (means**2).mean()) / (1 - 1 / classes)


def hoyer(a):
    means = class_means(a)
    return (numpy.sqrt(classes) - numpy.linalg.norm(means, 1) / numpy.linalg.norm(means, 2)) / (numpy.sqrt(classes) - 1)


def dprime(a):
    def compare(c):
        own, rest = a[labels == c], a[labels != c]
        return (own.mean() - rest.mean()) / numpy.sqrt((own.var() + rest.var()) / 2)

    return max(compare(c) for c in range(classes))


def auc(a):
    return max(roc_auc_score(labels == c, a) for c in range(classes))


def informedness(a):
    def best(c):
        false_alarms, hits, _ = roc_curve(labels == c, a, drop_intermediate=False)
        return (hits - false_alarms).max()

    return max(best(c) for c in range(classes))


def precision(a):
    threshold = numpy.sort(a)[-TOP]
    above, tied = a > threshold, a == threshold
    part = (TOP - above.sum()) / tied.sum()
    return max((above & (labels == c)).sum() + part * (tied & (labels == c)).sum() for c in range(classes)) / TOP


def information(a):
    bins = numpy.floor((rankdata(a) - 0.5) / images * BINS).astype(int)
    cells = [len(numpy.unique(x)) - 1 for x in (labels, bins, labels * BINS + bins)]
    return (mutual_info_score(labels, bins) + (cells[0] + cells[1] - cells[2]) / (2 * images)) / numpy.log(2)


def localist(a):
    return float(any(a[labels == c].min() > a[labels != c].max() for c in range(classes)))


def monosemanticity(a):
    pairs = numpy.outer(a, a)
    numpy.fill_diagonal(pairs, 0)
    return pairs[labels[:, None] == labels[None]].sum() / pairs.sum()


MEASURES = (index, sparseness, hoyer, dprime, auc, informedness, precision, information, localist, monosemanticity)
json.dump(
    {
        "versions": {"numpy": numpy.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__},
        "labels": labels.tolist(),
        "responses": responses.tolist(),
        "measures": {measure.__name__: [float(measure(responses[:, u])) for u in range(responses.shape[1])] for measure in MEASURES},
    },
    sys.stdout,
)
