// gorules zen runs decisions written from the same rules (see ZenWriter.cs): once with a missing fact counted as no, once with two expressions a rule.
import zen from '@gorules/zen-engine'
import { compare, measure } from './measure.mjs'

const dayNumberOf1970 = 719162
const atOnce = 64

export async function runZen({ json, questions, records, expected, isComplete, runs }, result) {
  const dates = questions.filter(q => q.type === 'Date').map(q => q.id)
  const facts = records.map(record => {
    const copy = { ...record }
    for (const id of dates) if (id in copy) copy[id] = Date.parse(`${copy[id]}T00:00:00Z`) / 86_400_000 + dayNumberOf1970
    return copy
  })
  const engine = new zen.ZenEngine()
  for (const [name, file, letter, isCounted] of [
    ['zen, missing is no', 'zen-two.json', (r, rule) => (r[rule] ? 'y' : 'n'), i => isComplete(records[i])],
    ['zen, two expressions a rule', 'zen-three.json', (r, rule) => (r[rule] ? 'y' : r[`${rule}_no`] ? 'n' : 'u'), () => true],
  ]) {
    const content = json(file)
    let decision
    result.compile.push({ name, ms: await measure(runs, () => { decision = engine.createDecision(content) }) })
    const found = []
    for (const f of facts.slice(0, expected.records.length)) {
      const { result: r } = await decision.evaluate(f)
      found.push(expected.rules.map(rule => letter(r, rule)).join(''))
    }
    result.agreement.push(compare(name, expected, found, isCounted))
    const part = facts.slice(0, 5_000)
    const oneByOne = async () => { for (const f of part) await decision.evaluate(f) }
    result.timings.push({ name: `${name}, one by one`, threads: 1, records: part.length, ms: await measure(runs, oneByOne) })
    const together = async () => {
      for (let i = 0; i < part.length; i += atOnce) await Promise.all(part.slice(i, i + atOnce).map(f => decision.evaluate(f)))
    }
    result.timings.push({ name: `${name}, ${atOnce} at once`, threads: 2, records: part.length, ms: await measure(runs, together) })
  }
  engine.dispose()
}
