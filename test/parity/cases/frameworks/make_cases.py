"""Writes the ONNX and Flax cases beside it: `pip install onnx onnxruntime jax flax`, then `python3 make_cases.py`.

ONNX Runtime runs forward only, in float32: its cases have outputs and states, and a head and a loss of them that are worked out here. Flax
trains in float64. The numbers were computed by ONNX Runtime 1.32 and Flax 0.12.8 on jax 0.10.2.
"""
import json
import os

import flax.linen as nn
import jax
import jax.numpy as jnp
import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

jax.config.update("jax_enable_x64", True)
D, H, N, T, UNITS = 3, 4, 4, 6, 3
LENGTHS = [6, 2, 4, 5]


def tensor(array):
    array = np.asarray(array)
    return {"shape": list(array.shape), "data": [float(x) for x in array.reshape(-1)]}


def write(name, source, network, body):
    model = {"inputSize": D, "network": network, "readout": "all", "dense": {"units": UNITS}, "loss": "softmaxCrossEntropy"}
    case = {"format": "lstm-parity/1", "name": name, "source": source, "model": model, **body}
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), f"{name.lower().replace(' ', '-')}.lstm-parity.json")
    with open(path, "w") as file:
        json.dump(case, file, indent=2)


# ONNX

NAMES = {"sigmoid": "Sigmoid", "tanh": "Tanh", "relu": "Relu", "hardSigmoid": "HardSigmoid", "softsign": "Softsign"}
GATES = {"lstm": 4, "gru": 3, "rnn": 1}


def onnx_attributes(kind, options):
    activation = options.get("activation", "tanh")
    gate = options.get("recurrentActivation", "sigmoid")
    names = {"lstm": [gate, activation, options.get("stateActivation", activation)], "gru": [gate, activation], "rnn": [activation]}
    attributes = {"hidden_size": H, "activations": [NAMES[name] for name in names[kind]]}
    if "gateClip" in options:
        attributes["clip"] = options["gateClip"]
    if kind == "lstm":
        attributes["input_forget"] = int(options.get("inputForget", False))
    if kind == "gru":
        attributes["linear_before_reset"] = int(options["resetAfter"])
    return attributes


def run_onnx(kind, options, x, arrays):
    states = ["h0", "c0"] if kind == "lstm" else ["h0"]
    inputs = ["X", "W", "R", "B" if "B" in arrays else "", "lengths", *states, *(["P"] if "P" in arrays else [])]
    outputs = ["Y", "h", "c"][: 1 + len(states)]
    node = helper.make_node(kind.upper(), inputs, outputs, **onnx_attributes(kind, options))
    given = [
        helper.make_tensor_value_info("X", TensorProto.FLOAT, list(x.shape)),
        helper.make_tensor_value_info("lengths", TensorProto.INT32, [N]),
    ]
    computed = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs]
    constants = [numpy_helper.from_array(array[None], name) for name, array in arrays.items()]
    graph = helper.make_graph([node], "cell", given, computed, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 22)])
    model.ir_version = 10
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    results = session.run(None, {"X": x, "lengths": np.array(LENGTHS, np.int32)})
    return dict(zip(outputs, results))


def head(outputs, kernel, bias, targets):
    """Logits, and the mean of the losses of valid steps."""
    logits = outputs.astype(np.float64) @ kernel + bias
    losses = np.log(np.exp(logits).sum(-1)) - np.take_along_axis(logits, targets[..., None], -1)[..., 0]
    valid = np.arange(T)[None, :] < np.array(LENGTHS)[:, None]
    return logits, losses[valid].mean()


def onnx_case(name, kind, seed, **options):
    random = np.random.default_rng(seed)
    draw = lambda *shape: (0.7 * random.standard_normal(shape)).astype(np.float32)
    rows = GATES[kind] * H
    arrays = {"W": draw(rows, D), "R": draw(rows, H), "h0": draw(N, H)}
    if options.get("bias", True):
        arrays["B"] = draw(2 * rows)
    if kind == "lstm":
        arrays["c0"] = draw(N, H)
    if options.get("peepholes"):
        arrays["P"] = draw(3 * H)
    x = draw(T, N, D)
    dense = {"dense/kernel": draw(H, UNITS), "dense/bias": draw(UNITS)}
    targets = random.integers(0, UNITS, (N, T))
    results = run_onnx(kind, options, x, arrays)
    outputs = results["Y"][:, 0].transpose(1, 0, 2)
    logits, loss = head(outputs, dense["dense/kernel"], dense["dense/bias"], targets)
    states = ["h", "c"] if kind == "lstm" else ["h"]
    final = {state: tensor(results[state][0]) for state in states}
    weights = {key: tensor(array) for key, array in {**arrays, **dense}.items() if key not in ("h0", "c0")}
    write(name, "ONNX Runtime 1.32, opset 22, float32, CPU", {kind: {"hiddenSize": H, "layout": "onnx", **options}}, {
        "weights": weights,
        "initialState": {"": {state: tensor(arrays[f"{state}0"]) for state in states}},
        "optimizer": {"name": "sgd", "learningRate": 0.1},
        "steps": [{"inputs": tensor(x.transpose(1, 0, 2)), "targets": {"ids": targets.tolist()}, "lengths": LENGTHS}],
        "expect": {
            "losses": [float(loss)],
            "steps": {"0": {"outputs": tensor(outputs), "logits": tensor(logits), "finalState": {"": final}}},
        },
        "tolerance": {"absolute": 1e-5, "relative": 1e-4},
    })


