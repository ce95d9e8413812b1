// cel-js runs the expressions that Haechi exports, one record after another. A missing fact is an error of CEL that && and || may absorb;
// what they do not absorb is thrown, and that is unknown.
import { parse } from '@marcbachmann/cel-js'
import { compare, measure } from './measure.mjs'

export async function runCel({ json, records, expected, isComplete, runs }, result) {
  const source = json('cel.json')
  let rules
  result.compile.push({ name: 'cel-js', ms: await measure(runs, () => { rules = source.map(({ rule, expression }) => ({ rule, evaluate: parse(expression) })) }) })
  // Stack traces of thrown unknowns would cost the peer time that has nothing to do with its work.
  Error.stackTraceLimit = 0
  const outcomes = f => {
    const r = {}
    const context = { f, r }
    for (const { rule, evaluate } of rules) {
      try {
        r[rule] = evaluate(context)
      } catch {
        // unknown: the rule has no outcome, and those that name it meet a missing key
      }
    }
    return r
  }
  const letters = r => expected.rules.map(rule => (rule in r ? (r[rule] ? 'y' : 'n') : 'u')).join('')
  result.agreement.push(compare('cel-js', expected, records.slice(0, expected.records.length).map(f => letters(outcomes(f)))))

  const all = () => { for (const f of records) outcomes(f) }
  result.timings.push({ name: 'cel-js', threads: 1, records: records.length, ms: await measure(runs, all) })
  const complete = records.filter(isComplete)
  const known = () => { for (const f of complete) outcomes(f) }
  result.timings.push({ name: 'cel-js, complete records only', threads: 1, records: complete.length, ms: await measure(runs, known) })
  Error.stackTraceLimit = 10
}
