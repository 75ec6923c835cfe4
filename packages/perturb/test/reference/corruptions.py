"""Corrupted images by NumPy, SciPy, scikit-image and Pillow, with the random numbers of our generator: corruptions.safetensors.

    pip install numpy scipy scikit-image pillow safetensors
    python packages/perturb/test/reference/corruptions.py

Each corruption is written here once more, from its description, with the libraries that the published scripts use where
these are to be had: scikit-image's Gaussian filter and HSV, SciPy's zoom, correlate and map_coordinates, Pillow's BOX filter and
JPEG. ImageMagick's motion blur and OpenCV's Canny, distance transform and equaliser are written out from their descriptions.
"""
import io
import math
import os

import numpy as np
from PIL import Image
from safetensors.numpy import save_file
from scipy import ndimage, stats
from skimage.color import hsv2rgb, rgb2hsv
from skimage.filters import gaussian

SEED = 7
STREAM = 9


def philox(counter, key):
    c, k = [int(v) & 0xFFFFFFFF for v in counter], [int(v) & 0xFFFFFFFF for v in key]
    for _ in range(10):
        p, q = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(q >> 32) ^ c[1] ^ k[0], q & 0xFFFFFFFF, (p >> 32) ^ c[3] ^ k[1], p & 0xFFFFFFFF]
        k = [(k[0] + 0x9E3779B9) & 0xFFFFFFFF, (k[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return c


class Draws:
    def __init__(self, index, code, severity):
        self.place = (index, 8 * code + severity)
        self.words, self.block, self.spare = [], 0, None

    def uniform(self):
        if not self.words:
            self.words = philox((*self.place, self.block, STREAM), (SEED, 0))
            self.block += 1
        return (self.words.pop(0) + 0.5) / 2**32

    def between(self, low, high):
        return low + (high - low) * self.uniform()

    def below(self, n):
        return int(n * self.uniform())

    def normal(self):
        if self.spare is not None:
            value, self.spare = self.spare, None
            return value
        radius = math.sqrt(-2 * math.log(self.uniform()))
        angle = 2 * math.pi * self.uniform()
        self.spare = radius * math.sin(angle)
        return radius * math.cos(angle)

    def normals(self, *shape):
        return np.array([self.normal() for _ in range(math.prod(shape))]).reshape(shape)

    def uniforms(self, low, high, *shape):
        return np.array([self.between(low, high) for _ in range(math.prod(shape))]).reshape(shape)


# Every function: x [H, W, 3] in 0..1, parameters, draws → [H, W, 3]. Random fields of all channels are drawn channel by channel.
def field(draw, shape):
    height, width, channels = shape
    return np.array([draw() for _ in range(channels * height * width)]).reshape(channels, height, width).transpose(1, 2, 0)


def gaussian_noise(x, sd, d):
    return x + sd * field(d.normal, x.shape)


def shot_noise(x, c, d):
    return stats.poisson.ppf(field(d.uniform, x.shape), x * c) / c


def impulse_noise(x, share, d):
    flip, salt = np.empty(x.shape, bool), np.empty(x.shape, bool)
    for c in range(x.shape[2]):
        for i in range(x.shape[0]):
            for j in range(x.shape[1]):
                flip[i, j, c] = d.uniform() < share
                salt[i, j, c] = d.uniform() < 0.5
    return np.where(flip, salt, x)


def speckle_noise(x, sd, d):
    return x + x * sd * field(d.normal, x.shape)


def gaussian_blur(x, sigma, d):
    return gaussian(x, sigma=sigma, channel_axis=-1)


def glass_blur(x, c, d):
    sigma, delta, rounds = c
    x = np.uint8(gaussian(x, sigma=sigma, channel_axis=-1) * 255)
    side = x.shape[0]
    for _ in range(rounds):
        for h in range(side - delta, delta, -1):
            for w in range(side - delta, delta, -1):
                dx, dy = d.below(2 * delta) - delta, d.below(2 * delta) - delta
                x[h, w] = x[h + dy, w + dx]
    return np.clip(gaussian(x / 255.0, sigma=sigma, channel_axis=-1), 0, 1)


def defocus_blur(x, c, d):
    radius, alias = c
    reach = 1 if radius <= 8 else 2
    grid = np.arange(-max(8, radius), max(8, radius) + 1)
    disk = (grid[None] ** 2 + grid[:, None] ** 2 <= radius**2).astype(float)
    disk /= disk.sum()
    taps = np.exp(-0.5 * np.arange(-reach, reach + 1) ** 2 / alias**2)
    taps /= taps.sum()
    kernel = ndimage.correlate(disk, np.outer(taps, taps), mode="mirror")  # OpenCV's GaussianBlur mirrors too
    return np.stack([ndimage.correlate(x[..., k], kernel, mode="mirror") for k in range(x.shape[2])], -1)


def motion(plane, radius, sigma, angle):
    """plane: whole levels."""
    weights = np.exp(-0.5 * np.arange(2 * radius + 1) ** 2 / sigma**2)
    weights /= weights.sum()
    height, width = plane.shape
    t = math.radians(angle)
    total = np.zeros(plane.shape)
    for i, weight in enumerate(weights):
        dx, dy = math.ceil(i * math.cos(t) - 0.5), math.ceil(i * math.sin(t) - 0.5)
        rows = np.clip(np.arange(height) + dy, 0, height - 1)
        columns = np.clip(np.arange(width) + dx, 0, width - 1)
        total += weight * plane[rows][:, columns]
    return np.floor(np.floor(257 * total + 0.5) / 257)


def motion_blur(x, c, d):
    angle = d.between(-45, 45)
    return np.stack([motion(np.round(x[..., k] * 255), *c, angle) for k in range(x.shape[2])], -1) / 255


def clipped_zoom(x, factor):
    h = x.shape[0]
    ch = int(np.ceil(h / factor))
    top = (h - ch) // 2
    x = ndimage.zoom(x[top : top + ch, top : top + ch], (factor, factor, 1), order=1)
    trim = (x.shape[0] - h) // 2
    return x[trim : trim + h, trim : trim + h]


def zoom_blur(x, end, d, step=0.01):
    end, step = end if isinstance(end, tuple) else (end, step)
    factors = np.arange(1, end, step)
    return (x + sum(clipped_zoom(x, z) for z in factors)) / (len(factors) + 1)


def snow(x, c, d):
    mean, sd, zoom, threshold, radius, sigma, keep = c
    layer = clipped_zoom((mean + sd * d.normals(*x.shape[:2]))[..., None], zoom)[..., 0]
    layer[layer < threshold] = 0
    layer = np.uint8(np.clip(layer, 0, 1) * 255)
    layer = (motion(layer.astype(float), radius, sigma, d.between(-135, -45)) / 255)[..., None]
    grey = (x @ [0.299, 0.587, 0.114])[..., None]
    return keep * x + (1 - keep) * np.maximum(x, grey * 1.5 + 0.5) + layer + np.rot90(layer, k=2)


def plasma(side, decay, d):
    grid = np.zeros((side, side))
    step, wibble = side, 100.0
    while step >= 2:
        half = step // 2
        noisy = lambda total: total / 4 + wibble * d.uniforms(-wibble, wibble, *total.shape)
        corners = grid[::step, ::step]
        total = corners + np.roll(corners, -1, 0)
        total = total + np.roll(total, -1, 1)
        grid[half::step, half::step] = noisy(total)
        centres, corners = grid[half::step, half::step], grid[::step, ::step]
        grid[::step, half::step] = noisy(centres + np.roll(centres, 1, 0) + corners + np.roll(corners, -1, 1))
        grid[half::step, ::step] = noisy(centres + np.roll(centres, 1, 1) + corners + np.roll(corners, -1, 0))
        step, wibble = half, wibble / decay
    grid -= grid.min()
    return grid / grid.max()


def fog(x, c, d):
    side = 2 ** math.ceil(math.log2(x.shape[0]))
    cloud = plasma(side, c[1], d)[: x.shape[0], : x.shape[1], None]
    return np.clip((x + c[0] * cloud) * x.max() / (x.max() + c[0]), 0, 1)


def brightness(x, c, d):
    x = rgb2hsv(x)
    x[..., 2] = np.clip(x[..., 2] + c, 0, 1)
    return hsv2rgb(x)


def saturate(x, c, d):
    x = rgb2hsv(x)
    x[..., 1] = np.clip(x[..., 1] * c[0] + c[1], 0, 1)
    return hsv2rgb(x)


def contrast(x, c, d):
    means = x.mean(axis=(0, 1), keepdims=True)
    return (x - means) * c + means


def elastic_transform(x, c, d):
    side = x.shape[0]
    strength, sigma, reach = (value * side for value in c)
    m, s = side // 2, side // 3
    source = np.array([[m + s, m + s], [m + s, m - s], [m - s, m - s]], float)
    target = source + d.uniforms(-reach, reach, 3, 2)
    matrix = np.linalg.solve(np.c_[target, np.ones(3)], source)  # from the result (x, y, 1) to the image
    rows, columns = np.mgrid[:side, :side]
    places = np.stack([columns, rows, np.ones_like(rows)], -1) @ matrix
    sample = lambda x, rows, columns, mode: np.stack(
        [ndimage.map_coordinates(x[..., k], [rows, columns], order=1, mode=mode) for k in range(x.shape[2])], -1
    )
    x = sample(x, places[..., 1], places[..., 0], "mirror")
    if strength == 0:
        return x
    dx, dy = (gaussian(d.uniforms(-1, 1, side, side), sigma, mode="reflect", truncate=3) * strength for _ in range(2))
    return sample(x, rows + dy, columns + dx, "reflect")


def pixelate(x, c, d):
    image = Image.fromarray(np.uint8(np.round(x * 255)))
    small = image.resize((int(image.width * c), int(image.height * c)), Image.BOX)
    return np.asarray(small.resize(image.size, Image.BOX)) / 255


def jpeg_compression(x, quality, d):
    file = io.BytesIO()
    Image.fromarray(np.uint8(np.round(x * 255))).save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file)) / 255


def canny(levels, low=50, high=150):
    padded = np.pad(levels.astype(int), 1, mode="edge")
    across = ndimage.correlate(padded, np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]))[1:-1, 1:-1]
    down = ndimage.correlate(padded, np.array([[-1, -2, -1], [0, 0, 0], [1, 2, 1]]))[1:-1, 1:-1]
    size = np.pad(np.abs(across) + np.abs(down), 1)
    tan = 13573
    weak, strong = np.zeros(levels.shape, bool), np.zeros(levels.shape, bool)
    for y in range(levels.shape[0]):
        for x in range(levels.shape[1]):
            own, dx, dy = size[y + 1, x + 1], int(across[y, x]), int(down[y, x])
            if own <= low:
                continue
            level, upright = abs(dx), abs(dy) << 15
            if upright < level * tan:
                ridge = own > size[y + 1, x] and own >= size[y + 1, x + 2]
            elif upright > level * tan + (level << 16):
                ridge = own > size[y, x + 1] and own >= size[y + 2, x + 1]
            else:
                slant = -1 if (dx ^ dy) < 0 else 1
                ridge = own > size[y, x + 1 - slant] and own > size[y + 2, x + 1 + slant]
            weak[y, x], strong[y, x] = ridge, ridge and own > high
    groups, _ = ndimage.label(weak, np.ones((3, 3)))
    return np.isin(groups, np.unique(groups[strong])) & weak


