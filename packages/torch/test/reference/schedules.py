"""Learning rates of torch.optim.lr_scheduler at every step: `python3 schedules.py > schedules.json`."""

import json
import platform
import warnings

import torch
from torch.optim import SGD
from torch.optim.lr_scheduler import (
    ChainedScheduler,
    ConstantLR,
    CosineAnnealingLR,
    LinearLR,
    MultiStepLR,
    OneCycleLR,
    SequentialLR,
)

warnings.simplefilter("ignore")  # SequentialLR warns of its own call to step(epoch)
BASE, EPOCHS, STEPS_PER_EPOCH, WARMUP = 0.1, 6, 7, 2
TOTAL = EPOCHS * STEPS_PER_EPOCH
WARMUP_STEPS = WARMUP * STEPS_PER_EPOCH


def rates(make, every: int = 1) -> list[float]:
    """The rate of each step; `every`: after how many steps the schedule advances."""
    optimizer = SGD([torch.zeros(1, requires_grad=True)], lr=BASE)
    scheduler = make(optimizer)
    seen = []
    for step in range(TOTAL):
        seen.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if (step + 1) % every == 0 and step + 1 < TOTAL:
            scheduler.step()
    return seen


def steps(optimizer, epoch: int = 1):
    return MultiStepLR(optimizer, milestones=[3 * epoch, 5 * epoch], gamma=0.2)


def warm_up(optimizer):
    return LinearLR(optimizer, start_factor=0.1, total_iters=WARMUP_STEPS)


def after_warm_up(make):
    return lambda o: SequentialLR(o, [warm_up(o), make(o)], milestones=[WARMUP_STEPS])


recorded = {
    "constant": rates(lambda o: ConstantLR(o, factor=1)),
    "steps": rates(steps, every=STEPS_PER_EPOCH),
    "cosine": rates(lambda o: CosineAnnealingLR(o, T_max=TOTAL)),
    "one-cycle": rates(lambda o: OneCycleLR(o, max_lr=BASE, total_steps=TOTAL)),
    "constant after warm-up": rates(after_warm_up(lambda o: ConstantLR(o, factor=1))),
    "steps after warm-up": rates(lambda o: ChainedScheduler([warm_up(o), steps(o, STEPS_PER_EPOCH)])),
    "cosine after warm-up": rates(after_warm_up(lambda o: CosineAnnealingLR(o, T_max=TOTAL - WARMUP_STEPS))),
}
versions = {"python": platform.python_version(), "torch": torch.__version__}
run = {"base": BASE, "epochs": EPOCHS, "stepsPerEpoch": STEPS_PER_EPOCH}
print(json.dumps({"versions": versions, "run": run, "rates": recorded}))
