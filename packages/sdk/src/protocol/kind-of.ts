import { type LocalizedText, text } from '../text.ts'

/** Names the type of a value, for messages. */
export function kindOf(value: unknown): LocalizedText {
  if (value === undefined) return text({ zh: '缺失', en: 'missing' })
  if (value === null) return text({ zh: 'null', en: 'null' })
  if (value instanceof Uint8Array) return text({ zh: '字节', en: 'bytes' })
  if (value instanceof Promise) return text({ zh: 'Promise（缺少 await）', en: 'a promise (await is missing)' })
  if (Array.isArray(value)) return text({ zh: '数组', en: 'a list' })
  return text({ zh: names[typeof value]?.['zh-CN'] ?? typeof value, en: `a ${names[typeof value]?.en ?? typeof value}` })
}

const names: Readonly<Record<string, LocalizedText>> = {
  string: text({ zh: '文本', en: 'text' }),
  number: text({ zh: '数字', en: 'number' }),
  boolean: text({ zh: '布尔值', en: 'boolean' }),
  function: text({ zh: '函数', en: 'function' }),
  object: text({ zh: '对象', en: 'plain object' }),
}

/** A word in a Chinese sentence: a Latin one has a space before it. */
export function spaced(word: string): string {
  return /^[\w']/.test(word) ? ` ${word}` : word
}
