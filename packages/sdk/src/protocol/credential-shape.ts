import { type LocalizedText, text } from '../text.ts'
import { CredentialError } from './error.ts'
import { kindOf } from './kind-of.ts'
import { nearest } from './nearest.ts'

const theCredential: LocalizedText = text({ zh: '凭证', en: 'the credential' })

/** The type of each field of a credential: one text, or a list of texts. */
export type CredentialFields = Readonly<Record<string, 'text' | 'list' | 'either'>>

/**
 * Rejects a value that is not a credential, an unknown field, and a field of the wrong type, before anything is read.
 *
 * @throws {CredentialError} CREDENTIAL_MALFORMED
 */
export function checkCredentialShape(credential: unknown, fields: CredentialFields): void {
  if (typeof credential !== 'object' || credential === null || Array.isArray(credential) || credential instanceof Promise) {
    throw malformed(
      `it is ${kindOf(credential).en}, not an object of fields; readCredential('credential.json') of @card-member/sdk/node reads one from files`,
      `应为字段对象，实际为${kindOf(credential)['zh-CN']}；可用 @card-member/sdk/node 的 readCredential('credential.json') 从文件读取`,
    )
  }
  for (const [name, value] of Object.entries(credential)) {
    if (value === undefined) continue
    const wanted = fields[name]
    if (wanted === undefined) throw unknownField(name, Object.keys(fields))
    const isText = typeof value === 'string'
    const isList = Array.isArray(value) && value.every((entry) => typeof entry === 'string')
    if (!((wanted !== 'list' && isText) || (wanted !== 'text' && isList))) throw wrongKind(name, value, wanted)
  }
}

function unknownField(name: string, known: readonly string[]): CredentialError {
  const shown = JSON.stringify(name.slice(0, 40))
  if (/_files?$/.test(name)) {
    return malformed(
      `${shown} is a field of credential files; readCredential of @card-member/sdk/node reads them`,
      `${shown} 是凭证文件的字段，请用 @card-member/sdk/node 的 readCredential 读取`,
    )
  }
  const meant = nearest(name, known)
  return meant === undefined
    ? malformed(`it has no field ${shown}; its fields are ${known.join(', ')}`, `没有字段 ${shown}；可用字段：${known.join('、')}`)
    : malformed(`it has no field ${shown}; ${meant} is probably meant`, `没有字段 ${shown}；可能应为 ${meant}`)
}

function wrongKind(name: string, value: unknown, wanted: 'text' | 'list' | 'either'): CredentialError {
  const { en, 'zh-CN': zh } = kindOf(value)
  if (value instanceof Uint8Array) {
    return malformed(
      `${name} must be a text, not bytes; read its file with 'utf8'`,
      `${name} 应为文本，实际为字节；读取文件时请指定 'utf8'`,
    )
  }
  return wanted === 'list'
    ? malformed(`${name} must be a list of texts, not ${en}`, `${name} 应为文本数组，实际为${spaced(zh)}`)
    : malformed(`${name} must be a text, not ${en}`, `${name} 应为文本，实际为${spaced(zh)}`)
}

function spaced(word: string): string {
  return /^[\w]/.test(word) ? ` ${word}` : word
}

function malformed(en: string, zh: string): CredentialError {
  return new CredentialError('CREDENTIAL_MALFORMED', theCredential, text({ zh, en }))
}
