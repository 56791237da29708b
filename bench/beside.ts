import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { openDesk } from '@card-member/desk'
import { makeLog } from '@card-member/service/log'
import { startPostgres } from '../test/postgres-server.ts'
import { OtherClient, type Waits } from './other-client.ts'
import { writeBatchFile, writeConnections } from './prepare.ts'
import { Workplace } from './workplace.ts'

type Row = Readonly<Record<string, string | number>>

/** What the process that does the work says. */
type Said = { readonly begins: string } | (Waits & { readonly ended: string; readonly seconds: number })

const entry = fileURLToPath(new URL('beside-process.ts', import.meta.url))

/** The longest that others wait while a batch of a million rows is worked on: in the same process, and in another one. */
export async function benchBeside(quick: boolean, kind: 'sqlite' | 'postgres'): Promise<Row[]> {
  await using postgres = kind === 'postgres' ? await startPostgres() : undefined
  using workplace = new Workplace()
  const connections = writeConnections(workplace)
  const [small, large] = [join(workplace.folder, 'small.csv'), join(workplace.folder, 'large.csv')]
  const count = quick ? 10_000 : 100_000
  await writeBatchFile(small, count)
  await writeBatchFile(large, count * 10, count - 10)
  const folder = join(workplace.folder, 'desk')
  const database = postgres?.url ?? `sqlite:${join(folder, 'desk.db')}`
  const child = spawn(process.execPath, [entry, small, large, database, folder, connections], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const rows: Row[] = []
  await using outside = new AsyncDisposableStack()
  let client: OtherClient | undefined
  let watch: ReturnType<OtherClient['watch']> | undefined
  for await (const line of createInterface(child.stdout)) {
    const said: Said = JSON.parse(line)
    if ('begins' in said) {
      client ??= outside.use(
        await OtherClient.enter(outside.use(await openDesk({ database, folder, connections, log: makeLog({ level: 'warn' }) }))),
      )
      watch = client.watch()
      continue
    }
    const { ended: phase, seconds, ...waits } = said
    const beside = await watch?.end()
    const row = { phase, seconds: Math.round(seconds), ...rounded('', waits), ...rounded('outside ', beside) }
    process.stderr.write(`${JSON.stringify(row)}\n`)
    rows.push(row)
  }
  await ended
  return rows
}

function rounded(prefix: string, waits: Waits | undefined): Row {
  return Object.fromEntries(Object.entries(waits ?? {}).map(([name, ms]) => [`${prefix}${name}, ms`, Math.round(ms)]))
}
