"""Writes models that the frameworks made, with what they compute: the cases that the importer must find out by itself.

    python3 makeModels.py FOLDER [NAME...]

One folder a model: the file, and `case.lstm-parity.json`, a parity case. A framework that is not installed is left out.
"""

import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import numpy as np

makers = {}


def model(name):
    def register(make):
        makers[name] = make
        return make

    return register


def tensor(array):
    array = np.asarray(array)
    return {"shape": list(array.shape), "data": [float(x) for x in array.reshape(-1)]}


def write_case(folder, file, source, inputs, expect, said=None, step=None):
    """Ids have two axes, numbers three: rows, steps, features."""
    inputs = np.asarray(inputs)
    given = {"ids": inputs.tolist()} if inputs.dtype.kind in "iu" else tensor(inputs)
    case = {"format": "lstm-parity/1", "name": os.path.basename(folder), "source": source, "dtype": "float32"}
    case |= {"model": {"file": file, **(said or {})}, "steps": [{"inputs": given, **(step or {})}]}
    case["expect"] = {"steps": {"0": expect}}
    case["tolerance"] = {"absolute": 1e-5, "relative": 1e-4}
    with open(os.path.join(folder, "case.lstm-parity.json"), "w") as out:
        json.dump(case, out)


def ids(seed, shape, size):
    return np.random.default_rng(seed).integers(0, size, shape)


def features(seed, shape):
    return np.random.default_rng(seed).normal(size=shape).astype("f4")


# PyTorch


def torch_model(seed):
    import torch

    torch.manual_seed(seed)
    return torch, f"PyTorch {torch.__version__}"


def torch_case(folder, module, inputs, run, save=None, expect=None, said=None):
    torch, source = torch_model(0)
    with torch.no_grad():
        result = run(torch.from_numpy(inputs))
    if save is None:
        torch.save(module.state_dict(), os.path.join(folder, "model.pt"))
    file = "model.pt" if save is None else save(module)
    write_case(folder, file, source, inputs, expect(result) if expect else {"logits": tensor(result)}, said)


@model("torch-cell-head")
def torch_cell_head(folder):
    """LSTMCell in a loop: names without a layer."""
    torch, _ = torch_model(1)
    nn = torch.nn
    module = nn.ModuleDict({"cell": nn.LSTMCell(3, 5), "out": nn.Linear(5, 2)})

    def run(x):
        state, found = None, []
        for t in range(x.shape[1]):
            state = module["cell"](x[:, t], state)
            found.append(module["out"](state[0]))
        return torch.stack(found, 1)

    torch_case(folder, module, features(1, (2, 4, 3)), run)


@model("torch-projection")
def torch_projection(folder):
    torch, _ = torch_model(2)
    module = torch.nn.LSTM(3, 6, num_layers=2, proj_size=4, batch_first=True)
    torch_case(folder, module, features(2, (2, 5, 3)), lambda x: module(x)[0], expect=lambda y: {"outputs": tensor(y)})


@model("torch-gru-no-bias")
def torch_gru_no_bias(folder):
    torch, _ = torch_model(3)
    nn = torch.nn
    gru = nn.GRU(3, 4, num_layers=2, bidirectional=True, bias=False, batch_first=True)
    module = nn.ModuleDict({"rnn": gru, "fc": nn.Linear(8, 3, bias=False)})
    torch_case(folder, module, features(3, (2, 5, 3)), lambda x: module["fc"](gru(x)[0]))


@model("torch-many-modules")
def torch_many_modules(folder):
    """Ten modules of one size, in the order of their making, two linear layers behind them."""
    torch, _ = torch_model(4)
    nn = torch.nn
    module = nn.ModuleDict({"embed": nn.Embedding(7, 4)})
    for i in range(11):
        module[f"rnn{i}"] = nn.RNN(4, 4, batch_first=True)
    module.update({"hidden": nn.Linear(4, 6), "head": nn.Linear(6, 7)})

    def run(x):
        y = module["embed"](x)
        for i in range(11):
            y = module[f"rnn{i}"](y)[0]
        return module["head"](module["hidden"](y))

    def save(_):
        from safetensors.torch import save_file

        save_file(module.state_dict(), os.path.join(folder, "model.safetensors"))
        return "model.safetensors"

    torch_case(folder, module, ids(4, (2, 5), 7), run, save)


