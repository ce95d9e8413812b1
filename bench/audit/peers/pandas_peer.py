"""pandas on the same file, as somebody who knows it well would write it: categories, one groupby into cells, all 15 sets from them, twelve rates for each group.

python3 pandas_peer.py text|columns CSV RUNS
"""
import hashlib
import itertools
import json
import resource
import sys
import time

import pandas

ATTRIBUTES = ["sex", "age", "household", "region"]
TYPES = {**{a: "category" for a in ATTRIBUTES}, "need": "int8", "granted": "int8"}


def read(csv):
    return pandas.read_csv(csv, usecols=list(TYPES), dtype=TYPES)


def groups(frame):
    cells = frame.groupby([*ATTRIBUTES, "need", "granted"], observed=True).size().rename("c").reset_index()
    for name, need, granted in (("tp", 1, 1), ("fp", 0, 1), ("fn", 1, 0), ("tn", 0, 0)):
        cells[name] = cells["c"].where((cells["need"] == need) & (cells["granted"] == granted), 0)
    answers = []
    for size in range(1, 5):
        for attributes in itertools.combinations(ATTRIBUTES, size):
            g = cells.groupby(list(attributes), observed=True)[["tp", "fp", "fn", "tn"]].sum()
            tp, fp, fn, tn = g["tp"], g["fp"], g["fn"], g["tn"]
            n = tp + fp + fn + tn
            for above, below in ((tp + fp, n), (tp + fn, n), (tp, tp + fn), (fn, tp + fn), (fp, fp + tn), (tn, fp + tn), (tp, tp + fp), (fp, tp + fp), (tn, tn + fn), (fn, tn + fn), (tp + tn, n), (fp + fn, n)):
                g[len(g.columns)] = above / below.where(below > 0)
            answers.append((attributes, g))
    return answers


def answer(sets):
    lines, total = [], 0.0
    for attributes, g in sets:
        number = sum(1 << ATTRIBUTES.index(a) for a in attributes)
        total += g.iloc[:, 4:].sum().sum()
        for key, row in zip(g.index, g[["tp", "fp", "fn", "tn"]].itertuples(index=False)):
            levels = key if isinstance(key, tuple) else (key,)
            lines.append("|".join(str(v) for v in (number, *levels, *row)))
    digest = hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16]
    return f"{len(lines)} groups, rates {total:.6f}, counts {digest}"


kind, csv, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
frame = None if kind == "text" else read(csv)
work = (lambda: groups(read(csv))) if kind == "text" else (lambda: groups(frame))
sets = work()
ms, cpu = [], []
for _ in range(runs):
    start, before = time.perf_counter(), time.process_time()
    sets = work()
    ms.append((time.perf_counter() - start) * 1000)
    cpu.append((time.process_time() - before) * 1000)
print(json.dumps([{
    "name": f"pandas {pandas.__version__}, {'CSV' if kind == 'text' else 'categories in memory'}", "threads": 1, "ms": ms, "cpu": cpu, "answer": answer(sets), "heap": 0,
    "resident": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}]))
