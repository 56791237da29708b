import { existsSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { formatTime, isRecord, text } from '@card-member/sdk/contract'
import { makePrivateFolder, reservePrivateFile, writePrivate } from './kept-file.ts'
import { LocalizedError } from './localized-error.ts'

/** What a process runs. */
export type Program = 'platform' | 'desk' | 'witness' | 'start'

/** Who holds a place. */
interface Holder {
  readonly program: Program
  readonly pid: number
  readonly host: string
  /** When it took the place. */
  readonly since: string
  /** Where it answers, as soon as it does. */
  readonly addresses: readonly string[]
}

const programs = {
  platform: text({ zh: '平台', en: 'A platform' }),
  desk: text({ zh: '服务台', en: 'A desk' }),
  witness: text({ zh: '见证服务', en: 'A witness' }),
  start: text({ zh: 'card-member start ', en: '"card-member start"' }),
} as const satisfies Record<Program, object>
const busy = 5

/** A place that another process holds; the message says who, since when and where it answers. */
export class InUseError extends LocalizedError {
  override readonly name = 'InUseError'

  constructor(place: string, holder: Holder | undefined) {
    const { program = 'start', pid, host, since, addresses = [] } = holder ?? {}
    const who = holder === undefined ? undefined : text({ zh: programs[program]['zh-CN'], en: programs[program].en })
    const at = text({ zh: addresses.map((url) => `，${url}`).join(''), en: addresses.map((url) => `, ${url}`).join('') })
    const elsewhere = host === hostname() ? text({ zh: '', en: '' }) : text({ zh: `（主机 ${host}）`, en: ` on ${host}` })
    const words =
      who === undefined
        ? text({
            zh: `已有其他进程在使用 ${place}。请先停止它，或换一个位置。未做任何改动。`,
            en: `Another process runs on ${place}. Stop it, or use another place. Nothing was changed.`,
          })
        : text({
            zh: `${who['zh-CN']}已在使用 ${place}：进程 ${pid}${elsewhere['zh-CN']}，启动于 ${since}${at['zh-CN']}。请先停止它，或换一个位置。未做任何改动。`,
            en: `${who.en} runs on ${place} already: process ${pid}${elsewhere.en}, since ${since}${at.en}. Stop it, or use another place. Nothing was changed.`,
          })
    super(words)
  }
}

/**
 * Holds a file or a folder for one process: a second process is told who holds it. The system releases the lock with the
 * process, however that ends, so that nothing stale is left.
 */
export class ProcessLock implements Disposable {
  // SQLite locks files on every system; Node itself does not.
  readonly #lock: DatabaseSync
  readonly #about: string
  readonly #holder: Holder

  private constructor(lock: DatabaseSync, about: string, holder: Holder) {
    this.#lock = lock
    this.#about = about
    this.#holder = holder
    writePrivate(about, JSON.stringify(holder))
  }

  /** @throws {InUseError} when another process, or another server of this one, holds it */
  static take(place: string, program: Program): ProcessLock {
    const real = realPath(place)
    const file = isFolder(real) ? join(real, 'start.lock') : `${real}.lock`
    const about = `${file}.json`
    reservePrivateFile(file)
    // A static import would fail on an older Node before the message about the version.
    const sqlite = process.getBuiltinModule('node:sqlite')
    const lock = new sqlite.DatabaseSync(file, { timeout: 0 })
    try {
      lock.exec('pragma journal_mode = memory; begin exclusive')
    } catch (error) {
      lock.close()
      if (error instanceof Error && 'errcode' in error && error.errcode === busy) throw new InUseError(real, readHolder(about))
      throw error
    }
    const since = formatTime(Math.floor(Date.now() / 1000))
    return new ProcessLock(lock, about, { program, pid: process.pid, host: hostname(), since, addresses: [] })
  }

  /** Records where this process answers, for the message to a second process. */
  announce(...addresses: readonly string[]): void {
    writePrivate(this.#about, JSON.stringify({ ...this.#holder, addresses }))
  }

  [Symbol.dispose](): void {
    if (!this.#lock.isOpen) return
    rmSync(this.#about, { force: true })
    this.#lock.close()
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

// Two ways to one file are one file.
function realPath(place: string): string {
  if (existsSync(place)) return realpathSync(place)
  makePrivateFolder(dirname(place))
  return join(realpathSync(dirname(place)), basename(place))
}

function readHolder(path: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (!isRecord(value)) return undefined
    const { program, pid, host, since, addresses } = value
    if (program !== 'platform' && program !== 'desk' && program !== 'witness' && program !== 'start') return undefined
    const urls = Array.isArray(addresses) ? addresses.map(String) : []
    return { program, pid: Number(pid), host: String(host), since: String(since), addresses: urls }
  } catch {
    // It has just begun, or has just ended.
    return undefined
  }
}
