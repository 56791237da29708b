import { type LocalizedText, text } from '@card-member/sdk/protocol'

/** What a difference is about. */
export type DifferenceKind = 'path' | 'status' | 'code' | 'header' | 'body' | 'field' | 'time' | 'request' | 'state'

/** One difference between what came back and what our platform would answer. It holds nothing personal. */
export interface Difference {
  readonly kind: DifferenceKind
  /** Where: a header, or a JSON Pointer in which `*` is any entry of a list; empty for the answer as a whole. */
  readonly at: string
  /** What our platform answers, or the rule that it has. */
  readonly ours: LocalizedText
  readonly observed: LocalizedText
}

/** A text that is the same in every language. */
export function same(value: string): LocalizedText {
  return text({ zh: value, en: value })
}

/** Words for what is observed and expected. */
export const differenceWords = {
  none: text({ zh: '无', en: 'none' }),
  absent: text({ zh: '没有该字段', en: 'no such field' }),
  present: text({ zh: '有该字段', en: 'the field is there' }),
  noOperation: text({ zh: '404，没有这个接口', en: '404, there is no such operation' }),
  json: text({ zh: 'JSON 对象', en: 'a JSON object' }),
  notJson: text({ zh: '不是 JSON 对象', en: 'no JSON object' }),
  refused: (issue: LocalizedText) => text({ zh: `以 400 PARAM_ERROR 拒绝（${issue['zh-CN']}）`, en: `400 PARAM_ERROR (${issue.en})` }),
  accepted: (status: number) => text({ zh: `接受请求（${status}）`, en: `accepted the request (${status})` }),
  accepts: text({ zh: '参数没有问题', en: 'finds nothing wrong with the parameters' }),
  asRequested: text({ zh: '与请求相同', en: 'the same as in the request' }),
  other: text({ zh: '与请求不同', en: 'another than in the request' }),
  final: text({ zh: 'INVALID 不可恢复，首次的原因和时间保持不变', en: 'INVALID is final, and its first reason and time stay' }),
  changed: text({ zh: '原因或时间已改变', en: 'reason or time changed' }),
  repeated: text({ zh: '200：重复失效不改变任何内容', en: '200: invalidating again changes nothing' }),
  atMost: (limit: number) => text({ zh: `最多 ${limit} 项`, en: `at most ${limit} entries` }),
  entries: (count: number) => text({ zh: `${count} 项`, en: `${count} entries` }),
} as const

/** A time as our platform writes it. */
export const ourTimeForm = same('2026-01-31T08:00:00+08:00')