def chamfer(edge):
    height, width = edge.shape
    grid = np.pad(np.where(edge, 0.0, np.inf), 2, constant_values=np.inf)
    moves = [(dy, dx, {1: 1, 2: 1.4, 5: 2.1969}[dy * dy + dx * dx]) for dy in (-2, -1, 0) for dx in (-2, -1, 0, 1, 2)
             if (dy < 0 or dx < 0) and dy * dy + dx * dx in (1, 2, 5)]
    for sign, ys, xs in ((1, range(height), range(width)), (-1, range(height)[::-1], range(width)[::-1])):
        for y in ys:
            for x in xs:
                for dy, dx, cost in moves:
                    other = grid[y + 2 + sign * dy, x + 2 + sign * dx] + cost
                    grid[y + 2, x + 2] = min(grid[y + 2, x + 2], other)
    return grid[2:-2, 2:-2]


def spatter(x, c, d):
    mean, sd, blur, threshold, strength, mud = c
    layer = gaussian(mean + sd * d.normals(*x.shape[:2]), sigma=blur)
    layer[layer < threshold] = 0
    if mud:
        m = gaussian((layer > threshold).astype(float), sigma=strength)
        m[m < 0.8] = 0
        return x * (1 - m[..., None]) + m[..., None] * np.array([63, 42, 20]) / 255
    layer = (layer * 255).astype(np.uint8)
    distance = np.minimum(20, chamfer(canny(layer)))
    depth = np.trunc(ndimage.uniform_filter(distance, 3, mode="mirror") + 1e-9).astype(int)
    counts = np.bincount(depth.ravel(), minlength=256)
    first = np.flatnonzero(counts)[0]
    if counts[first] < depth.size:
        spread = np.cumsum(np.where(np.arange(256) <= first, 0, counts)) * 255 / (depth.size - counts[first])
        depth = np.floor(spread + 0.5)[depth]
    lit = ndimage.correlate(depth.astype(float), np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2.0]]), mode="mirror")
    lit = np.floor(ndimage.uniform_filter(np.clip(lit, 0, 255), 3, mode="mirror") + 0.5)
    film = layer * lit
    return x + (film / film.max() if film.max() > 0 else film)[..., None] * strength * np.array([175, 238, 238]) / 255


