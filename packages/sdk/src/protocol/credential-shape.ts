import { type LocalizedText, text } from '../text.ts'
import { CredentialError } from './error.ts'
import { kindOf, spaced } from './kind-of.ts'
import { hintOf } from './nearest.ts'

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
    const { en, 'zh-CN': zh } = kindOf(credential)
    throw malformed(
      `it is ${en}, not an object of fields; read a file with readCredential of @card-member/sdk/node`,
      `应为字段对象，实际为${spaced(zh)}；文件请用 @card-member/sdk/node 的 readCredential 读取`,
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
      `${shown} is a field of files; read a file with readCredential of @card-member/sdk/node`,
      `${shown} 是文件的字段；文件请用 @card-member/sdk/node 的 readCredential 读取`,
    )
  }
  const hint = hintOf(name, known)
  return malformed(`it has no field ${shown}; ${hint.en}`, `没有字段 ${shown}；${hint['zh-CN']}`)
}

function wrongKind(name: string, value: unknown, wanted: 'text' | 'list' | 'either'): CredentialError {
  const { en, 'zh-CN': zh } = kindOf(value)
  const isBytes = value instanceof Uint8Array
  const isList = wanted === 'list' && !isBytes
  return malformed(
    `${name} must be a ${isList ? 'list of texts' : 'text'}, not ${en}${isBytes ? "; read its file with 'utf8'" : ''}`,
    `${name} 应为文本${isList ? '数组' : ''}，实际为${spaced(zh)}${isBytes ? "；读取文件时请指定 'utf8'" : ''}`,
  )
}

function malformed(en: string, zh: string): CredentialError {
  return new CredentialError('CREDENTIAL_MALFORMED', theCredential, text({ zh, en }))
}
