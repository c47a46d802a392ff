"""One step of each cell, written out: x [N, D] and the state {h, c} [N, H] to the new state. Autograd does the rest."""

import torch
from torch.nn import functional as F

from layouts import choose, gru_matrices, lstm_matrices, rnn_matrices

GATE_ACTIVATIONS = {
    "sigmoid": torch.sigmoid,
    # Keras 2 and TensorFlow.js.
    "hardSigmoid": lambda x: (0.2 * x + 0.5).clamp(0, 1),
    # Keras 3, and PyTorch's nn.Hardsigmoid.
    "hardSigmoidKeras3": lambda x: (x / 6 + 0.5).clamp(0, 1),
}
RNN_ACTIVATIONS = {"tanh": torch.tanh, "relu": torch.relu}


def gate_activation(options):
    return choose(GATE_ACTIVATIONS, options.get("recurrentActivation", "sigmoid"), "recurrentActivation")


def preactivations(matrices, x, h):
    return x @ matrices.weight_ih.T + matrices.bias_ih + h @ matrices.weight_hh.T + matrices.bias_hh


class Lstm:
    """Hochreiter and Schmidhuber, 1997, with a forget gate (Gers et al., 2000).

    Peepholes, projection and the cell's clipping as in TensorFlow's LSTMCell: i and f look at the old c, o at the new one; c is clipped
    before the output reads it; h = (o · tanh c) · projection.
    """

    names = ("h", "c")

    def __init__(self, weights, path, options, inputs):
        hidden = options["hiddenSize"]
        self.size = options.get("projectionSize", hidden)
        self.cell_size = hidden
        self.gate = gate_activation(options)
        self.matrices = lstm_matrices(weights, path, options, inputs)
        self.clip = options.get("cellClip")
        gates = ("input", "forget", "output") if options.get("peepholes") else ()
        self.peepholes = [weights.take(f"{path}peephole/{gate}", hidden) for gate in gates]
        self.projection = projection(weights, path, options)

    def step(self, x, state):
        i, f, g, o = preactivations(self.matrices, x, state["h"]).chunk(4, dim=1)
        if self.peepholes:
            i, f = i + self.peepholes[0] * state["c"], f + self.peepholes[1] * state["c"]
        c = self.gate(f) * state["c"] + self.gate(i) * torch.tanh(g)
        if self.clip is not None:
            c = c.clamp(-self.clip, self.clip)
        if self.peepholes:
            o = o + self.peepholes[2] * c
        h = self.gate(o) * torch.tanh(c)
        return {"h": h if self.projection is None else h @ self.projection.T, "c": c}


def projection(weights, path, options):
    """[P, H], or None. PyTorch stores it so; TensorFlow, and with it every other layout here, as [H, P]."""
    if "projectionSize" not in options:
        return None
    hidden, size = options["hiddenSize"], options["projectionSize"]
    if options["layout"] == "pytorch":
        return weights.take(path + "weight_hr", size, hidden)
    return weights.take(path + "projection/kernel", hidden, size).T


class LayerNormLstm:
    """tf.contrib.rnn.LayerNormBasicLSTMCell with layer_norm=True (after Ba, Kiros and Hinton, 2016).

    Every gate is normalized before its nonlinearity, and so is the new cell state, which is then what the output reads and what is
    handed on.
    """

    names = ("h", "c")

    def __init__(self, weights, path, options, inputs):
        choose({"tensorflow": None}, options["layout"], "the layout of a layerNormLstm")
        hidden = self.size = self.cell_size = options["hiddenSize"]
        self.gate = gate_activation(options)
        self.forget_bias = options.get("forgetBias", 0.0)
        self.kernel = weights.take(path + "kernel", inputs + hidden, 4 * hidden)
        self.scales = {}
        for part in ("input", "transform", "forget", "output", "state"):
            self.scales[part] = [weights.take(f"{path}{part}/{name}", hidden) for name in ("gamma", "beta")]

    def norm(self, part, x):
        return F.layer_norm(x, (self.size,), *self.scales[part], eps=1e-12)

    def step(self, x, state):
        i, j, f, o = (torch.cat([x, state["h"]], dim=1) @ self.kernel).chunk(4, dim=1)
        kept = state["c"] * self.gate(self.norm("forget", f) + self.forget_bias)
        c = self.norm("state", kept + self.gate(self.norm("input", i)) * torch.tanh(self.norm("transform", j)))
        return {"h": torch.tanh(c) * self.gate(self.norm("output", o)), "c": c}


class Gru:
    """Cho et al., 2014 (`resetAfter` false: r · h, then the product), and cuDNN's variant (true: the product, then r)."""

    names = ("h",)

    def __init__(self, weights, path, options, inputs):
        self.size = options["hiddenSize"]
        self.gate = gate_activation(options)
        self.reset_after = options.get("resetAfter", True)
        self.matrices = gru_matrices(weights, path, options, inputs)

    def step(self, x, state):
        weight_ih, weight_hh, bias_ih, bias_hh = self.matrices
        h, size = state["h"], self.size
        from_x = x @ weight_ih.T + bias_ih
        from_h = h @ weight_hh[: 2 * size].T + bias_hh[: 2 * size]
        r, z = self.gate(from_x[:, : 2 * size] + from_h).chunk(2, dim=1)
        weight_n, bias_n = weight_hh[2 * size :].T, bias_hh[2 * size :]
        recurrent = r * (h @ weight_n + bias_n) if self.reset_after else (r * h) @ weight_n + bias_n
        n = torch.tanh(from_x[:, 2 * size :] + recurrent)
        return {"h": (1 - z) * n + z * h}


class Rnn:
    """Elman, 1990."""

    names = ("h",)

    def __init__(self, weights, path, options, inputs):
        self.size = options["hiddenSize"]
        self.activation = choose(RNN_ACTIVATIONS, options.get("activation", "tanh"), "the activation of an rnn")
        self.matrices = rnn_matrices(weights, path, options, inputs)

    def step(self, x, state):
        return {"h": self.activation(preactivations(self.matrices, x, state["h"]))}


CELLS = {"lstm": Lstm, "layerNormLstm": LayerNormLstm, "gru": Gru, "rnn": Rnn}
OPTIONS = {
    "lstm": {"forgetBias", "recurrentActivation", "peepholes", "projectionSize", "cellClip"},
    "layerNormLstm": {"forgetBias", "recurrentActivation"},
    "gru": {"resetAfter", "recurrentActivation"},
    "rnn": {"activation"},
}


def check_options(kind, options):
    unknown = sorted(set(options) - OPTIONS[kind] - {"hiddenSize", "layout"})
    if unknown:
        raise ValueError(f"this oracle knows no option {', '.join(unknown)} of {kind}")
