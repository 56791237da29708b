import { createPrivateKey, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { wechatpay_public_key_id } from './workplace.ts'

// One answer, signed once: what is measured is the client.
const [keyFile = ''] = process.argv.slice(2)
const body = JSON.stringify({ user_card_code: '478515832665', user_card_state: 'INVALID', invalid_reason: '用户申请退会' })
const timestamp = String(Math.floor(Date.now() / 1000))
const nonce = 'n'.repeat(32)
const signature = sign('sha256', Buffer.from(`${timestamp}\n${nonce}\n${body}\n`), createPrivateKey(readFileSync(keyFile))).toString(
  'base64',
)
const headers = {
  'Content-Type': 'application/json; charset=utf-8',
  'Content-Length': Buffer.byteLength(body),
  'Request-ID': 'A-0',
  'Wechatpay-Timestamp': timestamp,
  'Wechatpay-Nonce': nonce,
  'Wechatpay-Signature': signature,
  'Wechatpay-Serial': wechatpay_public_key_id,
  'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
}
const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => response.writeHead(200, headers).end(body))
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}\n`)
})
process.on('SIGTERM', () => process.exit(0))
