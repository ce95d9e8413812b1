// Runs the peers on the files that Rules.Bench wrote and prints one JSON object: who agrees, how long each took.
// node peers.mjs FOLDER RUNS
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runDuckDb } from './peers/duckdb.mjs'
import { runCel } from './peers/cel.mjs'
import { runZen } from './peers/zen.mjs'

const [folder, runs = '5'] = process.argv.slice(2)
if (!folder) {
  console.error('usage: node peers.mjs FOLDER [RUNS]   FOLDER: written by haechi-rules-bench')
  process.exit(2)
}
const text = name => readFileSync(join(folder, name), 'utf8')
const json = name => JSON.parse(text(name))
const expected = json('outcomes.json')
const questions = json('questions.json')
const records = text('facts.jsonl').trimEnd().split('\n').map(line => JSON.parse(line))
const isComplete = record => questions.every(q => q.id in record)

const input = {
  text, json, questions, records, expected, isComplete, runs: Number(runs),
  csv: join(folder, 'facts.csv'),
}
const result = { node: process.version, agreement: [], timings: [], compile: [], notes: [] }
for (const run of [runDuckDb, runCel, runZen]) {
  process.stderr.write(`  ${run.name} …\n`)
  await run(input, result)
}
console.log(JSON.stringify(result))
