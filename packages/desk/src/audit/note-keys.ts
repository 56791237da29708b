import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { formatVerifierKey, keyId, type NoteSigner, type NoteVerifier } from '@card-member/tlog'
import { type DeskKey, rawPublicKey } from './desk-key.ts'

/** The desk's key as the signer of one tree's checkpoints: its name there is the origin of the tree. */
export function signerOf({ private_key }: DeskKey, origin: string): NoteSigner {
  const parts = { name: origin, type: 'ed25519', key: rawPublicKey(createPublicKey(private_key)) } as const
  const key_id = keyId(parts)
  const signed = (text: string) => ({ name: origin, key_id, signature: sign(null, Buffer.from(text), private_key) })
  return { name: origin, key_id, vkey: formatVerifierKey(parts), sign: async (text) => signed(text) }
}

/** The public keys of the desk, those before the present one too, as verifiers of one tree's checkpoints. */
export function verifiersOf({ public_keys }: Pick<DeskKey, 'public_keys'>, origin: string): NoteVerifier[] {
  return [...public_keys.values()].map((key) => verifierOf(key, origin))
}

function verifierOf(public_key: KeyObject, origin: string): NoteVerifier {
  const key_id = keyId({ name: origin, type: 'ed25519', key: rawPublicKey(public_key) })
  const isGenuine = (text: string, signature: Uint8Array) => verify(null, Buffer.from(text), public_key, signature)
  return { name: origin, key_id, type: 'ed25519', verify: async (text, signature) => isGenuine(text, signature) }
}
