"""Writes model files with the real libraries that no framework's example covers: kinds of numbers, versions and layouts of formats.

    python3 makeFixtures.py FOLDER [NAME...]

One folder a file, as in test/unit/containers/fixtures; dumpTensors.py then writes each one's tensors.json.
"""

import os
import sys

import numpy as np

makers = {}


def fixture(name):
    def register(make):
        makers[name] = make
        return make

    return register


def drawn(seed, shape, kind="f4"):
    """Distinct numbers of both signs, whatever the kind."""
    numbers = np.random.default_rng(seed).normal(size=shape) * 3
    return np.asarray(numbers * 10 if np.dtype(kind).kind in "iu" else numbers).astype(kind)


kinds = ["f8", "f4", "f2", "i8", "i4", "i2", "i1"]


@fixture("st-kinds")
def st_kinds(folder):
    """Every kind of number, halves at their limits, names that trip JSON, an empty tensor and a single number."""
    import ml_dtypes
    from safetensors.numpy import save_file

    arrays = {f"kinds.{kind}": drawn(1, (2, 3), kind) for kind in kinds}
    arrays |= {f"kinds.u{n}": drawn(2, (3,), f"i{n}").view(f"u{n}") for n in (1, 2, 4, 8)}
    arrays["halves"] = np.array([0x0001, 0x03FF, 0x0400, 0x7BFF, 0x8000, 0xFC00, 0x7C00, 0xBC01], "<u2").view("f2")
    arrays["brains"] = np.array([0x0001, 0x3F80, 0xBF81, 0x7F7F, 0x8000, 0xFF80], "<u2").view(ml_dtypes.bfloat16)
    arrays["flags"] = np.array([True, False, True])
    arrays["__proto__"] = drawn(3, (2,))
    arrays['quote "é" \\ /'] = drawn(4, ())
    arrays["nothing"] = np.zeros((0, 3), "f4")
    save_file(arrays, os.path.join(folder, "kinds.safetensors"), {"vocabulary": '["a", "b"]'})


@fixture("npz-kinds")
def npz_kinds(folder):
    """Every kind in both byte orders, three axes in Fortran order, all versions of the header, texts, empty and single numbers."""
    import zipfile

    arrays = {f"{kind}{order}": drawn(5, (2, 3), kind).astype(order + kind) for kind in kinds[:-1] for order in "<>"}
    arrays |= {f"u{n}": drawn(6, (3,), f"i{n}").view(f"u{n}") for n in (1, 2, 4, 8)}
    arrays |= {"i1": drawn(6, (2,), "i1"), "flags": np.array([[True, False]]), "single": np.float32(2.5), "nothing": np.zeros((0, 2))}
    arrays["fortran"] = np.asfortranarray(drawn(7, (2, 3, 4)))
    arrays["fortran/vector"] = np.asfortranarray(drawn(8, (5,), ">f8"))
    arrays["sliced"] = drawn(9, (4, 6))[::2, 1::2]
    arrays["vocabulary"] = np.array(["a", "é", "😀", "two\n"])
    arrays["bytes"] = np.array([b"ab", b"c"])
    path = os.path.join(folder, "kinds.npz")
    np.savez_compressed(path, **arrays)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        for version in ((1, 0), (2, 0), (3, 0)):
            with archive.open(f"version{version[0]}.npy", "w", force_zip64=True) as entry:
                np.lib.format.write_array(entry, drawn(version[0], (3, 2)), version)


@fixture("npy-one")
def npy_one(folder):
    np.save(os.path.join(folder, "one.npy"), np.asfortranarray(drawn(10, (3, 4), ">f8")))


