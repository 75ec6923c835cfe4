"""The five slowest corruptions, one image at a time as reference scripts do them: the peer of ours/corrupt.js.

    python benchmarks/peers/corrupt.py --threads 2 --images 100 [--times 1]

Written here from their descriptions with NumPy, SciPy, scikit-image and OpenCV, each where the scripts use it; NumPy stands in for
ImageMagick's motion blur. One process, for the scripts have one.
"""
import argparse
import json
import math
import time

import cv2
import numpy as np
from scipy.ndimage import map_coordinates, zoom as scizoom
from skimage.filters import gaussian

parser = argparse.ArgumentParser()
parser.add_argument("--threads", type=int)
parser.add_argument("--images", type=int, default=100)
parser.add_argument("--times", type=int, default=1)
args = parser.parse_args()
SIDE = 32


def glass(x, sigma, delta, rounds):
    x = np.uint8(gaussian(x / 255.0, sigma=sigma, channel_axis=-1) * 255)
    for _ in range(rounds):
        for h in range(SIDE - delta, delta, -1):
            for w in range(SIDE - delta, delta, -1):
                dx, dy = np.random.randint(-delta, delta, size=(2,))
                x[h, w] = x[h + dy, w + dx]
    return np.clip(gaussian(x / 255.0, sigma=sigma, channel_axis=-1), 0, 1) * 255


def streak(x, radius, sigma, angle):
    weights = np.exp(-0.5 * np.arange(2 * radius + 1) ** 2 / sigma**2)
    weights /= weights.sum()
    t, total = math.radians(angle), np.zeros(x.shape)
    for i, weight in enumerate(weights):
        rows = np.clip(np.arange(SIDE) + math.ceil(i * math.sin(t) - 0.5), 0, SIDE - 1)
        columns = np.clip(np.arange(SIDE) + math.ceil(i * math.cos(t) - 0.5), 0, SIDE - 1)
        total += weight * x[rows][:, columns]
    return np.floor(np.round(257 * total) / 257)


def motion(x, radius, sigma):
    return streak(x.astype(float), radius, sigma, np.random.uniform(-45, 45))


def clipped_zoom(x, factor):
    ch = int(np.ceil(SIDE / factor))
    top = (SIDE - ch) // 2
    x = scizoom(x[top : top + ch, top : top + ch], (factor, factor, 1), order=1)
    trim = (x.shape[0] - SIDE) // 2
    return x[trim : trim + SIDE, trim : trim + SIDE]


def zoom(x, end):
    x = (x / 255.0).astype(np.float32)
    factors = np.arange(1, end, 0.01)
    return np.clip((x + sum(clipped_zoom(x, z) for z in factors)) / (len(factors) + 1), 0, 1) * 255


def elastic(x, strength, sigma, reach):
    x = (x / 255.0).astype(np.float32)
    m, s = SIDE // 2, SIDE // 3
    source = np.float32([[m + s, m + s], [m + s, m - s], [m - s, m - s]])
    target = source + np.random.uniform(-reach * SIDE, reach * SIDE, size=source.shape)
    matrix = cv2.getAffineTransform(source, np.float32(target))
    x = cv2.warpAffine(x, matrix, (SIDE, SIDE), borderMode=cv2.BORDER_REFLECT_101)
    field = lambda: gaussian(np.random.uniform(-1, 1, (SIDE, SIDE)), max(sigma * SIDE, 1e-6), mode="reflect", truncate=3)
    dx, dy = (field() * strength * SIDE)[..., None], (field() * strength * SIDE)[..., None]
    rows, columns, channels = np.meshgrid(np.arange(SIDE), np.arange(SIDE), np.arange(3), indexing="ij")
    return map_coordinates(x, [rows + dy, columns + dx, channels], order=1, mode="reflect") * 255


def snow(x, mean, sd, factor, threshold, radius, sigma, keep):
    x = (x / 255.0).astype(np.float32)
    layer = clipped_zoom(np.random.normal(mean, sd, (SIDE, SIDE, 1)), factor)
    layer[layer < threshold] = 0
    layer = streak(np.floor(np.clip(layer, 0, 1) * 255), radius, sigma, np.random.uniform(-135, -45)) / 255
    grey = (x @ np.array([0.299, 0.587, 0.114]))[..., None]
    x = keep * x + (1 - keep) * np.maximum(x, grey * 1.5 + 0.5)
    return np.clip(x + layer + np.rot90(layer, k=2), 0, 1) * 255


SLOWEST = {
    glass: [(0.05, 1, 1), (0.25, 1, 1), (0.4, 1, 1), (0.25, 1, 2), (0.4, 1, 2)],
    motion: [(6, 1), (6, 1.5), (6, 2), (8, 2), (9, 2.5)],
    zoom: [(1.06,), (1.11,), (1.16,), (1.21,), (1.26,)],
    elastic: [(0, 0, 0.08), (0.05, 0.2, 0.07), (0.08, 0.06, 0.06), (0.1, 0.04, 0.05), (0.1, 0.03, 0.03)],
    snow: [(0.1, 0.2, 1, 0.6, 8, 3, 0.95), (0.1, 0.2, 1, 0.5, 10, 4, 0.9), (0.15, 0.3, 1.75, 0.55, 10, 4, 0.9),
           (0.25, 0.3, 2.25, 0.6, 12, 6, 0.85), (0.3, 0.3, 1.25, 0.65, 14, 12, 0.8)],
}

i = np.arange(args.images * SIDE * SIDE * 3)
pictures = np.uint8(128 + 127 * np.sin(i / 50 + i / 3072)).reshape(args.images, SIDE, SIDE, 3)
milliseconds = []
for _ in range(args.times):
    start = time.perf_counter()
    for function, severities in SLOWEST.items():
        for parameters in severities:
            for picture in pictures:
                np.uint8(function(picture, *parameters))
    milliseconds.append(1000 * (time.perf_counter() - start))
print(json.dumps({"milliseconds": milliseconds}))
