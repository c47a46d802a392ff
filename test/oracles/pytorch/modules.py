"""torch.nn.LSTM, torch.nn.GRU and torch.nn.RNN themselves, on packed sequences, for every network that they can express: a cell, a
stack of equal cells (num_layers), both directions with concatenation, and a stack of those. Their weights are derived from the case's
weights, whatever the layout, so that autograd carries the gradients back. This is what the written-out cells are held against.
"""

from typing import NamedTuple

import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from layouts import gru_matrices, lstm_matrices, rnn_matrices

MATRICES = {"lstm": lstm_matrices, "gru": gru_matrices, "rnn": rnn_matrices}


class Plan(NamedTuple):
    """What one module needs: `layers` has a list of (path, options) a layer, one entry a direction."""

    kind: str
    layers: list


def plan(network, path):
    """The plan of a module that is this network, or None."""
    ((kind, options),) = network.items()
    if kind in MATRICES:
        return Plan(kind, [[(path, options)]]) if expressible(kind, options) else None
    if kind == "bidirectional":
        return both_directions(options, path)
    if kind == "stacked":
        return joined([plan(part, f"{path}{index}/") for index, part in enumerate(options)])
    return None


def expressible(kind, options):
    plain = options.get("recurrentActivation", "sigmoid") == "sigmoid"
    if kind == "lstm":
        return plain and not options.get("peepholes") and "cellClip" not in options and projectable(options)
    if kind == "gru":
        return plain and options.get("resetAfter", True)
    return True


def projectable(options):
    return "projectionSize" not in options or (options["layout"] == "pytorch" and options["projectionSize"] < options["hiddenSize"])


def both_directions(options, path):
    if options["merge"] != "concat":
        return None
    halves = [plan(options[name], f"{path}{name}/") for name in ("forward", "backward")]
    if any(half is None or len(half.layers) > 1 or len(half.layers[0]) > 1 for half in halves):
        return None
    if not alike(halves):
        return None
    return Plan(halves[0].kind, [halves[0].layers[0] + halves[1].layers[0]])


def joined(parts):
    if not parts or any(part is None for part in parts) or not alike(parts):
        return None
    return Plan(parts[0].kind, [layer for part in parts for layer in part.layers])


def alike(parts):
    """One module has one kind of cell, one size, one activation, and in all layers the same number of directions."""
    seen = {
        (part.kind, len(layer), options["hiddenSize"], options.get("projectionSize"), options.get("activation", "tanh"))
        for part in parts
        for layer in part.layers
        for _, options in layer
    }
    return len(seen) == 1


class Modules:
    def __init__(self, run):
        self.shared = run

    def run(self, network, path, x):
        planned = plan(network, path)
        return None if planned is None else self.run_module(planned, x)

    def run_module(self, planned, x):
        module, cells = build(planned, x.shape[2]), [cell for layer in planned.layers for cell in layer]
        module._flat_weights = self.flat_weights(planned, x.shape[2])
        packed = pack_padded_sequence(x, self.shared.lengths, enforce_sorted=False)
        outputs, final = module(packed, self.initial(planned.kind, cells, x))
        final = final if planned.kind == "lstm" else (final,)
        for index, (path, _) in enumerate(cells):
            self.shared.final[path] = {name: tensor[index] for name, tensor in zip(("h", "c"), final)}
        return pad_packed_sequence(outputs, total_length=x.shape[0])[0]

    def flat_weights(self, planned, inputs):
        """In the module's own order: weight_ih, weight_hh, bias_ih, bias_hh, weight_hr of each direction of each layer."""
        flat = []
        for layer in planned.layers:
            for path, options in layer:
                flat += MATRICES[planned.kind](self.shared.weights, path, options, inputs)
                if "projectionSize" in options:
                    flat.append(self.shared.weights.take(path + "weight_hr", options["projectionSize"], options["hiddenSize"]))
            inputs = sum(size_of_h(options) for _, options in layer)
        return flat

    def initial(self, kind, cells, x):
        """[layers · directions, N, H] for each of h and c."""
        h = torch.stack([self.shared.state(path, "h", x, size_of_h(options)) for path, options in cells])
        if kind != "lstm":
            return h
        return h, torch.stack([self.shared.state(path, "c", x, options["hiddenSize"]) for path, options in cells])


def size_of_h(options):
    return options.get("projectionSize", options["hiddenSize"])


def build(planned, inputs):
    options = planned.layers[0][0][1]
    shape = dict(num_layers=len(planned.layers), bidirectional=len(planned.layers[0]) == 2, dtype=torch.float64)
    if planned.kind == "lstm":
        return torch.nn.LSTM(inputs, options["hiddenSize"], proj_size=options.get("projectionSize", 0), **shape)
    if planned.kind == "gru":
        return torch.nn.GRU(inputs, options["hiddenSize"], **shape)
    return torch.nn.RNN(inputs, options["hiddenSize"], nonlinearity=options.get("activation", "tanh"), **shape)
