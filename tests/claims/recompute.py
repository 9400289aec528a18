"""Computes the estimates of all claims from the raw records, with code that shares nothing with the library.

Reads a profile as JSON from the standard input, with the folders of its records; prints estimates by claim as JSON.
Only the standard library is used.
"""

import json
import sys
from pathlib import Path

request = json.load(sys.stdin)
profile = request["profile"]
folders = [Path(folder) for folder in request["folders"]]


def runs(kind):
    for folder in folders:
        path = folder / f"{kind}.jsonl"
        if path.exists():
            for line in path.read_text().splitlines():
                run = json.loads(line)
                yield run["configuration"], run["result"]


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def ranks(values):
    order = sorted(range(len(values)), key=lambda at: values[at])
    found = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for at in range(start, end + 1):
            found[order[at]] = (start + end) / 2
        start = end + 1
    return found


def spearman(x, y):
    a, b = ranks(x), ranks(y)
    ma, mb = mean(a), mean(b)
    over = sum((p - ma) * (q - mb) for p, q in zip(a, b))
    return over / (sum((p - ma) ** 2 for p in a) * sum((q - mb) ** 2 for q in b)) ** 0.5


# --- what was trained alone

operations = [operation["name"] for operation in profile["space"]["operations"]]
input_names = ["c2", "c1", "b0", "b1", "b2", "b3"]


def text_of(architecture):
    return "|".join(
        "+".join(input_names[i] for i in block["inputs"]) + ">" + "+".join(operations[o] for o in block["operations"])
        for block in architecture
    )


def same(configuration):
    """Whether a run is on this profile's data and networks, whichever version of the library made it."""
    return all(configuration[name] == profile[name] for name in ["dataset", "split", "space", "shape"])


trained = {}
for configuration, result in runs("stand-alone"):
    training = configuration["training"]
    if same(configuration) and training["settings"] == profile["standAlone"]["settings"]:
        seeds = trained.setdefault(text_of(configuration["architecture"]), {})
        seeds.setdefault(training["seed"], result["accuracy"])
truth = {
    text: mean(seeds[seed] for seed in profile["standAlone"]["seeds"])
    for text, seeds in trained.items()
    if all(seed in seeds for seed in profile["standAlone"]["seeds"])
}
sample = sorted(truth)

# --- what one-shot models say of it

recipe = profile["oneShot"]["settings"]
all_on = {}
for configuration, result in runs("one-shot"):
    key = json.dumps(configuration["training"], sort_keys=True)
    if same(configuration):
        all_on.setdefault(key, result["allOn"]["accuracy"])
scores, remeasured = {}, {}
for configuration, result in runs("scores"):
    one_shot = configuration["oneShot"]
    if not same(one_shot):
        continue
    key = json.dumps(one_shot["training"], sort_keys=True)
    accuracies = {one["architecture"]: one["accuracy"] for one in result["candidates"]}
    if "statistics" in configuration:
        remeasured.setdefault(key, accuracies)
    elif configuration.get("candidates", {}).get("count") == profile["candidates"]["count"]:
        scores.setdefault(key, accuracies)


class Missing(Exception):
    pass


def key_of(changes, seed):
    return json.dumps({"settings": {**recipe, **changes}, "seed": seed}, sort_keys=True)


def look(table, key):
    if key not in table:
        raise Missing
    return table[key]


def correlation(changes, seeds, table=None):
    """Mean over models of the rank correlation with the stand-alone accuracies."""
    if not sample:
        raise Missing
    found = []
    for seed in seeds:
        accuracies = look(scores if table is None else table, key_of(changes, seed))
        found.append(spearman([accuracies[text] for text in sample], [truth[text] for text in sample]))
    return mean(found)


seeds = profile["oneShot"]["seeds"]
rate_seeds = profile.get("rateSeeds", seeds)


def constant_rates():
    if "constantRates" not in profile:
        raise Missing
    at = {}
    for name in ["low", "moderate", "high"]:
        arm = profile["constantRates"][name]
        at[name] = correlation({"dropout": {"rate": arm["rate"], "ramp": "none"}}, arm["seeds"])
    return at["moderate"] - max(at["low"], at["high"])


def ramped_rates():
    def at(rate):
        return correlation({"dropout": {**recipe["dropout"], "rate": rate}}, rate_seeds)

    rates = profile["rates"]
    return at(recipe["dropout"]["rate"]) - max(at(rates[0]), at(rates[-1]))