# function, code, parameters at severity 2 and 5 of 32 × 32 images, and at severity 5 of 64 × 64 ones
CASES = {
    "gaussian_noise": (gaussian_noise, 1, 0.06, 0.1, 0.18),
    "shot_noise": (shot_noise, 2, 250, 50, 15),
    "impulse_noise": (impulse_noise, 3, 0.02, 0.07, 0.14),
    "defocus_blur": (defocus_blur, 4, (0.4, 0.5), (1.5, 0.1), (3, 0.1)),
    "glass_blur": (glass_blur, 5, (0.25, 1, 1), (0.4, 1, 2), (0.9, 2, 2)),
    "motion_blur": (motion_blur, 6, (6, 1.5), (9, 2.5), (12, 3)),
    "zoom_blur": (zoom_blur, 7, 1.11, 1.26, 1.26),
    "snow": (snow, 8, (0.1, 0.2, 1, 0.5, 10, 4, 0.9), (0.3, 0.3, 1.25, 0.65, 14, 12, 0.8), (0.3, 0.3, 1.25, 0.65, 14, 12, 0.6)),
    "fog": (fog, 10, (0.5, 3), (1.5, 1.75), (2, 1.75)),
    "brightness": (brightness, 11, 0.1, 0.3, 0.5),
    "contrast": (contrast, 12, 0.5, 0.15, 0.05),
    "elastic_transform": (elastic_transform, 13, (0.05, 0.2, 0.07), (0.1, 0.03, 0.03), (0.16, 0.03, 0.02)),
    "pixelate": (pixelate, 14, 0.9, 0.65, 0.5),
    "jpeg_compression": (jpeg_compression, 15, 65, 40, 25),
    "speckle_noise": (speckle_noise, 16, 0.1, 0.2, 0.35),
    "gaussian_blur": (gaussian_blur, 17, 0.6, 1, 1.5),
    "spatter": (spatter, 18, (0.65, 0.1, 0.8, 0.7, 0.5, 0), (0.65, 0.1, 0.5, 0.68, 0.6, 1), (0.65, 0.1, 0.5, 0.67, 0.6, 1)),
    "saturate": (saturate, 19, (0.1, 0), (2.5, 0.2), (30, 0.2)),
}

