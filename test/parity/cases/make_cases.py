"""Writes the parity cases beside it: `python3 make_cases.py`. Python 3.9 or later, nothing else.

An oracle that shares no line with the engine: every number is a node of a graph (reverse-mode differentiation of scalars), the
cell's equations are written once, in the order of the framework whose layout a case has, and there is no backward pass by hand.
Weights, biases and initial states are all distinct and not zero, so that no swapped gate stays unseen.
"""
import json
import math
import os
import random


class Node:
    """A number and how it came from others: `parents` are (node, d self / d node)."""

    def __init__(self, value, parents=()):
        self.value, self.parents, self.gradient = value, parents, 0.0

    def __add__(self, other):
        other = node(other)
        return Node(self.value + other.value, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = node(other)
        return Node(self.value * other.value, ((self, other.value), (other, self.value)))

    def __sub__(self, other):
        return self + node(other) * -1.0

    def apply(self, value, slope):
        return Node(value, ((self, slope),))

    def sigmoid(self):
        s = 0.5 * (1 + math.tanh(0.5 * self.value))
        return self.apply(s, s * (1 - s))

    def tanh(self):
        t = math.tanh(self.value)
        return self.apply(t, 1 - t * t)

    def exp(self):
        return self.apply(math.exp(self.value), math.exp(self.value))

    def log(self):
        return self.apply(math.log(self.value), 1 / self.value)


def node(x):
    return x if isinstance(x, Node) else Node(x)


def total(nodes):
    """The sum, as one node."""
    nodes = [node(n) for n in nodes]
    return Node(math.fsum(n.value for n in nodes), tuple((n, 1.0) for n in nodes))


def backward(loss):
    order, seen = [], set()
    stack = [(loss, False)]
    while stack:
        current, done = stack.pop()
        if done:
            order.append(current)
        elif id(current) not in seen:
            seen.add(id(current))
            stack.append((current, True))
            stack.extend((parent, False) for parent, _ in current.parents)
    loss.gradient = 1.0
    for current in reversed(order):
        for parent, slope in current.parents:
            parent.gradient += slope * current.gradient


# Each layout: the shapes of its parameters, and the pre-activations of its gates, by name, from x and h.
ORDERS = {"pytorch": "ifgo", "keras": "ifgo", "tensorflow": "igfo", "deepBreathe": "figo"}


def shapes(layout, D, H):
    return {
        "pytorch": {"weight_ih": [4 * H, D], "weight_hh": [4 * H, H], "bias_ih": [4 * H], "bias_hh": [4 * H]},
        "keras": {"kernel": [D, 4 * H], "recurrent_kernel": [H, 4 * H], "bias": [4 * H]},
        "tensorflow": {"kernel": [D + H, 4 * H], "bias": [4 * H]},
        "deepBreathe": {"W": [4 * H, 1 + D + H]},
    }[layout]


def dot(weights, xs):
    return total(w * x for w, x in zip(weights, xs))


def gates(layout, weights, x, h, H):
    def rows(name, width):
        data = weights[name]
        return [data[i : i + width] for i in range(0, len(data), width)]

    if layout == "pytorch":
        ih, hh = rows("weight_ih", len(x)), rows("weight_hh", H)
        z = [dot(ih[j], x) + weights["bias_ih"][j] + dot(hh[j], h) + weights["bias_hh"][j] for j in range(4 * H)]
    elif layout == "deepBreathe":
        z = [dot(row, [node(1.0), *x, *h]) for row in rows("W", 1 + len(x) + H)]
    else:
        table = rows("kernel", 4 * H) + (rows("recurrent_kernel", 4 * H) if layout == "keras" else [])
        z = [dot([row[j] for row in table], [*x, *h]) + weights["bias"][j] for j in range(4 * H)]
    return {gate: z[place * H : (place + 1) * H] for place, gate in enumerate(ORDERS[layout])}


def lstm(spec, weights, x, state):
    h, c = state
    H = spec["hiddenSize"]
    z = gates(spec["layout"], weights, x, h, H)
    i, o, g = [v.sigmoid() for v in z["i"]], [v.sigmoid() for v in z["o"]], [v.tanh() for v in z["g"]]
    f = [(v + spec.get("forgetBias", 0.0)).sigmoid() for v in z["f"]]
    c = [f[j] * c[j] + i[j] * g[j] for j in range(H)]
    return [o[j] * c[j].tanh() for j in range(H)], c


def mean_loss(kind, logits, targets):
    if kind == "meanSquaredError":
        squares = [(y - t) * (y - t) for row, target in zip(logits, targets) for y, t in zip(row, target)]
        return total(squares) * (1 / len(squares))
    losses = [total(y.exp() for y in row).log() - row[target] for row, target in zip(logits, targets)]
    return total(losses) * (1 / len(losses))


class Optimizer:
    """PyTorch's formulas."""

    def __init__(self, options):
        self.o, self.t, self.memory = options, 0, {}

    def step(self, weights, gradients):
        o = self.o
        self.t += 1
        if "clipNorm" in o:
            norm = math.sqrt(math.fsum(g * g for data in gradients.values() for g in data))
            scale = min(1.0, o["clipNorm"] / norm)
            gradients = {path: [scale * g for g in data] for path, data in gradients.items()}
        if "clipValue" in o:
            bound = o["clipValue"]
            gradients = {path: [max(-bound, min(bound, g)) for g in data] for path, data in gradients.items()}
        for path, data in gradients.items():
            memory = self.memory.setdefault(path, [[0.0, 0.0] for _ in data])
            weights[path] = [w - self.change(g, m) for w, g, m in zip(weights[path], data, memory)]

    def change(self, g, m):
        rate, name = self.o["learningRate"], self.o["name"]
        if name == "sgd":
            return rate * g
        if name == "adagrad":
            m[0] += g * g
            return rate * g / (math.sqrt(m[0]) + 1e-10)
        m[0], m[1] = 0.9 * m[0] + 0.1 * g, 0.999 * m[1] + 0.001 * g * g
        return rate * (m[0] / (1 - 0.9**self.t)) / (math.sqrt(m[1] / (1 - 0.999**self.t)) + 1e-8)


def tensor(shape, data):
    return {"shape": shape, "data": [x.value if isinstance(x, Node) else x for x in data]}


def flat(nested):
    return [x for part in nested for x in flat(part)] if isinstance(nested, list) else [nested]


def make(file, name, seed, *, cells, prefixes, D, units, N, T, steps, optimizer, features, readout, loss, carry, initial):
    draw = random.Random(seed)
    numbers = lambda shape: [draw.gauss(0, 0.5) for _ in range(math.prod(shape))]
    sizes = [D] + [cell["hiddenSize"] for cell in cells]
    shape_of = {}
    for prefix, cell, size in zip(prefixes, cells, sizes):
        shape_of.update({prefix + key: shape for key, shape in shapes(cell["layout"], size, cell["hiddenSize"]).items()})
    shape_of.update({"dense/kernel": [sizes[-1], units], "dense/bias": [units]})
    weights = {path: numbers(shape) for path, shape in shape_of.items()}
    zero = {p: {s: [0.0] * (N * c["hiddenSize"]) for s in "hc"} for p, c in zip(prefixes, cells)}
    states = {p: {s: numbers([N, c["hiddenSize"]]) for s in "hc"} for p, c in zip(prefixes, cells)} if initial else zero
    state_tensors = lambda values: {
        p: {s: tensor([N, c["hiddenSize"]], values[p][s]) for s in "hc"} for p, c in zip(prefixes, cells)
    }
    read = T if readout == "all" else 1
    one = {"lstm": cells[0]} if len(cells) == 1 else {"stacked": [{"lstm": cell} for cell in cells]}
    case = {
        "format": "lstm-parity/1", "name": name, "source": "make_cases.py: scalar reverse-mode differentiation in Python, float64",
        "dtype": "float64",
        "model": {"inputSize": D, "network": one, "readout": readout, "dense": {"units": units}, "loss": loss},
        "weights": {path: tensor(shape_of[path], data) for path, data in weights.items()},
        **({"initialState": state_tensors(states)} if initial else {}),
        "optimizer": optimizer, "carryState": carry, "steps": [],
        "expect": {"losses": [], "steps": {}, "weights": {}}, "tolerance": {"absolute": 1e-11, "relative": 1e-10},
    }
    rule, first = Optimizer(optimizer), states
    for place in range(steps):
        if features:
            xs = [[numbers([D]) for _ in range(T)] for _ in range(N)]
            inputs = tensor([N, T, D], flat(xs))
        else:
            ids = [[draw.randrange(D) for _ in range(T)] for _ in range(N)]
            xs = [[[1.0 if j == i else 0.0 for j in range(D)] for i in row] for row in ids]
            inputs = {"ids": ids}
        if loss == "meanSquaredError":
            ts = [[numbers([units]) for _ in range(read)] for _ in range(N)]
            targets = tensor([N, read, units], flat(ts))
        else:
            ts = [[draw.randrange(units) for _ in range(read)] for _ in range(N)]
            targets = {"ids": ts}
        case["steps"].append({"inputs": inputs, "targets": targets})
        leaves = {path: [Node(x) for x in data] for path, data in weights.items()}
        states = states if carry else first
        outputs, final = [], {p: {"h": [], "c": []} for p in prefixes}
        for n in range(N):
            row = [[node(x) for x in step] for step in xs[n]]
            for prefix, cell in zip(prefixes, cells):
                H, own = cell["hiddenSize"], {path[len(prefix):]: data for path, data in leaves.items() if path.startswith(prefix)}
                state = tuple([node(x) for x in states[prefix][s][n * H : (n + 1) * H]] for s in "hc")
                above = []
                for x in row:
                    state = lstm(cell, own, x, state)
                    above.append(state[0])
                row = above
                for s, values in zip("hc", state):
                    final[prefix][s] += [v.value for v in values]
            outputs.append(row)
        logits = [
            [dot(leaves["dense/kernel"][j::units], h) + leaves["dense/bias"][j] for j in range(units)]
            for row in outputs for h in row[-read:]
        ]
        result = mean_loss(loss, logits, [t for row in ts for t in row])
        backward(result)
        gradients = {path: [leaf.gradient for leaf in data] for path, data in leaves.items()}
        case["expect"]["losses"].append(result.value)
        if place in (0, steps - 1):
            case["expect"]["steps"][str(place)] = {
                "outputs": tensor([N, T, sizes[-1]], flat(outputs)), "logits": tensor([N, read, units], flat(logits)),
                "finalState": state_tensors(final), "gradients": {p: tensor(shape_of[p], g) for p, g in gradients.items()},
            }
        rule.step(weights, gradients)
        states = final
    case["expect"]["weights"] = {path: tensor(shape_of[path], data) for path, data in weights.items()}
    target = os.path.join(os.path.dirname(os.path.abspath(__file__)), file + ".lstm-parity.json")
    with open(target, "w") as out:
        out.write(json.dumps(case) + "\n")


make("story-words", "Story words, one LSTM in Deep-Breathe's layout", 1,
     cells=[{"hiddenSize": 3, "layout": "deepBreathe", "forgetBias": 1.0}], prefixes=[""], D=6, units=6, N=1, T=3, steps=6,
     optimizer={"name": "sgd", "learningRate": 0.1}, features=False, readout="last", loss="softmaxCrossEntropy",
     carry=False, initial=False)
make("stacked-carried", "Two stacked LSTMs, Keras under TensorFlow, state carried from an initial one", 2,
     cells=[{"hiddenSize": 4, "layout": "keras"}, {"hiddenSize": 3, "layout": "tensorflow", "forgetBias": 1.0}],
     prefixes=["0/", "1/"], D=5, units=5, N=2, T=4, steps=5,
     optimizer={"name": "adam", "learningRate": 0.02, "clipNorm": 0.2}, features=False, readout="all",
     loss="softmaxCrossEntropy", carry=True, initial=True)
make("torch-regression", "One LSTM in PyTorch's layout, real inputs, mean squared error, Adagrad", 3,
     cells=[{"hiddenSize": 4, "layout": "pytorch"}], prefixes=[""], D=3, units=2, N=2, T=5, steps=5,
     optimizer={"name": "adagrad", "learningRate": 0.05, "clipValue": 0.05}, features=True, readout="all",
     loss="meanSquaredError", carry=False, initial=True)
