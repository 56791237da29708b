import { createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CardMember } from '@card-member/sdk'
import { Agent, request } from 'undici'
import { Wechatpay } from 'wechatpay-axios-plugin'
import Pay from 'wechatpay-node-v3'
import { Server } from './server.ts'
import { base, brand_id, mchid, serial_no, Workplace, wechatpay_public_key_id } from './workplace.ts'

type Row = Readonly<Record<string, string | number>>
type Call = () => Promise<unknown>

const code = '478515832665'
const target = `${base}/user-cards/${code}/invalidate?brand_id=${brand_id}&card_id=p1`
const content = { openid: 'o1', invalid_reason: '用户申请退会' }

/** Signed calls with verified answers per second, and what one costs, against the same stub. */
export async function benchClients(quick: boolean): Promise<Row[]> {
  using workplace = new Workplace()
  await using stub = await Server.start('./stub-process.ts', join(workplace.folder, 'platform_key.pem'))
  const clients: Readonly<Record<string, Call>> = {
    'undici and signing, bare': bareUndici(stub.url, workplace),
    'this SDK': thisSdk(stub.url, workplace),
    'wechatpay-axios-plugin': axiosPlugin(stub.url, workplace),
    'wechatpay-node-v3 (does not verify)': nodeV3(stub.url, workplace),
  }
  const rows: Row[] = []
  const count = quick ? 500 : 3000
  let bare: readonly [number, number] = [1, 1]
  for (const [client, call] of Object.entries(clients)) {
    await measure(call, Math.ceil(count / 4), 16)
    const one = await measure(call, count, 1)
    const many = await measure(call, count, 16)
    if (rows.length === 0) bare = [one.per_second, many.per_second]
    rows.push({
      client,
      'calls/s, 1 at a time': Math.round(one.per_second),
      'over bare, 1': Number((one.per_second / bare[0]).toFixed(2)),
      'calls/s, 16 at once': Math.round(many.per_second),
      'over bare, 16': Number((many.per_second / bare[1]).toFixed(2)),
      'CPU µs a call': Math.round(many.cpu_us),
    })
  }
  return rows
}

async function measure(call: Call, count: number, lanes: number): Promise<{ per_second: number; cpu_us: number }> {
  const cpu = process.cpuUsage()
  const began = performance.now()
  let left = count
  const lane = async () => {
    while (left-- > 0) await call()
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  const { user, system } = process.cpuUsage(cpu)
  return { per_second: (count * 1000) / (performance.now() - began), cpu_us: (user + system) / count }
}

function thisSdk(base_url: string, { private_key, wechatpay_public_key }: Workplace): Call {
  const credential = { base_url, mchid, serial_no, private_key, wechatpay_public_key_id, wechatpay_public_key }
  const api = new CardMember(credential, { rate_limit: false })
  return () => api.userCards.invalidate(code, { brand_id, card_id: 'p1', ...content })
}

function bareUndici(url: string, { private_key, wechatpay_public_key }: Workplace): Call {
  const dispatcher = new Agent({ connections: 32 })
  const signing = promisify<string, Buffer, ReturnType<typeof createPrivateKey>, Buffer>(sign)
  const key = createPrivateKey(private_key)
  const platform = createPublicKey(wechatpay_public_key)
  return async () => {
    const body = JSON.stringify(content)
    const timestamp = Math.floor(Date.now() / 1000)
    const nonce = randomBytes(16).toString('hex')
    const signature = (await signing('sha256', Buffer.from(`POST\n${target}\n${timestamp}\n${nonce}\n${body}\n`), key)).toString('base64')
    const authorization = `WECHATPAY2-SHA256-RSA2048 mchid="${mchid}",nonce_str="${nonce}",signature="${signature}",timestamp="${timestamp}",serial_no="${serial_no}"`
    const headers = { authorization, accept: 'application/json', 'content-type': 'application/json', 'user-agent': 'bench' }
    const answer = await request(url + target, { method: 'POST', headers, body, dispatcher })
    const text = await answer.body.text()
    const { 'wechatpay-timestamp': time, 'wechatpay-nonce': word, 'wechatpay-signature': signed } = answer.headers
    const right = verify('sha256', Buffer.from(`${time}\n${word}\n${text}\n`), platform, Buffer.from(String(signed), 'base64'))
    if (!right) throw new Error('the answer does not verify')
    return JSON.parse(text)
  }
}

function axiosPlugin(url: string, { private_key, wechatpay_public_key }: Workplace): Call {
  const certs = { [wechatpay_public_key_id]: wechatpay_public_key }
  const client = new Wechatpay({ mchid, serial: serial_no, privateKey: private_key, certs, baseURL: `${url}/` })
  const family = client.v3?.brand?.partner?.['card-member']
  const call = family?.['user-cards']?.['{user_card_code}']?.invalidate
  return async () => call?.post(content, { params: { brand_id, card_id: 'p1' }, ...{ user_card_code: code } })
}

function nodeV3(url: string, { private_key, merchant }: Workplace): Call {
  const publicKey = Buffer.from(merchant.publicKey.export({ type: 'spki', format: 'pem' }))
  const pay = new Pay({ appid: 'wx', mchid, serial_no, publicKey, privateKey: Buffer.from(private_key), userAgent: 'bench' })
  return async () => {
    const nonce = randomBytes(16).toString('hex')
    const timestamp = String(Math.floor(Date.now() / 1000))
    const signature = pay.getSignature('POST', nonce, timestamp, target, content)
    const authorization = pay.getAuthorization(nonce, timestamp, signature)
    const headers = { Authorization: authorization, Accept: 'application/json', 'Content-Type': 'application/json', 'User-Agent': 'bench' }
    const answer = await fetch(url + target, { method: 'POST', headers, body: JSON.stringify(content) })
    return answer.json()
  }
}
