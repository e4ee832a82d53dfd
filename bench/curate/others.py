"""What cleanvision and imagededup say of a folder of images, as JSON on stdout.

    python bench/curate/others.py FOLDER [--tools cleanvision,imagededup] [--jobs 2] [--all]

For the bench only: pip install cleanvision imagededup (the latter brings torch). Both run at their defaults; cleanvision
on the issues that Diptych knows too (with --all on every one), imagededup's PHash within 10 bits. Output:

    {tool: {"version", "seconds", "issues": {path: [issue, …]}, "duplicates": {"exact" | "near": [[path, path], …]}}}

Paths are from FOLDER. `seconds` is the work without imports. A tool that is not installed is null.
"""

import argparse
import contextlib
import importlib.metadata
import itertools
import json
import os
import sys
import time

COMMON = ["blurry", "dark", "light", "low_information", "exact_duplicates", "near_duplicates"]


def run_cleanvision(folder, jobs, everything):
    from cleanvision import Imagelab

    start = time.perf_counter()
    lab = Imagelab(data_path=folder)
    kinds = None if everything else {kind: {} for kind in COMMON}
    lab.find_issues(kinds, n_jobs=jobs, verbose=False)
    seconds = time.perf_counter() - start

    name = lambda path: os.path.relpath(path, folder)
    flags = [c for c in lab.issues.columns if c.startswith("is_") and "duplicates" not in c]
    issues = {
        name(path): [c[len("is_") : -len("_issue")] for c in flags if row[c]] for path, row in lab.issues.iterrows()
    }
    pairs = lambda sets: [[name(a), name(b)] for s in sets for a, b in itertools.combinations(sorted(s), 2)]
    duplicates = {how: pairs(lab.info[f"{how}_duplicates"]["sets"]) for how in ("exact", "near")}
    return {"seconds": seconds, "issues": issues, "duplicates": duplicates}


def run_imagededup(folder, jobs, _everything):
    from imagededup.methods import PHash

    start = time.perf_counter()
    found = PHash(verbose=False).find_duplicates(
        image_dir=folder, max_distance_threshold=10, recursive=True, num_enc_workers=jobs, num_dist_workers=jobs
    )
    seconds = time.perf_counter() - start
    pairs = sorted({tuple(sorted((a, b))) for a, others in found.items() for b in others})
    return {"seconds": seconds, "issues": {path: [] for path in found}, "duplicates": {"near": pairs}}


TOOLS = {"cleanvision": run_cleanvision, "imagededup": run_imagededup}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--tools", default=",".join(TOOLS))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    folder = os.path.abspath(options.folder)
    found = {}
    # Both tools write of their progress to stdout, which is for the result.
    with contextlib.redirect_stdout(sys.stderr):
        for tool in options.tools.split(","):
            try:
                version = importlib.metadata.version(tool)
            except importlib.metadata.PackageNotFoundError:
                found[tool] = None
                continue
            found[tool] = {"version": version, **TOOLS[tool](folder, options.jobs, options.all)}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
