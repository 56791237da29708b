import { dirname, resolve } from 'node:path'
import { check } from '@card-member/sdk/contract'
import { readSmallFileSync } from '@card-member/sdk/node'
import { CredentialError, decodeText, keyTextOf, secretOf } from '@card-member/sdk/protocol'
import { TenantsFile } from './tenants-schema.ts'

/** A tenants file, and how to read the files it names. */
export interface LoadedTenants {
  readonly file: TenantsFile
  /** Where the tenants file is. */
  readonly path: string
  /** Where a file named in it is. */
  resolve(name: string): string
  /** Reads a file of keys named in it, relative to it; `subject` is the key that names the file. */
  read(name: string, subject: string): string
  /** Reads a file that holds one secret. */
  secret(name: string, subject: string): string
}

/** A mistake in a tenants file or in a file that it names; the message is one line that says where and what to do. */
export class TenantsError extends Error {
  override readonly name = 'TenantsError'
}

/** Reads and checks a tenants file. */
export function loadTenantsFile(path: string): LoadedTenants {
  const text = explained(() => decodeText(readSmallFileSync(path, `the tenants file ${path}`)))
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    // It quotes the file, line breaks included.
    throw new TenantsError(`${path} is not JSON: ${reason.replaceAll(/\s+/g, ' ')}`)
  }
  const place = (name: string) => resolve(dirname(path), name)
  const named = (name: string, subject: string) => `${path}: ${subject} "${name}"`
  return {
    file: checked(value, path),
    path,
    resolve: place,
    read: (name, subject) => explained(() => keyTextOf(readSmallFileSync(place(name), named(name, subject)))),
    secret: (name, subject) => explained(() => secretOf(readSmallFileSync(place(name), named(name, subject)), named(name, subject))),
  }
}

function checked(value: unknown, path: string): TenantsFile {
  const faults = check(TenantsFile, value)
  if (faults.length > 0)
    throw new TenantsError(`${path}: ${faults.map(({ pointer, issue }) => `${pointer || 'the file'} ${issue}`).join('; ')}`)
  return value as TenantsFile
}

function explained<Result>(read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    throw error instanceof CredentialError ? new TenantsError(error.message) : error
  }
}
