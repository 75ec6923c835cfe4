"""What Pillow makes of pictures by JPEG, at every quality that the corruptions use: jpeg.json.

    pip install pillow
    python packages/perturb/test/reference/jpeg.py

The published scripts save with Pillow's defaults and load the result; a SHA-256 stands for the pixels, row by row, since they must be
equal. Made with Pillow 12.3.0 (libjpeg-turbo 3).
"""
import hashlib
import io
import json
import os

from PIL import Image

QUALITIES = [80, 65, 58, 50, 40, 25, 85, 18, 15, 10, 7]
SIZES = [(32, 32), (64, 64), (33, 45), (3, 3), (4, 5), (18, 6), (17, 16)]


def level(channel, y, x):
    return (37 * x + 91 * y + 53 * channel + 9 * ((x * y) % 17)) % 256


def main():
    made = []
    for channels in (1, 3):
        for height, width in SIZES:
            data = bytes(level(c, y, x) for y in range(height) for x in range(width) for c in range(channels))
            image = Image.frombytes("L" if channels == 1 else "RGB", (width, height), data)
            for quality in QUALITIES:
                file = io.BytesIO()
                image.save(file, "JPEG", quality=quality)
                pixels = Image.open(file).tobytes()
                digest = hashlib.sha256(pixels).hexdigest()
                made.append({"channels": channels, "height": height, "width": width, "quality": quality, "sha256": digest})
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "jpeg.json"), "w") as file:
        json.dump(made, file, indent=1)
        file.write("\n")


main()
