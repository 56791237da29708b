import { DatabaseSync } from 'node:sqlite'
import { Client } from 'pg'
import { cardInput } from '../packages/platform/test/fixtures/card-calls.ts'
import { base, brand_id, type Workplace } from './workplace.ts'

const details = '{"card_type":"NORMAL","valid_date_information":{"type":"PERMANENT"},"card_color":"#FFFF00"}'
const time = 1_784_000_000
const columns =
  'brand_id, card_id, user_card_code, code_state, openid, user_card_state, pickup_time, create_time, modify_time, revision, details'

/** Creates a template through the platform. */
export async function createTemplate(url: string, workplace: Workplace): Promise<string> {
  const body = JSON.stringify(cardInput({ out_request_no: `bench-${Date.now()}` }))
  const [head = ''] = workplace.request('POST', `${base}/cards`, body).toString().split('\r\n\r\n')
  const headers = head
    .split('\r\n')
    .slice(2, -1)
    .map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)])
  const answer = await fetch(`${url}${base}/cards`, { method: 'POST', body, headers })
  const { card_id }: { card_id: string } = JSON.parse(await answer.text())
  return card_id
}

/** Stores cards past the platform; their codes are the numbers from `first` on. */
export async function storeCards(database: string, card_id: string, first: number, count: number): Promise<void> {
  const values = (code: string) =>
    `'${brand_id}', '${card_id}', ${code}, 'ASSIGNED', 'openid-' || n, 'EFFECTIVE', ${time}, ${time}, ${time}, 1, '${details}'`
  if (database.startsWith('sqlite:')) {
    const sqlite = new DatabaseSync(database.slice('sqlite:'.length), { timeout: 60_000 })
    sqlite.exec(`insert into user_cards (${columns}) with recursive numbers(n) as (select ${first} union all select n + 1 from numbers
      where n < ${first + count - 1}) select ${values("printf('%012d', n)")} from numbers`)
    sqlite.exec('pragma wal_checkpoint(truncate)')
    sqlite.close()
    return
  }
  const client = new Client({ connectionString: database })
  await client.connect()
  const series = `generate_series(${first}, ${first + count - 1}) as n`
  await client.query(`insert into user_cards (${columns}) select ${values("lpad(n::text, 12, '0')")} from ${series}`)
  await client.query('vacuum analyze user_cards')
  await client.end()
}

/** The code of a stored card. */
export function codeOf(number: number): string {
  return String(number).padStart(12, '0')
}

/** The signed request that invalidates a stored card. */
export function invalidation(workplace: Workplace, card_id: string, number: number): Buffer {
  const target = `${base}/user-cards/${codeOf(number)}/invalidate?brand_id=${brand_id}&card_id=${card_id}`
  return workplace.request('POST', target, JSON.stringify({ openid: `openid-${number}`, invalid_reason: '用户申请退会' }))
}

/** The signed request that reads a stored card. */
export function reading(workplace: Workplace, card_id: string, number: number): Buffer {
  return workplace.request('GET', `${base}/user-cards/${codeOf(number)}?brand_id=${brand_id}&card_id=${card_id}&openid=openid-${number}`)
}
