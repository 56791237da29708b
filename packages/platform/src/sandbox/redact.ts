import { isSealedField, type Operation } from '@card-member/sdk/contract'

// Hidden: fields that are sealed on the wire, also when a caller did not seal them, and credentials.
const secrets = /^(.*token|.*secret|.*key|phone_number|phone|name|email|address|birthday|id_card.*|value|user_information|ciphertext)$/i
const pair = /"([^"\\]{1,64})"(\s*:\s*)("(?:[^"\\]|\\.)*"?|-?\d[\d.eE+-]*)/g

/** Hides the secret values in a JSON text, which may be malformed; every other byte stays the same. */
export function redact(text: string, operation: Operation): string {
  return text.replaceAll(pair, (whole, name: string, colon: string) =>
    secrets.test(name) || isSealedField(operation, name) ? `"${name}"${colon}"[hidden]"` : whole,
  )
}
