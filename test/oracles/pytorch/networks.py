"""A network, which is cells in wrappers, run over a batch: x [T, N, D] to outputs [T, N, F] and every cell's final state by its path.

`Run` holds what the whole network shares. `by_modules` lets torch.nn's own LSTM, GRU and RNN run whatever part of the network they
can express (modules.py); the rest, and otherwise all of it, is unrolled step by step with cells.py.
"""

import torch

from cells import CELLS, check_options
from layouts import choose
from modules import Modules

WRAPPERS = ("stacked", "bidirectional", "residual", "highway")
MERGES = {
    "concat": lambda a, b: torch.cat([a, b], dim=-1),
    "sum": torch.add,
    "multiply": torch.mul,
    "average": lambda a, b: (a + b) / 2,
}


class Run:
    def __init__(self, weights, states, lengths, by_modules):
        self.weights = weights
        self.states = states
        self.lengths = lengths
        self.final = {}
        self.modules = Modules(self) if by_modules else None

    def network(self, network, path, x):
        ran = self.modules.run(network, path, x) if self.modules else None
        if ran is not None:
            return ran
        ((kind, options),) = network.items()
        if kind in WRAPPERS:
            return getattr(self, kind)(options, path, x)
        return self.cell(kind, options, path, x)

    def cell(self, kind, options, path, x):
        make = choose(CELLS, kind, "a network")
        check_options(kind, options)
        cell = make(self.weights, path, options, x.shape[2])
        state = {name: self.state(path, name, x, cell.size if name == "h" else cell.cell_size) for name in cell.names}
        outputs = []
        for x_t, valid in zip(x, self.valid(x)):
            new = cell.step(x_t, state)
            state = {name: torch.where(valid, new[name], state[name]) for name in cell.names}
            outputs.append(torch.where(valid, new["h"], torch.zeros_like(new["h"])))
        self.final[path] = state
        return torch.stack(outputs)

    def state(self, path, name, x, size):
        given = self.states.get(path, {}).get(name)
        if given is None:
            return torch.zeros(x.shape[1], size, dtype=torch.float64)
        if tuple(given.shape) != (x.shape[1], size):
            raise ValueError(f'the state {name} of "{path}" has shape {list(given.shape)}, must be {[x.shape[1], size]}')
        return given

    def valid(self, x):
        """[T, N, 1]: which steps each row has."""
        return (torch.arange(x.shape[0])[:, None] < self.lengths[None, :])[:, :, None]

    def stacked(self, networks, path, x):
        for index, network in enumerate(networks):
            x = self.network(network, f"{path}{index}/", x)
        return x

    def bidirectional(self, options, path, x):
        merge = choose(MERGES, options["merge"], "the merge of a bidirectional network")
        forward = self.network(options["forward"], path + "forward/", x)
        backward = self.network(options["backward"], path + "backward/", self.turned(x))
        return merge(forward, self.turned(backward))

    def turned(self, x):
        """Each row's valid steps in reverse order; what follows them stays where it is. Turned twice is as before."""
        steps = torch.arange(x.shape[0])[:, None]
        order = torch.where(steps < self.lengths, self.lengths - 1 - steps, steps)
        return x.gather(0, order[:, :, None].expand_as(x))

    def residual(self, network, path, x):
        """x + f(x): He et al., 2016; TensorFlow's ResidualWrapper."""
        return torch.where(self.valid(x), x + self.network(network, path + "layer/", x), torch.zeros_like(x))

    def highway(self, network, path, x):
        """t · f(x) + (1 - t) · x with t = σ(x · kernel + bias): Srivastava, Greff and Schmidhuber, 2015."""
        size = x.shape[2]
        kernel, bias = self.weights.take(path + "highway/kernel", size, size), self.weights.take(path + "highway/bias", size)
        t = torch.sigmoid(x @ kernel + bias)
        return torch.where(self.valid(x), t * self.network(network, path + "layer/", x) + (1 - t) * x, torch.zeros_like(x))
