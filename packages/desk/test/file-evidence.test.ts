import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { afterAll, expect, test } from 'vitest'
import { openPromise } from 'yauzl'
import { type EvidenceContent, evidencePack } from '../src/files/evidence-pack.ts'
import type { ReportRow } from '../src/files/report-row.ts'
import { card, Folder, member, readAll } from './fixtures/batch-files.ts'

const folder = new Folder()
afterAll(() => folder[Symbol.dispose]())

const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex')
const at = 1_779_242_400
const cells = {
  card_id: card,
  user_card_code: '478515832665',
  openid: member,
  invalid_reason: '<script>alert(1)</script>',
  consent_channel: '短信',
  told_at: '2026-05-20 10:00:00',
  agreed_at: '2026-05-21 09:30:00',
  consent_reference: '=HYPERLINK("x")',
}
const row: ReportRow = {
  line: 2,
  texts: Object.values(cells),
  cells: { ...cells, consent_told_by: '', consent_expressed: '', consent_agreed_by: '', consent_language: '' },
  outcome_code: 'done',
  warning: '',
  code: '',
  message: '"quoted" & more',
  invalid_time: '2026-06-01T10:00:00+08:00',
  request_id: '08F7',
  invalidation_id: 'r1',
  file: 'members.csv (GBK)',
  file_notes: '',
}
const letter = Buffer.from('%PDF-1.7 letter')

function content(changes: Partial<EvidenceContent> = {}): EvidenceContent {
  return {
    facts: {
      brand_id: '1004',
      batch_id: 'b1',
      file_name: 'Tea & Co <b>.csv (GBK)',
      file_notes: [{ 'zh-CN': '编码是推测的', en: 'The encoding was guessed <b>' }],
      file_sha256: 'f'.repeat(64),
      plan_sha256: 'a'.repeat(64),
      prepared_by: 'lin',
      prepared_at: at,
      approved: [{ by: 'wang', at: at + 60 }],
      steps: [
        { action: 'run', by: 'lin', at: at + 90, reason: undefined },
        { action: 'pause', by: 'zhao <b>', at: at + 120, reason: { 'zh-CN': '员工暂停', en: 'paused <b> by staff' } },
      ],
      notices: [{ version: 3, text_zh: '告知 & 同意', text_en: 'told' }],
      ended_at: null,
      counts: { done: 1, rejected: 0 },
      written_at: at + 3600,
    },
    language: 'zh-CN',
    shape: { head: Object.keys(cells), width: 8 },
    rows: async function* () {
      yield [row]
    },
    files: [
      { name: '../../告知函 1.pdf', sha256: sha256(letter), consents: [{ consent_id: 'c1', lines: [2] }], open: () => letter },
      { name: '../../告知函 1.pdf', sha256: sha256(letter), consents: [{ consent_id: 'c1', lines: [2] }], open: () => letter },
      { name: 'b.png', sha256: sha256('png'), consents: [], open: () => Readable.from([Buffer.from('p'), Buffer.from('ng')]) },
    ],
    ...changes,
  }
}

async function unpack(path: string): Promise<Map<string, Buffer>> {
  const zip = await openPromise(path, { lazyEntries: true })
  const files = new Map<string, Buffer>()
  for await (const entry of zip.eachEntry()) {
    const pieces: Buffer[] = []
    for await (const piece of await zip.openReadStreamPromise(entry)) pieces.push(piece)
    files.set(entry.fileName, Buffer.concat(pieces))
  }
  return files
}

test('a pack holds the report, the page and the evidence, and a manifest that they agree with', async () => {
  const files = await unpack(await folder.save('pack.zip', evidencePack(content())))
  const letterName = `evidence/${sha256(letter).slice(0, 16)}-告知函_1.pdf`
  const pngName = `evidence/${sha256('png').slice(0, 16)}-b.png`
  expect([...files.keys()]).toEqual(['report.csv', 'consents.csv', 'evidence.html', letterName, pngName, 'manifest.json'])
  const names = [...files.keys()].slice(0, -1)
  expect(JSON.parse(String(files.get('manifest.json')))).toEqual({
    brand_id: '1004',
    batch_id: 'b1',
    plan_sha256: 'a'.repeat(64),
    files: names.map((name) => {
      const bytes = files.get(name) ?? Buffer.alloc(0)
      const consents = name === letterName ? [{ consent_id: 'c1', lines: [2] }] : []
      return { name, bytes: bytes.length, sha256: sha256(bytes), ...(name.startsWith('evidence/') ? { consents } : {}) }
    }),
  })
  const report = await readAll(folder.write('report.csv', files.get('report.csv') ?? ''))
  expect(report.rows.map((read) => read.cells)).toEqual([row.cells])
})

test('the page is whole in itself, says who did what, masks codes, shows no openid and runs nothing', async () => {
  const files = await unpack(await folder.save('pack.zip', evidencePack(content())))
  const page = String(files.get('evidence.html'))
  expect(page).toContain(
    '<dd>Tea &#38; Co &#60;b&#62;.csv (GBK)</dd><dt>读取说明 Reading</dt><dd>编码是推测的 The encoding was guessed &#60;b&#62;</dd>',
  )
  expect(page).toContain('<dt>审批 Approved</dt><dd>wang, 2026-05-20T10:01:00+08:00</dd>')
  expect(page).toContain('<dt>开始执行 Started</dt><dd>lin, 2026-05-20T10:01:30+08:00</dd>')
  expect(page).toContain(
    '<td>2026-05-20T10:02:00+08:00</td><td>暂停 Paused</td><td>zhao &#60;b&#62;</td><td>员工暂停 paused &#60;b&#62; by staff</td>',
  )
  expect(page).toContain('<dt>3</dt><dd>告知 &#38; 同意<br>told</dd>')
  expect(page).toContain(`<dt>方案SHA-256 Plan SHA-256</dt><dd>${'a'.repeat(64)}</dd>`)
  expect(page).toContain('<tr><td>已作废 Invalidated</td><td>done</td><td>1</td></tr>')
  expect(page).toContain('<td>****2665</td>')
  expect(page).toContain('@page')
  expect(
    Math.min(...Array.from(page.matchAll(/(\d+(?:\.\d+)?)px(?=\/|[;}])/g), ([, size]) => Number(size)).filter((size) => size > 4)),
  ).toBe(9)
  expect(page).not.toContain('478515832665')
  expect(page).not.toContain(member)
  expect(page).not.toMatch(/<script|src=|href=|url\(/)
})

test('evidence that is no longer what was recorded fails the pack', async () => {
  const files = [{ name: 'a.pdf', sha256: sha256('other'), consents: [], open: () => letter }]
  await expect(folder.save('pack.zip', evidencePack(content({ files })))).rejects.toThrow('has changed since it was recorded')
})

test('a reader that leaves closes what is being read', async () => {
  let closed = false
  const rows = async function* (): AsyncGenerator<readonly ReportRow[]> {
    try {
      for (;;) yield Array.from({ length: 1000 }, () => row)
    } finally {
      closed = true
    }
  }
  const pack = evidencePack(content({ rows }))
  for await (const _ of pack) break
  await expect.poll(() => closed).toBe(true)
})
