import type { Credential } from '../../src/index.ts'
import type { RequestParts } from '../../src/protocol/index.ts'

/**
 * What the suite works on: made by another program (Node's OpenSSL) in the process that starts it, and fetched as JSON
 * from the server that the client's cases call.
 */
export interface Setup {
  readonly credential: Credential
  /** A URL where no server listens. */
  readonly closed_url: string
  /** Of the merchant. */
  readonly keys: {
    readonly public_key: string
    readonly private_key_pkcs1: string
    readonly public_key_pkcs1: string
  }
  /** Of the platform. */
  readonly platform: {
    readonly certificate: string
    readonly certificate_serial: string
  }
  /** A request, and its signature by the merchant's key. */
  readonly request: Omit<RequestParts, 'body'> & { readonly body: string; readonly signature: string }
  /** An answer, signed by the platform's key. */
  readonly answer: {
    readonly body: string
    readonly headers: Readonly<Record<string, string>>
    /** Milliseconds since 1970 when it was signed. */
    readonly time: number
  }
  /** A text, encrypted for the merchant. */
  readonly sealed: { readonly plaintext: string; readonly ciphertext: string }
  /** A text, encrypted with an APIv3 key. */
  readonly resource: {
    readonly apiv3_key: string
    readonly plaintext: string
    readonly ciphertext: string
    readonly nonce: string
    readonly associated_data: string
  }
}

/** Fetches the setup from the server that will answer the calls. */
export async function fetchSetup(base_url: string): Promise<Setup> {
  const answer = await fetch(`${base_url}/setup`)
  return JSON.parse(await answer.text())
}
