import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { check } from '@card-member/sdk/contract'
import { TenantsFile } from './tenants-schema.ts'

/** A tenants file, and how to read the files it names. */
export interface LoadedTenants {
  readonly file: TenantsFile
  /** Where the tenants file is. */
  readonly path: string
  /** Where a file named in it is. */
  resolve(name: string): string
  /** Reads a file named in it, relative to it; `subject` is the key that names the file. */
  read(name: string, subject: string): string
}

/** A mistake in a tenants file or in a file that it names; the message is one line that says where and what to do. */
export class TenantsError extends Error {
  override readonly name = 'TenantsError'
}

/** Reads and checks a tenants file. */
export function loadTenantsFile(path: string): LoadedTenants {
  const text = readText(path, 'the tenants file')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    // It quotes the file, line breaks included.
    throw new TenantsError(`${path} is not JSON: ${reason.replaceAll(/\s+/g, ' ')}`)
  }
  const located = (name: string) => resolve(dirname(path), name)
  return { file: checked(value, path), path, resolve: located, read: (name, subject) => readText(located(name), `${path}: ${subject}`) }
}

function checked(value: unknown, path: string): TenantsFile {
  const faults = check(TenantsFile, value)
  if (faults.length > 0)
    throw new TenantsError(`${path}: ${faults.map(({ pointer, issue }) => `${pointer || 'the file'} ${issue}`).join('; ')}`)
  return value as TenantsFile
}

function readText(path: string, subject: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new TenantsError(`${subject}: cannot read ${path}: ${cause instanceof Error ? cause.message : cause}`)
  }
}