S = 244 / 224
# parameters at severity 1 and 5 of ImageNet-C, here used on 64 × 64 images
PHOTOGRAPHS = {
    "gaussian_noise": (0.08, 0.38),
    "shot_noise": (60, 3),
    "impulse_noise": (0.03, 0.27),
    "defocus_blur": ((3, 0.1), (10, 0.5)),
    "glass_blur": ((0.7, 1, 2), (1.5, 4, 2)),
    "motion_blur": ((10, 3), (20, 15)),
    "zoom_blur": ((1.11, 0.01), (1.31, 0.03)),
    "snow": ((0.1, 0.3, 3, 0.5, 10, 4, 0.8), (0.55, 0.3, 2.5, 0.85, 12, 12, 0.55)),
    "fog": ((1.5, 2), (3, 1.4)),
    "brightness": (0.1, 0.5),
    "contrast": (0.4, 0.05),
    "elastic_transform": ((2 * S, 0.7 * S, 0.1 * S), (0.12 * S, 0.01 * S, 0.02 * S)),
    "pixelate": (0.6, 0.25),
    "jpeg_compression": (25, 7),
    "speckle_noise": (0.15, 0.6),
    "gaussian_blur": (1, 6),
    "spatter": ((0.65, 0.3, 4, 0.69, 0.6, 0), (0.67, 0.4, 1, 0.65, 1.5, 1)),
    "saturate": ((0.3, 0), (20, 0.2)),
}


