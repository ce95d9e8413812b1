// A receiver of Haechi's webhooks without any package. Start it behind your https proxy:
//   HAECHI_WEBHOOK_SECRET=whsec_… node receive.mjs 8080
import {createHmac, timingSafeEqual} from 'node:crypto'
import {createServer} from 'node:http'
import {pathToFileURL} from 'node:url'

const TOLERANCE = 5 * 60

// Gives back the event, or throws. The body is the text as it came in, before any parsing.
export function verify(secret, headers, body, now = Math.floor(Date.now() / 1000)) {
  const id = headers['webhook-id'], timestamp = headers['webhook-timestamp'], signatures = headers['webhook-signature']
  if (!id || !timestamp || !signatures) throw new Error('a header is missing')
  if (!(Math.abs(now - Number(timestamp)) <= TOLERANCE)) throw new Error('too old, or from a clock that is wrong')
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const wanted = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest()
  // Several signatures stand there for a day after the secret was changed; one that holds is enough.
  const holds = signatures.split(' ').some(s => {
    const [version, text] = s.split(',')
    const given = Buffer.from(text ?? '', 'base64')
    return version === 'v1' && given.length === wanted.length && timingSafeEqual(given, wanted)
  })
  if (!holds) throw new Error('no signature holds')
  return JSON.parse(body)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const secret = process.env.HAECHI_WEBHOOK_SECRET
  if (!secret) {
    console.error('HAECHI_WEBHOOK_SECRET is not set')
    process.exit(2)
  }
  // A real receiver keeps these in its database: a message may come twice, always with the same id.
  const seen = new Set()
  createServer((request, response) => {
    const parts = []
    request.on('data', part => parts.push(part))
    request.on('end', () => {
      try {
        const event = verify(secret, request.headers, Buffer.concat(parts).toString('utf8'))
        const id = request.headers['webhook-id']
        if (!seen.has(id)) {
          seen.add(id)
          console.log(`${event.time} ${event.type} ${event.subject ?? ''}`.trimEnd())
        }
        response.writeHead(204).end()
      } catch (error) {
        console.error(error.message)
        response.writeHead(401).end()
      }
    })
  }).listen(Number(process.argv[2] ?? 8080), '127.0.0.1', function () {
    console.log(`listening on ${this.address().port}`)
  })
}
