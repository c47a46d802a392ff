"""Loss, clipping and optimizer of a case, with PyTorch's own functions wherever it has them."""

import torch
from torch.nn import functional as F

from layouts import choose
from tensors import batch_first, from_json


def loss_of(name, logits, targets, valid):
    """The mean over the valid steps [T, N] (logits [T, N, V]); for meanSquaredError over their elements."""
    chosen = logits[valid]
    if name == "softmaxCrossEntropy":
        wanted = torch.tensor(targets["ids"]).T if "ids" in targets else batch_first(from_json(targets))
        return F.cross_entropy(chosen, wanted[valid])
    choose({"meanSquaredError": None}, name, "the loss")
    if "ids" in targets:
        raise ValueError("meanSquaredError needs a tensor of targets, and the case has ids")
    return F.mse_loss(chosen, batch_first(from_json(targets))[valid])


def sgd(leaves, rate, options):
    return torch.optim.SGD(leaves, rate, momentum=options.get("momentum", 0), nesterov=options.get("nesterov", False))


def adam(leaves, rate, options):
    return torch.optim.Adam(leaves, rate, betas=betas(options), eps=options.get("epsilon", 1e-8))


def adamw(leaves, rate, options):
    decay = options.get("weightDecay", 1e-2)
    return torch.optim.AdamW(leaves, rate, betas=betas(options), eps=options.get("epsilon", 1e-8), weight_decay=decay)


def betas(options):
    return options.get("beta1", 0.9), options.get("beta2", 0.999)


def rmsprop(leaves, rate, options):
    return torch.optim.RMSprop(leaves, rate, alpha=options.get("decay", 0.99), eps=options.get("epsilon", 1e-8))


def adagrad(leaves, rate, options):
    return torch.optim.Adagrad(leaves, rate, eps=options.get("epsilon", 1e-10))


OPTIMIZERS = {"sgd": sgd, "adam": adam, "adamw": adamw, "rmsprop": rmsprop, "adagrad": adagrad}


def optimizer_of(options, leaves):
    make = choose(OPTIMIZERS, options["name"], "the optimizer")
    return make(leaves, options["learningRate"], options)


def clip(options, leaves):
    """By the exact global norm: torch.nn.utils.clip_grad_norm_ adds 1e-6 to the norm, TensorFlow and Keras do not."""
    if "clipNorm" in options:
        norm = torch.linalg.vector_norm(torch.cat([leaf.grad.reshape(-1) for leaf in leaves]))
        if norm > options["clipNorm"]:
            for leaf in leaves:
                leaf.grad *= options["clipNorm"] / norm
    if "clipValue" in options:
        torch.nn.utils.clip_grad_value_(leaves, options["clipValue"])
