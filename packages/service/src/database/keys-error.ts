import { text } from '@card-member/sdk/contract'
import { LocalizedError } from '../localized-error.ts'
import type { KeyFile, KeyWords } from './key-file.ts'

const products: Readonly<Record<string, KeyWords>> = {
  platform: text({ zh: '平台', en: 'a platform' }),
  desk: text({ zh: '服务台', en: 'a desk' }),
}

/** Why a process must not work on a database: it has not the keys that the database was made with. */
export class KeysError extends LocalizedError {
  override readonly name = 'KeysError'
}

/** What is wrong with one file of keys. */
export interface KeyProblem {
  readonly file: KeyFile
  /** Ids of known keys that the file does not have. */
  readonly missing: readonly string[]
  /** Ids under which the file has another key than the known one. */
  readonly other: readonly string[]
  /** Whether the file is there. */
  readonly found: boolean
}

/** Names each file that a process needs, what it is for and what to do. */
export function keysMissing(problems: readonly KeyProblem[]): KeysError {
  const each = problems.map(describe)
  return new KeysError(
    text({
      zh: `本进程缺少该数据库所用的密钥，未启动，也未做任何改动。${each.map((words) => words['zh-CN']).join('；')}。请从正在使用该数据库的进程，或从该数据库的备份中，把上述文件逐一复制到所列位置；只有空数据库才会生成新密钥。`,
      en: `The database was made with keys that this process does not have, so nothing was started or changed. ${each.map(({ en }) => en).join('; ')}. Copy each file from a process that works on this database, or from the backup that the database came from, to the place named here; keys are made for an empty database only.`,
    }),
  )
}

/** For a file that is there and holds no key. `wanted` says what it must hold. */
export function keyUnreadable({ file, words }: Pick<KeyFile, 'file' | 'words'>, wanted: KeyWords, cause?: unknown): KeysError {
  const code =
    cause instanceof Error && 'code' in cause && typeof cause.code === 'string' && /^E[A-Z]+$/.test(cause.code) ? ` (${cause.code})` : ''
  return new KeysError(
    text({
      zh: `${file} 无法使用${code}：${words['zh-CN']}，内容须为${wanted['zh-CN']}。请从正在使用该数据库的进程，或从该数据库的备份中复制该文件；仅当数据库为空时，才可删除它以重新生成。本进程未启动，也未做任何改动。`,
      en: `${file} cannot be used${code}: it ${words.en}, and must hold ${wanted.en}. Copy it from a process that works on this database, or from the backup that the database came from; only where the database is empty, delete it, and a new one is made. Nothing was started or changed.`,
    }),
  )
}

/** For a database with rows and without a record of its keys. */
export function keysForgotten(): KeysError {
  return new KeysError(
    text({
      zh: '数据库中有数据，却没有密钥记录（database_keys 表缺失或为空）：只恢复了一部分。请从同一份备份中完整恢复数据库（包括该表）以及密钥文件。本进程未启动，也未做任何改动。',
      en: 'The database has rows but does not remember its keys (the table database_keys is missing or empty): it was restored in part. Restore the whole of it, this table included, from one backup, and the key files with it. Nothing was started or changed.',
    }),
  )
}

/** For a database that belongs to another server. */
export function otherProduct(theirs: string, ours: string): KeysError {
  const [is, wanted] = [products[theirs], products[ours]]
  return new KeysError(
    text({
      zh: `该数据库属于${is?.['zh-CN'] ?? theirs}，不属于${wanted?.['zh-CN'] ?? ours}：请用 --database 各指定各自的数据库。本进程未启动，也未做任何改动。`,
      en: `The database is that of ${is?.en ?? theirs}, not of ${wanted?.en ?? ours}: give each its own with --database. Nothing was started or changed.`,
    }),
  )
}

function describe({ file: { file, words }, missing, other, found }: KeyProblem): KeyWords {
  if (!found) return text({ zh: `缺少 ${file}：${words['zh-CN']}`, en: `${file} is missing: it ${words.en}` })
  const facts = [
    missing.length > 0 && text({ zh: `缺少密钥 ${missing.join('、')}`, en: `lacks the key ${missing.join(', ')}` }),
    other.length > 0 && text({ zh: `其中的 ${other.join('、')} 是另一把密钥`, en: `has another key as ${other.join(', ')}` }),
  ].filter((fact) => fact !== false)
  return text({
    zh: `${file} ${facts.map((fact) => fact['zh-CN']).join('，')}：${words['zh-CN']}`,
    en: `${file} ${facts.map(({ en }) => en).join(' and ')}: it ${words.en}`,
  })
}
