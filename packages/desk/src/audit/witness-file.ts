import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { check, type Static, Type, text } from '@card-member/sdk/contract'
import { fieldsWrong, notJson } from '@card-member/service/json-file'
import { LocalizedError } from '@card-member/service/localized-error'
import { importVerifier, TlogError } from '@card-member/tlog'

const Url = Type.String({ pattern: '^https?://[^\\s@]+$', maxLength: 500 })
const Witness = Type.Object({ url: Url, vkey: Type.String({ minLength: 1, maxLength: 500 }) })
const WitnessFile = Type.Object({
  witnesses: Type.Optional(Type.Array(Witness, { maxItems: 20 })),
  timestamp_url: Type.Optional(Url),
})

/** Who is sent each new checkpoint. */
export interface Witness extends Static<typeof Witness> {
  /** The name in its verifier key. */
  readonly name: string
}

/** Who outside of the desk confirms its checkpoints. */
export interface Confirmation {
  readonly witnesses: readonly Witness[]
  /** A time-stamp server of RFC 3161. */
  readonly timestamp_url: string | undefined
}

/** Why a witness file cannot be used. */
export class WitnessFileError extends LocalizedError {
  override readonly name = 'WitnessFileError'
}

/** A desk that nobody confirms. */
export const unconfirmed: Confirmation = { witnesses: [], timestamp_url: undefined }

/**
 * Reads `witnesses.json` of a folder: `{ "witnesses": [{ "url", "vkey" }], "timestamp_url" }`. It is a file, so that who writes the
 * database alone cannot take a witness away. Without it nobody is asked.
 *
 * @throws {WitnessFileError} one line about what is wrong
 */
export function readWitnesses(folder: string): Confirmation {
  const file = join(folder, 'witnesses.json')
  if (!existsSync(file)) return unconfirmed
  const value = readJson(file)
  const faults = check(WitnessFile, value)
  if (faults.length > 0) {
    const words = fieldsWrong(faults, text({ zh: '该文件', en: 'the file' }))
    throw new WitnessFileError(text({ zh: `${file}：${words['zh-CN']}`, en: `${file}: ${words.en}` }))
  }
  const { witnesses = [], timestamp_url }: Static<typeof WitnessFile> = value
  return { witnesses: witnesses.map((witness) => ({ ...witness, name: nameOf(file, witness.vkey) })), timestamp_url }
}

function readJson(file: string) {
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, ''))
  } catch (error) {
    const words = notJson(error)
    throw new WitnessFileError(text({ zh: `${file} ${words['zh-CN']}`, en: `${file} ${words.en}` }), { cause: error })
  }
}

function nameOf(file: string, vkey: string): string {
  try {
    return importVerifier(vkey).name
  } catch (error) {
    if (!(error instanceof TlogError)) throw error
    throw new WitnessFileError(text({ zh: `${file}：${error.in('zh-CN')}`, en: `${file}: ${error.message}` }), { cause: error })
  }
}
