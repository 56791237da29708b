import { isSealedField, type Operation } from '@card-member/sdk/contract'

// Values that nobody who looks at a rehearsal needs: what is sealed on the wire, also when a caller forgot to seal it, and
// what gives access.
const secrets = /^(.*token|.*secret|.*key|phone_number|phone|name|email|address|birthday|id_card.*|value|user_information|ciphertext)$/i
const pair = /"([^"\\]{1,64})"(\s*:\s*)("(?:[^"\\]|\\.)*"?|-?\d[\d.eE+-]*)/g

/** A text of JSON, whole or broken, with its secret values hidden and every other byte as it was. */
export function redact(text: string, operation: Operation): string {
  return text.replaceAll(pair, (whole, name: string, colon: string) =>
    secrets.test(name) || isSealedField(operation, name) ? `"${name}"${colon}"[hidden]"` : whole,
  )
}
