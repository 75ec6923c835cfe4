"""The order in which timm numbers class folders. Run: python class-order.py > class-order.json"""

import json
import random
import sys

import timm
from timm.data.readers.class_map import load_class_map  # noqa: F401, only to fail early where timm has changed
from timm.utils.misc import natural_key

NAMES = [
    *map(str, range(12)), "cat", "Dog", "dog", "img2", "img10", "img1", "IMG3", "a1b2", "a1b10", "a01b2", "n01440764",
    "n01443537", "1a", "01", "001", "a", "a1", "a-1", "ä2", "ä10", "class 10", "class 9",
]
random.Random(1).shuffle(NAMES)
json.dump({"timm": timm.__version__, "names": NAMES, "sorted": sorted(sorted(NAMES), key=natural_key)}, sys.stdout)
