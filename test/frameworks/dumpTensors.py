"""Reads a model file with the real library and prints its tensors as JSON.

    python3 dumpTensors.py FILE

{"tensors": {"NAME": {"dtype": "float32", "shape": [4, 3], "data": [...]}}}, names as our readers name them. NaN and infinities are
texts. What the unit tests compare with was made by this.
"""

import io
import json
import os
import sys
import zipfile

import numpy as np


def plain(array):
    array = np.asarray(array)
    name = array.dtype.newbyteorder("=").name
    numbers = array.astype(np.float64) if array.dtype.kind in "fV" or name == "bfloat16" else array
    flat = [x if np.isfinite(x) else repr(x).replace("inf", "Infinity").replace("nan", "NaN") for x in numbers.reshape(-1).tolist()]
    return {"dtype": name, "shape": list(array.shape), "data": flat}


def safetensors(path):
    """bfloat16 as raw bits: NumPy has none, and PyTorch may not be there."""
    from safetensors import deserialize

    kinds = {"F64": "f8", "F32": "f4", "F16": "f2", "I64": "i8", "I32": "i4", "I16": "i2", "I8": "i1"}
    kinds |= {"U64": "u8", "U32": "u4", "U16": "u2", "U8": "u1", "BOOL": "?"}
    tensors = {}
    for name, entry in deserialize(open(path, "rb").read()):
        if entry["dtype"] == "BF16":
            bits = np.frombuffer(entry["data"], "<u2").astype(np.uint32) << 16
            found = plain(bits.view(np.float32).reshape(entry["shape"])) | {"dtype": "bfloat16"}
        else:
            found = plain(np.frombuffer(entry["data"], "<" + kinds[entry["dtype"]]).reshape(entry["shape"]))
        tensors[name] = found
    return tensors


def npz(path):
    with np.load(path, allow_pickle=False) as arrays:
        return {name: plain(arrays[name]) for name in arrays.files if arrays[name].dtype.kind in "biuf"}


def npy(path):
    return {"": plain(np.load(path, allow_pickle=False))}


def hdf5(source):
    """Each name in each group: h5py's own visit leaves out the second name of a dataset."""
    import h5py

    def walk(group, place):
        for name in group:
            if not isinstance(group.get(name, getlink=True), h5py.HardLink):
                continue
            item = group[name]
            if isinstance(item, h5py.Group):
                yield from walk(item, f"{place}{name}/")
            elif item.dtype.kind in "biuf":
                yield place + name, plain(item[()])

    with h5py.File(source, "r") as file:
        return dict(walk(file, ""))


def keras(path):
    with zipfile.ZipFile(path) as archive:
        return hdf5(io.BytesIO(archive.read("model.weights.h5")))


def onnx(path):
    import onnx
    from onnx import numpy_helper

    model = onnx.load(path)
    return {tensor.name: plain(numpy_helper.to_array(tensor)) for tensor in model.graph.initializer}


def tfjs(path):
    model = json.load(open(path))
    tensors = {}
    for group in model["weightsManifest"]:
        stream = b"".join(open(os.path.join(os.path.dirname(path), shard), "rb").read() for shard in group["paths"])
        at = 0
        for weight in group["weights"]:
            packed = weight.get("quantization", {})
            kind = np.dtype(packed.get("dtype", weight["dtype"])).newbyteorder("<")
            count = int(np.prod(weight["shape"], dtype=np.int64))
            raw = np.frombuffer(stream, kind, count, at).reshape(weight["shape"])
            at += raw.nbytes
            if "scale" in packed:
                raw = raw * float(packed["scale"]) + float(packed["min"])
                raw = np.rint(raw) if weight["dtype"] == "int32" else raw
            tensors[weight["name"]] = plain(raw.astype(weight["dtype"]))
    return tensors


def torch(path, weights_only=False):
    import torch

    def walk(value, place):
        if isinstance(value, torch.Tensor):
            value = value.detach()
            name = str(value.dtype).removeprefix("torch.")
            yield "/".join(place), plain(value.float().numpy() if name == "bfloat16" else value.numpy()) | {"dtype": name}
        elif isinstance(value, dict):
            for key, item in value.items():
                yield from walk(item, [*place, str(key)])
        elif isinstance(value, (list, tuple)):
            for index, item in enumerate(value):
                yield from walk(item, [*place, str(index)])

    return dict(walk(torch.load(path, map_location="cpu", weights_only=weights_only), []))


readers = {".safetensors": safetensors, ".npz": npz, ".npy": npy, ".h5": hdf5, ".hdf5": hdf5, ".keras": keras}
readers |= {".onnx": onnx, ".json": tfjs, ".pt": torch, ".pth": torch}

if __name__ == "__main__":
    path = sys.argv[1]
    print(json.dumps({"tensors": readers[os.path.splitext(path)[1]](path)}, sort_keys=True))
