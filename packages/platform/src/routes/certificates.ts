import { formatTime, type downloadCertificates as operation, PlatformError, type Reply } from '@card-member/sdk/contract'
import { makeNonce, sealResource } from '@card-member/sdk/protocol'
import type { PlatformKey } from '../tenants/platform-keys.ts'

/** The platform's certificates, encrypted for one caller. */
export async function downloadCertificates(
  certificates: readonly PlatformKey[],
  apiv3_key: Uint8Array<ArrayBuffer> | undefined,
): Promise<Reply<typeof operation>> {
  if (certificates.length === 0 || apiv3_key === undefined) throw new PlatformError('certificates_absent')
  const data = certificates.map(async ({ key_id, certificate = '', effective_time, expire_time }) => ({
    serial_no: key_id,
    effective_time: formatTime(effective_time / 1000),
    expire_time: formatTime(expire_time / 1000),
    encrypt_certificate: await sealCertificate(certificate, apiv3_key),
  }))
  return { data: await Promise.all(data) }
}

async function sealCertificate(certificate: string, apiv3_key: Uint8Array<ArrayBuffer>) {
  const associated_data = 'certificate'
  const sealed = await sealResource(new TextEncoder().encode(certificate), apiv3_key, makeNonce().slice(0, 12), associated_data)
  return { ...sealed, associated_data }
}
