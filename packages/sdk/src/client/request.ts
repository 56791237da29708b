import type { Endpoint } from '../contract/operation.ts'
import { place } from '../contract/place.ts'
import { mapSealed } from '../contract/sealed.ts'
import type { Keyring } from '../protocol/keyring.ts'
import { seal } from '../protocol/seal.ts'
import type { CalledOperation } from './called-operation.ts'
import type { DirectCall } from './direct-call.ts'
import { type ExtraFields, withBody, withQuery } from './extra.ts'
import type { Fields } from './input.ts'
import type { Settings } from './settings.ts'
import { prepareUpload } from './upload.ts'

const encoder = new TextEncoder()

/** A call's request, the same for every attempt: serialised once. */
export interface Prepared {
  readonly operation: CalledOperation
  /** Path and query, percent-encoded. */
  readonly target: string
  readonly body: Uint8Array<ArrayBuffer> | undefined
  /** The bytes that are signed: the body, the `meta` part of an upload, or none. */
  readonly signed: Uint8Array<ArrayBuffer>
  /** Missing when there is no body. */
  readonly content_type: string | undefined
  /** Id of the key that seals fields, and that the answer should be signed with. */
  readonly serial: string | undefined
  /** Plain texts of sealed fields; no error may show them. */
  readonly secrets: readonly string[]
  /** Only an attempt that was not sent is followed by another. */
  readonly only_unsent?: boolean
}

/** Seals, places and serialises a checked input. */
export async function prepareRequest(
  operation: Endpoint,
  input: Fields,
  { keyring }: Settings,
  extra: ExtraFields = {},
): Promise<Prepared> {
  const { value, ...sealing } = await sealFields(operation, input, keyring)
  const { target, body } = place(operation, value)
  const fields = withBody(body, extra.body)
  return { operation, target: withQuery(target, extra.query), ...(await serialise(operation, fields)), ...sealing }
}

/** Seals and serialises the body of a call that no contract describes. */
export async function prepareDirectCall({ operation, target, body, only_unsent }: DirectCall, { keyring }: Settings): Promise<Prepared> {
  const { value, ...sealing } = await sealFields(operation, body, keyring)
  return { operation, target, ...serialiseJson(value), ...sealing, only_unsent }
}

async function sealFields<Value>(operation: CalledOperation, fields: Value, keyring: Keyring) {
  const serial = keyring.current
  const key = serial === undefined ? undefined : keyring.get(serial)
  const secrets: string[] = []
  const value = await mapSealed(operation.input, fields, (text) => {
    if (key === undefined) throw new Error('a prepared credential always has a key to seal with')
    secrets.push(text)
    return seal(text, key)
  })
  return { value, serial, secrets }
}

type Serialised = Pick<Prepared, 'body' | 'signed' | 'content_type'>

async function serialise(operation: Endpoint, fields: Fields | undefined): Promise<Serialised> {
  if (fields === undefined || operation.encoding !== 'multipart') return serialiseJson(fields)
  const { meta, body, content_type } = await prepareUpload(operation, fields)
  return { body, signed: meta, content_type }
}

function serialiseJson(value: unknown): Serialised {
  if (value === undefined) return { body: undefined, signed: new Uint8Array(), content_type: undefined }
  const body = encoder.encode(JSON.stringify(value))
  return { body, signed: body, content_type: 'application/json' }
}
