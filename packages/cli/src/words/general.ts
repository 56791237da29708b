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

const misuses: Readonly<Record<string, (subject: string) => string>> = {
  'commander.missingArgument': (subject) => `缺少参数 ${subject}`,
  'commander.missingMandatoryOptionValue': (subject) => `缺少必需的选项 ${subject}`,
  'commander.optionMissingArgument': (subject) => `选项 ${subject} 缺少值`,
  'commander.unknownOption': (subject) => `未知选项 ${subject}`,
  'commander.unknownCommand': (subject) => `未知命令 ${subject}`,
  'commander.excessArguments': () => '参数过多',
  'commander.invalidArgument': (subject) => `选项 ${subject} 的值无效`,
}

/** A mistake in the arguments, as the parser words it. */
export function misuse(code: string, message: string): Words {
  const english = message.replace(/^error: /, '')
  const [, subject = ''] = /'([^']+)'/.exec(english) ?? []
  return said(english, misuses[code]?.(subject) ?? english)
}
