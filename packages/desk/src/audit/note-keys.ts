import { createPublicKey, sign } from 'node:crypto'
import { formatVerifierKey, keyId, type NoteSigner } from '@card-member/tlog'
import { type DeskKey, rawPublicKey } from './desk-key.ts'

/** The desk's key as the signer of one tree's checkpoints: its name there is the origin of the tree. */
export function signerOf({ private_key }: DeskKey, origin: string): NoteSigner {
  const parts = { name: origin, type: 'ed25519', key: rawPublicKey(createPublicKey(private_key)) } as const
  const key_id = keyId(parts)
  const signed = (text: string) => ({ name: origin, key_id, signature: sign(null, Buffer.from(text), private_key) })
  return { name: origin, key_id, vkey: formatVerifierKey(parts), sign: async (text) => signed(text) }
}