def picture(side, number):
    """Smooth colours, a sharp square, a little texture: a picture by formula, as the test makes it too."""
    y, x = np.mgrid[:side, :side] / side
    base = np.stack([x, y, (x + y) / 2], -1)
    waves = 0.25 * np.sin(12 * x + number)[..., None] * np.cos(9 * y)[..., None]
    square = ((np.abs(x - 0.5) < 0.2) & (np.abs(y - 0.4) < 0.2))[..., None] * np.array([0.5, -0.4, 0.3])
    return np.floor(255 * np.clip(0.15 + 0.6 * base + waves + square, 0, 1)).astype(np.uint8)


def corrupted(name, image, index, severity, parameters):
    function, code = CASES[name][:2]
    out = function(image / 255.0, parameters, Draws(index, code, severity))
    return np.uint8(np.trunc(np.clip(out, 0, 1) * 255)).transpose(2, 0, 1)


def main():
    small, large = picture(32, 1), picture(64, 2)
    arrays = {"image-32": small.transpose(2, 0, 1), "image-64": large.transpose(2, 0, 1)}
    for name, (_, _, *parameters) in CASES.items():
        for side, severity, own in zip((32, 32, 64), (2, 5, 5), parameters):
            image = small if side == 32 else large
            arrays[f"{name}-{side}-{severity}"] = corrupted(name, image, 3, severity, own)
    for name, parameters in PHOTOGRAPHS.items():
        for severity, own in zip((1, 5), parameters):
            arrays[f"{name}-imagenet-{severity}"] = corrupted(name, large, 3, severity, own)
    here = os.path.dirname(os.path.abspath(__file__))
    save_file({k: np.ascontiguousarray(v) for k, v in arrays.items()}, os.path.join(here, "corruptions.safetensors"))


if __name__ == "__main__":
    main()
