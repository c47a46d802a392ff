"""PyTorch as an oracle: parity cases without `expect` come in, a line of JSON each, and go out with it, a line each, in the same order.

    python3 oracle.py < cases.jsonl > completed.jsonl
    python3 oracle.py --modules       # torch.nn's own LSTM, GRU and RNN wherever they can express the network

A case that cannot be run is answered by {"error": "why"}. The first line out is {"ready": "PyTorch's version"}.
"""

import json
import sys

try:
    import torch
except ImportError as error:
    sys.exit(f"This Python has no PyTorch ({error}). On Debian: apt-get install --no-install-recommends python3-torch")

from case import complete


def answer(line, by_modules):
    try:
        return json.dumps(complete(json.loads(line), by_modules), allow_nan=False)
    except KeyError as error:
        return json.dumps({"error": f"the case has no {error}"})
    except Exception as error:
        return json.dumps({"error": f"{type(error).__name__}: {error}"})


def main():
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    by_modules = "--modules" in sys.argv[1:]
    print(json.dumps({"ready": torch.__version__}), flush=True)
    for line in sys.stdin:
        if line.strip():
            print(answer(line, by_modules), flush=True)


if __name__ == "__main__":
    main()
