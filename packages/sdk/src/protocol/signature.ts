import { runtime } from '#runtime'
import { type TextPart, text } from '../text.ts'
import { brandScheme, formatAuthorization, partnerScheme } from './authorization.ts'
import { type Clock, clockSkew, clockWindow, unixSeconds } from './clock.ts'
import { SignatureError } from './error.ts'
import type { Keyring } from './keyring.ts'
import { answerMessage, type RequestParts, requestMessage } from './message.ts'
import { makeNonce } from './nonce.ts'
import type { PrivateKey } from './runtime.ts'

const signatureHeaders = ['Wechatpay-Timestamp', 'Wechatpay-Nonce', 'Wechatpay-Signature', 'Wechatpay-Serial']
const probe = 'WECHATPAY/SIGNTEST/'

/** Reads one header; names are given in lower case. */
export type ReadHeader = (name: string) => string | null | undefined

interface Signer {
  readonly serial_no: string
  readonly key: PrivateKey
}

/** A merchant number that signs. */
export interface PartnerPrincipal extends Signer {
  readonly mchid: string
  readonly brand_id?: undefined
}

/** A brand that signs for itself. */
export interface BrandPrincipal extends Signer {
  readonly brand_id: string
  readonly mchid?: undefined
}

/** Who signs requests. */
export type Principal = PartnerPrincipal | BrandPrincipal

/** The signed parts of a request, without time and nonce. */
export type Unsigned = Pick<RequestParts, 'method' | 'target' | 'body'>

/** A signed request: its header, and the signed message, which explains a sign error. */
export interface SignedRequest {
  readonly authorization: string
  readonly message: Uint8Array<ArrayBuffer>
}

/** Signs a request and writes its Authorization header. */
export async function signRequest(request: Unsigned, principal: Principal, clock: Clock): Promise<SignedRequest> {
  const timestamp = unixSeconds(clock)
  const nonce = makeNonce()
  const message = requestMessage({ ...request, timestamp, nonce })
  const signature = runtime.encodeBase64(await principal.key.sign(message))
  const signed = { serial_no: principal.serial_no, nonce, timestamp, signature }
  const authorization = formatAuthorization(
    principal.mchid === undefined
      ? { scheme: brandScheme, brand_id: principal.brand_id, ...signed }
      : { scheme: partnerScheme, mchid: principal.mchid, ...signed },
  )
  return { authorization, message }
}

/** The headers that sign an answer or a notification. */
export type AnswerSignature = Readonly<
  Record<'Wechatpay-Timestamp' | 'Wechatpay-Nonce' | 'Wechatpay-Signature' | 'Wechatpay-Serial' | 'Wechatpay-Signature-Type', string>
>

/** Signs an answer or a notification. */
export async function signAnswer(body: Uint8Array, serial: string, key: PrivateKey, clock: Clock): Promise<AnswerSignature> {
  const timestamp = unixSeconds(clock)
  const nonce = makeNonce()
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Signature': runtime.encodeBase64(await key.sign(answerMessage({ timestamp, nonce, body }))),
    'Wechatpay-Serial': serial,
    'Wechatpay-Signature-Type': partnerScheme,
  }
}

/** Whether a request's signature is right; a signature that is not canonical base64 is wrong. */
export async function verifyRequest(parts: RequestParts, signature: string, key: { verify: PublicVerify }): Promise<boolean> {
  const bytes = runtime.decodeBase64(signature)
  return bytes !== undefined && key.verify(requestMessage(parts), bytes)
}

type PublicVerify = (message: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>) => Promise<boolean>

/** Whether an answer has a signature, right or wrong. */
export function isSigned(header: ReadHeader): boolean {
  return Boolean(header('wechatpay-signature'))
}

/**
 * Verifies an answer or a notification over its raw bytes.
 *
 * @param subject how errors name it, in both languages
 * @throws {SignatureError} SIGNATURE_MISSING, SIGNATURE_CLOCK, SIGNATURE_SERIAL_UNKNOWN, SIGNATURE_PROBE,
 * SIGNATURE_MALFORMED, SIGNATURE_WRONG
 */
export async function verifyAnswer(body: Uint8Array, header: ReadHeader, keyring: Keyring, clock: Clock, subject: TextPart): Promise<void> {
  const [timestamp, nonce, signature, serial] = signatureHeaders.map((name) => header(name.toLowerCase()))
  if (!timestamp || !nonce || !signature || !serial) {
    throw new SignatureError('SIGNATURE_MISSING', subject, signatureHeaders.filter((name) => !header(name.toLowerCase())).join(', '))
  }
  const skew = clockSkew(timestamp, clock)
  if (skew === undefined || Math.abs(skew) >= clockWindow) throw new SignatureError('SIGNATURE_CLOCK', subject, String(skew ?? timestamp))
  const key = keyring.get(serial)
  const known = keyring.ids().join(', ')
  if (key === undefined)
    throw new SignatureError(
      'SIGNATURE_SERIAL_UNKNOWN',
      subject,
      text({ zh: `${serial}；已知：${known || '无'}`, en: `${serial}; known: ${known || 'none'}` }),
    )
  if (signature.startsWith(probe)) throw new SignatureError('SIGNATURE_PROBE', subject)
  const bytes = runtime.decodeBase64(signature)
  if (bytes === undefined) throw new SignatureError('SIGNATURE_MALFORMED', subject)
  if (!(await key.verify(answerMessage({ timestamp, nonce, body }), bytes))) throw new SignatureError('SIGNATURE_WRONG', subject, serial)
}
