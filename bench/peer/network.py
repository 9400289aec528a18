"""The one-shot model and stand-alone networks in PyTorch: the same mathematics as the library's, layer by layer.

Two ways to run some paths of it. `sparse` computes the retained paths only, one ghost batch after the other. `dense`
computes all paths and multiplies each with 0 or 1; it takes all ghost batches of a step at once, with batch norm over
each ghost batch by itself, which spares most of PyTorch's cost per call.
"""
import torch
import torch.nn.functional as F
from torch import nn


def cut(x, ghosts):
    """Ghost batches beside each other as channels: image i belongs to ghost batch i % ghosts."""
    images, channels, height, width = x.shape
    return x.view(images // ghosts, ghosts * channels, height, width)


class Norm(nn.Module):
    """Batch norm with the statistics of each ghost batch, and ReLU."""

    def __init__(self, channels):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(channels))
        self.offset = nn.Parameter(torch.zeros(channels))

    def forward(self, x, ghosts):
        if ghosts == 1:
            return F.relu(F.batch_norm(x, None, None, self.scale, self.offset, True, 0.0, 1e-3), inplace=True)
        scale, offset = self.scale.repeat(ghosts), self.offset.repeat(ghosts)
        y = F.batch_norm(cut(x.contiguous(), ghosts), None, None, scale, offset, True, 0.0, 1e-3)
        return F.relu(y, inplace=True).view_as(x)


