# Figures of SciPy and scikit-learn for invented data, so that the engine's can be compared with them. Writes data and index.json into the folder named.
import json
import sys

import numpy as np
from scipy import stats
from scipy.spatial.distance import jensenshannon
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (accuracy_score, brier_score_loss, cohen_kappa_score, f1_score, homogeneity_score, log_loss, matthews_corrcoef, mean_absolute_error,
                             mean_squared_error, mutual_info_score, ndcg_score, precision_score, r2_score, recall_score, roc_auc_score, roc_curve)

folder = sys.argv[1]
rng = np.random.default_rng(7)
out = {}

# classes
n = 3000
g = rng.choice(['a', 'b', 'c'], n, p=[.6, .3, .1])
y = rng.choice(['x', 'y', 'z'], n, p=[.5, .3, .2])
p = np.where(rng.random(n) < np.where(g == 'a', .8, .6), y, rng.choice(['x', 'y', 'z'], n))
with open(folder + '/classes.csv', 'w') as f:
    f.write('g,y,p\n' + ''.join(f'{a},{b},{c}\n' for a, b, c in zip(g, y, p)))
out['classes'] = {k: {'class_acc': accuracy_score(y[g == k], p[g == k]), 'macro_f1': f1_score(y[g == k], p[g == k], average='macro'),
                      'macro_recall': recall_score(y[g == k], p[g == k], average='macro'), 'macro_precision': precision_score(y[g == k], p[g == k], average='macro'),
                      'class_kappa': cohen_kappa_score(y[g == k], p[g == k]), 'class_mcc': matthews_corrcoef(y[g == k], p[g == k])} for k in 'abc'}

# regression
y = rng.normal(50, 10, n)
p = .8 * y + rng.normal(10, 5, n) - 3 * (g == 'b')
y, p = np.round(y, 3), np.round(p, 3)
with open(folder + '/numbers.csv', 'w') as f:
    f.write('g,y,p\n' + ''.join(f'{a},{b},{c}\n' for a, b, c in zip(g, y, p)))
out['numbers'] = {}
for k in 'abc':
    a, b = y[g == k], p[g == k]
    r = stats.pearsonr(a, b)
    ci = r.confidence_interval(.95)
    out['numbers'][k] = {'mae': mean_absolute_error(a, b), 'rmse': mean_squared_error(a, b) ** .5, 'r2': r2_score(a, b), 'correlation': r.statistic, 'correlation_low': ci.low, 'correlation_high': ci.high,
                         'bias': float(np.mean(b - a)), 'bias_error': stats.sem(b - a), 'mean_predicted': float(b.mean()), 'mae_error': stats.sem(np.abs(b - a))}

# ranking: users of three groups, twelve items each
lines, ndcg = ['g,user,place,gain'], {k: [] for k in 'abc'}
for u in range(200):
    k = 'abc'[u % 3]
    gain = rng.integers(0, 4, 12).astype(float)
    score = gain + rng.normal(0, 1 + (k == 'b'), 12)
    if gain.max() > 0:
        ndcg[k].append(ndcg_score([gain], [score]))
    for place, i in enumerate(np.argsort(-score)):
        lines.append(f'{k},u{u},{place + 1},{gain[i]:g}')
open(folder + '/lists.csv', 'w').write('\n'.join(lines) + '\n')
out['lists'] = {k: {'ndcg': float(np.mean(v)), 'error': float(np.std(v) / (len(v) - 1) ** .5)} for k, v in ndcg.items()}

# drift
lines, kept = ['g,when,level,kind,granted'], {}
for when, shift in (('2024', 0), ('2025', .6)):
    level = np.clip(np.round(rng.normal(5 + shift, 2, 2000)), 0, 12).astype(int)
    kind = rng.choice(['p', 'q', 'r'], 2000, p=[.5, .3, .2] if shift == 0 else [.4, .3, .3])
    kept[when] = (level, kind)
    for i in range(2000):
        lines.append(f'{"ab"[i % 2]},{when},{level[i]},{kind[i]},{int(level[i] > 5)}')
open(folder + '/drift.csv', 'w').write('\n'.join(lines) + '\n')
def shares(i, values):
    return [np.array([np.sum(kept[w][i] == v) for v in values], float) for w in ('2024', '2025')]
