"""The character LSTM of the source articles, as each of its versions trains it: float64, gradients by PyTorch's autograd, everything else
written out here after the articles' description. A list of questions comes in on stdin as JSON, a list of answers goes out:

    {"version": "numpy", "update": {"rule": "sgd", "learningRate": 0.01}, "chunks": [{"inputs": [ids], "targets": [ids]}, ...],
     "weights": {name: rows}}
    -> {"losses": [...], "largest": [largest gradient of each chunk], "state": {"h": [...], "c": [...]}, "weights": {...}}

`stateful` (Keras only): the state is carried from chunk to chunk.
"""

import json
import sys

import torch
from torch.nn import functional as F


def numpy_gates(x, h, w):
    """i f o g; b is [1, 4H]. No forget bias."""
    i, f, o, g = (h @ w["Wh"] + x @ w["Wx"] + w["b"]).chunk(4, dim=1)
    return torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g), torch.sigmoid(o)


def tensorflow_gates(x, h, w):
    """i j f o over x and h side by side; LSTMCell's own forget bias is 1."""
    i, j, f, o = (torch.cat([x, h], dim=1) @ w["kernel"] + w["bias"]).chunk(4, dim=1)
    return torch.sigmoid(i), torch.sigmoid(f + 1), torch.tanh(j), torch.sigmoid(o)


def keras_gates(x, h, w):
    """i f c o; the gates are the hard sigmoids of Keras before 2.3, as its default was when the article was written."""
    i, f, c, o = (x @ w["kernel"] + h @ w["recurrent_kernel"] + w["bias"]).chunk(4, dim=1)
    i, f, o = (torch.clamp(0.2 * gate + 0.5, 0, 1) for gate in (i, f, o))
    return i, f, torch.tanh(c), o


GATES = {"numpy": numpy_gates, "tensorflow": tensorflow_gates, "keras": keras_gates}
SCORES = {
    "numpy": lambda h, w: h @ w["Why"].T + w["by"],
    "tensorflow": lambda h, w: h @ w["out_w"] + w["out_b"],
    "keras": lambda h, w: h @ w["dense_kernel"] + w["dense_bias"],
}


def forward(version, ids, h, c, w):
    """Scores [T, V] of a chunk, and the state that it ends in."""
    scores = []
    size = (w["Wx"] if version == "numpy" else w["kernel"]).shape[0] - (h.shape[1] if version == "tensorflow" else 0)
    for x in F.one_hot(torch.tensor(ids), size).double():
        i, f, g, o = GATES[version](x[None], h, w)
        c = f * c + i * g
        h = o * torch.tanh(c)
        scores.append(SCORES[version](h, w))
    return torch.cat(scores), h.detach(), c.detach()


def begin(version, h, c, stateful):
    """What the next chunk begins with."""
    if version == "numpy":
        return h, torch.zeros_like(c)
    if version == "tensorflow" or stateful:
        return h, c
    return torch.zeros_like(h), torch.zeros_like(c)


class Sgd:
    def __init__(self, rate):
        self.rate = rate

    def step(self, leaves, gradients):
        for leaf, gradient in zip(leaves, gradients):
            leaf -= self.rate * gradient


class ClippedAdagrad:
    """As min-char-rnn, which the article began with: every element clipped to ±5, 1e-8 inside of the root."""

    def __init__(self, rate):
        self.rate, self.sums = rate, None

    def step(self, leaves, gradients):
        self.sums = self.sums or [torch.zeros_like(leaf) for leaf in leaves]
        for leaf, gradient, total in zip(leaves, gradients, self.sums):
            clipped = gradient.clamp(-5, 5)
            total += clipped * clipped
            leaf -= self.rate * clipped / torch.sqrt(total + 1e-8)


class Adam:
    """TensorFlow's and Keras' own: the corrections are in the rate, so epsilon stands beside the uncorrected root."""

    def __init__(self, rate, epsilon):
        self.rate, self.epsilon, self.t, self.m, self.v = rate, epsilon, 0, None, None

    def step(self, leaves, gradients):
        self.m = self.m or [torch.zeros_like(leaf) for leaf in leaves]
        self.v = self.v or [torch.zeros_like(leaf) for leaf in leaves]
        self.t += 1
        rate = self.rate * (1 - 0.999**self.t) ** 0.5 / (1 - 0.9**self.t)
        for leaf, gradient, m, v in zip(leaves, gradients, self.m, self.v):
            m += (1 - 0.9) * (gradient - m)
            v += (1 - 0.999) * (gradient * gradient - v)
            leaf -= rate * m / (torch.sqrt(v) + self.epsilon)


def rule_of(update):
    rate, rule = update["learningRate"], update["rule"]
    if rule == "adam":
        return Adam(rate, update["epsilon"])
    return {"sgd": Sgd, "adagrad": ClippedAdagrad}[rule](rate)


def train(question):
    version, stateful = question["version"], question.get("stateful", False)
    w = {name: torch.tensor(rows, dtype=torch.float64).requires_grad_() for name, rows in question["weights"].items()}
    leaves, rule = list(w.values()), rule_of(question["update"])
    h = torch.zeros(1, question["hidden"], dtype=torch.float64)
    c = torch.zeros_like(h)
    losses, largest = [], []
    for chunk in question["chunks"]:
        scores, h, c = forward(version, chunk["inputs"], *begin(version, h, c, stateful), w)
        each = F.cross_entropy(scores, torch.tensor(chunk["targets"]), reduction="none")
        # The NumPy version shows the mean, and goes down the sum.
        gradients = torch.autograd.grad(each.sum() if version == "numpy" else each.mean(), leaves)
        losses.append(each.mean().item())
        largest.append(max(gradient.abs().max().item() for gradient in gradients))
        with torch.no_grad():
            rule.step(leaves, gradients)
    state = {"h": h.tolist(), "c": c.tolist()}
    return {"losses": losses, "largest": largest, "state": state, "weights": {name: leaf.tolist() for name, leaf in w.items()}}


if __name__ == "__main__":
    torch.set_num_threads(1)
    print(json.dumps([train(question) for question in json.load(sys.stdin)], allow_nan=False))
