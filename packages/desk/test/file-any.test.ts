import { closeSync, openSync } from 'node:fs'
import exceljs from 'exceljs'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { BatchFileError } from '../src/files/batch-file-error.ts'
import { cleanCell } from '../src/files/clean-cell.ts'
import { FileReader } from '../src/files/file-reader.ts'
import { unguardFormula } from '../src/files/formula-guard.ts'
import { nameOf } from '../src/files/header.ts'
import { card, Folder, head, line, member, readAll } from './fixtures/batch-files.ts'

const folder = new Folder()
afterAll(() => folder[Symbol.dispose]())

const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...'会员09aZ=+-@\'",;\t \u00a0\u200b\u202e＝０'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    fc.constantFrom('_x0000_', '_x000D_', '_xD83D_', '_x005F_'),
  ),
  maxLength: 20,
})

// exceljs writes `_x005F_` as it is; a workbook means `_` by it, and that is what Excel shows.
function shown(written: string): string {
  return written.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

test('a workbook of any texts that another program writes is read as the same texts, or as rows with a fault', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(text, text, text), { minLength: 1, maxLength: 6 }), async (members) => {
      const book = new exceljs.Workbook()
      const sheet = book.addWorksheet('名单')
      sheet.addRow(head.split(',').slice(0, 4))
      for (const [code, openid, reason] of members) sheet.addRow([card, code, openid, reason])
      const path = `${folder.path}/any.xlsx`
      await book.xlsx.writeFile(path)
      const { rows } = await readAll(path)
      expect(rows.map((row) => row.line)).toEqual(members.map((_, at) => at + 2))
      for (const [at, { cells, faults }] of rows.entries()) {
        const [code = '', openid = '', reason = ''] = (members[at] ?? []).map(shown)
        if (faults.length > 0) continue
        // What is taken is exactly what Excel shows, but for marks round a code that are named.
        expect([cells.user_card_code, cells.openid]).toEqual([code, openid].map((one) => cleanCell(unguardFormula(one))))
        expect(cells.user_card_code).toMatch(/^[!-~]{1,32}$/)
        expect(nameOf(cells.user_card_code) === 'user_card_code' && nameOf(cells.openid) === 'openid').toBe(false)
        expect(cells.invalid_reason).toBe(unguardFormula(reason).trim())
      }
    }),
    { numRuns: 60 },
  )
})

const csv = Buffer.from(`${head}\n${line}\n`)
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 4096 }).map((part) => Buffer.from(part)),
  fc.uint8Array({ maxLength: 512 }).map((part) => Buffer.concat([Buffer.from('504b0304', 'hex'), part])),
  fc.uint8Array({ maxLength: 512 }).map((part) => Buffer.concat([Buffer.from([0xff, 0xfe]), part])),
  fc
    .tuple(fc.nat(csv.length), fc.uint8Array({ maxLength: 64 }))
    .map(([at, part]) => Buffer.concat([csv.subarray(0, at), part, csv.subarray(at)])),
)

test('any bytes are rows or a refusal with words for people, on a thread that ends', async () => {
  await fc.assert(
    fc.asyncProperty(bytes, async (content) => {
      const fd = openSync(folder.write('any', content), 'r')
      try {
        await using reader = new FileReader(fd)
        await reader.inspect()
        await reader.open()
        for await (const rows of reader.rows()) for (const row of rows) expect(row.line).toBeGreaterThan(1)
      } catch (error) {
        if (!(error instanceof BatchFileError)) throw error
        expect(error.definition.status).toBe(400)
        expect(JSON.stringify(error.detail ?? {})).not.toContain(member)
      } finally {
        closeSync(fd)
      }
    }),
    { numRuns: 25 },
  )
})