@model("torch-tied")
def torch_tied(folder):
    """safetensors' save_model drops one of two names of one tensor and records it in the metadata."""
    torch, _ = torch_model(5)
    nn = torch.nn

    class Tied(nn.Module):
        def __init__(self):
            super().__init__()
            self.embedding = nn.Embedding(9, 5)
            self.lstm = nn.LSTM(5, 5, batch_first=True)
            self.fc = nn.Linear(5, 9)
            self.fc.weight = self.embedding.weight

        def forward(self, x):
            return self.fc(self.lstm(self.embedding(x))[0])

    module = Tied()

    def save(_):
        from safetensors.torch import save_model

        save_model(module, os.path.join(folder, "model.safetensors"))
        return "model.safetensors"

    torch_case(folder, module, ids(5, (2, 5), 9), module, save)


@model("torch-dense-between")
def torch_dense_between(folder):
    torch, _ = torch_model(6)
    nn = torch.nn
    module = nn.ModuleDict({"a": nn.LSTM(3, 4, batch_first=True), "mid": nn.Linear(4, 6), "b": nn.GRU(6, 2, batch_first=True)})
    run = lambda x: module["b"](module["mid"](module["a"](x)[0]))[0]
    torch_case(folder, module, features(6, (2, 5, 3)), run, expect=lambda y: {"outputs": tensor(y)})


@model("torch-lightning")
def torch_lightning(folder):
    """A checkpoint of a training program: weights under state_dict, Adam's tensors, plain settings; the last step is read out."""
    torch, _ = torch_model(7)
    nn = torch.nn
    module = nn.ModuleDict({"emb": nn.Embedding(6, 3), "net": nn.LSTM(3, 4, batch_first=True), "out": nn.Linear(4, 2)})
    adam = torch.optim.Adam(module.parameters())

    def run(x):
        return module["out"](module["net"](module["emb"](x))[0][:, -1:])

    x = ids(7, (3, 4), 6)
    run(torch.from_numpy(x)).sum().backward()
    adam.step()

    def save(_):
        saved = {"state_dict": module.state_dict(), "optimizer_states": [adam.state_dict()], "hyper_parameters": {"lr": 0.1}}
        torch.save({**saved, "pytorch-lightning_version": "2.5.0", "callbacks": {}}, os.path.join(folder, "last.ckpt"))
        return "last.ckpt"

    torch_case(folder, module, x, run, save, said={"readout": "last"})


@model("torch-onnx-gru-last")
def torch_onnx_gru_last(folder):
    """torch.onnx.export: batch first, the last step, two linear layers with a tanh between."""
    torch, _ = torch_model(8)
    nn = torch.nn

    class Last(nn.Module):
        def __init__(self):
            super().__init__()
            self.gru = nn.GRU(3, 5, num_layers=2, batch_first=True)
            self.a = nn.Linear(5, 4)
            self.b = nn.Linear(4, 2)

        def forward(self, x):
            return self.b(torch.tanh(self.a(self.gru(x)[0][:, -1])))

    onnx_export(folder, Last(), features(8, (2, 5, 3)), lambda y: y[:, None])


@model("torch-onnx-lstm-final")
def torch_onnx_lstm_final(folder):
    """The final state of a bidirectional LSTM's halves, side by side."""
    torch, _ = torch_model(9)
    nn = torch.nn

    class Final(nn.Module):
        def __init__(self):
            super().__init__()
            self.lstm = nn.LSTM(3, 4, bidirectional=True)
            self.out = nn.Linear(8, 2)

        def forward(self, x):
            h = self.lstm(x)[1][0]
            return self.out(h.transpose(0, 1).reshape(x.shape[1], 8))

    onnx_export(folder, Final(), features(9, (2, 5, 3)), lambda y: y[:, None], time_first=True)


@model("torch-onnx-rnn-relu")
def torch_onnx_rnn_relu(folder):
    torch, _ = torch_model(10)
    nn = torch.nn

    class Relu(nn.Module):
        def __init__(self):
            super().__init__()
            self.embedding = nn.Embedding(6, 3)
            self.rnn = nn.RNN(3, 4, nonlinearity="relu", batch_first=True)
            self.out = nn.Linear(4, 6)

        def forward(self, x):
            return torch.softmax(self.out(self.rnn(self.embedding(x))[0]), -1)

    onnx_export(folder, Relu(), ids(10, (2, 5), 6), lambda y: y, quantity="probabilities")


