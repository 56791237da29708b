import type { Words } from '@card-member/sdk/protocol'
import { said } from './said.ts'

/** Words of the command as a whole. */
export const general = {
  summary: said(
    "WeChat Pay member cards: run the platform, rehearse, invalidate a member's card, look after keys.",
    '微信支付商家名片会员：运行平台、演练、作废会员卡、管理密钥。',
  ),
  lang: said('language of the output (default: as LC_ALL or LANG say)', '输出语言（默认按 LC_ALL 或 LANG）'),
  help: said('show help', '显示帮助'),
  version: said('show the version', '显示版本号'),
  example: said('Example:', '示例：'),
  seeHelp: (command: string) => said(`See: ${command} --help`, `用法见：${command} --help`),
  yes: said('Yes', '是'),
  no: said('No', '否'),
  required: said('required', '必填'),
  choices: (list: string) => said(`one of ${list}`, `可选：${list}`),
  default: (value: string) => said(`default: ${value}`, `默认：${value}`),
  env: (name: string) => said(`or ${name} in the environment`, `或环境变量 ${name}`),
  common: said('taken by every command', '各命令通用'),
  unexpected: (message: string) => said(`Unexpected: ${message}`, `意外错误：${message}`),
} as const

/** Commander's headings. */
export const headings: Readonly<Record<string, Words>> = {
  'Usage:': said('Usage:', '用法：'),
  'Arguments:': said('Arguments:', '参数：'),
  'Options:': said('Options:', '选项：'),
  'Global Options:': said('Global options:', '通用选项：'),
  'Commands:': said('Commands:', '命令：'),
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
export function inBoth({ en, 'zh-CN': zh }: Words): string {
  return `${en}${border}${zh}`
}

/** A mistake in the arguments, as the parser words it. */
export function misuse(code: string, message: string): Words {
  const [english = '', reason] = message.replace(/^error: /, '').split(border)
  const [subject = '', other = ''] = [...english.matchAll(/'([^']+)'/g)].map(([, quoted]) => quoted)
  const [, choices] = /Allowed choices are (.*)\.$/.exec(english) ?? []
  const [, likely] = /\(Did you mean (?:one of )?(.*)\?\)/.exec(english) ?? []
  const hint = choices === undefined ? likely && `您是否想输入 ${likely}？` : `可选：${choices}`
  const why = reason ?? hint
  const chinese = misuses[code]?.(subject, other) ?? '命令用法有误'
  return said(english, why === undefined ? chinese : `${chinese}：${why}`)
}
