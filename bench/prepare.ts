import { execFile } from 'node:child_process'
import { createReadStream, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { parse } from 'csv-parse'
import { startPostgres } from '../test/postgres-server.ts'
import { mchid, serial_no, Workplace, wechatpay_public_key_id } from './workplace.ts'

type Row = Readonly<Record<string, string | number>>

interface Prepared {
  readonly rows: number
  readonly seconds: number
  readonly before_mb: number
  readonly most_mb: number
}

const run = promisify(execFile)
const entry = fileURLToPath(new URL('prepare-process.ts', import.meta.url))

/** Rows of a batch file taken in per second, judged, encrypted and stored, beside parsing the same file and doing nothing with it. */
export async function benchPrepare(quick: boolean): Promise<Row[]> {
  await using postgres = await startPostgres()
  using workplace = new Workplace()
  const connections = writeConnections(workplace)
  const counts = quick ? [50_000] : [200_000, 1_000_000]
  const rows: Row[] = []
  for (const count of counts) {
    const path = join(workplace.folder, `${count}.csv`)
    await writeBatchFile(path, count)
    const parsed = await parsedPerSecond(path)
    for (const kind of ['sqlite', 'postgres'] as const) {
      const folder = join(workplace.folder, `${kind}-${count}`)
      // Each size has a database of its own: on PostgreSQL the same one would know the desk's key of the first.
      const database = kind === 'sqlite' ? `sqlite:${join(folder, 'desk.db')}` : postgres.url
      const keys = kind === 'sqlite' ? folder : join(workplace.folder, 'postgres')
      const { stdout } = await run(process.execPath, [entry, path, database, keys, connections])
      const { rows: stored, seconds, before_mb, most_mb }: Prepared = JSON.parse(stdout)
      rows.push({
        database: kind,
        rows: stored,
        'rows/s': Math.round(stored / seconds),
        'csv-parse alone': Math.round(parsed),
        ratio: Number((stored / seconds / parsed).toFixed(2)),
        'MB before': Math.round(before_mb),
        'MB at most': Math.round(most_mb),
      })
    }
  }
  return rows
}

/** A connection to a platform; it leads nowhere unless an address is given. */
export function writeConnections({ folder, private_key, wechatpay_public_key }: Workplace, base_url = 'http://127.0.0.1:1'): string {
  writeFileSync(join(folder, 'merchant_key.pem'), private_key)
  writeFileSync(join(folder, 'platform_pub.pem'), wechatpay_public_key)
  const path = join(folder, 'connections.json')
  const files = { private_key_file: 'merchant_key.pem', wechatpay_public_key_file: 'platform_pub.pem' }
  writeFileSync(path, JSON.stringify([{ name: 'main', base_url, mchid, serial_no, wechatpay_public_key_id, ...files }]))
  return path
}

/** A batch file of members from a number on. */
export async function writeBatchFile(path: string, count: number, from = 0): Promise<void> {
  await using file = await open(path, 'w')
  await file.write('card_id,user_card_code,openid,invalid_reason,consent_channel,told_at,agreed_at,consent_reference\n')
  for (let first = 0; first < count; first += 1000) {
    const lines = Array.from({ length: Math.min(1000, count - first) }, (_, index) => {
      const number = String(from + first + index).padStart(12, '0')
      return `pbLatjvWOibDc5-TBnbUk1pD12o0,4785${number.slice(4)},obLatjnx9gnqzS4m${number},用户申请退会,短信,2026-11-01 10:00:00,2026-11-02 10:00:00,T-${number}\n`
    })
    await file.write(lines.join(''))
  }
}

async function parsedPerSecond(path: string): Promise<number> {
  const began = performance.now()
  let rows = 0
  for await (const _ of createReadStream(path).pipe(parse())) rows++
  return rows / ((performance.now() - began) / 1000)
}
