import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/** How an ID token says it is signed. */
export type Algorithm = 'RS256' | 'PS256' | 'ES256' | 'EdDSA' | 'HS256' | 'none'

/** A key that a provider signs with, and as it is in its list. */
export interface SigningKey {
  readonly kid: string
  readonly algorithm: Algorithm
  readonly jwk: Readonly<Record<string, unknown>>
  sign(text: string): string
}

/** A new key. */
export function signingKey(algorithm: Algorithm, kid: string): SigningKey {
  const { publicKey, privateKey } = pairOf(algorithm)
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: algorithm, use: 'sig' }
  return { kid, algorithm, jwk, sign: (text) => signed(text, algorithm, privateKey).toString('base64url') }
}

function pairOf(algorithm: Algorithm): { publicKey: KeyObject; privateKey: KeyObject } {
  if (algorithm === 'ES256') return generateKeyPairSync('ec', { namedCurve: 'P-256' })
  if (algorithm === 'EdDSA') return generateKeyPairSync('ed25519')
  return generateKeyPairSync('rsa', { modulusLength: 2048 })
}

function signed(text: string, algorithm: Algorithm, key: KeyObject): Buffer {
  const data = Buffer.from(text)
  if (algorithm === 'ES256') return sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' })
  if (algorithm === 'EdDSA') return sign(null, data, key)
  if (algorithm === 'PS256') return sign('sha256', data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 })
  return sign('sha256', data, key)
}
