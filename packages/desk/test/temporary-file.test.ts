import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import exceljs from 'exceljs'
import { expect, test } from 'vitest'
import { card, head, member } from './fixtures/batch-files.ts'
import { startTestDeskServer } from './fixtures/desk-server.ts'
import { brand_id } from './fixtures/environment.ts'

const source = join(import.meta.dirname, '../src/files')
const code = '478515832665'

/** A folder for a process and all that it keeps, with one for its temporary files alone. */
class Place implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'card-member-kill-'))
  readonly temporary = join(this.path, 'temporary')

  constructor() {
    mkdirSync(this.temporary)
  }

  /** Starts a program that may import. */
  start(program: string): ChildProcess {
    const env = { TMPDIR: this.path, TEMPORARY: this.temporary, PATH: '/usr/bin:/bin' }
    const path = join(this.path, 'program.mjs')
    writeFileSync(path, program)
    return spawn(process.execPath, [path], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  }

  /** Files below in which a text is written. */
  holding(text: string): string[] {
    const all = readdirSync(this.path, { recursive: true, encoding: 'utf8' }).map((name) => join(this.path, name))
    return all.filter((name) => statSync(name).isFile() && readFileSync(name).includes(text))
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}

async function lineOf(child: ChildProcess): Promise<string> {
  const { stdout } = child
  if (stdout === null) throw new Error('nothing is written')
  const [bytes] = await Promise.race([once(stdout, 'data'), once(child, 'exit')])
  if (!Buffer.isBuffer(bytes)) throw new Error(`the process ended with ${bytes} and wrote nothing`)
  return bytes.toString()
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

test('a desk that is killed in the middle of an upload leaves nothing of it on the disk', async () => {
  using place = new Place()
  const child = place.start(`
    import { startTestDeskServer } from ${JSON.stringify(join(import.meta.dirname, 'fixtures/desk-server.ts'))}
    const server = await startTestDeskServer({ kind: 'sqlite' })
    const { browser } = await server.join('author', { brand_id: '${brand_id}', role: 'author' })
    process.env.TMPDIR = process.env.TEMPORARY
    console.log(JSON.stringify({ url: server.desk.url, cookie: browser.cookie }))`)
  const { url, cookie } = JSON.parse(await lineOf(child))
  const upload = request(`${url}/api/brands/${brand_id}/batches?connection=main`, { method: 'POST', headers: { cookie, origin: url } })
  upload.on('error', () => undefined)
  let answered = false
  upload.on('response', () => {
    answered = true
  })
  const piece = `${head}\n`.concat(`${card},${code},${member},退会,,,,\n`.repeat(15_000))
  // More than the connection holds by itself, so that the desk has written some of it.
  for (let sent = 0; sent < 32; sent++) await new Promise<void>((resolve) => upload.write(piece, () => resolve()))
  expect(answered).toBe(false)
  await kill(child)
  expect(readdirSync(place.temporary)).toEqual([])
  expect(place.holding(code)).toEqual([])
})

test('a process that is killed while it reads a workbook leaves nothing of its texts', async () => {
  using place = new Place()
  const book = new exceljs.Workbook()
  const sheet = book.addWorksheet('S')
  sheet.addRow(head.split(',').slice(0, 4))
  for (let at = 0; at < 3000; at++) sheet.addRow([card, `${478_515_832_665 + at}`, member, '退会'])
  const path = join(place.path, 'given.xlsx')
  await book.xlsx.writeFile(path)
  const child = place.start(`
    import { openSync } from 'node:fs'
    import { FileReader } from ${JSON.stringify(join(source, 'file-reader.ts'))}
    process.env.TMPDIR = process.env.TEMPORARY
    const reader = new FileReader(openSync(${JSON.stringify(path)}, 'r'))
    await reader.inspect()
    await reader.open()
    for await (const rows of reader.rows()) {
      console.log(rows.length)
      await new Promise(() => setInterval(() => undefined, 1000))
    }`)
  expect(Number(await lineOf(child))).toBeGreaterThan(0)
  await kill(child)
  expect(readdirSync(place.temporary)).toEqual([])
  expect(place.holding(code)).toEqual([])
})

test('an upload that stops coming is cut off, and nothing is kept of it', async () => {
  await using server = await startTestDeskServer({ limits: { headers_ms: 1500 } })
  const { browser } = await server.join('author', { brand_id, role: 'author' })
  const headers = { cookie: browser.cookie ?? '' }
  const upload = request(`${server.desk.url}/api/brands/${brand_id}/batches?connection=main`, { method: 'POST', headers })
  upload.on('error', () => undefined)
  upload.on('response', (response) => response.on('error', () => undefined).resume())
  const cut = new Promise<void>((resolve) => upload.once('close', resolve))
  upload.write(`${head}\n${card},${code}`)
  await cut
  expect(await server.database.rows('select batch_id from batches')).toEqual([])
})