def onnx_export(folder, module, inputs, shape, time_first=False, quantity="logits"):
    import onnxruntime
    import torch

    module.eval()
    x = np.ascontiguousarray(inputs.swapaxes(0, 1)) if time_first else inputs
    path = os.path.join(folder, "model.onnx")
    axes = {"x": {0: "a", 1: "b"}}
    torch.onnx.export(module, torch.from_numpy(x), path, dynamo=False, input_names=["x"], output_names=["y"], dynamic_axes=axes)
    result = onnxruntime.InferenceSession(path).run(None, {"x": x})[0]
    source = f"PyTorch {torch.__version__}, ONNX Runtime {onnxruntime.__version__}"
    write_case(folder, "model.onnx", source, inputs, {quantity: tensor(shape(result))})


# Keras


def shaken(network, seed):
    """Distinct weights: biases of zeros would hide what is wrong with them."""
    draw = np.random.default_rng(seed)
    network.set_weights([draw.normal(size=w.shape).astype("f4") * 0.6 for w in network.get_weights()])
    return network


def keras_case(folder, network, inputs, file="model.keras", save=None, quantity="logits", said=None, library="keras"):
    version = __import__(library).__version__
    path = os.path.join(folder, file)
    (save or (lambda: network.save(path)))()
    result = np.asarray(network(inputs))
    result = result[:, None] if result.ndim == 2 else result
    write_case(folder, file, f"Keras {version}", inputs, {quantity: tensor(result)}, said)


@model("keras3-functional")
def keras3_functional(folder):
    """Reset before, no bias, backwards, dense layers in TimeDistributed, a softmax of its own."""
    import keras
    from keras import layers

    x = y = keras.Input((5, 3))
    y = layers.GRU(5, reset_after=False, use_bias=False, return_sequences=True)(y)
    y = layers.Dropout(0.5)(y)
    y = layers.LSTM(4, go_backwards=True, return_sequences=True, activation="softsign")(y)
    y = layers.TimeDistributed(layers.Dense(4, activation="relu"))(y)
    y = layers.Activation("softmax")(layers.Dense(2)(y))
    network = shaken(keras.Model(x, y), 20)
    keras_case(folder, network, features(20, (2, 5, 3)), quantity="probabilities")


@model("keras3-bidirectional-final")
def keras3_bidirectional_final(folder):
    import keras
    from keras import layers

    inner = layers.LSTM(4, recurrent_activation="hard_sigmoid")
    rest = [layers.Bidirectional(inner, merge_mode="ave"), layers.Dense(3, activation="tanh"), layers.Dense(2)]
    network = shaken(keras.Sequential([keras.Input((5,), dtype="int32"), layers.Embedding(8, 3), *rest]), 21)
    keras_case(folder, network, ids(21, (3, 5), 8))


@model("keras3-weights-bidirectional")
def keras3_weights_bidirectional(folder):
    """Weights alone, more than ten layers of one kind, dropout with a seed of its own."""
    import keras
    from keras import layers

    first = layers.Bidirectional(layers.GRU(3, return_sequences=True), merge_mode="concat")
    rest = [layers.SimpleRNN(6, return_sequences=True, dropout=0.1) for _ in range(11)]
    network = keras.Sequential([keras.Input((4, 5)), first, layers.Dropout(0.1), *rest, layers.Dense(2)])
    network = keras_shaken_sequence(network)
    path = os.path.join(folder, "m.weights.h5")
    keras_case(folder, network, features(22, (2, 4, 5)), "m.weights.h5", lambda: network.save_weights(path))


def keras_shaken_sequence(network):
    draw = np.random.default_rng(22)
    for weight in network.trainable_weights:
        weight.assign(draw.normal(size=weight.shape).astype("f4") * 0.5)
    return network


@model("keras3-legacy-h5")
def keras3_legacy_h5(folder):
    """Keras 3 writes the old whole-model HDF5 too; its hard sigmoid is the new one."""
    import keras
    from keras import layers

    inner = [layers.LSTM(4, return_sequences=True, recurrent_activation="hard_sigmoid"), layers.GRU(3, return_sequences=True)]
    network = shaken(keras.Sequential([keras.Input((5, 3)), *inner, layers.Dense(2)]), 23)
    keras_case(folder, network, features(23, (2, 5, 3)), "model.h5")


