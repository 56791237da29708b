import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTemplate } from '../fixtures/template.ts'
import { brand_id, type CrashEnvironment } from './crash-environment.ts'

/** What a row of the file is, and so how it must end. */
export type RowKind = 'good' | 'faulty' | 'not_found' | 'mismatched' | 'already_invalid' | 'missing_consent'

/** One row of the file. */
export interface FileRow {
  readonly kind: RowKind
  readonly user_card_code: string
  readonly openid: string
}

const reason = '用户申请退会'
/** Why cards were invalidated before the batch. */
export const earlierReason = '此前已退会'

/** Makes members with cards on the platform, and a batch file of which three rows in a hundred are bad. */
export async function makeMembers(
  environment: CrashEnvironment,
  count: number,
  bad = true,
): Promise<{ path: string; rows: readonly FileRow[]; card_id: string }> {
  const { card_id } = await createTemplate(environment.api, brand_id, 'wxea9c30890f48d5ae')
  const rows = Array.from({ length: count }, (_, index): FileRow => {
    const number = String(index).padStart(8, '0')
    return { kind: bad ? kindOf(index) : 'good', user_card_code: `4785${number}`, openid: `obLatj${number}` }
  })
  await inLanes(
    rows.filter(({ kind }) => kind !== 'not_found'),
    async ({ kind, user_card_code, openid }) => {
      const key = { brand_id, card_id, openid }
      await environment.api.userCards.importByOpenid({ ...key, user_card_code, valid_date_information: { type: 'PERMANENT' } })
      if (kind === 'already_invalid') await environment.api.userCards.invalidate(user_card_code, { ...key, invalid_reason: earlierReason })
    },
  )
  const path = join(environment.folder, 'batch.csv')
  await writeFile(path, `${[head, ...rows.map((row, index) => line(card_id, row, rows[index - 1])), ''].join('\n')}`)
  return { path, rows, card_id }
}

const head = 'card_id,user_card_code,openid,invalid_reason,consent_channel,told_at,agreed_at,consent_reference'

// Three rows in a hundred are bad, in five ways.
function kindOf(index: number): RowKind {
  const bad: Readonly<Record<number, RowKind>> = {
    17: 'faulty',
    51: 'not_found',
    83: 'mismatched',
    117: 'already_invalid',
    151: 'missing_consent',
    183: 'not_found',
  }
  return bad[index % 200] ?? 'good'
}

function line(card_id: string, { kind, user_card_code, openid }: FileRow, before: FileRow | undefined): string {
  const code = kind === 'faulty' ? '4.78516E+11' : user_card_code
  const who = kind === 'mismatched' ? (before?.openid ?? openid) : openid
  const consent = kind === 'missing_consent' ? ',,,' : 'sms,2026-11-01 10:00,2026-11-02 10:00,ticket'
  return `${card_id},${code},${who},${reason},${consent}`
}

/** Sixteen at a time. */
async function inLanes<T>(items: readonly T[], handle: (item: T) => Promise<void>): Promise<void> {
  const left = [...items].reverse()
  const lane = async () => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await handle(item)
  }
  await Promise.all(Array.from({ length: 16 }, lane))
}
