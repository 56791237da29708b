import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { parse } from 'csv-parse/sync'
import { afterAll, describe, expect, test } from 'vitest'
import { fromBufferPromise } from 'yauzl'
import { kinds } from '../../../test/database-fixture.ts'
import { approve } from '../src/domain/batch/approve.ts'
import { driveCheck, driveRun } from '../src/domain/batch/drive.ts'
import { batchOf, pause, requestCheck, resume, start } from '../src/domain/batch/lifecycle.ts'
import { prepareBatch } from '../src/domain/batch/prepare.ts'
import { reportOf } from '../src/domain/batch/report.ts'
import { recordConsent } from '../src/domain/consents.ts'
import { keepEvidence } from '../src/domain/evidence.ts'
import { addNotice } from '../src/domain/notices.ts'
import { brand_id } from './fixtures/desk.ts'
import { TestDeskPool } from './fixtures/desk-pool.ts'
import { evidenceFiles } from './fixtures/evidence-files.ts'
import { setSettings } from './fixtures/two-administrators.ts'

const desks = new TestDeskPool()
afterAll(() => desks.close())

const never = new AbortController().signal
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/)

async function unpack(bytes: Buffer): Promise<Map<string, Buffer>> {
  const zip = await fromBufferPromise(bytes, { lazyEntries: true })
  const files = new Map<string, Buffer>()
  for await (const event of zip.eachEntry()) files.set(event.fileName, await buffer(await zip.openReadStreamPromise(event)))
  return files
}

/** What the page says beside each row. */
function pairsOf(page: string): Record<string, string>[] {
  return Array.from(page.matchAll(/<td class="more"[^>]*>(.*)<\/td>/g), ([, row = '']) =>
    Object.fromEntries(
      Array.from(row.replaceAll('<wbr>', '').matchAll(/<i>([^<]*):<\/i> ([^<]*)<\/span>/g), ([, name, value]) => [name, value]),
    ),
  )
}