@model("keras2-functional")
def keras2_functional(folder):
    import tf_keras
    from tf_keras import layers

    x = y = tf_keras.Input((5,), dtype="int32")
    y = layers.Embedding(7, 4)(y)
    y = layers.Bidirectional(layers.LSTM(3, return_sequences=True, recurrent_activation="hard_sigmoid"), merge_mode="mul")(y)
    y = layers.Bidirectional(layers.SimpleRNN(2, return_sequences=True, activation="relu"))(y)
    network = shaken(tf_keras.Model(x, layers.Dense(7, activation="softmax")(y)), 24)
    keras_case(folder, network, ids(24, (2, 5), 7), "model.h5", quantity="probabilities", library="tf_keras")


@model("keras2-cudnn-gru")
def keras2_cudnn_gru(folder):
    import tf_keras
    from tf_keras import layers

    weights = os.path.join(folder, "weights.h5")
    from tf_keras.src.layers.rnn.cudnn_gru import CuDNNGRU

    packed = tf_keras.Sequential([tf_keras.Input((5, 3)), CuDNNGRU(4, return_sequences=True, name="g"), layers.Dense(2, name="d")])
    shaken(packed, 26).save_weights(weights)
    plain = tf_keras.Sequential([tf_keras.Input((5, 3)), layers.GRU(4, return_sequences=True, name="g"), layers.Dense(2, name="d")])
    plain.load_weights(weights)
    keras_case(folder, plain, features(26, (2, 5, 3)), "weights.h5", lambda: None, library="tf_keras")


# TensorFlow 1


@model("tensorflow1-cells")
def tensorflow1_cells(folder):
    """Variables of tf.compat.v1's cells as NumPy arrays: an LSTM with peepholes, a GRU, an RNN, a dense layer."""
    os.environ["TF_USE_LEGACY_KERAS"] = "1"
    import tensorflow as tf

    v1 = tf.compat.v1
    cells = v1.nn.rnn_cell
    with tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder("int32", (2, 5))
        y = tf.nn.embedding_lookup(v1.get_variable("embedding", (7, 3)), x)
        made = [cells.LSTMCell(5, use_peepholes=True), cells.BasicLSTMCell(4), cells.GRUCell(3), cells.BasicRNNCell(2)]
        y, _ = v1.nn.dynamic_rnn(cells.MultiRNNCell(made), y, dtype="float32")
        y = y @ v1.get_variable("softmax/W", (2, 7)) + v1.get_variable("softmax/b", (7,))
        draw = np.random.default_rng(50)
        values = {v.name: draw.normal(size=v.shape).astype("f4") * 0.6 for v in v1.global_variables()}
        for variable in v1.global_variables():
            variable.load(values[variable.name], session)
        inputs = ids(50, (2, 5), 7)
        result = session.run(y, {x: inputs})
    np.savez(os.path.join(folder, "model.npz"), **values)
    write_case(folder, "model.npz", f"TensorFlow {tf.__version__}, tf.compat.v1", inputs, {"logits": tensor(result)})


# NumPy


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def numpy_case(folder, weights, x, step, words):
    """@param step from (x, state) to (h, state)"""
    head, bias = [weights[name] for name in weights if name in ("W_hq", "V", "Wy")], [weights[name] for name in weights if name in ("b_q", "c", "by")]
    logits = []
    state = None
    for t in range(x.shape[1]):
        h, state = step(x[:, t], state)
        logits.append(h @ (head[0] if head[0].shape[0] == h.shape[1] else head[0].T) + bias[0].reshape(-1))
    np.savez(os.path.join(folder, "model.npz"), **weights)
    write_case(folder, "model.npz", f"NumPy {np.__version__}, {words}", x, {"logits": tensor(np.stack(logits, 1))})


@model("numpy-lstm-in-out")
def numpy_lstm_in_out(folder):
    """Dive into Deep Learning's names: x @ W_xi + h @ W_hi + b_i."""
    draw = np.random.default_rng(51)
    D, H, V = 3, 5, 4
    weights = {f"W_x{gate}": draw.normal(size=(D, H)) for gate in "ifoc"} | {f"W_h{gate}": draw.normal(size=(H, H)) for gate in "ifoc"}
    weights |= {f"b_{gate}": draw.normal(size=H) for gate in "ifoc"} | {"W_hq": draw.normal(size=(H, V)), "b_q": draw.normal(size=V)}
    w = weights

    def step(x, state):
        h, c = state or (np.zeros((len(x), H)), np.zeros((len(x), H)))
        i, f, o, g = (x @ w[f"W_x{k}"] + h @ w[f"W_h{k}"] + w[f"b_{k}"] for k in "ifoc")
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        return h, (h, c)

    numpy_case(folder, weights, features(51, (2, 5, D)).astype("f8"), step, "Dive into Deep Learning's names")