# Flax

CELLS = {"lstm": nn.LSTMCell, "gru": nn.GRUCell, "rnn": nn.SimpleCell}
FUNCTIONS = {"tanh": jnp.tanh, "softsign": nn.soft_sign, "sigmoid": nn.sigmoid, "hardSigmoidKeras3": nn.hard_sigmoid}


def flat(tree, path=""):
    found = {}
    for key, value in tree.items():
        found.update(flat(value, f"{path}{key}/") if isinstance(value, dict) else {f"{path}{key}": tensor(value)})
    return found


def flax_case(name, kind, seed, **options):
    random = np.random.default_rng(seed)
    draw = lambda *shape: jnp.asarray(0.6 * random.standard_normal(shape))
    functions = {"activation_fn": FUNCTIONS[options.get("activation", "tanh")]}
    if kind != "rnn":
        functions["gate_fn"] = FUNCTIONS[options.get("recurrentActivation", "sigmoid")]
    cell = CELLS[kind](features=H, param_dtype=jnp.float64, dtype=jnp.float64, **functions)
    x, h, c = draw(N, T, D), draw(N, H), draw(N, H)
    targets = random.integers(0, UNITS, (N, T))
    carry = (c, h) if kind == "lstm" else h
    shapes = cell.init(jax.random.PRNGKey(0), carry, x[:, 0])["params"]
    weights = jax.tree.map(lambda array: draw(*array.shape), dict(shapes))
    weights = {**weights, "dense": {"kernel": draw(H, UNITS), "bias": draw(UNITS)}}

    def forward(weights):
        state, outputs = carry, []
        own = {key: value for key, value in weights.items() if key != "dense"}
        for t in range(T):
            state, output = cell.apply({"params": own}, state, x[:, t])
            outputs.append(output)
        outputs = jnp.stack(outputs, 1)
        logits = outputs @ weights["dense"]["kernel"] + weights["dense"]["bias"]
        chosen = jnp.take_along_axis(jax.nn.log_softmax(logits), jnp.asarray(targets)[..., None], -1)
        return -chosen.mean(), (outputs, logits, state)

    losses, first, before = [], None, weights
    for _ in range(3):
        (loss, (outputs, logits, state)), gradients = jax.value_and_grad(forward, has_aux=True)(weights)
        losses.append(float(loss))
        final = {"c": tensor(state[0]), "h": tensor(state[1])} if kind == "lstm" else {"h": tensor(state)}
        first = first or {
            "outputs": tensor(outputs), "logits": tensor(logits), "finalState": {"": final}, "gradients": flat(gradients),
        }
        weights = jax.tree.map(lambda value, gradient: value - 0.25 * gradient, weights, gradients)
    step = {"inputs": tensor(x), "targets": {"ids": targets.tolist()}}
    write(name, "flax.linen 0.12.8 on jax 0.10.2, float64, CPU", {kind: {"hiddenSize": H, "layout": "flax", **options}}, {
        "weights": flat(before),
        "initialState": {"": {"h": tensor(h), "c": tensor(c)} if kind == "lstm" else {"h": tensor(h)}},
        "optimizer": {"name": "sgd", "learningRate": 0.25},
        "steps": [step] * 3,
        "expect": {"losses": losses, "steps": {"0": first}, "weights": flat(weights)},
        "tolerance": {"absolute": 1e-9, "relative": 1e-7},
    })


if __name__ == "__main__":
    onnx_case("ONNX LSTM clipped", "lstm", 1, peepholes=True, gateClip=0.75, activation="softsign", stateActivation="relu")
    onnx_case("ONNX LSTM coupled", "lstm", 2, inputForget=True, peepholes=True, recurrentActivation="hardSigmoid")
    onnx_case("ONNX LSTM without biases", "lstm", 3, bias=False, inputForget=True, gateClip=0.5, recurrentActivation="tanh")
    onnx_case("ONNX GRU reset before", "gru", 4, resetAfter=False, gateClip=0.8, activation="relu")
    onnx_case("ONNX GRU reset after", "gru", 5, resetAfter=True, recurrentActivation="softsign", activation="sigmoid")
    onnx_case("ONNX RNN clipped", "rnn", 6, gateClip=0.6, activation="softsign")
    flax_case("Flax LSTM", "lstm", 7, activation="softsign", recurrentActivation="hardSigmoidKeras3")
    flax_case("Flax GRU", "gru", 8)
    flax_case("Flax RNN", "rnn", 9, activation="sigmoid")