def fill_groups(file, h5py):
    """What does not depend on the format's age: kinds of numbers, attributes of all sorts, shapes, long lists of names."""
    kind_group = file.create_group("kinds")
    for kind in kinds:
        kind_group[f"{kind}-little"] = drawn(11, (2, 3), "<" + kind)
        kind_group[f"{kind}-big"] = drawn(12, (3,), ">" + kind)
    for n in (1, 2, 4, 8):
        kind_group[f"u{n}"] = drawn(13, (3,), f"i{n}").view(f"u{n}")
    kind_group["flags"] = np.array([True, False, True])
    kind_group["single"] = np.float32(1.5)
    kind_group["nothing"] = np.zeros((0, 4), "f4")
    kind_group["texts"] = np.array([b"ab", b"c"])
    kind_group["record"] = np.zeros(2, [("a", "f4"), ("b", "i4")])
    file["soft"] = h5py.SoftLink("/kinds/flags")
    file["outside"] = h5py.ExternalLink("/etc/other.h5", "/x")
    many = file.create_group("many")
    for i in range(300):
        many[f"name {i}"] = many[f"name {i % 7}"] if i >= 7 else np.float32(i)
    many["é😀\uf8ff"] = np.float32(1)
    few = file.create_group("few")
    for i in range(6):
        few[f"name {i}"] = np.float32(i)
    attributes = {"text": "Ünï", "bytes": b"fixed", "texts": ["a", "longer é"], "fixed": np.array([b"ab", b"c"]), "whole": 7}
    attributes |= {"float": 0.5, "list": np.arange(6.0).reshape(2, 3), "flag": True, "empty": np.zeros(0), "long": "x" * 5000}
    attributes |= {"nothing": h5py.Empty("f4"), "big": np.array([2**60, 1]), "record": np.zeros(1, [("a", "f4")])}
    for name, value in attributes.items():
        file.attrs[name] = value
    for i in range(3):
        few.attrs[f"number {i}"] = i
    many.attrs["name"] = "many"


def fill_chunks(file, h5py, many):
    chunks = file.create_group("chunks")
    options = {"plain": {}, "shuffled": {"shuffle": True, "compression": "gzip"}, "summed": {"fletcher32": True}}
    options |= {"all": {"shuffle": True, "compression": "gzip", "fletcher32": True}, "growing": {"maxshape": (None, None)}}
    options |= {"growing packed": {"maxshape": (None, None), "compression": "gzip"}}
    for name, option in options.items():
        chunks.create_dataset(name, data=drawn(14, (7, 10)), chunks=(3, 4), **option)
        chunks.create_dataset(f"{name} doubles", data=drawn(15, (5,), "f8"), chunks=(2,), **option | ({"maxshape": None} if "grow" in name else {}))
    chunks.create_dataset("one", data=drawn(16, (3, 4)), chunks=(3, 4))
    chunks.create_dataset("one packed", data=drawn(17, (3, 4)), chunks=(3, 4), compression="gzip")
    chunks.create_dataset("many", data=drawn(18, (many,)), chunks=(1,))
    chunks.create_dataset("three axes", data=drawn(19, (3, 4, 5), "f8"), chunks=(2, 3, 2), compression="gzip")
    compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    compact.set_layout(h5py.h5d.COMPACT)
    small = drawn(20, (2, 2))
    space = h5py.h5s.create_simple(small.shape)
    h5py.h5d.create(file.id, b"compact", h5py.h5t.IEEE_F32LE, space, compact).write(h5py.h5s.ALL, h5py.h5s.ALL, small)
    early = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    early.set_chunk((2, 2))
    early.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
    wide = drawn(21, (3, 5))
    space = h5py.h5s.create_simple(wide.shape)
    h5py.h5d.create(file.id, b"early", h5py.h5t.IEEE_F32LE, space, early).write(h5py.h5s.ALL, h5py.h5s.ALL, wide)


def h5_pair(folder, libver, many, **options):
    import h5py

    with h5py.File(os.path.join(folder, "groups.h5"), "w", libver=libver, **options) as file:
        fill_groups(file, h5py)
    with h5py.File(os.path.join(folder, "chunks.h5"), "w", libver=libver, **options) as file:
        fill_chunks(file, h5py, many)


