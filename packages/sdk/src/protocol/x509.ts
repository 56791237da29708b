import type { TextPart } from '../text.ts'
import { type Certificate, parseCertificate } from './certificate-fields.ts'
import { CredentialError } from './error.ts'
import { keyErrorOf } from './key-error.ts'
import { findKeyMaterial, leavesOf } from './key-material.ts'

export type { Certificate }

/**
 * Reads an X.509 certificate from PEM, anywhere among other blocks, or from base64 of its DER. Of a chain it reads the last
 * certificate, which issued no other.
 *
 * @param subject how errors name it, such as a field or a file
 * @param file the path of its file, for the commands in error messages
 * @throws {CredentialError} that says what the text is instead
 * @example
 * readCertificate(pem, 'certificate').serial_no // '5157F09EFDC096DE15EBE81A47057A7232F1B8E1'
 */
export function readCertificate(text: string, subject: TextPart, file?: string): Certificate {
  const [certificate, ...others] = readCertificates(text, subject, file)
  if (others.length > 0) throw new CredentialError('CERTIFICATE_SEVERAL', subject, String(others.length + 1))
  return certificate
}

/**
 * Reads every certificate of a text that issued no other in it.
 *
 * @throws {CredentialError} that says what the text is instead
 */
export function readCertificates(text: string, subject: TextPart, file?: string): [Certificate, ...Certificate[]] {
  const found = findKeyMaterial(text)
  const [first, ...others] = leavesOf(found).flatMap(({ der }) => (der && parseCertificate(der)) ?? [])
  if (first === undefined) throw keyErrorOf(found, 'certificate', subject, file)
  return [first, ...others]
}
