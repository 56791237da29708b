import { readFileSync } from 'node:fs'

/** What every case has. */
export interface Case {
  readonly id: string
  readonly comment: string
  readonly valid: boolean
}

/** A signed request as a server receives it. */
export interface RequestCase extends Case {
  readonly method: string
  readonly target: string
  readonly timestamp: string
  readonly nonce: string
  readonly body: string
  readonly signature: string
}

/** A signed answer as a client receives it. */
export interface AnswerCase extends Case {
  readonly timestamp: string
  readonly nonce: string
  readonly serial: string
  readonly body: string
  readonly signature: string
  /** Code of the refusal. */
  readonly error?: string
}

/** A value sealed for the platform. */
export interface SealedCase extends Case {
  readonly plaintext: string
  readonly ciphertext: string
}

/** A value encrypted with the APIv3 key. */
export interface AeadCase extends Case {
  readonly plaintext: string
  readonly nonce: string
  readonly associated_data: string
  readonly ciphertext: string
}

/** An Authorization header. */
export interface AuthorizationCase extends Case {
  readonly header: string
}

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')

export const requestCases: readonly RequestCase[] = JSON.parse(read('requests.json'))
export const answerCases: readonly AnswerCase[] = JSON.parse(read('answers.json'))
export const sealedCases: readonly SealedCase[] = JSON.parse(read('sealed.json'))
export const aeadCases: readonly AeadCase[] = JSON.parse(read('aead.json'))
export const authorizationCases: readonly AuthorizationCase[] = JSON.parse(read('authorization.json'))

/** When the cases were made, milliseconds since 1970. */
export const vectorTime = 1_784_000_000_000
/** The APIv3 key of the cases. */
export const vectorApiv3Key = 'an-apiv3-key-made-for-tests-only'
/** The id of the platform's key. */
export const vectorSerial = 'PUB_KEY_ID_0000000000000000000000000001'

/** A PEM of the cases, such as `merchant.pem` or `platform_pub.pem`. */
export function vectorKey(name: string): string {
  return read(`keys/${name}`)
}
