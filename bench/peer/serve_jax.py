"""One JAX process of the benchmark: trains the one-shot model with every path on, and networks alone. Its commands and
answers are those of serve.py."""
import argparse
import json
import os
import resource
import sys
import time
from functools import partial
from pathlib import Path


def answer(message):
    print(json.dumps(message), flush=True)


class Training:
    """A network in training; its step is compiled when it is first taken."""

    def __init__(self, case, paths, parameters):
        self.case, self.parameters = case, parameters
        self.velocity = {name: jnp.zeros_like(value) for name, value in parameters.items()}
        fixed = (case.settings, case.space, case.shape, paths)
        self.step = jax.jit(lambda weights, velocity, images, labels:
                            network.step(weights, velocity, images, labels, *fixed), donate_argnums=(0, 1))
        self.gradients = jax.jit(lambda weights, images, labels: jax.value_and_grad(network.loss_of)(
            weights, images, labels, case.space, case.shape, paths))

    def batch(self, indices, ghosts):
        chosen = np.asarray(indices)
        images = self.case.images[chosen]
        return images.reshape(ghosts, -1, *images.shape[1:]), self.case.labels[chosen].reshape(ghosts, -1)

    def train(self, batches, ghosts, warm):
        """Seconds for all batches but the first `warm`."""
        started = time.perf_counter()
        for number, indices in enumerate(batches):
            if number == warm:
                jax.block_until_ready(self.parameters)
                started = time.perf_counter()
            self.parameters, self.velocity, loss = self.step(
                self.parameters, self.velocity, *self.batch(indices, ghosts))
            # As the other sides do: each step's loss is looked at.
            float(loss)
        return time.perf_counter() - started


class Case:
    def __init__(self, folder):
        self.__dict__.update(json.loads((folder / "case.json").read_text()))
        self.images = np.fromfile(folder / "images.f32", np.float32).reshape(-1, *self.shape["image"])
        self.labels = np.fromfile(folder / "labels.i32", np.int32)
        self.weights = np.fromfile(folder / "weights.f32", np.float32)

    def one_shot(self):
        every = [{"inputs": list(range(b + 2)), "operations": list(range(len(self.space["operations"])))}
                 for b in range(self.space["blocks"])]
        return Training(self, every, {
            each["name"]: jnp.asarray(self.weights[each["offset"]:each["offset"] + each["size"]].reshape(each["shape"]))
            for each in self.segments})

    def alone(self, paths):
        """A network of these paths. Its cells read other cells' blocks, all of which are there."""
        def is_kept(name):
            part = name.split(".")
            if not part[0].startswith("cell"):
                return True
            kept = paths[int(part[1][len("block"):])]
            if part[2].startswith("input"):
                return int(part[2][len("input"):]) in kept["inputs"]
            return part[2] in ("join", "output") or part[2] in [
                self.space["operations"][i]["name"] for i in kept["operations"]]
        whole = self.one_shot().parameters
        return Training(self, paths, {name: value for name, value in whole.items() if is_kept(name)})


def main():
    case = Case(given.folder)
    trainings = {}

    def training(key, make):
        """Kept, so that it is compiled once."""
        if key not in trainings:
            trainings[key] = make()
        return trainings[key]

    answer({"ready": True, "started": time.time()})
    for line in sys.stdin:
        command = json.loads(line)
        do = command["do"]
        if do == "train":
            steps = case.steps[command["drop"]]
            batches = [steps[number % len(steps)]["indices"] for number in range(command["count"])]
            answer({"seconds": training("one-shot", case.one_shot).train(batches, case.settings["ghosts"]["count"], 0)})
        elif do == "check":
            one_shot = training("checked", case.one_shot)
            size = case.settings["ghosts"]["size"]
            indices = case.steps["allOn"][0]["indices"][command["ghost"] * size:(command["ghost"] + 1) * size]
            loss, gradients = one_shot.gradients(one_shot.parameters, *one_shot.batch(indices, 1))
            for name, gradient in gradients.items():
                np.asarray(gradient, np.float32).tofile(given.folder / f"gradient.{name}.f32")
            answer({"loss": float(loss)})
        elif do == "alone":
            alone = training(json.dumps(command["paths"]), lambda: case.alone(command["paths"]))
            answer({"seconds": alone.train(command["indices"], 1, command["warm"])})
        elif do == "memory":
            answer({"bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024})
        else:
            raise ValueError(f"Cannot do {do!r}")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--threads", type=int, default=1)
    arguments.add_argument("--rank", type=int, default=0)
    given = arguments.parse_args()
    # XLA starts a thread for each core that it may use.
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        first = given.rank * given.threads
        os.sched_setaffinity(0, cores[first:first + given.threads] or cores)
    os.environ["JAX_PLATFORMS"] = "cpu"
    import jax
    import jax.numpy as jnp
    import numpy as np

    import jax_network as network
    main()
