# Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0
"""Measures PyTorch on the workloads of gpu-verify: python3 peers.py ROWS...

Rows have 1024 columns of float32. Each figure is the median of some runs by CUDA events, after a
warm-up and with the caches overwritten before each run. Prints a line of JSON for each figure, with
the least number of bytes that the pass has to move; what does not run is a line with "problem".
"""

import json
import sys

COLUMNS = 1024
WARM_UP = 3
SAMPLES = 21


def say(**fields):
    print(json.dumps(fields), flush=True)


def one_line(error):
    text = str(error).strip()
    return f"{type(error).__name__}: {text.splitlines()[0] if text else ''}"[:300]


try:
    import torch
    import torch.nn.functional as F
except ImportError as error:
    say(software=f"no PyTorch ({one_line(error)})")
    sys.exit(0)
if not torch.cuda.is_available():
    say(software=f"PyTorch {torch.__version__}, which finds no GPU")
    sys.exit(0)


def layer_norm(x, w, b):
    return F.layer_norm(x, (COLUMNS,), w, b)


def twelve(x, y):
    return torch.sigmoid(x) * torch.tanh(y) + (x * x) * 0.5 - torch.exp((-x) * x) + x * y


# Name: function, its operands ("x": full, "w": per column), full tensors moved forward and backward.
WORK = {
    "a gelu(x*w+b)": (lambda x, w, b: F.gelu(x * w + b, approximate="tanh"), "xww", 2, 3),
    "b softmax": (lambda x: torch.softmax(x, -1), "x", 2, 3),
    "c layernorm": (layer_norm, "xww", 2, 3),
    "d swiglu": (lambda x, y: F.silu(x) * y, "xx", 3, 5),
    "e 12-op chain": (twelve, "xx", 3, 5),
}

device = torch.device("cuda")
cache = torch.cuda.get_device_properties(device).L2_cache_size if hasattr(
    torch.cuda.get_device_properties(device), "L2_cache_size") else 1 << 26
flush = torch.empty(max(1 << 27, 4 * cache), dtype=torch.uint8, device=device)


def median(run):
    for _ in range(WARM_UP):
        run()
    torch.cuda.synchronize()
    times = []
    for _ in range(SAMPLES):
        flush.zero_()
        start = torch.cuda.Event(enable_timing=True)
        end = torch.cuda.Event(enable_timing=True)
        start.record()
        run()
        end.record()
        end.synchronize()
        times.append(start.elapsed_time(end) / 1e3)
    return sorted(times)[SAMPLES // 2]


def measure(name, mode, function, rows):
    _, kinds, forward, backward = WORK[name]
    elements = rows * COLUMNS
    operands = [
        torch.randn((rows, COLUMNS) if kind == "x" else (COLUMNS,), device=device) for kind in kinds
    ]
    cotangent = torch.randn(rows, COLUMNS, device=device)
    with torch.no_grad():
        seconds = median(lambda: function(*operands))
    common = {"work": name, "mode": mode, "elements": elements}
    say(**common, **{"pass": "fwd"}, seconds=seconds, bytes=4 * elements * forward)
    for operand in operands:
        operand.requires_grad_()

    def both():
        result = function(*operands)
        return result, torch.autograd.grad(result, operands, cotangent)

    seconds = median(both)
    say(**common, **{"pass": "f+b"}, seconds=seconds, bytes=4 * elements * (forward + backward))


say(software=f"PyTorch {torch.__version__}")
for rows in map(int, sys.argv[1:]):
    for name, (function, _, _, _) in WORK.items():
        for mode in ("eager", "compile"):
            try:
                if mode == "compile":
                    torch._dynamo.reset()
                measure(name, mode, function if mode == "eager" else torch.compile(function, dynamic=False), rows)
            except Exception as error:  # a figure that is missing must not cost the others
                say(problem=f"{name}, {mode}, {rows} rows: {one_line(error)}")
            torch.cuda.empty_cache()
