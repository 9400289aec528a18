"""One PyTorch process of the benchmark. Reads commands as lines of JSON, does the work, answers with the seconds.

The case (sizes, paths, images, weights) is a folder that the benchmark wrote; both sides read the same.
"""
import argparse
import json
import os
import resource
import sys
import time
from pathlib import Path

import torch
import torch.distributed as dist
import torch.nn.functional as F

import network as nets
from descend import Descent


def read(folder, name, dtype, shape):
    data = torch.frombuffer(bytearray((folder / name).read_bytes()), dtype=dtype)
    return data.view(shape)


class Case:
    def __init__(self, folder, channels_last):
        self.__dict__.update(json.loads((folder / "case.json").read_text()))
        height, width, channels = self.shape["image"]
        images = read(folder, "images.f32", torch.float32, (-1, height, width, channels)).permute(0, 3, 1, 2)
        form = torch.channels_last if channels_last else torch.contiguous_format
        self.images = images.contiguous(memory_format=form)
        self.labels = read(folder, "labels.i32", torch.int32, (-1,)).long()
        self.weights = read(folder, "weights.f32", torch.float32, (-1,))

    def one_shot(self, channels_last):
        every = [{"inputs": list(range(b + 2)), "operations": list(range(len(self.space["operations"])))}
                 for b in range(self.space["blocks"])]
        network = nets.Network(self.space, self.shape, every)
        parameters = nets.named(network, self.space)
        with torch.no_grad():
            for segment in self.segments:
                name, shape = segment["name"], segment["shape"]
                values = self.weights[segment["offset"]:segment["offset"] + segment["size"]].view(shape)
                parameters[name].copy_(nets.from_library(name, values, parameters[name]))
        return network.to(memory_format=torch.channels_last) if channels_last else network


class Trainer:
    """A training step as the library does it: mean gradient of the ghost batches, L2 on retained weights, clipping,
    Nesterov momentum."""

    def __init__(self, case, network, given):
        self.case, self.network, self.kind, self.together = case, network, given.kind, given.together
        self.rank, self.world = given.rank, given.world
        self.parameters = nets.named(network, case.space)
        self.values = list(self.parameters.values())
        self.descent = Descent(self.values, case.settings)
        self.decays = {name: value.dim() > 1 for name, value in self.parameters.items()}
        for value in self.values:
            value.grad = torch.zeros_like(value)

    def gradients(self, step):
        """Leaves the mean gradient of the step in the parameters; the mean loss."""
        count, size = len(step["ghosts"]), self.case.settings["ghosts"]["size"]
        indices = torch.tensor(step["indices"]).view(count, size)
        mine = range(self.rank, count, self.world)
        self.descent.optimiser.zero_grad(set_to_none=False)
        groups = [list(mine)] if self.together else [[ghost] for ghost in mine]
        total = 0.0
        for group in groups:
            # Image by image from ghost batch to ghost batch, as `cut` wants them.
            chosen = indices[group].t().reshape(-1)
            paths = [step["ghosts"][ghost] for ghost in group]
            if self.kind == "dense":
                masks = nets.dense_masks(self.case.space, paths, size, self.case.images.dtype)
                logits = nets.run_dense(self.network, self.case.images[chosen], masks, len(group))
            else:
                logits = nets.run_sparse(self.network, self.case.images[chosen], paths[0])
            loss = F.cross_entropy(logits, self.case.labels[chosen]) * (len(group) / count)
            loss.backward()
            total += loss.detach()
        total = float(total)
        if self.world > 1:
            flat = torch.cat([value.grad.flatten() for value in self.values] + [torch.tensor([total])])
            dist.all_reduce(flat)
            at = 0
            for value in self.values:
                value.grad.copy_(flat[at:at + value.numel()].view_as(value))
                at += value.numel()
            total = float(flat[-1])
        return total

    def step(self, step):
        loss = self.gradients(step)
        decay, count = self.case.settings["decay"]["strength"], self.case.settings["ghosts"]["count"]
        used = [nets.used_parameters(self.case.space, paths) for paths in step["ghosts"]]
        counts = {}
        for names in used:
            for name in names:
                counts[name] = counts.get(name, 0) + 1
        decayed, strengths = [], []
        for name, value in self.parameters.items():
            if not self.decays[name]:
                continue
            part = name.split(".", 1)[1] if name.startswith("cell") else None
            key = part if part is None or part in counts else part.rsplit(".", 1)[0] + "."
            share = count if part is None else counts.get(key, 0)
            if share:
                decayed.append(value)
                strengths.append(decay * share / count)
        self.descent.step(decayed, strengths)
        return loss


def one_ghost(step, ghost):
    """A step of one of its ghost batches."""
    size = len(step["indices"]) // len(step["ghosts"])
    return {"indices": step["indices"][ghost * size:(ghost + 1) * size], "ghosts": [step["ghosts"][ghost]]}


def stand_alone(case, paths, channels_last):
    torch.manual_seed(0)
    network = nets.Network(case.space, case.shape, paths)
    return network.to(memory_format=torch.channels_last) if channels_last else network


