import type { Language } from '@card-member/sdk/protocol'
import type { Environment } from './terminal.ts'

/** The languages that `--lang` takes. */
export const languages: readonly Language[] = ['en', 'zh-CN']

/** The language of a run: `--lang`, else what the environment says. Known before the arguments are parsed, for the help is worded in it. */
export function pickLanguage(args: readonly string[], env: Environment): Language {
  const flag = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='))
  const given = flag < 0 ? undefined : args[flag]?.slice('--lang='.length) || args[flag + 1]
  const text = given ?? (env.LC_ALL || env.LC_MESSAGES || env.LANG || '')
  return /^zh\b|^zh_/i.test(text) ? 'zh-CN' : 'en'
}
