#!/usr/bin/env python3
"""Times candor-bench and PyTorch in turns, on the same threads, and prints the ratio.

usage: compare.py PATH/candor-bench [--threads N …] [--rounds N] [--seconds S] [--filter TEXT]

PyTorch is installed into a virtual environment of its own in the build folder of the benchmarks. Each round times one, then the other, for some seconds; the figures are medians over the rounds of the
median step.
"""

import argparse
import gc
import json
import os
import statistics
import subprocess
import sys
import time
import venv
from pathlib import Path

ENVIRONMENT = Path(__file__).resolve().parent.parent / ".build" / "peers"
# The build without CUDA where there is one.
VERSIONS = ["torch==2.13.0+cpu", "torch"]


def enter_environment():
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    if subprocess.run([python, "-c", "import torch"], capture_output=True).returncode != 0:
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "numpy"]
        if all(subprocess.run([*pip, version]).returncode != 0 for version in VERSIONS):
            sys.exit("compare.py: PyTorch cannot be installed here, so there is nothing to compare with")
    os.execv(python, [str(python), *sys.argv])


def ours(binary, name, threads, seconds):
    suite = "1 thread" if threads == 1 else f"{threads} threads"
    command = [binary, "--filter", f"^{suite}\\.{name}$", "--format", "json", "--quiet"]
    command += ["--min-time", str(seconds)]
    result = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return result["benchmarks"][0]["ms"]


def theirs(step, seconds):
    for _ in range(2):
        step()
    times = []
    begin = time.perf_counter()
    while time.perf_counter() - begin < seconds or len(times) < 3:
        start = time.perf_counter()
        step()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("binary")
    parser.add_argument("--threads", type=int, nargs="+", default=sorted({1, os.cpu_count()}))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--filter", default="")
    options = parser.parse_args()

    import torch

    from networks import CASES

    torch.manual_seed(1)
    print(f"PyTorch {torch.__version__}, oneDNN {'on' if torch.backends.mkldnn.enabled else 'off'}, float32 where nothing else is said;")
    print(f"load of the machine before: {os.getloadavg()[0]:.1f}")
    print(f"{'':28}{'threads':>8}{'ours, ms':>12}{'PyTorch, ms':>13}{'ratio':>8}   ratios of the rounds")
    for threads in options.threads:
        torch.set_num_threads(threads)
        for name, variant, make in CASES:
            if options.filter not in name:
                continue
            step = make()
            rounds = [
                (ours(options.binary, name, threads, options.seconds), theirs(step, options.seconds))
                for _ in range(options.rounds)
            ]
            a, b = (statistics.median(column) for column in zip(*rounds))
            ratios = sorted(y / x for x, y in rounds)
            label = f"{name} ({variant})" if variant else name
            print(
                f"{label:28}{threads:8}{a:12.3f}{b:13.3f}{statistics.median(ratios):8.2f}"
                f"   {ratios[0]:.2f}…{ratios[-1]:.2f}", flush=True)
            # Its memory is not the next one's.
            del step
            gc.collect()


if Path(sys.prefix).resolve() == ENVIRONMENT.resolve():
    main()
else:
    enter_environment()
