import { constants, publicEncrypt } from 'node:crypto'
import { mapSealed, type Operation, pathFields, place } from '@card-member/sdk/contract'
import { authorization, type Received } from './caller.ts'
import type { Stage } from './stage-fixture.ts'

type Fields = Readonly<Record<string, unknown>>

/** Sends an input as it is, wrong or not, its sealed fields sealed; only where its parts travel is taken from the contract. */
export async function sendInput(stage: Stage, operation: Operation, input: Fields): Promise<Received> {
  const { caller } = stage
  const empty = Object.fromEntries(pathFields(operation).map((name) => [name, '']))
  const sealed = await mapSealed(operation.input, input, async (text) => seal(text, stage))
  const { target, body } = place(operation, { ...empty, ...sealed })
  if (operation.encoding !== 'multipart')
    return caller.call(operation.method, target, body, { 'wechatpay-serial': caller.wechatpay_serial })
  const { file, ...meta } = body ?? {}
  return sendUpload(stage, target, JSON.stringify(meta), file instanceof Uint8Array ? file : new Uint8Array())
}

/** Sends the two parts of an upload; `meta` is what is signed. */
export function sendUpload({ caller }: Stage, target: string, meta: string, file: Uint8Array): Promise<Received> {
  const part = (disposition: string) => `--frontier\r\nContent-Disposition: form-data; ${disposition}\r\n`
  const body = Buffer.concat([
    Buffer.from(`${part('name="meta"')}Content-Type: application/json\r\n\r\n${meta}\r\n`),
    Buffer.from(`${part('name="file"; filename="face.png"')}Content-Type: image/png\r\n\r\n`),
    file,
    Buffer.from('\r\n--frontier--\r\n'),
  ])
  const signed = authorization(caller.pairs('POST', target, meta))
  return caller.send('POST', target, body, { authorization: signed, 'content-type': 'multipart/form-data; boundary=frontier' })
}

function seal(text: string, { platform }: Stage): string {
  const key = { key: platform.wechatpay_public_key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }
  return publicEncrypt(key, Buffer.from(text)).toString('base64')
}
