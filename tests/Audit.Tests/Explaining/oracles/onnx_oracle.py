"""Turns models of Debian's python3-sklearn into ONNX with python3-onnx, one for each operator that is read.

usage: onnx_oracle.py FOLDER
"""
import json
import os
import sys

import numpy as np
from onnx import TensorProto, helper
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.tree import DecisionTreeRegressor

folder = sys.argv[1]
rng = np.random.default_rng(20261122)
x = rng.normal(size=(600, 6)).astype("f4")
y = (x[:, 0] + x[:, 1] * x[:, 2] > 0.2).astype(int)
z = np.digitize(x[:, 0] + x[:, 3], [-0.7, 0.7])
index = []


def save(name, nodes, outputs):
    graph = helper.make_graph(nodes, name, [helper.make_tensor_value_info("x", TensorProto.FLOAT, [None, 6])], outputs)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15), helper.make_opsetid("ai.onnx.ml", 3)], ir_version=8)
    with open(os.path.join(folder, name + ".onnx"), "wb") as out:
        out.write(model.SerializeToString())
    index.append(name)


def lists(trees, prefix, value, mode="BRANCH_LEQ", hit=True):
    keys = ["treeids", "nodeids", "featureids", "values", "modes", "truenodeids", "falsenodeids", "hitrates", "missing_value_tracks_true"]
    nodes = {f"nodes_{k}": [] for k in keys}
    leaves = {f"{prefix}_{k}": [] for k in ("treeids", "nodeids", "ids", "weights")}
    for t, tree in enumerate(trees):
        swap = mode in ("BRANCH_GT", "BRANCH_GTE")
        for i in range(tree.node_count):
            leaf = tree.children_left[i] < 0
            yes, no = int(max(tree.children_left[i], 0)), int(max(tree.children_right[i], 0))
            entry = [t, i, int(max(tree.feature[i], 0)), 0.0 if leaf else float(np.float32(tree.threshold[i])), "LEAF" if leaf else mode,
                     no if swap else yes, yes if swap else no, float(tree.n_node_samples[i]) if hit else 1.0, (i % 2) if not leaf else 0]
            for k, v in zip(keys, entry):
                nodes[f"nodes_{k}"].append(v)
            if leaf:
                for output, weight in value(t, tree.value[i]):
                    for k, v in zip(("treeids", "nodeids", "ids", "weights"), (t, i, output, float(weight))):
                        leaves[f"{prefix}_{k}"].append(v)
    return {**nodes, **leaves}


scores = helper.make_tensor_value_info("scores", TensorProto.FLOAT, None)
label = helper.make_tensor_value_info("label", TensorProto.INT64, None)

boosted = GradientBoostingClassifier(n_estimators=20, max_depth=4, random_state=1).fit(x, y)
save("boosted", [helper.make_node("TreeEnsembleClassifier", ["x"], ["label", "scores"], domain="ai.onnx.ml", classlabels_int64s=[0, 1], base_values=[0.25],
     post_transform="LOGISTIC", **lists([e[0].tree_ for e in boosted.estimators_], "class", lambda t, v: [(0, v[0][0] * 0.1)]))], [label, scores])

forest = RandomForestClassifier(n_estimators=15, max_depth=9, random_state=1).fit(x, z)
save("forest", [helper.make_node("TreeEnsembleClassifier", ["x"], ["label", "scores"], domain="ai.onnx.ml", classlabels_int64s=[0, 1, 2], post_transform="NONE",
     **lists([e.tree_ for e in forest.estimators_], "class", lambda t, v: [(c, v[0][c] / v[0].sum() / 15) for c in range(3)]))], [label, scores])

for mode in ("BRANCH_LEQ", "BRANCH_LT", "BRANCH_GT", "BRANCH_GTE"):
    trees = [DecisionTreeRegressor(max_depth=5, random_state=s).fit(np.round(x, 1), x[:, 0] * x[:, 1]).tree_ for s in range(3)]
    save(mode.lower(), [helper.make_node("TreeEnsembleRegressor", ["x"], ["scores"], domain="ai.onnx.ml", n_targets=1, aggregate_function="AVERAGE", base_values=[0.5],
         **lists(trees, "target", lambda t, v: [(0, v[0][0])], mode, hit=mode != "BRANCH_LT"))], [scores])

logistic = LogisticRegression(max_iter=500).fit((x - 1) * 2, y)
w, b = logistic.coef_[0], float(logistic.intercept_[0])
save("linear", [helper.make_node("Scaler", ["x"], ["scaled"], domain="ai.onnx.ml", offset=[1.0] * 6, scale=[2.0] * 6),
     helper.make_node("LinearClassifier", ["scaled"], ["label", "scores"], domain="ai.onnx.ml", classlabels_ints=[0, 1], coefficients=[*(-w), *w], intercepts=[-b, b],
                      post_transform="LOGISTIC", multi_class=0)], [label, scores])
save("regression", [helper.make_node("LinearRegressor", ["x"], ["scores"], domain="ai.onnx.ml", coefficients=[float(v) for v in w], intercepts=[b], targets=1)], [scores])

test = np.round(rng.normal(size=(200, 6)), 1).astype("f4")
test.astype("f8").tofile(os.path.join(folder, "rows"))
missing = test.copy()
missing[rng.random(test.shape) < 0.1] = np.nan
missing.astype("f8").tofile(os.path.join(folder, "missing"))
with open(os.path.join(folder, "index.json"), "w") as out:
    json.dump(index, out)