@model("numpy-gru-out-in")
def numpy_gru_out_in(folder):
    """W x + U (r * h) + b, columns: Cho's z keeps the old state."""
    draw = np.random.default_rng(52)
    D, H, V = 3, 4, 5
    weights = {f"W{gate}": draw.normal(size=(H, D)) for gate in "zrh"} | {f"U{gate}": draw.normal(size=(H, H)) for gate in "zrh"}
    weights |= {f"b{gate}": draw.normal(size=(H, 1)) for gate in "zrh"} | {"V": draw.normal(size=(V, H)), "c": draw.normal(size=(V, 1))}
    w = weights

    def step(x, h):
        h = np.zeros((len(x), H)) if h is None else h
        part = lambda k, state: x @ w[f"W{k}"].T + state @ w[f"U{k}"].T + w[f"b{k}"].T
        z, r = sigmoid(part("z", h)), sigmoid(part("r", h))
        h = z * h + (1 - z) * np.tanh(part("h", r * h))
        return h, h

    numpy_case(folder, weights, features(52, (2, 5, D)).astype("f8"), step, "W, U and b of each gate")


# Flax


def flax_case(folder, module, inputs, variables, result):
    import flax
    from safetensors.numpy import save_file

    flat = {"/".join(path): np.asarray(value) for path, value in flax.traverse_util.flatten_dict(variables["params"]).items()}
    save_file(flat, os.path.join(folder, "model.safetensors"))
    write_case(folder, "model.safetensors", f"Flax {flax.__version__}", inputs, {"logits": tensor(result)})


@model("flax-linen")
def flax_linen(folder):
    import jax
    from flax import linen as nn

    class Model(nn.Module):
        @nn.compact
        def __call__(self, x):
            y = nn.Embed(7, 3)(x)
            y = nn.RNN(nn.OptimizedLSTMCell(5), name="lower")(y)
            y = nn.RNN(nn.GRUCell(4), name="middle")(y)
            y = nn.RNN(nn.SimpleCell(3), name="upper")(y)
            return nn.Dense(7, name="out")(y)

    x = ids(30, (2, 5), 7)
    variables = Model().init(jax.random.key(0), x)
    leaves, tree = jax.tree.flatten(variables)
    draw = np.random.default_rng(30)
    variables = jax.tree.unflatten(tree, [draw.normal(size=leaf.shape).astype("f4") * 0.5 for leaf in leaves])
    flax_case(folder, Model(), x, variables, Model().apply(variables, x))


@model("flax-nnx")
def flax_nnx(folder):
    """`if_`, and all gates in one matrix in the optimized cell; names with dots."""
    import flax
    import jax
    from flax import nnx
    from safetensors.numpy import save_file

    rngs = nnx.Rngs(0)
    cells = [nnx.LSTMCell(3, 5, rngs=rngs), nnx.OptimizedLSTMCell(5, 4, rngs=rngs)]
    layers = [nnx.RNN(cell, rngs=rngs) for cell in cells]
    head = nnx.Linear(4, 2, rngs=rngs)
    draw = np.random.default_rng(31)
    flat = {}
    for name, part in [("lower.cell", cells[0]), ("upper.cell", cells[1]), ("head", head)]:
        state = nnx.state(part, nnx.Param)
        for path, value in nnx.to_flat_state(state):
            array = draw.normal(size=value.get_value().shape).astype("f4") * 0.5
            value.set_value(jax.numpy.asarray(array))
            flat[".".join([name, *map(str, path)])] = array
        nnx.update(part, state)
    x = features(31, (2, 5, 3))
    y = x
    for layer in layers:
        y = layer(y)
    save_file(flat, os.path.join(folder, "model.safetensors"))
    write_case(folder, "model.safetensors", f"Flax {flax.__version__}", x, {"logits": tensor(head(y))})


# ONNX