@fixture("h5-earliest")
def h5_earliest(folder):
    h5_pair(folder, "earliest", 90)


@fixture("h5-latest")
def h5_latest(folder):
    """Superblock 3, object headers 2, links and attributes in heaps, all indexes of chunks but the one for a single growing axis."""
    h5_pair(folder, "latest", 1100, userblock_size=512)


@fixture("h5-bomb")
def h5_bomb(folder):
    """32 MiB of zeros in 33 KB."""
    import h5py

    with h5py.File(os.path.join(folder, "bomb.h5"), "w") as file:
        file.create_dataset("zeros", data=np.zeros(2**23, "f4"), chunks=(2**23,), compression="gzip")


def torch_views():
    """Views that share storages, with strides, offsets and expanded axes; every kind; NumPy's numbers; sets; parameters."""
    import collections
    import torch

    base = torch.from_numpy(drawn(40, (6, 8)))
    state = {"whole": base, "turned": base.t(), "rows": base[1:5:2], "columns": base[:, 3:6], "row": base[2], "one": base[3, 4]}
    state |= {"expanded": torch.tensor([[1.0], [2.0]]).expand(2, 3), "nothing": torch.zeros(0, 3), "single": torch.tensor(2.5)}
    for kind in (torch.float64, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool):
        state[str(kind)] = torch.from_numpy(drawn(41, (2, 3), "f8")).to(kind)
    state["parameter"] = torch.nn.Parameter(torch.ones(2))
    extras = {"epoch": np.int64(3), "loss": np.float64(0.25), "seen": {"a"}, "betas": (0.9, 0.999), "bytes": b"abc", "none": None}
    extras |= {"huge": 2**70, "negative": -300, "kind": torch.float32, "device": torch.device("cpu"), "size": torch.Size([2, 3])}
    extras["counts"] = collections.Counter("aab")
    extras["lists"] = [torch.arange(3.0), [1, torch.arange(2)], {}]
    return {"model": collections.OrderedDict(state), **extras}


@fixture("pt-views")
def pt_views(folder):
    import torch

    torch.save(torch_views(), os.path.join(folder, "views.pt"))


@fixture("pt-views-legacy")
def pt_views_legacy(folder):
    import torch

    torch.save(torch_views(), os.path.join(folder, "views.pth"), _use_new_zipfile_serialization=False)


@fixture("pt-views-protocol4")
def pt_views_protocol4(folder):
    import torch

    torch.save(torch_views(), os.path.join(folder, "views.pt"), pickle_protocol=4)


@fixture("tfjs-quantized")
def tfjs_quantized(folder):
    """The converter's packed weights, by its formula: uint8, uint16, float16, and two groups."""
    import json

    def packed(name, seed, kind):
        numbers = drawn(seed, (3, 4), "f8")
        low, high = numbers.min(), numbers.max()
        scale = (high - low) / np.iinfo(kind).max
        entry = {"name": name, "shape": [3, 4], "dtype": "float32"}
        entry["quantization"] = {"min": low, "scale": scale, "dtype": kind, "original_dtype": "float32"}
        return entry, np.rint((numbers - low) / scale).astype(kind).tobytes()

    halves = drawn(32, (5,), "f2")
    ids = {"name": "ids", "shape": [2], "dtype": "int32", "quantization": {"min": -3, "scale": 2.6, "dtype": "uint8"}}
    first = [packed("a/kernel", 30, "uint8"), packed("a/recurrent_kernel", 31, "uint16")]
    second = [({"name": "a/bias", "shape": [5], "dtype": "float32", "quantization": {"dtype": "float16"}}, halves.tobytes())]
    second += [(ids, bytes([1, 2])), ({"name": "plain", "shape": [], "dtype": "float32"}, np.float32(2.5).tobytes())]
    groups = []
    for i, group in enumerate([first, second], 1):
        path = f"group{i}-shard1of1.bin"
        with open(os.path.join(folder, path), "wb") as file:
            file.write(b"".join(content for _, content in group))
        groups.append({"paths": [path], "weights": [entry for entry, _ in group]})
    with open(os.path.join(folder, "model.json"), "w") as file:
        json.dump({"format": "layers-model", "modelTopology": {}, "weightsManifest": groups}, file)