class Alone:
    """A stand-alone network in training. It is kept, so that a compiled one is compiled once."""

    def __init__(self, case, paths, channels_last, compiled):
        self.case, self.settings = case, case.settings
        network = stand_alone(case, paths, channels_last)
        self.values = list(network.parameters())
        self.forward = lambda images: nets.run_sparse(network, images, paths)
        if compiled:
            self.forward = torch.compile(self.forward, dynamic=False)
        decayed = [value for value in self.values if value.dim() > 1]
        plain = [value for value in self.values if value.dim() <= 1]
        self.optimiser = torch.optim.SGD(
            [{"params": decayed, "weight_decay": self.settings["decay"]["strength"]}, {"params": plain}],
            lr=self.settings["learningRate"], momentum=self.settings["momentum"], nesterov=True, fused=True)

    def train(self, steps, warm):
        """Seconds for all steps but the first `warm`."""
        for number, indices in enumerate(steps):
            if number == warm:
                started = time.perf_counter()
            chosen = torch.tensor(indices)
            self.optimiser.zero_grad()
            loss = F.cross_entropy(self.forward(self.case.images[chosen]), self.case.labels[chosen])
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.values, self.settings["clipNorm"], foreach=True)
            self.optimiser.step()
        return time.perf_counter() - started


def score(case, network, candidates, images, batch):
    results = []
    with torch.inference_mode():
        for paths in candidates:
            correct = 0
            for start in range(0, images, batch):
                chosen = slice(start, start + batch)
                logits = nets.run_sparse(network, case.images[chosen], paths)
                correct += (logits.argmax(1) == case.labels[chosen]).sum()
            results.append(int(correct) / images)
    return results


def matrix_peak():
    a = torch.randn(1024, 1024)
    best = 0.0
    for _ in range(20):
        started = time.perf_counter()
        a @ a
        best = max(best, 2 * 1024 ** 3 / (time.perf_counter() - started))
    return best


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--kind", choices=["dense", "sparse"], default="sparse")
    arguments.add_argument("--compile", action="store_true")
    arguments.add_argument("--channels-last", action="store_true")
    arguments.add_argument("--together", action="store_true", help="dense: all ghost batches of a step in one pass")
    arguments.add_argument("--threads", type=int, default=1)
    arguments.add_argument("--rank", type=int, default=0)
    arguments.add_argument("--world", type=int, default=1)
    arguments.add_argument("--meet", type=Path)
    given = arguments.parse_args()
    torch.set_num_threads(given.threads)
    torch.set_num_interop_threads(1)
    if given.world > 1:
        dist.init_process_group("gloo", init_method=f"file://{given.meet}", rank=given.rank, world_size=given.world)
    if given.compile:
        torch._dynamo.config.recompile_limit = 256
        # Region by region: whole graphs would be compiled anew for every set of paths.
        nets.Operation.forward = torch.compile(nets.Operation.forward, dynamic=False)
        nets.Norm.forward = torch.compile(nets.Norm.forward, dynamic=False)
        nets.Block.dense = torch.compile(nets.Block.dense, dynamic=False)
    case = Case(given.folder, given.channels_last)
    network = case.one_shot(given.channels_last)
    trainer = Trainer(case, network, given)
    alone = {}
    answer({"ready": True, "started": time.time()})
    for line in sys.stdin:
        command = json.loads(line)
        do = command["do"]
        if do == "check":
            # In double precision: PyTorch's float32 convolutions by oneDNN are themselves 1e-3 away from its plain ones.
            network.double()
            case.images = case.images.double()
            for parameter in trainer.values:
                parameter.grad = torch.zeros_like(parameter)
            loss = trainer.gradients(one_ghost(case.steps[command["drop"]][0], command["ghost"]))
            for name, parameter in trainer.parameters.items():
                value = nets.to_library(name, parameter.grad).float().contiguous().numpy()
                (given.folder / f"gradient.{name}.f32").write_bytes(value.tobytes())
            answer({"loss": loss, "names": list(trainer.parameters)})
        elif do == "train":
            steps = case.steps[command["drop"]]
            started = time.perf_counter()
            losses = [trainer.step(steps[number % len(steps)]) for number in range(command["count"])]
            answer({"seconds": time.perf_counter() - started, "losses": losses})
        elif do == "score":
            candidates = getattr(case, command["list"])[command["from"]:command["to"]]
            started = time.perf_counter()
            accuracies = score(case, network, candidates, command["images"], command["batch"])
            answer({"seconds": time.perf_counter() - started, "accuracies": accuracies})
        elif do == "alone":
            key = json.dumps(command["paths"])
            if key not in alone:
                alone[key] = Alone(case, command["paths"], given.channels_last, given.compile)
            answer({"seconds": alone[key].train(command["indices"], command["warm"])})
        elif do == "peak":
            answer({"flops": matrix_peak()})
        elif do == "memory":
            answer({"bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024})
        else:
            raise ValueError(f"Cannot do {do!r}")


def answer(message):
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    main()
