"""Batches of CIFAR's Python version in the ways in which they are about. Run: python cifar.py; writes cifar/*.pickle and cifar.json

The official ones are pickles of Python 2, whose pickler is written out here; Python 3 reads them back as torchvision does, with
encoding="latin1", before they are kept.
"""

import json
import pathlib
import pickle
import struct

import numpy

HERE = pathlib.Path(__file__).parent
random = numpy.random.default_rng(10)
data = random.integers(0, 256, (3, 3072), dtype=numpy.uint8)
labels = [7, 0, 99]


def short(text):
    return b"U" + bytes([len(text)]) + text


def number(value):
    return b"K" + bytes([value]) if value < 256 else b"M" + struct.pack("<H", value)


def array(values):
    """What Python 2 and NumPy 1 write for an array of bytes."""
    shape = b"".join(map(number, values.shape)) + b"\x86"
    kind = b"cnumpy\ndtype\n" + short(b"u1") + b"K\x00K\x01\x87R(K\x03" + short(b"|") + b"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb"
    content = b"T" + struct.pack("<I", values.size) + values.tobytes()
    begin = b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85" + short(b"b") + b"\x87R"
    return begin + b"(K\x01" + shape + kind + b"\x89" + content + b"tb"


def python2(**items):
    """Protocol 2: a dictionary whose keys are texts of Python 2."""
    body = b"".join(short(key.encode()) + value for key, value in items.items())
    return b"\x80\x02}q\x01(" + body + b"u."


def whole_numbers(values):
    return b"](" + b"".join(map(number, values)) + b"e"


def text0(text):
    return b"S" + repr(text).encode("latin1") + b"\n"


def protocol0():
    """The same batch as lines of text."""
    content = repr(data.tobytes()).encode("latin1")[1:]
    kind = b"cnumpy\ndtype\n(S'u1'\nI0\nI1\ntR(I3\nS'|'\nNNNI-1\nI-1\nI0\ntb"
    begin = b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR"
    values = begin + b"(I1\n(I3\nI3072\nt" + kind + b"I00\nS" + content + b"\ntb"
    numbers = b"(lp2\n" + b"".join(b"I%d\na" % value for value in labels)
    return b"(dp1\nS'labels'\n" + numbers + b"sS'data'\n" + values + b"s."


files = {
    "python2": python2(
        batch_label=short(b"testing batch 1 of 1"),
        labels=whole_numbers(labels),
        data=array(data),
        filenames=b"](" + short(b"a.png") + short(b"b\xe9.png") + short(b"c.png") + b"e",
    ),
    "python2-fine": python2(fine_labels=whole_numbers(labels), coarse_labels=whole_numbers([1, 2, 19]), data=array(data)),
    "protocol0": protocol0(),
    **{f"python3-{protocol}": pickle.dumps({"labels": labels, "data": data}, protocol) for protocol in (2, 3, 4, 5)},
    "bytes-keys": pickle.dumps({b"labels": labels, b"data": data}, 4),
    "array-labels": pickle.dumps({"labels": numpy.array(labels, dtype=numpy.uint8), "data": data}, 4),
    "no-data": pickle.dumps({"labels": labels}, 2),
    "float-data": pickle.dumps({"labels": labels, "data": data.astype("float32")}, 2),
    "columns-first": pickle.dumps({"labels": labels, "data": numpy.asfortranarray(data)}, 2),
    "few-labels": pickle.dumps({"labels": labels[:2], "data": data}, 2),
    "a-list": pickle.dumps([1, 2], 2),
}
folder = HERE / "cifar"
folder.mkdir(exist_ok=True)
for name, content in files.items():
    batch = pickle.loads(content, encoding="latin1")
    if name.startswith(("python", "protocol")):
        assert (batch["data"] == data).all() and batch.get("labels", batch.get("fine_labels")) == labels, name
    (folder / f"{name}.pickle").write_bytes(content)
records = [[label, *image.tolist()] for label, image in zip(labels, data)]
(HERE / "cifar.json").write_text(json.dumps({"numpy": numpy.__version__, "records": records}) + "\n")
