"""Tensors of a parity case (`{"shape": [2, 3], "data": [row-major]}`) to PyTorch and back. Everything is float64."""

import torch


def from_json(value):
    return torch.tensor(value["data"], dtype=torch.float64).reshape(value["shape"])


def to_json(value):
    return {"shape": list(value.shape), "data": value.detach().contiguous().reshape(-1).tolist()}


def batch_first(value):
    """[T, N, F], as everything in here is, to [N, T, F], as it is in a case."""
    return value.transpose(0, 1)


class Weights:
    """A case's weights as leaves that autograd follows. Says what is missing, misshapen, or never read."""

    def __init__(self, weights):
        self.leaves = {path: from_json(value).requires_grad_() for path, value in weights.items()}
        self._read = set()

    def take(self, path, *shape):
        if path not in self.leaves:
            raise ValueError(f'the network needs a weight "{path}" of shape {list(shape)}, and the case has none')
        leaf = self.leaves[path]
        if tuple(leaf.shape) != shape:
            raise ValueError(f'the weight "{path}" has shape {list(leaf.shape)}, but the network needs {list(shape)}')
        self._read.add(path)
        return leaf

    def refuse_unread(self):
        unread = sorted(set(self.leaves) - self._read)
        if unread:
            raise ValueError(f"the network has no place for the weights {', '.join(unread)}")