def parameters(text):
    shape = profile["shape"]
    filters, image_channels = shape["filters"], shape["image"][2]
    total = 9 * image_channels * filters + 2 * filters
    two_back = one_back = filters
    for stage in range(shape["stages"]):
        channels = filters * 2**stage
        for _ in range(shape["cellsPerStage"]):
            blocks = text.split("|")
            for block in blocks:
                inputs, chosen = (part.split("+") for part in block.split(">"))
                for name in inputs:
                    total += {"c2": two_back, "c1": one_back}.get(name, channels) * channels
                total += 2 * channels + 2 * channels
                for name in chosen:
                    size = {"sep3": 3, "sep5": 5, "sep7": 7}.get(name)
                    if size:
                        total += 2 * (size * size * channels + channels * channels) + 2 * channels
                    elif name == "conv7":
                        total += 2 * 7 * channels * channels + 2 * channels
            two_back, one_back = one_back, len(blocks) * channels
    return total + one_back * shape["classes"] + shape["classes"]


def large_models():
    accuracies = look(scores, key_of({}, seeds[0]))
    texts = list(accuracies)
    return spearman([accuracies[text] for text in texts], [parameters(text) for text in texts])


def divergence():
    reference = profile.get("reference", {**recipe["dropout"], "rate": profile["rates"][0]})
    wanted = {
        "candidates": {"settings": recipe, "seed": seeds[0]},
        "reference": {"settings": {**recipe, "dropout": reference}, "seed": seeds[0]},
    }
    for configuration, result in runs("divergence"):
        if not same(configuration) or any(configuration[name] != wanted[name] for name in wanted):
            continue
        distances = {one["architecture"]: one["divergences"][0] for one in result["candidates"]}
        if set(distances) == set(sample):
            return spearman([-distances[text] for text in sample], [truth[text] for text in sample])
    raise Missing


def removal():
    for configuration, result in runs("removal"):
        if not same(configuration) or configuration["training"] != {"settings": recipe, "seed": seeds[0]}:
            continue
        losses, uses = [], []
        for one in result["removals"]:
            if one["kind"] != "operation":
                continue
            has = [one["name"] in text.split("|")[one["block"]].split(">")[1].split("+") for text in sample]
            if not any(has) or all(has):
                continue
            losses.append(result["allOn"]["accuracy"] - one["accuracy"])
            uses.append(
                mean(truth[text] for text, is_there in zip(sample, has) if is_there)
                - mean(truth[text] for text, is_there in zip(sample, has) if not is_there)
            )
        return spearman(losses, uses)
    raise Missing


whole = profile.get("tricks") == "whole"
full = lambda: correlation({}, seeds)
strength = recipe["decay"]["strength"]
ghosts = recipe["ghosts"]


def decay(factor, on):
    return {"decay": {"strength": factor * strength, "on": on}}


def batch_statistics():
    rivals = [correlation({"statistics": "running"}, seeds)]
    if whole:
        rivals.append(correlation({}, seeds, remeasured))
        size = ghosts["count"] * ghosts["size"]
        rivals.append(correlation({"ghosts": {"count": 1, "size": size, "masks": "batch"}}, seeds))
    return full() - max(rivals)


def retained_l2():
    if not whole:
        return full() - correlation(decay(1, "all"), seeds)
    none = correlation(decay(0, "retained"), seeds)
    rows = []
    for factor in [1, 10, 100]:
        kept = correlation({} if factor == 1 else decay(factor, "retained"), seeds)
        rows.append((kept - none, kept - correlation(decay(factor, "all"), seeds)))
    return max(rows, key=lambda row: row[0])[1]


def tested():
    """Test accuracies of groups whose networks are given: which they are is drawn, so it is not recomputed here."""
    groups = request.get("groups")
    if not groups:
        raise Missing
    accuracies = {}
    for configuration, result in runs("retrained"):
        if same(configuration) and configuration["training"]["settings"] == profile["retraining"]["settings"]:
            key = (json.dumps(configuration["architecture"]), configuration["training"]["seed"])
            accuracies[key] = result["accuracy"]
    means = {
        group["name"]: mean(
            mean(accuracies[(json.dumps(network), seed)] for seed in group["seeds"]) for network in group["networks"]
        )
        for group in groups
    }
    best = max(means[name] for name in ["random", "random, same size", "evolution, trained alone"])
    return 100 * (means["one-shot, best of random"] - best)


def main_correlation():
    return correlation({}, seeds[:1])


claims = {
    "C1": constant_rates,
    "C1b": ramped_rates,
    "C2": main_correlation,
    "C3": tested,
    "C4": large_models,
    "C5": divergence,
    "C5b": removal,
    "T1": lambda: full() - correlation({"dropout": {"rate": 0, "ramp": "none"}}, seeds),
    "T2": batch_statistics,
    "T3": lambda: full() - correlation({"ghosts": {**ghosts, "masks": "batch"}}, seeds),
    "T4": retained_l2,
}
found = {}
for claim, compute in claims.items():
    try:
        found[claim] = compute()
    except Missing:
        found[claim] = None
print(json.dumps(found))
