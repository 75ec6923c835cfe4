"""Accuracy, loss and class selectivity of a network over many images."""
import torch
import torch.nn.functional as F
from selectivity import measured_selectivity

BATCH_SIZE = 250


@torch.inference_mode()
def evaluate(model, images, labels, normalise, permutations):
    model.eval()
    correct, loss, unit_means = 0, 0.0, []
    for batch, answers in zip(images.split(BATCH_SIZE), labels.split(BATCH_SIZE)):
        logits, units = model(normalise(batch))
        unit_means.append(torch.cat([u.mean((2, 3)) for u in units], 1))
        correct += (logits.argmax(1) == answers).sum().item()
        loss += F.cross_entropy(logits, answers, reduction="sum").item()
    selectivity = measured_selectivity(torch.cat(unit_means).double(), labels, model.fc.out_features, permutations)
    return correct / len(images), loss / len(images), selectivity
