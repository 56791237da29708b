import type { Operation } from '../contract/operation.ts'
import { place } from '../contract/place.ts'
import { mapSealed } from '../contract/sealed.ts'
import { seal } from '../protocol/seal.ts'
import type { Fields } from './input.ts'
import type { Settings } from './settings.ts'
import { prepareUpload } from './upload.ts'

const encoder = new TextEncoder()

/** A call's request, the same for every try: serialised once. */
export interface Prepared {
  readonly operation: Operation
  /** Path and query, percent-encoded. */
  readonly target: string
  readonly body: Uint8Array<ArrayBuffer> | undefined
  /** The bytes the signature covers: the body, the `meta` part of an upload, or none. */
  readonly signed: Uint8Array<ArrayBuffer>
  /** Missing when there is no body. */
  readonly content_type: string | undefined
  /** Id of the key that fields are sealed with and that the answer is asked to be signed by. */
  readonly serial: string | undefined
  /** Texts that went in sealed; no error may show them. */
  readonly secrets: readonly string[]
}

/** Seals, places and serialises a checked input. */
export async function prepareRequest(operation: Operation, input: Fields, { keyring }: Settings): Promise<Prepared> {
  const serial = keyring.current
  const key = serial === undefined ? undefined : keyring.get(serial)
  const secrets: string[] = []
  const sealed = await mapSealed(operation.input, input, (text) => {
    if (key === undefined) throw new Error('a prepared credential always has a key to seal with')
    secrets.push(text)
    return seal(text, key)
  })
  const { target, body } = place(operation, sealed)
  return { operation, target, ...(await serialise(operation, body)), serial, secrets }
}

async function serialise(operation: Operation, fields: Fields | undefined): Promise<Pick<Prepared, 'body' | 'signed' | 'content_type'>> {
  if (fields === undefined) return { body: undefined, signed: new Uint8Array(), content_type: undefined }
  if (operation.encoding === 'multipart') {
    const { meta, body, content_type } = await prepareUpload(operation, fields)
    return { body, signed: meta, content_type }
  }
  const body = encoder.encode(JSON.stringify(fields))
  return { body, signed: body, content_type: 'application/json' }
}
