"""Runs a case of `lstm-parity/1` and fills in what it expects."""

import torch
from torch.nn import functional as F

from networks import Run
from tensors import Weights, batch_first, from_json, to_json
from training import clip, loss_of, optimizer_of


class Case:
    def __init__(self, case, by_modules):
        if case.get("format") != "lstm-parity/1":
            raise ValueError(f'the format is "{case.get("format")}", must be "lstm-parity/1"')
        self.model = case["model"]
        self.weights = Weights(case["weights"])
        self.leaves = list(self.weights.leaves.values())
        self.optimizer_options = case["optimizer"]
        self.optimizer = optimizer_of(case["optimizer"], self.leaves)
        self.initial = states_from_json(case.get("initialState", {}))
        self.carries = case.get("carryState", False)
        self.steps = case["steps"]
        self.by_modules = by_modules

    def run(self, recorded):
        """Every step; `recorded` has the indices of those whose tensors are kept."""
        losses, records, states = [], {}, self.initial
        for index, step in enumerate(self.steps):
            outputs, logits, final, loss = self.forward(step, states)
            self.backward(loss)
            losses.append(loss.item())
            if index in recorded:
                records[str(index)] = self.record(outputs, logits, final)
            clip(self.optimizer_options, self.leaves)
            self.optimizer.step()
            states = detached(final) if self.carries else self.initial
        return {"losses": losses, "steps": records, "weights": {path: to_json(leaf) for path, leaf in self.weights.leaves.items()}}

    def forward(self, step, states):
        x = self.inputs(step["inputs"])
        lengths = torch.tensor(step.get("lengths", [x.shape[0]] * x.shape[1]))
        if lengths.shape != x.shape[1:2] or lengths.min() < 1 or lengths.max() > x.shape[0]:
            raise ValueError(f"lengths must have one length from 1 to {x.shape[0]} for each of the {x.shape[1]} rows")
        run = Run(self.weights, states, lengths, self.by_modules)
        outputs = run.network(self.model["network"], "", x)
        features, valid = self.read(outputs, lengths)
        logits = self.dense(features)
        self.weights.refuse_unread()
        unknown = set(states) - set(run.final)
        if unknown:
            raise ValueError(f"there is no cell for the states {', '.join(sorted(unknown))}")
        return outputs, logits, run.final, loss_of(self.model["loss"], logits, step["targets"], valid)

    def inputs(self, inputs):
        """[T, N, D]"""
        if "ids" not in inputs:
            return batch_first(from_json(inputs))
        ids = torch.tensor(inputs["ids"]).T
        one_hot = F.one_hot(ids, self.model["inputSize"]).double()
        if "embedding" not in self.model:
            return one_hot
        return F.embedding(ids, self.weights.take("embedding/kernel", self.model["inputSize"], self.model["embedding"]["size"]))

    def read(self, outputs, lengths):
        """What the dense layer reads [T or 1, N, F], and which of it counts."""
        if self.model["readout"] == "all":
            return outputs, torch.arange(outputs.shape[0])[:, None] < lengths
        rows = torch.arange(outputs.shape[1])
        return outputs[lengths - 1, rows][None], torch.ones(1, outputs.shape[1], dtype=torch.bool)

    def dense(self, features):
        units = self.model["dense"]["units"]
        return features @ self.weights.take("dense/kernel", features.shape[2], units) + self.weights.take("dense/bias", units)

    def backward(self, loss):
        for leaf in self.leaves:
            leaf.grad = torch.zeros_like(leaf)
        loss.backward()

    def record(self, outputs, logits, final):
        return {
            "outputs": to_json(batch_first(outputs)),
            "logits": to_json(batch_first(logits)),
            "finalState": {path: {name: to_json(value) for name, value in state.items()} for path, state in final.items()},
            "gradients": {path: to_json(leaf.grad) for path, leaf in self.weights.leaves.items()},
        }


def states_from_json(states):
    return {path: {name: from_json(value) for name, value in state.items()} for path, state in states.items()}


def detached(states):
    return {path: {name: value.detach() for name, value in state.items()} for path, state in states.items()}


def complete(case, by_modules):
    """The case with `expect`. The steps to be kept are those that `expect.steps` names, else the first and the last."""
    wanted = case.get("expect", {}).get("steps")
    recorded = {0, len(case["steps"]) - 1} if wanted is None else {int(index) for index in wanted}
    how = "torch.nn" if by_modules else "autograd"
    version = torch.__version__.split("a")[0]
    return {
        "source": f"PyTorch {version} {how}, float64, CPU",
        **case,
        "dtype": "float64",
        "expect": Case(case, by_modules).run(recorded),
        "tolerance": case.get("tolerance", {"absolute": 1e-9, "relative": 1e-7}),
    }
