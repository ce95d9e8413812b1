// Evaluates exported rules with cel-js. Standard input: one line with [[rule id, expression], ...], then one line of facts for each record.
// Output: one line for each record, a letter for each rule: y (true), n (false), r (null), e (an error: in CEL a missing key is one).
import {createInterface} from 'node:readline'
import {pathToFileURL} from 'node:url'

const {Environment} = await import(pathToFileURL(process.argv[2]).href)
const environment = new Environment({unlistedVariablesAreDyn: true})
let rules = null
const results = []
for await (const line of createInterface({input: process.stdin, crlfDelay: Infinity})) {
  if (rules === null) {
    rules = JSON.parse(line).map(([id, expression]) => [id, environment.parse(expression)])
    continue
  }
  const f = JSON.parse(line)
  const r = {}
  let letters = ''
  for (const [id, evaluate] of rules) {
    try {
      const value = evaluate({f, r})
      r[id] = value
      letters += value === true ? 'y' : value === false ? 'n' : value === null ? 'r' : '?'
    } catch {
      letters += 'e'
    }
  }
  results.push(letters)
}
process.stdout.write(results.join('\n') + '\n')
