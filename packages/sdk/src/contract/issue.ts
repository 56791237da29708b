import type { Validator } from 'typebox/schema'
import { type LocalizedText, text } from '../text.ts'

type SchemaError = ReturnType<Validator['Errors']>[1][number]

/** Words for a failed JSON Schema keyword, short and exact. */
export function describeIssue(error: SchemaError): LocalizedText {
  switch (error.keyword) {
    case 'maxLength':
      return text({ zh: `长度超过 ${error.params.limit}`, en: `string length exceeds ${error.params.limit}` })
    case 'minLength':
      return error.params.limit === 1
        ? text({ zh: '不能为空', en: 'must not be empty' })
        : text({ zh: `长度不足 ${error.params.limit}`, en: `string length is under ${error.params.limit}` })
    case 'pattern':
      return text({
        zh: `含有不允许的字符或格式，应符合 ${error.params.pattern}`,
        en: `has a character or form that is not allowed; expected ${error.params.pattern}`,
      })
    case 'enum':
      return text({ zh: `只能是 ${error.params.allowedValues.join('、')}`, en: `must be one of ${error.params.allowedValues.join(', ')}` })
    case 'type':
      return text({
        zh: `类型应为 ${[error.params.type].flat().join(' 或 ')}`,
        en: `must be of type ${[error.params.type].flat().join(' or ')}`,
      })
    case 'minimum':
    case 'maximum':
      return text({
        zh: `应 ${error.params.comparison} ${error.params.limit}`,
        en: `must be ${error.params.comparison} ${error.params.limit}`,
      })
    case 'maxItems':
      return text({ zh: `最多 ${error.params.limit} 项`, en: `must have at most ${error.params.limit} entries` })
    case 'minItems':
      return text({ zh: `至少 ${error.params.limit} 项`, en: `must have at least ${error.params.limit} entries` })
    case 'additionalProperties':
      return text({
        zh: `含有未知字段：${error.params.additionalProperties.join('、')}`,
        en: `has unknown keys: ${error.params.additionalProperties.join(', ')}`,
      })
    case 'format':
      return text({ zh: `不是有效的 ${error.params.format}`, en: `is not a ${error.params.format}` })
    default:
      return text({ zh: `不符合 ${error.keyword} 的要求`, en: error.message })
  }
}
