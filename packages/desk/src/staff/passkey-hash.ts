import { createHash } from 'node:crypto'

/** SHA-256 of a passkey, in hex: by it the audit log names a passkey and its public key. */
export function passkeyHash({ id, public_key }: { readonly id: string; readonly public_key: string }): string {
  return createHash('sha256').update(`${id}\n${public_key}`).digest('hex')
}
