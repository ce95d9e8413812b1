// DuckDB on the same file: cells in one GROUP BY, all 15 sets from them, twelve rates for each group. node duckdb.mjs text|columns CSV RUNS
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import duckdb, { DuckDBInstance } from '@duckdb/node-api'

const [kind, csv, runs] = process.argv.slice(2)
const quoted = path => `'${path.replaceAll("'", "''")}'`
const attributes = ['sex', 'age', 'household', 'region']
const types = "{need: 'TINYINT', granted: 'TINYINT', score: 'DOUBLE', sex: 'VARCHAR', age: 'VARCHAR', household: 'VARCHAR', region: 'VARCHAR'}"
const text = `read_csv(${quoted(csv)}, header = true, columns = ${types})`

const rates = [
  ['sel', 'tp + fp', 'n'], ['base_rate', 'tp + fn', 'n'], ['tpr', 'tp', 'tp + fn'], ['fnr', 'fn', 'tp + fn'], ['fpr', 'fp', 'fp + tn'], ['tnr', 'tn', 'fp + tn'],
  ['ppv', 'tp', 'tp + fp'], ['fdr', 'fp', 'tp + fp'], ['npv', 'tn', 'tn + fn'], ['for_', 'fn', 'tn + fn'], ['acc', 'tp + tn', 'n'], ['err', 'fp + fn', 'n'],
]
const query = source => `
  WITH cells AS (SELECT ${attributes}, need, granted, count(*) AS c FROM ${source} GROUP BY ALL),
  counted AS (SELECT ${attributes}, GROUPING(region, household, age, sex) AS g,
    coalesce(sum(c) FILTER (need = 1 AND granted = 1), 0)::BIGINT AS tp, coalesce(sum(c) FILTER (need = 0 AND granted = 1), 0)::BIGINT AS fp,
    coalesce(sum(c) FILTER (need = 1 AND granted = 0), 0)::BIGINT AS fn, coalesce(sum(c) FILTER (need = 0 AND granted = 0), 0)::BIGINT AS tn, sum(c)::BIGINT AS n
    FROM cells GROUP BY CUBE (${attributes}))
  SELECT ${attributes}, g, tp, fp, fn, tn, ${rates.map(([name, above, below]) => `(${above}) / nullif(${below}, 0) AS ${name}`)} FROM counted WHERE g <> 15`

function answerOf(rows) {
  let sum = 0
  const lines = rows.map(row => {
    const set = 15 - Number(row[4])
    for (const rate of row.slice(9)) sum += rate ?? 0
    return [set, ...row.slice(0, 4).filter((_, i) => set >> i & 1), ...row.slice(5, 9)].join('|')
  })
  const hash = createHash('sha256').update(lines.sort((a, b) => (a < b ? -1 : 1)).join('\n')).digest('hex').slice(0, 16)
  return `${rows.length} groups, rates ${sum.toFixed(6)}, counts ${hash}`
}

const anonymous = () => Number(/RssAnon:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024
const results = []

async function measure(connection, name, source, threads) {
  await connection.run(`SET threads = ${threads}`)
  const work = async () => (await connection.runAndReadAll(query(source))).getRows()
  let most = 0
  const watch = setInterval(() => (most = Math.max(most, anonymous())), 5)
  let rows = await work()
  const [ms, cpu] = [[], []]
  for (let i = 0; i < Number(runs); i++) {
    const [start, before] = [performance.now(), process.cpuUsage()]
    rows = await work()
    ms.push(performance.now() - start)
    const used = process.cpuUsage(before)
    cpu.push((used.user + used.system) / 1000)
  }
  clearInterval(watch)
  results.push({ name: `DuckDB ${duckdb.version()}, ${name}`, threads, ms, cpu, answer: answerOf(rows), heap: 0, resident: Math.max(most, anonymous()) })
}

const connection = await (await DuckDBInstance.create(':memory:')).connect()
if (kind === 'text') {
  await measure(connection, 'CSV', text, 2)
} else {
  const parquet = csv.replace(/\.csv$/, '.parquet')
  if (existsSync(parquet)) rmSync(parquet)
  await connection.run(`COPY (SELECT * FROM ${text}) TO ${quoted(parquet)} (FORMAT PARQUET)`)
  for (const threads of [2, 1]) await measure(connection, 'Parquet', `read_parquet(${quoted(parquet)})`, threads)
  await connection.run(`CREATE TABLE decisions AS SELECT * FROM ${text}`)
  for (const attribute of attributes) {
    await connection.run(`CREATE TYPE ${attribute}_levels AS ENUM (SELECT DISTINCT ${attribute} FROM decisions)`)
    await connection.run(`ALTER TABLE decisions ALTER ${attribute} TYPE ${attribute}_levels`)
  }
  for (const threads of [2, 1]) await measure(connection, 'table in memory, ENUM', 'decisions', threads)
}
console.log(JSON.stringify(results))