def onnx_node_tests():
    import warnings

    warnings.simplefilter("ignore")
    from onnx.backend.test.case.node import collect_testcases

    return [test for test in collect_testcases(None) if [node.op_type for node in test.model.graph.node][0] in ("LSTM", "GRU", "RNN")]


def onnx_node_case(folder, test):
    """ONNX' published test of a node, its weights in the file; what it hands out is compared as outputs and final states."""
    import onnx
    from onnx import numpy_helper

    (inputs, outputs), graph = test.data_sets[0], test.model.graph
    node = graph.node[0]
    for value, array in list(zip(graph.input, inputs))[1:]:
        graph.initializer.append(numpy_helper.from_array(array, value.name))
    del graph.input[1:]
    onnx.save(test.model, os.path.join(folder, "model.onnx"))
    rows_first = any(attribute.name == "layout" and attribute.i for attribute in node.attribute)
    direction = next((attribute.s.decode() for attribute in node.attribute if attribute.name == "direction"), "forward")
    places = {"forward": [""], "reverse": ["layer/"], "bidirectional": ["forward/", "backward/"]}[direction]
    found = dict(zip([name for name in node.output if name], outputs))
    expect = {}
    if node.output[0]:
        y = found[node.output[0]]
        y = y if rows_first else np.moveaxis(y, 2, 0)
        expect["outputs"] = tensor(y.reshape(*y.shape[:2], -1))
    states = {}
    for name, output in zip("hc", node.output[1:]):
        state = found[output].swapaxes(0, 1) if rows_first else found[output]
        for place, half in zip(places, state):
            states.setdefault(place, {})[name] = tensor(half)
    expect["finalState"] = states
    x = inputs[0] if rows_first else inputs[0].swapaxes(0, 1)
    write_case(folder, "model.onnx", f"onnx {onnx.__version__}, {test.name}", x, expect)


def register_onnx_node_tests():
    try:
        tests = onnx_node_tests()
    except ImportError:
        return
    for test in {test.name: test for test in tests}.values():
        makers[test.name.replace("test_", "onnx-node-").replace("_", "-")] = lambda folder, test=test: onnx_node_case(folder, test)


@model("onnx-lstm-options")
def onnx_lstm_options(folder):
    """Peepholes, clip, input_forget and other activations, each direction its own; computed by ONNX Runtime."""
    import onnx
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper

    draw = np.random.default_rng(40)
    D, H = 3, 4
    shapes = {"W": (2, 4 * H, D), "R": (2, 4 * H, H), "B": (2, 8 * H), "P": (2, 3 * H)}
    tensors = [numpy_helper.from_array(draw.normal(size=shape).astype("f4") * 0.7, name) for name, shape in shapes.items()]
    kinds = ["HardSigmoid", "Tanh", "Softsign"]
    options = {"direction": "bidirectional", "hidden_size": H, "activations": kinds * 2, "clip": 1.2, "input_forget": 1}
    node = helper.make_node("LSTM", ["x", "W", "R", "B", "", "", "", "P"], ["y", "h", "c"], "cell", **options)
    infos = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in "yhc"]
    graph = helper.make_graph([node], "g", [helper.make_tensor_value_info("x", TensorProto.FLOAT, [5, 2, D])], infos, tensors)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=8)
    onnx.save(made, os.path.join(folder, "model.onnx"))
    x = features(40, (2, 5, 3))
    y, h, c = onnxruntime.InferenceSession(made.SerializeToString()).run(None, {"x": np.ascontiguousarray(x.swapaxes(0, 1))})
    outputs = np.moveaxis(y, 2, 0).reshape(2, 5, 2 * H)
    states = {place: {"h": tensor(h[i]), "c": tensor(c[i])} for i, place in enumerate(["forward/", "backward/"])}
    source = f"ONNX Runtime {onnxruntime.__version__}"
    write_case(folder, "model.onnx", source, x, {"outputs": tensor(outputs), "finalState": states})


if __name__ == "__main__":
    root, names = sys.argv[1], sys.argv[2:]
    if not names or any(name.startswith("onnx-node") for name in names):
        register_onnx_node_tests()
    for name in names or list(makers):
        folder = os.path.join(root, name)
        os.makedirs(folder, exist_ok=True)
        try:
            makers[name](folder)
            print("made ", name)
        except ImportError as error:
            print("skip ", name, error)
        if not os.listdir(folder):
            os.rmdir(folder)
