import { type LocalizedText, type TextPart, text } from '../text.ts'

// So many letters and digits in a row are a key, a secret or a line of a PEM; a serial number and the id of a public key are not.
const secretLike = /(?=[0-9]*[A-Za-z+=])[A-Za-z0-9+=]{24,}/
const whole = /^[0-9A-Za-z+=_-]{32,}$/
const id = /^(?:(?:0x)?[0-9A-F]{33,48}|PUB_KEY_ID_\d+)$/i
const file = /^[^\r\n]*\.(?:pem|key|crt|cer|der|p12|pfx|json|txt)$/i

/**
 * A value of a setting as an error may repeat it: one that could be a secret in the wrong place is told by its length.
 *
 * @example
 * shown('0123456789abcdefghijklmnopqrstuv') // (32 characters, not shown: they may be a secret)
 */
export function shown(value: string): TextPart {
  if (id.test(value) || file.test(value)) return value
  if (!(secretLike.test(value) || whole.test(value) || /-----|[\r\n]/.test(value))) return value
  return text({
    zh: `（${value.length} 个字符，可能是密钥，未显示）`,
    en: `(${value.length} characters, not shown: they may be a secret)`,
  })
}

/**
 * A setting with the file that it names, as errors name both.
 *
 * @example
 * named('apiv3_key_file', 'apiv3.key') // apiv3_key_file "apiv3.key"
 */
export function named(setting: string, value: string): LocalizedText {
  const given = shown(value)
  const { en, 'zh-CN': zh } = typeof given === 'string' ? text({ zh: given, en: given }) : given
  return text({ zh: `${setting} "${zh}"`, en: `${setting} "${en}"` })
}
