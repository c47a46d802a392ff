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


if __name__ == "__main__":
    root, names = sys.argv[1], sys.argv[2:] or list(makers)
    for name in names:
        folder = os.path.join(root, name)
        os.makedirs(folder, exist_ok=True)
        makers[name](folder)
