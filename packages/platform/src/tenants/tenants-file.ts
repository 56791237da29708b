import { dirname, resolve } from 'node:path'
import { check, text } from '@card-member/sdk/contract'
import { readSmallFileSync } from '@card-member/sdk/node'
import { CredentialError, decodeText, keyTextOf, type LocalizedText, named, secretOf } from '@card-member/sdk/protocol'
import { fieldsWrong, notJson } from '@card-member/service/json-file'
import { credentialIssue, TenantsError } from './tenants-error.ts'
import { TenantsFile } from './tenants-schema.ts'

/** A tenants file, and how to read the files it names. */
export interface LoadedTenants {
  readonly file: TenantsFile
  /** Where the tenants file is. */
  readonly path: string
  /** Where a file named in it is. */
  resolve(name: string): string
  /** Reads a file of keys named in it, relative to it; `subject` is the field that names the file. */
  read(name: string, subject: string): string
  /** Reads a file that holds one secret. */
  secret(name: string, subject: string): string
  /** A field with its file, as messages name it. */
  at(field: string): LocalizedText
  /** An error about a field; `words` follow its name. */
  issue(field: string, words: LocalizedText): TenantsError
}

/** Reads and checks a tenants file. */
export function loadTenantsFile(path: string): LoadedTenants {
  const content = withTenantsErrors(() =>
    decodeText(readSmallFileSync(path, text({ zh: `租户文件 ${path} `, en: `the tenants file ${path}` }))),
  )
  let value: unknown
  try {
    value = JSON.parse(content)
  } catch (cause) {
    const { en, 'zh-CN': zh } = notJson(cause)
    throw new TenantsError(text({ zh: `${path} ${zh}`, en: `${path} ${en}` }))
  }
  const place = (name: string) => resolve(dirname(path), name)
  const at = (field: string): LocalizedText => text({ zh: `${path}：${field}`, en: `${path}: ${field}` })
  const fileAt = (name: string, subject: string): LocalizedText => at(named(subject, name))
  return {
    file: validated(value, path),
    path,
    resolve: place,
    read: (name, subject) => withTenantsErrors(() => keyTextOf(readSmallFileSync(place(name), fileAt(name, subject)))),
    secret: (name, subject) =>
      withTenantsErrors(() => secretOf(readSmallFileSync(place(name), fileAt(name, subject)), fileAt(name, subject))),
    at,
    issue: (field, words) => {
      const { en, 'zh-CN': zh } = at(field)
      return new TenantsError(text({ zh: `${zh} ${words['zh-CN']}`, en: `${en} ${words.en}` }))
    },
  }
}

function validated(value: unknown, path: string): TenantsFile {
  const faults = check(TenantsFile, value)
  if (faults.length > 0) {
    const { en, 'zh-CN': zh } = fieldsWrong(faults, text({ zh: '内容', en: 'the file' }))
    throw new TenantsError(text({ zh: `${path}：${zh}`, en: `${path}: ${en}` }))
  }
  return value as TenantsFile
}

function withTenantsErrors<Result>(read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    throw error instanceof CredentialError ? credentialIssue(error) : error
  }
}
