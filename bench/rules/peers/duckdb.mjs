// DuckDB runs the statement that Haechi exports. The facts lie in memory before the clock starts.
import duckdb, { DuckDBInstance } from '@duckdb/node-api'
import { compare, measure } from './measure.mjs'

export async function runDuckDb({ text, questions, expected, csv, runs }, result) {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const statement = text('rules.sql')
  await connection.run(text('table.sql'))
  await connection.run(`COPY facts FROM '${csv.replaceAll("'", "''")}' (HEADER, NULLSTR '')`)
  const records = Number((await connection.runAndReadAll('SELECT count(*) FROM facts')).getRows()[0][0])

  await verify(connection, statement, expected, 'DuckDB', result)
  const compile = await measure(runs, async () => (await connection.prepare(statement)).destroySync())
  result.compile.push({ name: 'DuckDB', ms: compile })
  await time(connection, statement, expected, records, runs, 'DuckDB', result)

  // The same statement on the types that a DuckDB user would choose: ENUM for enums, DATE for days.
  for (const { id, type, values } of questions) {
    if (type === 'Enum') await connection.run(`ALTER TABLE facts ALTER "${id}" TYPE ENUM(${values.map(v => `'${v}'`).join(', ')})`)
    if (type === 'Date') await connection.run(`ALTER TABLE facts ALTER "${id}" TYPE DATE`)
  }
  await verify(connection, statement, expected, 'DuckDB, ENUM and DATE columns', result)
  await time(connection, statement, expected, records, runs, 'DuckDB, ENUM and DATE columns', result)
  result.notes.push(`DuckDB ${duckdb.version()}`)
  connection.closeSync()
  instance.closeSync()
}

async function verify(connection, statement, expected, name, result) {
  const reader = await connection.runAndReadAll(`SELECT * FROM (${statement}) WHERE "record"::BIGINT < ${expected.records.length} ORDER BY "record"::BIGINT`)
  const names = reader.columnNames()
  const at = expected.rules.map(rule => names.indexOf(`rule/${rule}`))
  const found = reader.getRows().map(row => at.map(i => (row[i] === null ? 'u' : row[i] ? 'y' : 'n')).join(''))
  result.agreement.push(compare(name, expected, found))
}

async function time(connection, statement, expected, records, runs, name, result) {
  const counts = expected.rules.map(rule => `count(*) FILTER ("rule/${rule}"), count("rule/${rule}")`).join(', ')
  for (const threads of [1, 2]) {
    await connection.run(`SET threads = ${threads}`)
    const keep = () => connection.run(`CREATE OR REPLACE TEMP TABLE outcomes AS ${statement}`)
    result.timings.push({ name: `${name}, outcomes kept`, threads, records, ms: await measure(runs, keep) })
    const count = () => connection.runAndReadAll(`SELECT ${counts} FROM (${statement})`)
    result.timings.push({ name: `${name}, outcomes counted`, threads, records, ms: await measure(runs, count) })
  }
}
