"""Trains the models of the benchmark, and times XGBoost's own contributions on them.

usage: xgboost_peer.py prepare FOLDER | time FOLDER NAME THREADS RUNS
"""
import json
import os
import sys
import time

import numpy as np
import xgboost as xgb

CASES = {
    "100 trees, depth 6, 10 features": dict(rows=10_000, width=10, depth=6, trees=100),
    "500 trees, depth 8, 30 features": dict(rows=2_000, width=30, depth=8, trees=500),
    "100 trees, depth 12, 20 features": dict(rows=1_000, width=20, depth=12, trees=100),
}


def prepare(folder):
    rng = np.random.default_rng(1)
    index = []
    for i, (name, case) in enumerate(CASES.items()):
        x = rng.normal(size=(max(case["rows"], 10_000), case["width"])).astype("f4")
        x[rng.random(x.shape) < 0.05] = np.nan
        y = (np.nansum(x[:, :5], 1) + rng.normal(size=len(x)) > 0).astype(int)
        model = xgb.train({"objective": "binary:logistic", "max_depth": case["depth"], "eta": 0.1, "nthread": 2, "seed": 1}, xgb.DMatrix(x, y), case["trees"])
        model.save_model(os.path.join(folder, f"{i}.json"))
        x[: case["rows"]].astype("f8").tofile(os.path.join(folder, f"{i}.rows"))
        index.append({"name": name, "width": case["width"]})
    with open(os.path.join(folder, "index.json"), "w") as out:
        json.dump(index, out)


def measure(folder, number, threads, runs):
    with open(os.path.join(folder, "index.json")) as index:
        width = json.load(index)[int(number)]["width"]
    x = np.fromfile(os.path.join(folder, f"{number}.rows")).reshape(-1, width)
    model = xgb.Booster({"nthread": threads})
    model.load_model(os.path.join(folder, f"{number}.json"))
    data = xgb.DMatrix(x, nthread=threads)
    figures = []
    for _ in range(runs):
        wall, cpu = time.perf_counter(), time.process_time()
        parts = model.predict(data, pred_contribs=True)
        figures.append([time.perf_counter() - wall, time.process_time() - cpu])
    parts.astype("f8").tofile(os.path.join(folder, f"{number}.parts"))
    print(json.dumps({"version": xgb.__version__, "runs": figures}))


if sys.argv[1] == "prepare":
    prepare(sys.argv[2])
else:
    measure(sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