def onnx_model(initializers, nodes, name="kinds"):
    from onnx import TensorProto, helper

    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["rows", None, 3])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
    graph = helper.make_graph(nodes, name, [x], [y], initializers)
    model = helper.make_model(graph, producer_name="maker", producer_version="1", opset_imports=[helper.make_opsetid("", 17)])
    helper.set_model_props(model, {"words": "é"})
    return model


@fixture("onnx-kinds")
def onnx_kinds(folder):
    """Every kind, by raw bytes and in the lists; attributes of every type; constants; a graph in a node."""
    import ml_dtypes
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    codes = {"f8": TensorProto.DOUBLE, "f4": TensorProto.FLOAT, "f2": TensorProto.FLOAT16, "i8": TensorProto.INT64}
    codes |= {"i4": TensorProto.INT32, "i2": TensorProto.INT16, "i1": TensorProto.INT8, "u8": TensorProto.UINT64}
    codes |= {"u4": TensorProto.UINT32, "u2": TensorProto.UINT16, "u1": TensorProto.UINT8}
    initializers = []
    for kind, code in codes.items():
        numbers = drawn(50, (2, 3), kind.replace("u", "i")).view(kind)
        initializers.append(numpy_helper.from_array(numbers, f"{kind}-raw"))
        initializers.append(helper.make_tensor(f"{kind}-list", code, (2, 3), numbers.reshape(-1)))
    flags = np.array([True, False])
    brains = drawn(51, (3,)).astype(ml_dtypes.bfloat16)
    initializers += [numpy_helper.from_array(flags, "flags-raw"), helper.make_tensor("flags-list", TensorProto.BOOL, (2,), flags)]
    initializers += [numpy_helper.from_array(brains, "brains-raw"), helper.make_tensor("brains-list", TensorProto.BFLOAT16, (3,), brains)]
    initializers += [numpy_helper.from_array(np.float32(1.5), "single"), numpy_helper.from_array(np.zeros((0, 2), "f4"), "nothing")]
    constant = helper.make_node("Constant", [], ["c"], value=numpy_helper.from_array(drawn(52, (2,)), "value"))
    floats = helper.make_node("Constant", [], ["d"], value_floats=[0.5, -1.25])
    odd = helper.make_node("Odd", ["x", "", "c"], ["y"], name="odd", domain="of.ours", a=1.5, b=-(2**60), e="é", g=[1, -1], h=["a", "b"])
    inner = helper.make_graph([helper.make_node("Identity", ["x"], ["z"])], "inner", [], [helper.make_tensor_value_info("z", 1, [1])])
    odd.attribute.append(helper.make_attribute("body", inner))
    onnx.save(onnx_model(initializers, [constant, floats, odd]), os.path.join(folder, "kinds.onnx"))


@fixture("onnx-external")
def onnx_external(folder):
    import onnx
    from onnx import helper, numpy_helper

    arrays = [numpy_helper.from_array(drawn(53, (3, 4)), "W"), numpy_helper.from_array(drawn(54, (5,), "i8"), "ids")]
    model = onnx_model(arrays, [helper.make_node("Identity", ["x"], ["y"])], "outside")
    onnx.save(model, os.path.join(folder, "m.onnx"), save_as_external_data=True, location="m.data", size_threshold=0)


if __name__ == "__main__":
    root, names = sys.argv[1], sys.argv[2:] or list(makers)
    for name in names:
        folder = os.path.join(root, name)
        os.makedirs(folder, exist_ok=True)
        makers[name](folder)
