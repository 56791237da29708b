import type { ApiVariant } from '../client/variant.ts'
import { CredentialError } from '../protocol/error.ts'
import { fileError } from '../protocol/file-errors.ts'
import type { TextPart } from '../text.ts'

/** Which kinds of credential are accepted. */
export type Wanted = ApiVariant | 'any'

/** Who signs: exactly one of the two is set. */
export type Identity = { readonly mchid: string } | { readonly brand_id: string }

/**
 * Chooses who signs.
 *
 * @param subject how errors name the credential
 * @throws {CredentialError} MCHID_AND_BRAND_ID, CREDENTIAL_IS_BRAND, CREDENTIAL_IS_MERCHANT; undefined when neither is given
 */
export function chooseIdentity(
  { mchid, brand_id }: { readonly mchid: string | undefined; readonly brand_id: string | undefined },
  wanted: Wanted,
  subject: TextPart,
): Identity | undefined {
  if (mchid !== undefined && brand_id !== undefined) throw new CredentialError('MCHID_AND_BRAND_ID', subject)
  if (brand_id !== undefined) {
    if (wanted === 'partner') throw fileError('CREDENTIAL_IS_BRAND', subject)
    return { brand_id }
  }
  if (mchid === undefined) return undefined
  if (wanted === 'brand') throw fileError('CREDENTIAL_IS_MERCHANT', subject)
  return { mchid }
}
