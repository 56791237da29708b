import { Busboy } from '@fastify/busboy'

/** The two parts of an upload. */
export interface Upload {
  /** The bytes of `meta`, which the signature covers. */
  readonly meta: Uint8Array
  /** Absent when the part is missing. */
  readonly file: Uint8Array | undefined
}

/** Reads the parts `meta` and `file` of a multipart body; `undefined` when it is malformed or has no `meta`. */
export async function readUpload(contentType: string | undefined, body: Uint8Array): Promise<Upload | undefined> {
  if (contentType === undefined || !/^multipart\/form-data\s*;/i.test(contentType)) return undefined
  return new Promise((resolve) => {
    let meta: Uint8Array | undefined
    let file: Uint8Array | undefined
    const refuse = () => resolve(undefined)
    try {
      const busboy = new Busboy({
        headers: { 'content-type': contentType },
        limits: { fields: 1, files: 1, fieldSize: 65_536, fileSize: Number.POSITIVE_INFINITY },
      })
      busboy.on('field', (name, value) => {
        if (name === 'meta') meta = Buffer.from(value)
      })
      busboy.on('file', (name, stream) => {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => {
          if (name === 'file') file = Buffer.concat(chunks)
        })
        stream.on('error', refuse)
      })
      busboy.on('error', refuse)
      busboy.on('finish', () => resolve(meta && { meta, file }))
      busboy.end(Buffer.from(body))
    } catch {
      refuse()
    }
  })
}
