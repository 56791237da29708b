import type { Validator } from 'typebox/schema'
import type { Issue } from './field-fault.ts'

type SchemaError = ReturnType<Validator['Errors']>[1][number]

const said = (en: string, zh: string): Issue => ({ en, 'zh-CN': zh })

/** Words for a failed JSON Schema keyword, short and exact. */
export function describeIssue(error: SchemaError): Issue {
  switch (error.keyword) {
    case 'maxLength':
      return said(`string length exceeds ${error.params.limit}`, `长度超过 ${error.params.limit}`)
    case 'minLength':
      return error.params.limit === 1
        ? said('must not be empty', '不能为空')
        : said(`string length is under ${error.params.limit}`, `长度不足 ${error.params.limit}`)
    case 'pattern':
      return said(
        `has a character or form that is not allowed; expected ${error.params.pattern}`,
        `含有不允许的字符或格式，应符合 ${error.params.pattern}`,
      )
    case 'enum':
      return said(`must be one of ${error.params.allowedValues.join(', ')}`, `只能是 ${error.params.allowedValues.join('、')}`)
    case 'type':
      return said(`must be of type ${[error.params.type].flat().join(' or ')}`, `类型应为 ${[error.params.type].flat().join(' 或 ')}`)
    case 'minimum':
    case 'maximum':
      return said(`must be ${error.params.comparison} ${error.params.limit}`, `应 ${error.params.comparison} ${error.params.limit}`)
    case 'maxItems':
      return said(`must have at most ${error.params.limit} entries`, `最多 ${error.params.limit} 项`)
    case 'minItems':
      return said(`must have at least ${error.params.limit} entries`, `至少 ${error.params.limit} 项`)
    case 'additionalProperties':
      return said(
        `has unknown keys: ${error.params.additionalProperties.join(', ')}`,
        `含有未知字段：${error.params.additionalProperties.join('、')}`,
      )
    case 'format':
      return said(`is not a ${error.params.format}`, `不是有效的 ${error.params.format}`)
    default:
      return said(error.message, `不符合 ${error.keyword} 的要求`)
  }
}