values = sorted(set(kept['2024'][0]) | set(kept['2025'][0]))
r, c = shares(0, values)
rs, cs = np.where(r > 0, r / r.sum(), .0001), np.where(c > 0, c / c.sum(), .0001)
kinds = shares(1, ['p', 'q', 'r'])
out['drift'] = {
    'level': {'psi': float(np.sum((cs - rs) * np.log(cs / rs))), 'js': jensenshannon(r, c), 'tvd': float(np.abs(r / r.sum() - c / c.sum()).sum() / 2), 'ks': stats.ks_2samp(kept['2024'][0], kept['2025'][0]).statistic,
              'wasserstein': stats.wasserstein_distance(kept['2024'][0], kept['2025'][0]), 'chi2_p': stats.chi2_contingency([r, c], correction=False)[1],
              'g_p': stats.chi2_contingency([r, c], correction=False, lambda_='log-likelihood')[1]},
    'kind': {'kl': stats.entropy(kinds[1], kinds[0]), 'js': jensenshannon(*kinds), 'chi2_p': stats.chi2_contingency(kinds, correction=False)[1], 'hellinger': float(np.sqrt(np.sum((np.sqrt(kinds[0] / 2000) - np.sqrt(kinds[1] / 2000)) ** 2) / 2))}}
out['chance'] = (2 / 2000) * stats.chi2.ppf(.95, len(values) - 1)

# proxies
sex = rng.choice(['f', 'm'], n)
job = np.where(rng.random(n) < .6, np.where(sex == 'f', 'nurse', 'driver'), rng.choice(['nurse', 'driver', 'clerk'], n))
pay = np.round(rng.normal(200, 30, n) + 20 * (sex == 'm'), 1)
with open(folder + '/proxies.csv', 'w') as f:
    f.write('sex,job,pay,d\n' + ''.join(f'{a},{b},{c},1\n' for a, b, c in zip(sex, job, pay)))
table = np.array([[np.sum((job == j) & (sex == s)) for s in 'fm'] for j in ('clerk', 'driver', 'nurse')])
out['proxies'] = {'cramers_v': stats.contingency.association(table, method='cramer'), 'mutual_information': mutual_info_score(job, sex), 'theil_u': homogeneity_score(sex, job),
                  'chi2_p': stats.chi2_contingency(table, correction=False)[1]}

# scores
s = np.round(np.clip(rng.beta(2, 3, n) + .1 * (sex == 'm'), .01, .99), 2)
t = (rng.random(n) < s ** (1 + .5 * (sex == 'f'))).astype(int)
with open(folder + '/scores.csv', 'w') as f:
    f.write('sex,score,y\n' + ''.join(f'{a},{b:.2f},{c}\n' for a, b, c in zip(sex, s, t)))
f_, m_ = sex == 'f', sex == 'm'
x = np.log(s / (1 - s))
fit = LogisticRegression(C=1e12, tol=1e-10, max_iter=1000).fit(x[f_, None], t[f_])
grid = np.linspace(0, 1, 200001)
curve = {k: np.interp(grid, *roc_curve(t[w], s[w], drop_intermediate=False)[:2]) for k, w in (('f', f_), ('m', m_))}
cross = np.concatenate([s[f_ & (t == 1)], s[m_ & (t == 0)]])
out['scores'] = {'auc': roc_auc_score(t[f_], s[f_]), 'brier': brier_score_loss(t[f_], s[f_]), 'log_loss': log_loss(t[f_], s[f_]), 'score_ks': stats.ks_2samp(s[f_], s[m_]).statistic,
                 'xauc': roc_auc_score([1] * int((f_ & (t == 1)).sum()) + [0] * int((m_ & (t == 0)).sum()), cross), 'calibration_slope': float(fit.coef_[0, 0]), 'calibration_intercept': float(fit.intercept_[0]),
                 'abroca': float(np.trapz(np.abs(curve['f'] - curve['m']), grid)),
                 'score_d': float((s[f_].mean() - s[m_].mean()) / np.sqrt((((f_.sum() - 1) * s[f_].var(ddof=1)) + ((m_.sum() - 1) * s[m_].var(ddof=1))) / (n - 2)))}

# re-identification
age, town = rng.integers(20, 60, 500) // 10 * 10, rng.choice(['n', 's'], 500, p=[.9, .1])
ill, income = rng.choice(['flu', 'cold', 'none'], 500, p=[.2, .3, .5]), rng.integers(1, 6, 500)
with open(folder + '/rows.csv', 'w') as f:
    f.write('age,town,ill,income,d\n' + ''.join(f'{a},{b},{c},{e},1\n' for a, b, c, e in zip(age, town, ill, income)))
classes = {}
for i in range(500):
    classes.setdefault((age[i], town[i]), []).append(i)
def share(column, rows):
    return np.array([np.mean(column[rows] == v) for v in sorted(set(column))])
everybody = np.arange(500)
out['rows'] = {'k': min(map(len, classes.values())), 'classes': len(classes), 'l': min(len(set(ill[r])) for r in classes.values()),
               'l_entropy': float(np.exp(min(stats.entropy(share(ill, r)) for r in classes.values()))),
               't_words': max(float(np.abs(share(ill, r) - share(ill, everybody)).sum() / 2) for r in classes.values()),
               't_numbers': max(float(np.abs(np.cumsum(share(income, r) - share(income, everybody)))[:-1].sum() / 4) for r in classes.values())}

json.dump(out, open(folder + '/index.json', 'w'), default=float)