class Operation(nn.Module):
    """A row of the space's table of operations."""

    def __init__(self, layers, channels):
        super().__init__()
        self.kinds = [layer["kind"] for layer in layers]
        self.sizes = [layer.get("size", 0) for layer in layers]
        self.layers = nn.ModuleList(self.make(layer, channels) for layer in layers)

    @staticmethod
    def make(layer, channels):
        if layer["kind"] == "norm":
            return Norm(channels)
        if layer["kind"] in ("conv", "depthwise"):
            groups = channels if layer["kind"] == "depthwise" else 1
            return nn.Conv2d(channels, channels, tuple(layer["kernel"]), padding="same", groups=groups, bias=False)
        return nn.Identity()

    def forward(self, x, ghosts):
        for kind, size, layer in zip(self.kinds, self.sizes, self.layers):
            if kind == "norm":
                x = layer(x, ghosts)
            elif kind == "maxPool":
                x = F.max_pool2d(x, size, 1, size // 2)
            elif kind == "averagePool":
                x = F.avg_pool2d(x, size, 1, size // 2, count_include_pad=False)
            else:
                x = layer(x)
        return x


class Block(nn.Module):
    """A choice block: projected inputs, summed and normalised; operations, summed and normalised."""

    def __init__(self, space, inputs, channels, keep_inputs, keep_operations):
        super().__init__()
        self.inputs = nn.ModuleDict(
            {str(i): nn.Conv2d(width, channels, 1, bias=False) for i, width in enumerate(inputs) if i in keep_inputs})
        self.join = Norm(channels)
        self.operations = nn.ModuleDict(
            {str(i): Operation(operation["layers"], channels)
             for i, operation in enumerate(space["operations"]) if i in keep_operations})
        self.output = Norm(channels)

    def sparse(self, sources, kept):
        inputs = [i for i in kept["inputs"] if sources[i] is not None]
        if not inputs or not kept["operations"]:
            return None
        joined = self.join(sum(self.inputs[str(i)](sources[i]) for i in inputs), 1)
        return self.output(sum(self.operations[str(i)](joined, 1) for i in kept["operations"]), 1)

    def dense(self, sources, input_mask, operation_mask, present, ghosts):
        joined = self.join(
            sum(project(sources[int(i)]) * input_mask[int(i)] for i, project in self.inputs.items()), ghosts)
        total = sum(operation(joined, ghosts) * operation_mask[int(i)] for i, operation in self.operations.items())
        return self.output(total, ghosts) * present


class Network(nn.Module):
    """From normalised images [batch, channels, height, width] to logits."""

    def __init__(self, space, shape, paths):
        super().__init__()
        height, width, channels = shape["image"]
        filters, self.stride = shape["filters"], shape["stemStride"]
        self.stem = nn.ModuleDict({"conv": nn.Conv2d(channels, filters, 3, self.stride, bias=False),
                                   "norm": Norm(filters)})
        # SAME padding, which for stride 2 stands at the end.
        sides = [max(0, (-(-size // self.stride) - 1) * self.stride + 3 - size) for size in (width, height)]
        self.pad = [edge for side in sides for edge in (side // 2, side - side // 2)]
        self.cells, self.stages, self.channels = nn.ModuleList(), [], []
        two_back = one_back = filters
        for index in range(shape["stages"] * shape["cellsPerStage"]):
            stage = index // shape["cellsPerStage"]
            width = filters * 2 ** stage
            self.cells.append(nn.ModuleList(
                Block(space, [two_back, one_back] + [width] * b, width, kept["inputs"], kept["operations"])
                for b, kept in enumerate(paths)))
            self.stages.append(stage)
            self.channels.append(width)
            two_back, one_back = one_back, space["blocks"] * width
        self.head = nn.Linear(one_back, shape["classes"])

    def forward(self, images, run_block, ghosts):
        """`run_block(block, place, sources)` is one block's way to run."""
        stem = self.stem["norm"](self.stem["conv"](F.pad(images, self.pad)), ghosts)
        outputs = [(stem, 0), (stem, 0)]
        for cell, stage, width in zip(self.cells, self.stages, self.channels):
            shared = outputs[0][0] is outputs[1][0]
            first = at_stage(outputs[0], stage)
            outputs = [first, first if shared else at_stage(outputs[1], stage)]
            sources = [node for node, _ in outputs]
            for place, block in enumerate(cell):
                sources.append(run_block(block, place, sources))
            made = sources[2:]
            present = next((node for node in made if node is not None), None)
            joined = None
            if present is not None:
                zeros = torch.zeros_like(present) if any(node is None for node in made) else None
                joined = torch.cat([zeros if node is None else node for node in made], 1)
            outputs = [outputs[1], (joined, stage)]
        last = outputs[1][0]
        if last is None:
            return self.head.bias.expand(images.shape[0], -1)
        return self.head(last.mean((2, 3)))


def at_stage(output, stage):
    node, behind = output
    while node is not None and behind < stage:
        node, behind = F.avg_pool2d(node, 2, 2, ceil_mode=True, count_include_pad=False), behind + 1
    return node, stage


def run_sparse(network, images, paths):
    return network(images, lambda block, place, sources: block.sparse(sources, paths[place]), 1)


def run_dense(network, images, masks, ghosts):
    return network(images, lambda block, place, sources: block.dense(sources, *masks[place], ghosts), ghosts)


def dense_masks(space, ghost_paths, repeats, dtype=torch.float32):
    """For each block: masks of inputs, of operations and of its presence; images of a step lie as `cut` wants them."""
    present = [[True, True] for _ in ghost_paths]
    column = lambda values: torch.tensor(values, dtype=dtype).repeat(repeats).view(-1, 1, 1, 1)
    masks = []
    for place in range(space["blocks"]):
        kept = [paths[place] for paths in ghost_paths]
        inputs = [column([float(i in k["inputs"]) for k in kept]) for i in range(place + 2)]
        operations = [column([float(i in k["operations"]) for k in kept]) for i in range(len(space["operations"]))]
        here = [bool(k["operations"]) and any(seen[i] for i in k["inputs"]) for k, seen in zip(kept, present)]
        for seen, exists in zip(present, here):
            seen.append(exists)
        masks.append((inputs, operations, column([float(exists) for exists in here])))
    return masks


def used_parameters(space, paths):
    """Names of the parameters that a ghost batch's loss depends on, by the library's names, of every cell."""
    present, used = [True, True], []
    for place, kept in enumerate(paths):
        inputs = [i for i in kept["inputs"] if present[i]]
        exists = bool(inputs) and bool(kept["operations"])
        present.append(exists)
        if exists:
            used += [f"block{place}.input{i}" for i in inputs]
            used += [f"block{place}.{space['operations'][i]['name']}." for i in kept["operations"]]
    return used


def named(network, space):
    """The library's names of the parameters, in PyTorch's order."""
    names = {}
    for name, parameter in network.named_parameters():
        parts = name.split(".")
        if parts[0] == "cells":
            _, cell, block, kind, *rest = parts
            prefix = f"cell{cell}.block{block}."
            if kind == "inputs":
                names[prefix + f"input{rest[0]}"] = parameter
            elif kind == "operations":
                operation = space["operations"][int(rest[0])]["name"]
                tail = rest[2] + ("" if rest[3] == "weight" else f".{rest[3]}")
                names[prefix + f"{operation}.{tail}"] = parameter
            else:
                names[prefix + f"{kind}.{rest[0]}"] = parameter
        else:
            names[{"stem.conv.weight": "stem.conv", "head.weight": "head.weights"}.get(name, name)] = parameter
    return names


def to_library(name, value):
    """A parameter or its gradient in the library's layout."""
    if value.dim() == 4:
        return value.permute(2, 3, 0, 1) if value.shape[1] == 1 and value.shape[0] > 1 and ".input" not in name \
            and name != "stem.conv" else value.permute(2, 3, 1, 0)
    return value.t() if value.dim() == 2 else value


def from_library(name, value, parameter):
    """The library's values [as to_library gives them] in PyTorch's layout."""
    if parameter.dim() == 4:
        depthwise = parameter.shape[1] == 1 and parameter.shape[0] > 1 and ".input" not in name and name != "stem.conv"
        return value.permute(2, 3, 0, 1) if depthwise else value.permute(3, 2, 0, 1)
    return value.t() if parameter.dim() == 2 else value
