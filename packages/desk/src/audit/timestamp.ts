import { hash, randomBytes } from 'node:crypto'
import { SignedData } from '@peculiar/asn1-cms'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import { MessageImprint, PKIStatus, TimeStampReq, TimeStampReqVersion, TimeStampResp, TSTInfo } from '@peculiar/asn1-tsp'
import { AlgorithmIdentifier } from '@peculiar/asn1-x509'
import { answerBytes, reasonOf } from './http-answer.ts'

const sha256 = '2.16.840.1.101.3.4.2.1'
const nonceBytes = 8
const timeout_ms = 10_000

/** A time stamp, or why there is none. */
export type StampAnswer = { readonly token: Uint8Array } | { readonly reason: string }

/**
 * Asks a time-stamp server (RFC 3161) for a time stamp over bytes. The answer is kept as it is: `openssl ts -verify -in` reads it. It
 * must be granted and hold the hash and the number of the request; whose key signed it, those check who rely on it.
 */
export async function stamp(url: string, data: string): Promise<StampAnswer> {
  const imprint = hash('sha256', data, 'buffer')
  // Positive, and without a leading zero.
  const nonce = Buffer.concat([Buffer.of(0x40), randomBytes(nonceBytes - 1)])
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query' },
      body: requestOf(imprint, nonce),
      redirect: 'error',
      signal: AbortSignal.timeout(timeout_ms),
    })
    const token = await answerBytes(response)
    if (response.status !== 200) return { reason: `HTTP ${response.status}` }
    const reason = faultOf(token, imprint, nonce)
    return reason === undefined ? { token } : { reason }
  } catch (error) {
    return { reason: reasonOf(error) }
  }
}

function requestOf(imprint: Uint8Array, nonce: Uint8Array): ArrayBuffer {
  const hashAlgorithm = new AlgorithmIdentifier({ algorithm: sha256, parameters: null })
  const messageImprint = new MessageImprint({ hashAlgorithm, hashedMessage: new OctetString(imprint) })
  const number = new Uint8Array(nonce).buffer
  return AsnConvert.serialize(new TimeStampReq({ version: TimeStampReqVersion.v1, messageImprint, nonce: number, certReq: true }))
}

function faultOf(answer: Buffer, imprint: Buffer, nonce: Buffer): string | undefined {
  try {
    const { status, timeStampToken } = AsnConvert.parse(answer, TimeStampResp)
    const isGranted = status.status === PKIStatus.granted || status.status === PKIStatus.grantedWithMods
    if (!isGranted || timeStampToken === undefined) return 'the time stamp was not granted'
    const content = AsnConvert.parse(timeStampToken.content, SignedData).encapContentInfo.eContent?.single
    const info = content === undefined ? new TSTInfo() : AsnConvert.parse(content.buffer, TSTInfo)
    const isOurs = bytesOf(info.messageImprint.hashedMessage.buffer).equals(imprint) && bytesOf(info.nonce).equals(nonce)
    return isOurs ? undefined : 'the time stamp is of other bytes'
  } catch {
    return 'the answer is no time stamp'
  }
}

function bytesOf(buffer: ArrayBuffer = new ArrayBuffer(0)): Buffer {
  return Buffer.from(buffer)
}
