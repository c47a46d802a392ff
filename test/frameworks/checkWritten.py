"""Opens what writeSamples.ts wrote with the real libraries: the same tensors, and whole models compute what the originals compute.

    python3 checkWritten.py OUT
"""

import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import numpy as np

from dumpTensors import readers, torch

# As a careful person opens them.
readers |= {ending: lambda path: torch(path, weights_only=True) for ending in (".pt", ".pth")}

fixtures = os.path.join(os.path.dirname(__file__), "..", "unit", "containers", "fixtures")


def same_tensors(original, written, folder, file):
    expected = json.load(open(os.path.join(folder, file)))["tensors"]
    found = json.loads(json.dumps(readers[os.path.splitext(written)[1]](written)))
    assert sorted(found) == sorted(expected), (sorted(found), sorted(expected))
    for name in expected:
        assert found[name] == expected[name], (name, found[name], expected[name])
    return len(expected)


def random_input(shape, integer):
    draw = np.random.default_rng(1)
    shape = [2 if length is None else length for length in shape]
    return draw.integers(0, 5, shape) if integer else draw.normal(size=shape).astype("f4")


def same_model(load, original, written):
    ours, theirs = load(written), load(original)
    spec = theirs.inputs[0]
    x = random_input([4 if i == 1 and n is None else n for i, n in enumerate(spec.shape)], "int" in str(spec.dtype))
    np.testing.assert_array_equal(ours.predict(x, verbose=0), theirs.predict(x, verbose=0))


def whole_model(original, written):
    """Keras 3 for .keras, Keras 2 for whole .h5 models; others hold weights alone."""
    if written.endswith(".keras"):
        import keras

        same_model(keras.models.load_model, original, written)
        return f"Keras {keras.__version__} computes the same"
    if written.endswith("model.h5"):
        import tf_keras

        same_model(tf_keras.models.load_model, original, written)
        return f"Keras {tf_keras.__version__} computes the same"
    if written.endswith("model.onnx"):
        import onnx
        import onnxruntime

        onnx.checker.check_model(written, full_check=True)
        ours, theirs = (onnxruntime.InferenceSession(path) for path in (written, original))
        kinds = {"tensor(float)": False, "tensor(int64)": True, "tensor(int32)": True}
        inputs = {x.name: random_input([n if isinstance(n, int) else 3 for n in x.shape], kinds[x.type]) for x in theirs.get_inputs()}
        for a, b in zip(ours.run(None, inputs), theirs.run(None, inputs)):
            np.testing.assert_array_equal(a, b)
        return f"ONNX Runtime {onnxruntime.__version__} computes the same"
    if os.path.basename(os.path.dirname(written)) in weight_models:
        build = weight_models[os.path.basename(os.path.dirname(written))]

        def load(path):
            model = build()
            model.load_weights(path)
            return model

        same_model(load, original, written)
        return "load_weights takes it, and computes the same"
    return ""


def gru_and_rnn():
    from tf_keras import layers, Sequential

    rest = [layers.GRU(6, return_sequences=True), layers.SimpleRNN(3, return_sequences=True), layers.Dense(2)]
    return Sequential([layers.Input((5, 4)), *rest])


def cudnn_lstm():
    from tf_keras import layers, Sequential

    return Sequential([layers.Input((4, 3)), layers.LSTM(5, return_sequences=True, name="rec"), layers.Dense(2, name="out")])


def three_layers():
    from keras import layers, Sequential

    rest = [layers.LSTM(5, return_sequences=True), layers.LSTM(4, return_sequences=True), layers.SimpleRNN(3, return_sequences=True)]
    return Sequential([layers.Input((6,), dtype="int32"), layers.Embedding(9, 3), *rest, layers.Dense(9)])


weight_models = {"keras2-h5-weights-gzip": gru_and_rnn, "keras2-h5-weights-cudnn": cudnn_lstm, "keras3-weights-h5": three_layers}


def main(out):
    failed = 0
    for name in sorted(os.listdir(out)):
        folder = os.path.join(fixtures, name)
        for file in sorted(os.listdir(os.path.join(out, name))):
            expected = file.rsplit(".", 1)[0] + ".json"
            expected = expected if name.startswith("h5-") else "tensors.json"
            original, written = os.path.join(folder, file), os.path.join(out, name, file)
            if os.path.splitext(file)[1] not in readers or (file.endswith(".json") and file != "model.json"):
                continue
            try:
                count = same_tensors(original, written, folder, expected)
                print(f"ok    {name}/{file}: {count} tensors. {whole_model(original, written)}")
            except ImportError as error:
                print(f"skip  {name}/{file}: {error}")
            except Exception as error:
                failed += 1
                print(f"FAIL  {name}/{file}: {type(error).__name__} {error}")
    print(f"{failed} failed")
    return failed


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1]), 1))
