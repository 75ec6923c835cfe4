"""Pictures of many kinds, and what torchvision's Resize and CenterCrop make of them: recorded for evaluation-transform.test.ts.

    python packages/vision/test/reference/pillow.py      # needs pillow, torchvision, numpy, opencv

Writes pillow/<picture>, and pillow.json: SHA-256 of the interleaved pixels by picture, filter, resize and crop.
"""
import hashlib
import json
from pathlib import Path

import cv2
import numpy as np
import PIL
import torchvision
from PIL import Image, ImageCms
from torchvision import transforms
from torchvision.transforms import InterpolationMode

FOLDER = Path(__file__).parent / "pillow"
FOLDER.mkdir(exist_ok=True)
H, W = 45, 61
y, x = np.mgrid[:H, :W]
noise = np.random.RandomState(1).normal(0, 8, (H, W, 3))
pixels = np.stack([128 + 100 * np.sin(x / 9 + y / 17), 128 + 90 * np.cos(y / 7), (x * 3 + y * 2) % 256], -1) + noise
pixels = pixels.clip(0, 255).astype(np.uint8)
alpha = np.dstack([pixels, ((x * 5) % 256).astype(np.uint8)])
image = Image.fromarray(pixels)
turned = Image.Exif()
turned[0x112] = 6
profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def save(picture, name, **options):
    picture.save(FOLDER / name, **options)


save(image, "colors-420.jpg", quality=90, subsampling=2)
save(image.transpose(Image.Transpose.ROTATE_90), "tall-progressive.jpg", quality=80, progressive=True)
save(image, "turned-by-exif.jpg", quality=80, exif=turned)
save(image, "profile.jpg", quality=80, icc_profile=profile)
save(image.convert("L"), "gray.jpg", quality=90)
save(image.convert("CMYK"), "cmyk.jpg", quality=90)
save(Image.fromarray(alpha), "transparent.png")
save(Image.fromarray(alpha[..., [0, 3]]), "gray-transparent.png")
save(image.quantize(16), "palette.png", transparency=3)
save(image, "lossy.webp", quality=80)
save(image.quantize(32), "animated.gif", save_all=True, append_images=[image.rotate(180).quantize(32)])
deep = pixels[..., ::-1].astype(np.uint16) * 256 + np.random.RandomState(2).randint(0, 256, (H, W, 3))
cv2.imwrite(str(FOLDER / "deep.png"), deep.astype(np.uint16))

recorded = []
for path in sorted(FOLDER.iterdir()):
    for name in ["bilinear", "bicubic", "nearest"]:
        for resize, crop in [(40, 35), (32, 32), (73, 64)]:
            steps = [transforms.Resize(resize, InterpolationMode(name)), transforms.CenterCrop(crop)]
            result = np.asarray(transforms.Compose(steps)(Image.open(path).convert("RGB")))
            sha256 = hashlib.sha256(result.tobytes()).hexdigest()
            recorded.append({"picture": path.name, "interpolation": name, "resize": resize, "crop": crop, "sha256": sha256})
versions = {"pillow": PIL.__version__, "torchvision": torchvision.__version__}
lines = ",\n".join(f"    {json.dumps(one)}" for one in recorded)
(Path(__file__).parent / "pillow.json").write_text(f'{{\n  "versions": {json.dumps(versions)},\n  "recorded": [\n{lines}\n  ]\n}}\n')
