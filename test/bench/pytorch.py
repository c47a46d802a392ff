"""Times whole training steps of PyTorch's nn.LSTM: zero_grad, forward, loss, backward, clip_grad_norm_, step.

Reads one JSON object a line: a workload of workloads.ts with "milliseconds" and "threads". Answers each with {"secondsPerStep": s}; the
first line out says which PyTorch this is and which BLAS its process has loaded.
"""

import ctypes
import json
import sys
import time

import torch
from torch import nn


class Network(nn.Module):
    def __init__(self, workload):
        super().__init__()
        vocabulary, hidden, embedding = workload["vocabulary"], workload["hidden"], workload["embedding"]
        self.embedding = nn.Embedding(vocabulary, embedding) if embedding else nn.Identity()
        self.lstm = nn.LSTM(embedding or vocabulary, hidden, workload["layers"])
        self.out = nn.Linear(hidden, vocabulary)

    def forward(self, inputs, state):
        features, state = self.lstm(self.embedding(inputs), state)
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
        carried[0] = tuple(part.detach() for part in state)

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
            ctypes.CDLL(path).openblas_set_num_threads(count)


set_threads(1)
torch.ones(8, 8) @ torch.ones(8, 8)
print(json.dumps({"version": torch.__version__, "blas": loaded_blas()}), flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    set_threads(asked["threads"])
    print(json.dumps({"secondsPerStep": seconds_per_step(make_step(asked), asked["milliseconds"], asked["threads"])}), flush=True)
