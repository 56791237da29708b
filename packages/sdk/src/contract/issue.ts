import { text } from '../text.ts'

/** What can be wrong with a value, short and exact: the keywords of JSON Schema first, then the rules of the API beyond it. */
export const issues = {
  required: () => text({ zh: '必填', en: 'is required' }),
  maxLength: (limit: number) => text({ zh: `长度超过 ${limit}`, en: `string length exceeds ${limit}` }),
  minLength: (limit: number) =>
    limit === 1
      ? text({ zh: '不能为空', en: 'must not be empty' })
      : text({ zh: `长度不足 ${limit}`, en: `string length is under ${limit}` }),
  pattern: (pattern: string | undefined) =>
    text({ zh: `含有不允许的字符或格式，应符合 ${pattern}`, en: `has a character or form that is not allowed; expected ${pattern}` }),
  enum: (values: readonly unknown[]) => text({ zh: `只能是 ${values.join('、')}`, en: `must be one of ${values.join(', ')}` }),
  const: (value: unknown) => text({ zh: `只能是 ${value}`, en: `must be ${value}` }),
  type: (type: string) => text({ zh: `类型应为 ${type}`, en: `must be of type ${type}` }),
  bound: (comparison: string, limit: number) => text({ zh: `应 ${comparison} ${limit}`, en: `must be ${comparison} ${limit}` }),
  maxItems: (limit: number) => text({ zh: `最多 ${limit} 项`, en: `must have at most ${limit} entries` }),
  minItems: (limit: number) => text({ zh: `至少 ${limit} 项`, en: `must have at least ${limit} entries` }),
  uniqueItems: () => text({ zh: '不能有重复项', en: 'must not have duplicate items' }),
  additionalProperties: (names: readonly string[]) =>
    text({ zh: `含有未知字段：${names.join('、')}`, en: `has unknown keys: ${names.join(', ')}` }),
  format: (format: string) => text({ zh: `不是有效的 ${format}`, en: `is not a ${format}` }),
  anyOf: () => text({ zh: '不是允许的任何一种形式', en: 'has none of the forms that are allowed' }),
  nul: () => text({ zh: '含有 NUL 字符', en: 'contains a NUL character' }),
  supplementary: () =>
    text({ zh: '含有 UTF-8 中占 4 字节的字符，例如表情符号', en: 'contains a character of 4 bytes in UTF-8, such as an emoji' }),
  sealedLength: (limit: number) => text({ zh: `以 UTF-8 计超过 ${limit} 字节`, en: `is longer than ${limit} bytes in UTF-8` }),
  requiredWhen: (when: string, is: unknown) => text({ zh: `当 ${when} 为 ${is} 时必填`, en: `is required when ${when} is ${is}` }),
  after: (early: string) => text({ zh: `应晚于 ${early}`, en: `must be after ${early}` }),
}
