import { createTransport } from '#transport'
import { downloadCertificates as operation } from '../contract/certificate.ts'
import { isRecord } from '../contract/check.ts'
import { openResource } from '../protocol/aead.ts'
import { CredentialError, SignatureError } from '../protocol/error.ts'
import { Keyring } from '../protocol/keyring.ts'
import { missingApiv3Key } from '../protocol/resource-errors.ts'
import { readPublicKey } from '../protocol/rsa-key.ts'
import { readWechatpayKeys } from '../protocol/wechatpay-keys.ts'
import { readCertificate } from '../protocol/x509.ts'
import { text } from '../text.ts'
import { call } from './call.ts'
import { type Credential, readSigner } from './credential.ts'
import { AnswerError } from './error.ts'
import { aSignal, having } from './option-kind.ts'
import { type CallOptions, type CardMemberOptions, checkClientOptions } from './options.ts'
import { makeSettings } from './settings.ts'
import type { Transport, TransportAnswer } from './transport.ts'

/** A platform certificate, opened. */
export interface PlatformCertificate {
  /** 40 hex digits, as `Wechatpay-Serial` names it. */
  readonly serial_no: string
  /** Milliseconds since 1970. */
  readonly effective_time: number
  /** Milliseconds since 1970. */
  readonly expire_time: number
  /** PEM; goes into `wechatpay_certificates` of a credential. */
  readonly certificate: string
}

/** Options of `downloadCertificates`: options of a client and of a call, and a keyring for the keys. */
export interface DownloadOptions extends CardMemberOptions, Pick<CallOptions, 'signal'> {
  /** Receives the keys, such as `api.keyring` or the keyring of a webhook. */
  readonly keyring?: Keyring | undefined
}

/**
 * Downloads WeChat Pay's platform certificates, for merchants that do not use its public key, and opens them with the
 * APIv3 key. It needs no key of WeChat Pay: the answer is signed by one of the certificates inside it, and these can be
 * trusted because only WeChat Pay knows your APIv3 key. Certificates change: call it every few hours.
 *
 * With `keyring`, the keys are added to it, and fields are sealed with the newest certificate in force from then on, unless
 * they are sealed with a public key (`PUB_KEY_ID_…`). A merchant in public-key mode gets an `ApiError` RESOURCE_NOT_EXISTS (404).
 *
 * Page 4012551764. Throws `ApiError`, `TransportError`, `AnswerError`.
 *
 * @throws {CredentialError} APIV3_KEY_MISSING, and every mix-up of keys
 * @throws {SignatureError} APIV3_KEY_WRONG when a certificate does not open
 * @example
 * const certificates = await downloadCertificates(credential)
 * const api = new CardMember({ ...credential, wechatpay_certificates: certificates.map(({ certificate }) => certificate) })
 * setInterval(() => downloadCertificates(credential, { keyring: api.keyring }).catch(report), 12 * 3_600_000)
 */
export async function downloadCertificates(credential: Credential, given: DownloadOptions = {}): Promise<PlatformCertificate[]> {
  checkClientOptions(given, { keyring: having('add'), signal: aSignal })
  const { keyring, signal, ...options } = given
  const { clock = Date.now, proxy, transport = createTransport({ proxy }) } = options
  const { own, ...signer } = readSigner(credential)
  const { apiv3_key } = signer
  if (apiv3_key === undefined) throw missingApiv3Key()
  const candidates = new Candidates(apiv3_key, knownKeys(credential, own, clock))
  const settings = makeSettings(
    { ...signer, keyring: candidates.keyring },
    { ...options, proxy: undefined, transport: candidates.over(transport) },
    createTransport,
  )
  try {
    await call(settings, operation, {}, { signal })
  } catch (error) {
    throw error instanceof AnswerError ? (candidates.problem ?? error) : error
  } finally {
    if (options.transport === undefined) await transport.close?.()
  }
  if (candidates.problem) throw candidates.problem
  if (keyring) install(keyring, candidates.certificates, clock())
  return candidates.certificates
}

const platformCertificate = text({ zh: '平台证书', en: 'the platform certificate' })

function knownKeys(credential: Credential, own: Parameters<typeof readWechatpayKeys>[1], clock: () => number): Keyring {
  const { wechatpay_public_key_id, wechatpay_public_key, wechatpay_certificates } = credential
  const none = [wechatpay_public_key_id, wechatpay_public_key, wechatpay_certificates?.[0]].every((key) => key === undefined)
  return new Keyring(none ? [] : readWechatpayKeys(credential, own, clock))
}

/** Opens the certificates of an answer before its signature is checked, into a keyring that nothing else uses. */
class Candidates {
  readonly keyring: Keyring
  certificates: PlatformCertificate[] = []
  problem: SignatureError | CredentialError | undefined
  readonly #key: Uint8Array<ArrayBuffer>

  constructor(key: Uint8Array<ArrayBuffer>, keyring: Keyring) {
    this.#key = key
    this.keyring = keyring
  }

  over(transport: Transport): Transport {
    const send: Transport['send'] = async (request) => {
      const answer = await transport.send(request)
      if (answer.status === 200) await this.#take(answer)
      return answer
    }
    return transport.agent === undefined ? { send } : { send, agent: transport.agent }
  }

  async #take({ body }: TransportAnswer): Promise<void> {
    this.certificates = []
    this.problem = undefined
    try {
      for (const item of sealedCertificates(body)) {
        const pem = await openResource(item, this.#key, platformCertificate)
        const certificate = new TextDecoder().decode(pem)
        const { serial_no, effective_time, expire_time } = readCertificate(certificate, platformCertificate)
        this.keyring.add({ id: serial_no, spki: readPublicKey(certificate, platformCertificate) })
        this.certificates.push({ serial_no, effective_time, expire_time, certificate })
      }
    } catch (error) {
      if (!(error instanceof SignatureError || error instanceof CredentialError)) throw error
      this.problem = error
    }
  }
}

interface Sealed {
  readonly ciphertext: string
  readonly nonce: string
  readonly associated_data: string
}

function sealedCertificates(body: Uint8Array): Sealed[] {
  const value = parse(body)
  const data = isRecord(value) && Array.isArray(value.data) ? value.data : []
  return data.flatMap((item: unknown) => {
    const sealed = isRecord(item) ? item.encrypt_certificate : undefined
    if (!isRecord(sealed)) return []
    const { ciphertext, nonce, associated_data = '' } = sealed
    return typeof ciphertext === 'string' && typeof nonce === 'string' && typeof associated_data === 'string'
      ? [{ ciphertext, nonce, associated_data }]
      : []
  })
}

// An answer that is not JSON is reported where answers are read.
function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    return undefined
  }
}

function install(keyring: Keyring, certificates: readonly PlatformCertificate[], now: number): void {
  for (const { serial_no, certificate } of certificates) {
    keyring.add({ id: serial_no, spki: readPublicKey(certificate, platformCertificate) })
  }
  if (keyring.current?.startsWith('PUB_KEY_ID_')) return
  const inForce = certificates.filter(({ effective_time, expire_time }) => effective_time <= now && now < expire_time)
  const [newest] = inForce.sort((one, other) => other.effective_time - one.effective_time)
  if (newest) keyring.use(newest.serial_no)
}
