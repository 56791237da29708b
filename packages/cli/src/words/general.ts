import type { LocalizedText } from '@card-member/sdk/protocol'
import { text } from '@card-member/sdk/protocol'

/** Words of the command as a whole. */
export const general = {
  summary: text({
    zh: '微信支付商家名片会员：运行平台、演练、作废会员卡、管理密钥。',
    en: 'WeChat Pay member cards: run a platform or a desk, rehearse, invalidate cards, check keys.',
  }),
  lang: text({ zh: '输出语言（默认按 LC_ALL 或 LANG）', en: 'language of the output (default: by LC_ALL or LANG)' }),
  help: text({ zh: '显示帮助', en: 'show help' }),
  version: text({ zh: '显示版本号', en: 'show the version' }),
  example: text({ zh: '示例：', en: 'Example:' }),
  seeHelp: (command: string) => text({ zh: `用法见：${command} --help`, en: `See: ${command} --help` }),
  yes: text({ zh: '是', en: 'Yes' }),
  no: text({ zh: '否', en: 'No' }),
  required: text({ zh: '必填', en: 'required' }),
  choices: (list: string) => text({ zh: `可选：${list}`, en: `one of ${list}` }),
  default: (value: string) => text({ zh: `默认：${value}`, en: `default: ${value}` }),
  env: (name: string) => text({ zh: `或环境变量 ${name}`, en: `or ${name} in the environment` }),
  notes: (list: readonly string[]) => text({ zh: `（${list.join('；')}）`, en: ` (${list.join('; ')})` }),
  common: text({ zh: '各命令通用', en: 'accepted by every command' }),
  unexpected: (message: string) => text({ zh: `意外错误：${message}`, en: `Unexpected error: ${message}` }),
} as const

/** Commander's headings. */
export const headings: Readonly<Record<string, LocalizedText>> = {
  'Usage:': text({ zh: '用法：', en: 'Usage:' }),
  'Arguments:': text({ zh: '参数：', en: 'Arguments:' }),
  'Options:': text({ zh: '选项：', en: 'Options:' }),
  'Global Options:': text({ zh: '通用选项：', en: 'Global options:' }),
  'Commands:': text({ zh: '命令：', en: 'Commands:' }),
}

const misuses: Readonly<Record<string, (subject: string, other: string) => string>> = {
  'commander.missingArgument': (subject) => `缺少参数 ${subject}`,
  'commander.missingMandatoryOptionValue': (subject) => `缺少必需的选项 ${subject}`,
  'commander.optionMissingArgument': (subject) => `选项 ${subject} 缺少值`,
  'commander.unknownOption': (subject) => `未知选项 ${subject}`,
  'commander.unknownCommand': (subject) => `未知命令 ${subject}`,
  'commander.excessArguments': () => '参数过多',
  'commander.invalidArgument': (subject) => `${subject} 的值无效`,
  'commander.conflictingOption': (subject, other) => `选项 ${subject} 不能与 ${other} 同时使用`,
}

// Between the two languages of the reason why a value is refused, which the parser hands on as one text.
const border = '\u001e'

/** Why a value is refused, as one text that `misuse` takes apart again. */
export function inBoth({ en, 'zh-CN': zh }: LocalizedText): string {
  return `${en}${border}${zh}`
}

/** An error in the arguments, as the parser words it. */
export function misuse(code: string, message: string): LocalizedText {
  const [english = '', reason] = message.replace(/^error: /, '').split(border)
  const [subject = '', other = ''] = [...english.matchAll(/'([^']+)'/g)].map(([, quoted]) => quoted)
  const [, choices] = /Allowed choices are (.*)\.$/.exec(english) ?? []
  const [, likely] = /\(Did you mean (?:one of )?(.*)\?\)/.exec(english) ?? []
  const hint = choices === undefined ? likely && `您是否想输入 ${likely}？` : `可选：${choices}`
  const why = reason ?? hint
  const chinese = misuses[code]?.(subject, other) ?? '命令用法有误'
  return text({ zh: why === undefined ? chinese : `${chinese}：${why}`, en: english })
}
