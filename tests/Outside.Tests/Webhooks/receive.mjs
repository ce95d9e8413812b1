// Receives messages and has them verified by the specification's own package and by the example of the guide. Arguments: the package's file, the example's file.
// Output: "port N"; then, once the secret was read from standard input, a line for each message: {"type", "library", "sample", "tampered", "other"}, true where the verifier took it.
import {createServer} from 'node:http'
import {createInterface} from 'node:readline'
import {createRequire} from 'node:module'
import {pathToFileURL} from 'node:url'

const [library, sample] = process.argv.slice(2)
const {Webhook} = createRequire(import.meta.url)(library)
const {verify} = await import(pathToFileURL(sample).href)
let secret = null
const takes = judge => {
  try {
    judge()
    return true
  } catch {
    return false
  }
}
const server = createServer((request, response) => {
  const parts = []
  request.on('data', part => parts.push(part))
  request.on('end', () => {
    const body = Buffer.concat(parts).toString('utf8'), other = 'whsec_' + Buffer.alloc(32, 7).toString('base64')
    const changed = body.replace('"specversion":"1.0"', '"specversion":"1.1"')
    console.log(JSON.stringify({
      type: JSON.parse(body).type,
      library: takes(() => new Webhook(secret).verify(body, request.headers)),
      sample: takes(() => verify(secret, request.headers, body)),
      tampered: takes(() => new Webhook(secret).verify(changed, request.headers)) || takes(() => verify(secret, request.headers, changed)),
      other: takes(() => new Webhook(other).verify(body, request.headers)) || takes(() => verify(other, request.headers, body)),
    }))
    response.writeHead(204).end()
  })
}).listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`))
createInterface({input: process.stdin}).on('line', line => { secret = line.trim() }).on('close', () => process.exit(0))
