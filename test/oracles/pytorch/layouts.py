"""A cell's weights in any framework's layout, as the four tensors of PyTorch's formulas: weight_ih [G·H, D], weight_hh [G·H, P],
bias_ih [G·H], bias_hh [G·H], with G gates (LSTM: i f g o, GRU: r z n, RNN: one), H hidden, P the size of h.

Each conversion is differentiable, so autograd carries the gradients back into the layout in which the weights came.
"""

from typing import NamedTuple

import torch


class Matrices(NamedTuple):
    weight_ih: torch.Tensor
    weight_hh: torch.Tensor
    bias_ih: torch.Tensor
    bias_hh: torch.Tensor


LSTM_GATES = {"pytorch": "ifgo", "keras": "ifgo", "tensorflow": "igfo", "deepBreathe": "figo"}
GRU_GATES = {"pytorch": "rzn", "keras": "zrn"}


def reorder_gates(tensor, given, wanted):
    """Permutes the blocks of rows; `given` and `wanted` hold a letter a gate."""
    gates = dict(zip(given, tensor.chunk(len(given))))
    return torch.cat([gates[name] for name in wanted])


def reorder(matrices, given, wanted):
    return Matrices(*(reorder_gates(tensor, given, wanted) for tensor in matrices))


def pytorch(weights, path, gates, inputs, recurrent, hidden):
    rows = gates * hidden
    return Matrices(
        weights.take(path + "weight_ih", rows, inputs),
        weights.take(path + "weight_hh", rows, recurrent),
        weights.take(path + "bias_ih", rows),
        weights.take(path + "bias_hh", rows),
    )


def keras(weights, path, gates, inputs, recurrent, hidden, two_biases=False):
    columns = gates * hidden
    kernel = weights.take(path + "kernel", inputs, columns)
    recurrent_kernel = weights.take(path + "recurrent_kernel", recurrent, columns)
    if two_biases:
        bias = weights.take(path + "bias", 2, columns)
        return Matrices(kernel.T, recurrent_kernel.T, bias[0], bias[1])
    bias = weights.take(path + "bias", columns)
    return Matrices(kernel.T, recurrent_kernel.T, bias, torch.zeros_like(bias))


def tensorflow(weights, path, gates, inputs, recurrent, hidden):
    kernel = weights.take(path + "kernel", inputs + recurrent, gates * hidden)
    bias = weights.take(path + "bias", gates * hidden)
    return Matrices(kernel[:inputs].T, kernel[inputs:].T, bias, torch.zeros_like(bias))


def deep_breathe(weights, path, gates, inputs, recurrent, hidden):
    packed = weights.take(path + "W", gates * hidden, 1 + inputs + recurrent)
    bias = packed[:, 0]
    return Matrices(packed[:, 1 : 1 + inputs], packed[:, 1 + inputs :], bias, torch.zeros_like(bias))


LSTM_LAYOUTS = {"pytorch": pytorch, "keras": keras, "tensorflow": tensorflow, "deepBreathe": deep_breathe}


def choose(table, name, what):
    if name not in table:
        raise ValueError(f'{what} is "{name}", must be one of {", ".join(table)}')
    return table[name]


def lstm_matrices(weights, path, options, inputs):
    """i f g o; `forgetBias` is added to the forget gate's bias, where it does what it does in the gate, and is not trained."""
    hidden, layout = options["hiddenSize"], options["layout"]
    read = choose(LSTM_LAYOUTS, layout, "the layout of an lstm")
    recurrent = options.get("projectionSize", hidden)
    matrices = reorder(read(weights, path, 4, inputs, recurrent, hidden), LSTM_GATES[layout], "ifgo")
    forget = torch.zeros(4 * hidden, dtype=torch.float64)
    forget[hidden : 2 * hidden] = options.get("forgetBias", 0.0)
    return matrices._replace(bias_ih=matrices.bias_ih + forget)


def gru_matrices(weights, path, options, inputs):
    """r z n"""
    hidden, layout = options["hiddenSize"], options["layout"]
    given = choose(GRU_GATES, layout, "the layout of a gru")
    if layout == "keras":
        matrices = keras(weights, path, 3, inputs, hidden, hidden, two_biases=options.get("resetAfter", True))
    else:
        matrices = pytorch(weights, path, 3, inputs, hidden, hidden)
    return reorder(matrices, given, "rzn")


def rnn_matrices(weights, path, options, inputs):
    choose({"pytorch": pytorch}, options["layout"], "the layout of an rnn")
    return pytorch(weights, path, 1, inputs, options["hiddenSize"], options["hiddenSize"])
