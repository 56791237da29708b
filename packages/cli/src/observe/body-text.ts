import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import { type Headers, headerOf, type Passed } from './exchange.ts'

const decoders = { gzip: promisify(gunzip), deflate: promisify(inflate), br: promisify(brotliDecompress) } as const
const longest = 8 * 1024 * 1024

/** The JSON value of a body that passed; undefined when it is none, or was too long to be kept. */
export async function parsed({ content }: Passed, headers: Headers): Promise<unknown> {
  if (content === undefined || content.length === 0) return undefined
  try {
    return JSON.parse(new TextDecoder().decode(await decoded(content, headerOf(headers, 'content-encoding') ?? '')))
  } catch {
    return undefined
  }
}

async function decoded(content: Uint8Array, encoding: string): Promise<Uint8Array> {
  const name = encoding.trim().toLowerCase()
  return name === 'gzip' || name === 'deflate' || name === 'br' ? decoders[name](content, { maxOutputLength: longest }) : content
}
