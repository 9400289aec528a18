"""PyTorch's share of a training step once the gradients are there: L2, clipping, Nesterov momentum, as the library does it.

By itself it reads gradients from the standard input, takes the steps that they ask for in double precision, and writes
the weights and the lengths of the gradients: `bench/descent.ts` compares both.
"""
import json
import sys

import torch
from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, SequentialLR


class Descent:
    def __init__(self, values, settings):
        self.values, self.clip_norm = values, settings["clipNorm"]
        self.optimiser = torch.optim.SGD(values, lr=settings["learningRate"], momentum=settings["momentum"],
                                         nesterov=True, fused=True)

    def step(self, decayed, strengths):
        """Adds the decay of some of the values, each with its strength, to their gradients; the length before clipping."""
        with torch.no_grad():
            torch._foreach_add_([value.grad for value in decayed], torch._foreach_mul(decayed, strengths))
        norm = torch.nn.utils.clip_grad_norm_(self.values, self.clip_norm, foreach=True)
        self.optimiser.step()
        return norm


def take_steps(case):
    settings, segments = case["settings"], case["segments"]
    count, strength = settings["ghosts"]["count"], settings["decay"]["strength"]
    values = [torch.nn.Parameter(torch.tensor(weights, dtype=torch.float64)) for weights in case["weights"]]
    descent = Descent(values, settings)
    rising = round(settings["steps"] * settings["warmUp"])
    rates = SequentialLR(descent.optimiser, milestones=[rising], schedulers=[
        LinearLR(descent.optimiser, start_factor=1 / (rising + 1), total_iters=rising),
        CosineAnnealingLR(descent.optimiser, T_max=settings["steps"] - rising)])
    norms = []
    for ghosts in case["steps"]:
        decayed, strengths = [], []
        for index, (value, segment) in enumerate(zip(values, segments)):
            used = [torch.tensor(ghost[index], dtype=torch.float64) for ghost in ghosts if ghost[index] is not None]
            value.grad = sum(used, torch.zeros_like(value)) / count
            if segment["decays"] and used:
                decayed.append(value)
                strengths.append(strength * len(used) / count)
        norms.append(float(descent.step(decayed, strengths)))
        rates.step()
    return {"weights": [value.tolist() for value in values], "norms": norms}


if __name__ == "__main__":
    print(json.dumps(take_steps(json.load(sys.stdin))))
