// Judges the OpenAPI document and answers of the API. Standard input: the document on the first line, then one line for each answer: {"path", "method", "status", "type", "body"}.
// Output: "document VERSION" when it is valid, then one line for each answer that does not conform; at the end "answers N".
import {createInterface} from 'node:readline'
import {createRequire} from 'node:module'
import {pathToFileURL} from 'node:url'

const [validator, ajvFile, formatsFile] = process.argv.slice(2)
const require = createRequire(import.meta.url)
const {Validator} = await import(pathToFileURL(validator).href)
const Ajv = require(ajvFile)
const formats = require(formatsFile)
let document = null
let answers = 0
const ajv = new Ajv({strict: false, allErrors: true})
formats(ajv)
const compiled = new Map()
for await (const line of createInterface({input: process.stdin, crlfDelay: Infinity})) {
  if (document === null) {
    document = JSON.parse(line)
    const judge = new Validator()
    const {valid, errors} = await judge.validate(structuredClone(document))
    console.log(valid ? `document ${judge.version}` : `document is not valid: ${JSON.stringify(errors)}`)
    ajv.addSchema({$id: 'haechi:document', components: document.components})
    continue
  }
  const answer = JSON.parse(line)
  const responses = document.paths[answer.path][answer.method].responses
  const response = responses[answer.status] ?? document.components.responses.problem
  const schema = response.content?.[answer.type]?.schema
  if (!schema) {
    console.log(`${answer.method} ${answer.path} ${answer.status}: no schema for ${answer.type}`)
    continue
  }
  const key = JSON.stringify(schema)
  if (!compiled.has(key)) {
    compiled.set(key, ajv.compile(JSON.parse(key.replaceAll('"#/', '"haechi:document#/'))))
  }
  const fits = compiled.get(key)
  answers++
  if (!fits(answer.body)) {
    console.log(`${answer.method} ${answer.path} ${answer.status}: ${JSON.stringify(fits.errors.slice(0, 3))} ${JSON.stringify(answer.body).slice(0, 300)}`)
  }
}
console.log(`answers ${answers}`)
