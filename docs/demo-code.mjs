// Prints the six digits that an authenticator app would show for somebody of the demo: node docs/demo-code.mjs NAME [FOLDER]
// A desk takes each code once, so each run prints another one. It takes those of the steps before and after as well; when all were
// printed, this waits for the next. A code that the desk will take for less than ten seconds more is not printed.
// Codes of real people come from their own app; this reads the secrets that `npm start` keeps in data/demo/staff.json.
import { createHmac } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'

const [name, folder = 'data/demo'] = process.argv.slice(2)
const person = JSON.parse(readFileSync(`${folder}/staff.json`, 'utf8')).find((known) => known.name === name)
if (person === undefined) throw new Error(`${folder}/staff.json has nobody called ${name}`)

const { searchParams } = new URL(person.otpauth_uri)
const bits = Array.from(searchParams.get('secret'), (letter) =>
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
).join('')
const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)))
const counter = Buffer.alloc(8)
const period = Number(searchParams.get('period') ?? 30)
const printed = `${folder}/${name}.step`
const last = existsSync(printed) ? Number(readFileSync(printed, 'utf8')) : 0
const present = () => Math.floor(Date.now() / 1000 / period)
const oldest = Math.floor((Date.now() / 1000 + 10) / period) - 1
const step = Math.max(oldest, last + 1)
while (step > present() + 1) await setTimeout(500)
writeFileSync(printed, String(step))
counter.writeBigUInt64BE(BigInt(step))
const hash = createHmac((searchParams.get('algorithm') ?? 'SHA1').toLowerCase(), secret)
  .update(counter)
  .digest()
const number = hash.readUInt32BE(hash.at(-1) & 15) & 0x7fffffff
process.stdout.write(`${String(number % 1_000_000).padStart(6, '0')}\n`)
