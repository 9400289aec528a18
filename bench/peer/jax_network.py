"""The one-shot model with every path on, and stand-alone networks, in JAX: the same mathematics as the library's, its
parameters by the library's names and in its layout.

A training step is one compiled function. Ghost batches stand along an axis of their own, over which only batch norm is
cut: [ghosts, images, height, width, channels].
"""
import functools

import jax
import jax.numpy as jnp
from jax import lax

AXES = ("NHWC", "HWIO", "NHWC")


def over_images(run, x):
    """Runs something that takes images one by one on all ghost batches at once."""
    y = run(x.reshape(-1, *x.shape[2:]))
    return y.reshape(*x.shape[:2], *y.shape[1:])


def conv(x, filters, stride=1, groups=1):
    return over_images(lambda images: lax.conv_general_dilated(
        images, filters, (stride, stride), "SAME", dimension_numbers=AXES, feature_group_count=groups), x)


def shifted(x, high, wide, outside=0.0):
    """The neighbours of all pixels under each tap of a window. XLA's own convolution of single channels and its pooling
    are several times slower, above all on the way back."""
    sides = [(0, 0), (0, 0), (high // 2, high // 2), (wide // 2, wide // 2), (0, 0)]
    padded = jnp.pad(x, sides, constant_values=outside)
    height, width = x.shape[2:4]
    return [padded[:, :, y:y + height, z:z + width] for y in range(high) for z in range(wide)]


def depthwise(x, filters):
    high, wide, channels, _ = filters.shape
    taps = filters.reshape(high * wide, channels)
    return sum(tap * neighbours for tap, neighbours in zip(taps, shifted(x, high, wide)))


def largest(x, size):
    return functools.reduce(jnp.maximum, shifted(x, size, size, -jnp.inf))


def average(x, size):
    """Means over the pixels that are there."""
    there = sum(shifted(jnp.ones((1, 1, *x.shape[2:4], 1), x.dtype), size, size))
    return sum(shifted(x, size, size)) / there


def halve(x):
    """Means of 2 x 2 pixels that are there."""
    add = lambda values: lax.reduce_window(values, 0.0, lax.add, (1, 1, 2, 2, 1), (1, 1, 2, 2, 1), "SAME")
    return add(x) / add(jnp.ones((1, 1, *x.shape[2:4], 1), x.dtype))


def norm(parameters, name, x):
    """Batch norm with the statistics of each ghost batch, and ReLU."""
    mean = x.mean((1, 2, 3), keepdims=True)
    variance = x.var((1, 2, 3), keepdims=True)
    scale, offset = parameters[f"{name}.scale"], parameters[f"{name}.offset"]
    return jax.nn.relu((x - mean) * lax.rsqrt(variance + 1e-3) * scale + offset)


def operation(parameters, name, layers, x):
    for place, layer in enumerate(layers):
        kind, own = layer["kind"], f"{name}.{place}"
        if kind == "norm":
            x = norm(parameters, own, x)
        elif kind == "conv":
            x = conv(x, parameters[own])
        elif kind == "depthwise":
            x = depthwise(x, parameters[own])
        elif kind == "maxPool":
            x = largest(x, layer["size"])
        else:
            x = average(x, layer["size"])
    return x


def logits(parameters, images, space, shape, paths):
    """Of images [ghosts, images, height, width, channels], for paths that leave no block without an input."""
    x = norm(parameters, "stem.norm", conv(images, parameters["stem.conv"], shape["stemStride"]))
    outputs = [(x, 0), (x, 0)]
    for cell in range(shape["stages"] * shape["cellsPerStage"]):
        stage = cell // shape["cellsPerStage"]
        sources = []
        for node, behind in outputs:
            for _ in range(stage - behind):
                node = halve(node)
            sources.append(node)
        for block, kept in enumerate(paths):
            name = f"cell{cell}.block{block}"
            inputs = [conv(sources[i], parameters[f"{name}.input{i}"]) for i in kept["inputs"]]
            joined = norm(parameters, f"{name}.join", sum(inputs[1:], inputs[0]))
            made = [operation(parameters, f"{name}.{space['operations'][i]['name']}", space["operations"][i]["layers"],
                              joined) for i in kept["operations"]]
            sources.append(norm(parameters, f"{name}.output", sum(made[1:], made[0])))
        outputs = [outputs[1], (jnp.concatenate(sources[2:], -1), stage)]
    return outputs[1][0].mean((2, 3)) @ parameters["head.weights"] + parameters["head.bias"]


def loss_of(parameters, images, labels, *network):
    """Mean cross-entropy over all ghost batches."""
    chances = jax.nn.log_softmax(logits(parameters, images, *network))
    return -jnp.take_along_axis(chances, labels[..., None], -1).mean()


def step(parameters, velocity, images, labels, settings, *network):
    """One step: gradient, L2 of weights, clipping, Nesterov momentum; new parameters and velocity, and the loss."""
    loss, gradients = jax.value_and_grad(loss_of)(parameters, images, labels, *network)
    strength = settings["decay"]["strength"]
    gradients = {name: gradient + strength * parameters[name] if gradient.ndim > 1 else gradient
                 for name, gradient in gradients.items()}
    length = jnp.sqrt(sum((gradient ** 2).sum() for gradient in gradients.values()))
    factor = jnp.minimum(1.0, settings["clipNorm"] / length)
    momentum, rate = settings["momentum"], settings["learningRate"]
    clipped = {name: gradient * factor for name, gradient in gradients.items()}
    moved = {name: momentum * velocity[name] + clipped[name] for name in velocity}
    weights = {name: parameters[name] - rate * (clipped[name] + momentum * moved[name]) for name in parameters}
    return weights, moved, loss
