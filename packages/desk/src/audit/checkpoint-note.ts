import { createHash, createPublicKey } from 'node:crypto'
import { type DeskKey, rawPublicKey, sign } from './desk-key.ts'

export function checkpointNote(key: DeskKey, origin: string, size: number, root: Uint8Array): string {
  const text = `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`
  const id = createHash('sha256')
    .update(
      Buffer.concat([
        Buffer.from(`${origin}\n`),
        Buffer.of(1),
        rawPublicKey(key.public_keys.get(key.key_id) ?? createPublicKey(key.private_key)),
      ]),
    )
    .digest()
    .subarray(0, 4)
  return `${text}\n— ${origin} ${Buffer.concat([id, Buffer.from(sign(key, text), 'base64')]).toString('base64')}\n`
}
