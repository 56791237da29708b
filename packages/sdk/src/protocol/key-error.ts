import type { TextPart } from '../text.ts'
import { CredentialError } from './error.ts'
import type { KeyKind, KeyMaterial } from './key-material.ts'
import type { ProtocolErrorCode } from './protocol-errors.ts'

type Order = Readonly<Partial<Record<KeyKind, ProtocolErrorCode>>>

const strange: Order = {
  request: 'KEY_IS_REQUEST',
  pkcs7: 'KEY_IS_PKCS7',
  openssh_public_key: 'KEY_IS_OPENSSH',
  putty_key: 'KEY_IS_OPENSSH',
  jwk: 'KEY_IS_JWK',
  keystore: 'KEY_IS_KEYSTORE',
  zip: 'KEY_IS_ZIP',
  binary: 'KEY_IS_BINARY',
  html: 'KEY_IS_HTML',
  json: 'KEY_IS_JSON',
  path: 'KEY_IS_PATH',
  empty: 'KEY_MISSING',
}

// When several things are found in place of the expected one, the first of this list is reported.
const orders: Readonly<Record<'private_key' | 'public_key' | 'certificate', Order>> = {
  private_key: {
    encrypted_key: 'KEY_ENCRYPTED',
    private_key: 'KEY_NOT_RSA',
    p12: 'KEY_IS_P12',
    openssh_key: 'KEY_IS_OPENSSH',
    damaged: 'KEY_MALFORMED',
    certificate: 'KEY_IS_CERTIFICATE',
    public_key: 'KEY_IS_PUBLIC',
    ...strange,
  },
  public_key: {
    damaged: 'KEY_MALFORMED',
    private_key: 'KEY_IS_PRIVATE',
    encrypted_key: 'KEY_IS_PRIVATE',
    openssh_key: 'KEY_IS_PRIVATE',
    p12: 'KEY_IS_P12',
    ...strange,
  },
  certificate: {
    damaged: 'KEY_MALFORMED',
    private_key: 'CERTIFICATE_IS_KEY',
    encrypted_key: 'CERTIFICATE_IS_KEY',
    openssh_key: 'CERTIFICATE_IS_KEY',
    public_key: 'CERTIFICATE_IS_KEY',
    p12: 'KEY_IS_P12',
    ...strange,
  },
}

/**
 * The error of a text that has no key or certificate of the expected kind.
 *
 * @param file the path of its file, for the commands in the message
 */
export function keyErrorOf(
  found: readonly KeyMaterial[],
  wanted: keyof typeof orders,
  subject: TextPart,
  file: string | undefined,
): CredentialError {
  for (const [kind, code] of Object.entries(orders[wanted])) {
    const one = found.find((material) => material.kind === kind)
    if (one !== undefined) return new CredentialError(code, subject, one.label ?? one.algorithm ?? shellWord(file ?? 'FILE'))
  }
  return new CredentialError('KEY_NOT_PEM', subject)
}

/** A path, quoted for a shell. */
function shellWord(path: string): string {
  return /^[\w./~-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}
