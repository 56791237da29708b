import type { Words } from './words.ts'

/** What a value of the wrong kind is, for messages. */
export function kindOf(value: unknown): Words {
  if (value === undefined) return { en: 'missing', 'zh-CN': '缺失' }
  if (value === null) return { en: 'null', 'zh-CN': 'null' }
  if (value instanceof Uint8Array) return { en: 'bytes', 'zh-CN': '字节' }
  if (value instanceof Promise) return { en: 'a promise (await is missing)', 'zh-CN': 'Promise（缺少 await）' }
  if (Array.isArray(value)) return { en: 'a list', 'zh-CN': '数组' }
  return { en: `a ${names[typeof value]?.en ?? typeof value}`, 'zh-CN': names[typeof value]?.['zh-CN'] ?? typeof value }
}

const names: Readonly<Record<string, Words>> = {
  string: { en: 'text', 'zh-CN': '文本' },
  number: { en: 'number', 'zh-CN': '数字' },
  boolean: { en: 'boolean', 'zh-CN': '布尔值' },
  function: { en: 'function', 'zh-CN': '函数' },
  object: { en: 'plain object', 'zh-CN': '对象' },
}
