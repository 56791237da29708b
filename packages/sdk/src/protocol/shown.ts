// So many letters and digits in a row are a key, a secret or a line of a PEM; a serial number and the id of a public key are not.
const secret = /[\w+=-]{24}/
const id = /^([\dA-FX]{33,48}|PUB_KEY_ID_\d+)$/i
const file = /^[^\r\n]*\.[a-z\d]{3,4}$/i

/**
 * A value of a setting as an error may repeat it: of one that could be a secret in the wrong place, three asterisks and how many
 * characters it has.
 *
 * @example
 * shown('0123456789abcdefghijklmnopqrstuv') // *** (32)
 */
export function shown(value: string): string {
  return secret.test(value) && !id.test(value) ? `*** (${value.length})` : value
}

/**
 * A setting with the file that it names, as errors name both.
 *
 * @example
 * named('apiv3_key_file', 'apiv3.key') // apiv3_key_file "apiv3.key"
 */
export function named(setting: string, value: string): string {
  return `${setting} "${file.test(value) ? value : shown(value)}"`
}
