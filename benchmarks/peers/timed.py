"""Times the same work again and again, and prints the one JSON document that run.js reads."""
import json
import time

import torch


def timed(work, warm_up, times):
    for _ in range(warm_up):
        work()
    milliseconds = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        milliseconds.append((time.perf_counter() - started) * 1000)
    print(json.dumps({"engine": f"PyTorch {torch.__version__}", "milliseconds": milliseconds}))
