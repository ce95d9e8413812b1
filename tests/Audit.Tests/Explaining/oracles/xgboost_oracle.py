"""Trains models with Debian's python3-xgboost and writes, for each, the model, rows, its contributions and its answers as 64-bit floats.

usage: xgboost_oracle.py FOLDER
"""
import json
import os
import sys

import numpy as np
import xgboost as xgb

folder = sys.argv[1]
rng = np.random.default_rng(20261122)
index = []


def rows(count, width, missing=0.05):
    x = rng.normal(size=(count, width)).astype("f4")
    x[rng.random(x.shape) < missing] = np.nan
    return x


def keep(name, booster, data, x, outputs=1):
    booster.save_model(os.path.join(folder, name + ".json"))
    parts = booster.predict(data, pred_contribs=True)
    answers = booster.predict(data)
    for kind, values in (("rows", x), ("parts", parts), ("answers", answers)):
        np.asarray(values, dtype="f8").tofile(os.path.join(folder, f"{name}.{kind}"))
    index.append({"name": name, "rows": len(x), "width": x.shape[1], "outputs": outputs})


def case(name, parameters, rounds, x, y, outputs=1, test=400, **matrix):
    train = xgb.DMatrix(x, y, **matrix)
    booster = xgb.train({"nthread": 1, "seed": 7, **parameters}, train, rounds)
    keep(name, booster, xgb.DMatrix(x[:test], **matrix), x[:test], outputs)


x = rows(3000, 10)
y = (np.nan_to_num(x[:, 0]) + np.nan_to_num(x[:, 1] * x[:, 2]) + rng.normal(size=len(x)) > 0).astype(int)
case("binary", {"objective": "binary:logistic", "max_depth": 6, "base_score": 0.3}, 100, x, y, feature_names=[f"x{i}" for i in range(10)])
case("dart", {"objective": "binary:logistic", "booster": "dart", "rate_drop": 0.4, "max_depth": 4}, 30, x, y)
case("forest", {"objective": "binary:logistic", "num_parallel_tree": 20, "subsample": 0.6, "colsample_bynode": 0.5, "eta": 1, "max_depth": 7}, 1, x, y)
case("logit-raw", {"objective": "binary:logitraw", "max_depth": 3, "base_score": 0.2}, 10, x, y)
case("linear", {"objective": "binary:logistic", "booster": "gblinear", "base_score": 0.4}, 20, np.nan_to_num(x), y)

wide = rows(2000, 24)
target = np.nansum(wide * rng.normal(size=24), 1).astype("f4")
case("deep", {"objective": "reg:squarederror", "max_depth": 14, "eta": 0.2}, 20, wide, target, test=100)
case("poisson", {"objective": "count:poisson", "max_depth": 4, "base_score": 2.0}, 30, x, rng.poisson(np.exp(np.nan_to_num(x[:, 3]) / 2)))
case("classes", {"objective": "multi:softprob", "num_class": 4, "max_depth": 5}, 15, x, rng.integers(0, 4, len(x)), outputs=4)

mixed = rows(3000, 6)
mixed[:, 4] = np.where(np.isnan(mixed[:, 4]), np.nan, rng.integers(0, 40, len(mixed)))
mixed[:, 5] = rng.integers(0, 3, len(mixed))
effect = rng.normal(size=40)
label = (np.nan_to_num(mixed[:, 0]) + effect[np.nan_to_num(mixed[:, 4]).astype(int)] > 0).astype(int)
case("categories", {"objective": "binary:logistic", "max_depth": 5, "tree_method": "hist", "max_cat_to_onehot": 1}, 20, mixed, label,
     feature_types=["q"] * 4 + ["c"] * 2, enable_categorical=True)

with open(os.path.join(folder, "index.json"), "w") as out:
    json.dump(index, out)
