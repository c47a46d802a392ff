"""Times whole training steps of PyTorch's nn.LSTM, nn.GRU and a layer-normalized LSTM: zero_grad, forward, loss, backward, clip_grad_norm_, step.

Reads one JSON object a line: a workload of workloads.ts with "milliseconds" and "threads". Answers each with {"secondsPerStep": s}; the
first line out says which PyTorch this is and which BLAS its process has loaded.
"""

import ctypes
import json
import sys
import time

import torch
from torch import nn


class LayerNormLSTM(nn.Module):
    """Layer-normalized LSTMs one on another, step by step, as one has to write them: nn.LSTM has no norm."""

    def __init__(self, inputs, hidden, layers):
        super().__init__()
        sizes = [inputs] + [hidden] * (layers - 1)
        self.kernels = nn.ModuleList(nn.Linear(size, 4 * hidden, bias=False) for size in sizes)
        self.recurrent = nn.ModuleList(nn.Linear(hidden, 4 * hidden, bias=False) for _ in sizes)
        self.norms = nn.ModuleList(nn.ModuleList(nn.LayerNorm(hidden) for _ in range(5)) for _ in sizes)

    def forward(self, inputs, state):
        states, sequence = [], inputs
        for layer, (kernel, recurrent, norms) in enumerate(zip(self.kernels, self.recurrent, self.norms)):
            hidden = recurrent.in_features
            h, c = state[layer] if state else (inputs.new_zeros(inputs.shape[1], hidden),) * 2
            outputs = []
            for projected in kernel(sequence):
                gates = (projected + recurrent(h)).chunk(4, 1)
                i, g, f, o = (norm(gate) for norm, gate in zip(norms, gates))
                c = torch.sigmoid(f + 1) * c + torch.sigmoid(i) * torch.tanh(g)
                c = norms[4](c)
                h = torch.sigmoid(o) * torch.tanh(c)
                outputs.append(h)
            sequence = torch.stack(outputs)
            states.append((h, c))
        return sequence, states


def detached(state):
    return state.detach() if isinstance(state, torch.Tensor) else type(state)(detached(part) for part in state)


class Network(nn.Module):
    def __init__(self, workload):
        super().__init__()
        vocabulary, hidden, embedding = workload["vocabulary"], workload["hidden"], workload["embedding"]
        self.embedding = nn.Embedding(vocabulary, embedding) if embedding else nn.Identity()
        kind, shape = workload["kind"], (embedding or vocabulary, hidden, workload["layers"])
        both = kind == "bidirectional"
        self.carries = not both
        kinds = {"gru": nn.GRU, "layerNormLstm": LayerNormLSTM}
        self.recurrent = kinds[kind](*shape) if kind in kinds else nn.LSTM(*shape, bidirectional=both)
        self.out = nn.Linear(hidden * (2 if both else 1), vocabulary)

    def forward(self, inputs, state):
        features, state = self.recurrent(self.embedding(inputs), state)
        return self.out(features), state


OPTIMIZERS = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam, "adagrad": torch.optim.Adagrad}


def make_step(workload):
    torch.manual_seed(1)
    vocabulary, shape = workload["vocabulary"], (workload["steps"], workload["batch"])
    network = Network(workload)
    optimizer = OPTIMIZERS[workload["optimizer"]](network.parameters(), lr=workload["learningRate"])
    ids = torch.randint(vocabulary, shape)
    inputs = ids if workload["embedding"] else nn.functional.one_hot(ids, vocabulary).float()
    targets = torch.randint(vocabulary, shape).flatten()
    carried = [None]

    def step():
        optimizer.zero_grad()
        logits, state = network(inputs, carried[0])
        nn.functional.cross_entropy(logits.flatten(0, 1), targets).backward()
        nn.utils.clip_grad_norm_(network.parameters(), workload["clipNorm"])
        optimizer.step()
        carried[0] = detached(state) if network.carries else None

    return step


def seconds_per_step(step, milliseconds, threads):
    """The best of many bursts of about 20 ms, on the same clocks as measure.ts has it."""
    clock = time.process_time if threads == 1 else time.perf_counter
    began = time.perf_counter()
    first = clock()
    step()
    if clock() - first > milliseconds / 1000:
        return clock() - first
    count = 1
    while time.perf_counter() < began + milliseconds / 4000:
        step()
        count += 1
    burst = max(1, round(0.02 * count / (time.perf_counter() - began)))
    best = float("inf")
    until = time.perf_counter() + milliseconds / 1000
    while True:
        start = clock()
        for _ in range(burst):
            step()
        best = min(best, (clock() - start) / burst)
        if time.perf_counter() >= until:
            return best


def loaded_blas():
    """The libraries that answer for BLAS, as the process has them mapped; Linux only."""
    try:
        with open("/proc/self/maps") as maps:
            paths = {line.split()[-1] for line in maps if "/" in line}
    except OSError:
        return []
    return sorted({path for path in paths if any(word in path.lower() for word in ("blas", "mkl", "blis"))})


def set_threads(count):
    """PyTorch's own threads, and those of an OpenBLAS beneath it, which it does not tell."""
    torch.set_num_threads(count)
    for path in loaded_blas():
        if "openblas" in path:
            # NumPy's own copy, which PyTorch does not use, has other names for its functions.
            set_count = getattr(ctypes.CDLL(path), "openblas_set_num_threads", None)
            if set_count is not None:
                set_count(count)


set_threads(1)
torch.ones(8, 8) @ torch.ones(8, 8)
print(json.dumps({"version": torch.__version__, "blas": loaded_blas()}), flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    set_threads(asked["threads"])
    print(json.dumps({"secondsPerStep": seconds_per_step(make_step(asked), asked["milliseconds"], asked["threads"])}), flush=True)
