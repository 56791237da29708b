import { type LocalizedText, text } from '@card-member/sdk/protocol'
import type { DifferenceKind } from '../observe/difference.ts'

/** Words of `card-member observe`. */
export const observeWords = {
  summary: text({
    zh: '观察真实调用：原样转发到上游，记录脱敏日志，并报告应答与本平台的差异。',
    en: 'Observe real calls: pass them on unchanged, keep a redacted journal, report where answers differ from those of our platform.',
  }),
  listen: text({ zh: '监听端口；0 表示任意空闲端口', en: 'port to listen on; 0 is any free one' }),
  upstream: text({ zh: '调用转发到的地址', en: 'where calls go' }),
  journal: text({
    zh: '日志文件，每行一个 JSON 对象，仅所有者可读',
    en: 'journal: a JSON object on each line, readable by its owner alone',
  }),
  badUpstream: text({
    zh: '--upstream 须为 http:// 或 https:// 加主机名，不带路径，例如 https://api.mch.weixin.qq.com。',
    en: '--upstream must be http:// or https:// and a host, without a path, such as https://api.mch.weixin.qq.com.',
  }),
  openHost: (host: string) =>
    text({
      zh: `注意：${host} 可被其他机器访问，调用到这里未经 TLS 加密。`,
      en: `Note: others can reach ${host}, and calls come here without TLS.`,
    }),
  difference: (call: string, kind: LocalizedText, at: string, ours: LocalizedText, observed: LocalizedText) =>
    text({
      zh: `差异：${call}，${kind['zh-CN']}${at === '' ? '' : ` ${at}`}：本平台 ${ours['zh-CN']}，实际 ${observed['zh-CN']}`,
      en: `difference: ${call}, ${kind.en}${at === '' ? '' : ` ${at}`}: ours ${ours.en}, observed ${observed.en}`,
    }),
  noAnswer: (operation: string, reason: string) =>
    text({ zh: `${operation} 没有收到完整应答（${reason}）。`, en: `${operation} had no whole answer (${reason}).` }),
  journalLost: (file: string, reason: string) =>
    text({
      zh: `日志 ${file} 无法写入（${reason}）。调用照常转发，期间的记录会丢失。`,
      en: `The journal ${file} cannot be written (${reason}). Calls go on; they are missing from the journal.`,
    }),
  journalFound: (file: string, lost: number) =>
    text({ zh: `日志 ${file} 恢复写入，丢失了 ${lost} 条。`, en: `The journal ${file} is written again; ${lost} lines are missing.` }),
  ended: (calls: number, differences: number, distinct: number) =>
    text({
      zh: `共转发 ${calls} 次调用，发现 ${differences} 处差异（${distinct} 种）。`,
      en: `Calls: ${calls}. Differences: ${differences}, of ${distinct} kinds.`,
    }),
} as const

/** What differences are about. */
export const differenceKinds: Readonly<Record<DifferenceKind, LocalizedText>> = {
  path: text({ zh: '路径', en: 'path' }),
  status: text({ zh: '状态码', en: 'status' }),
  code: text({ zh: '错误码', en: 'error code' }),
  header: text({ zh: '应答头', en: 'header' }),
  body: text({ zh: '应答体', en: 'body' }),
  field: text({ zh: '字段', en: 'field' }),
  time: text({ zh: '时间格式', en: 'form of a time' }),
  request: text({ zh: '参数校验', en: 'check of the request' }),
  state: text({ zh: '状态', en: 'state' }),
}