describe.each(kinds)('the evidence of a batch on %s', (kind) => {
  test('has all that was recorded at the desk of each consent, and which lines each picture is for', async () => {
    await using fixture = await desks.lend({ kind })
    const { desk } = fixture
    const { context, staff } = desk
    const { staff_id } = await staff.add({ name: 'zhang', password: 'correct horse battery', grants: [] }, 'local')
    const clerk = { ...fixture.actor(staff_id, 'clerk'), name: 'zhang' }
    const author = fixture.actor('wang', 'author')
    await setSettings(context, brand_id, { canary_rows: 0 })
    await addNotice(context, fixture.actor('root', 'admin'), brand_id, { text_zh: '告知第一版', text_en: 'first notice' })
    const cards = await fixture.importCards(3)
    const shared = await keepEvidence(context, clerk, brand_id, evidenceFiles['image/png'])
    const letter = await keepEvidence(context, clerk, brand_id, evidenceFiles['application/pdf'])
    const consents: string[] = []
    for (const [index, card] of cards.entries()) {
      const input = {
        ...card,
        brand_id,
        card_id: fixture.card_id,
        channel: 'store',
        told_at: 1_793_500_000,
        agreed_at: 1_793_500_600 + index,
        invalid_reason: '退会',
        reference: `form ${index}`,
        evidence_sha256: [index === 2 ? letter.sha256 : shared.sha256],
      } as const
      consents.push((await recordConsent(context, clerk, input)).consent_id)
    }
    const path = join(fixture.folder, 'bare.csv')
    const lines = cards.map(({ user_card_code, openid }) => `${fixture.card_id},${user_card_code},${openid},退会`)
    await writeFile(path, ['card_id,user_card_code,openid,invalid_reason', ...lines, ''].join('\n'))
    const { batch } = await prepareBatch(context, author, { brand_id, path })
    await driveCheck(desk, await requestCheck(context, author, batch.batch_id), never)
    const pack = await unpack(
      await buffer(await reportOf(context, author, await batchOf(context, author, batch.batch_id), 'evidence.zip', 'en')),
    )

    const png = `evidence/${shared.sha256.slice(0, 16)}-consent.png`
    const pdf = `evidence/${letter.sha256.slice(0, 16)}-consent.pdf`
    const table: Record<string, string>[] = parse(pack.get('consents.csv') ?? '', { columns: true, bom: true })
    expect(table).toEqual(
      consents.map((consent_id, index) => ({
        line: String(index + 2),
        consent_id,
        channel: 'store',
        told_at: '2026-11-01T10:26:40+08:00',
        told_by: 'zhang',
        agreed_at: `2026-11-01T10:36:4${index}+08:00`,
        expressed: 'signature',
        agreed_by: 'member',
        proof: 'evidence',
        reference: `form ${index}`,
        notice_version: '1',
        language: 'zh-CN',
        text_sha256: createHash('sha256').update('告知第一版').digest('hex'),
        recorded_by: 'zhang',
        recorded_at: time,
        withdrawn_at: '',
        evidence: index === 2 ? pdf : png,
      })),
    )
    const page = String(pack.get('evidence.html'))
    expect(page).toContain('<dt>1</dt><dd>告知第一版<br>first notice</dd>')
    expect(pairsOf(page)[0]).toEqual({
      '同意渠道 Channel': '门店 Store',
      '告知时间 Told': '2026-11-01T10:26:40+08:00',
      '告知人 Told by': 'zhang',
      '同意时间 Agreed': '2026-11-01T10:36:40+08:00',
      '同意方式 Expressed': '签名 Signature',
      '同意人 Agreed by': '会员本人 The member',
      '证明 Proof': '凭据文件 Evidence files',
      '同意凭据 Reference': 'form 0',
      '告知文本 Notice': '1, zh-CN',
      '登记 Recorded': expect.stringMatching(/^zhang, 2026-/),
      '凭据文件 Evidence file': png,
      '同意编号 Consent': consents[0],
      '请求编号 Request ID': expect.stringMatching(/^[0-9A-F]+-0$/),
    })
    const { files } = JSON.parse(String(pack.get('manifest.json')))
    const sha256 = (name: string) =>
      createHash('sha256')
        .update(pack.get(name) ?? '')
        .digest('hex')
    const listed = Object.fromEntries(files.map((file: { name: string }) => [file.name, file]))
    expect(Object.keys(listed).sort()).toEqual(['consents.csv', 'evidence.html', pdf, png, 'report.csv'].sort())
    expect(listed[png]).toEqual({
      name: png,
      bytes: evidenceFiles['image/png'].length,
      sha256: sha256(png),
      consents: [
        { consent_id: consents[0], lines: [2] },
        { consent_id: consents[1], lines: [3] },
      ],
    })
    expect(listed[pdf]).toMatchObject({ sha256: letter.sha256, consents: [{ consent_id: consents[2], lines: [4] }] })
  })

  test('lists each start and stop of its run, with who and when, also after a process died', async () => {
    await using fixture = await desks.lend({ kind })
    const { context } = fixture.desk
    const [author, other] = [fixture.actor('wang', 'author'), fixture.actor('sun', 'author')]
    await setSettings(context, brand_id, { canary_rows: 1, breaker_same_code: 2 })
    const { batch } = await prepareBatch(context, author, { brand_id, path: await fixture.file(await fixture.importCards(4)) })
    const { batch_id } = batch
    await driveCheck(fixture.desk, await requestCheck(context, author, batch_id), never)
    await approve(context, fixture.actor('li', 'approver'), batch_id, { count: 4 })
    await driveRun(fixture.desk, await start(context, author, batch_id), never)
    await resume(context, author, batch_id)
    await pause(context, other, batch_id)
    await fixture.platform.sandbox.faults.add({ fault: 'system_error', on: 'getUserCard', count: 1000 })
    await driveRun(fixture.desk, await resume(context, author, batch_id), never)
    await fixture.platform.sandbox.faults.remove()
    const running = await resume(context, other, batch_id)
    // Another process goes on with what this one leaves.
    await using second = await fixture.another()
    await driveRun(second, running, never, 'wang')
    const page = String(await buffer(await reportOf(context, author, await batchOf(context, author, batch_id), 'evidence.html')))
    const [, rows = ''] = /<h2>执行经过 Starts and stops<\/h2>.*?<tbody>(.*?)<\/tbody>/s.exec(page) ?? []
    const steps = [
      ...rows.replaceAll('<wbr>', '').matchAll(/<tr><td>([^<]*)<\/td><td>([^<]*)<\/td><td>([^<]*)<\/td><td>([^<]*)<\/td><\/tr>/g),
    ]
    expect(steps.map(([, , what, who, why]) => [what, who, why])).toEqual([
      ['开始 Started', 'wang', ''],
      ['先行完成，等待 Canary over, waiting', 'desk', ''],
      ['继续 Resumed', 'wang', '先行部分已完成，等待确认 the canary is complete and waits for confirmation'],
      ['暂停 Paused', 'sun', ''],
      ['继续 Resumed', 'wang', '员工暂停 paused by staff'],
      ['熔断停止 Stopped by the breaker', 'desk', 'SYSTEM_ERROR 连续出现 2 次 SYSTEM_ERROR 2 times in a row'],
      ['继续 Resumed', 'sun', 'SYSTEM_ERROR 连续出现 2 次 SYSTEM_ERROR 2 times in a row'],
      ['进程接手 Taken over by another process', 'wang', ''],
      ['执行完毕 Done', 'desk', ''],
    ])
    expect(steps.map(([, at]) => at)).toEqual(steps.map(() => time))
    const [, started] = steps[0] ?? []
    expect(page).toContain(`<dt>开始执行 Started</dt><dd>wang, ${started}</dd>`)
  })
})
