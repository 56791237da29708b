import type { Validator } from 'typebox/schema'

type SchemaError = ReturnType<Validator['Errors']>[1][number]

/** Words for a failed JSON Schema keyword, short and exact. */
export function describeIssue(error: SchemaError): string {
  switch (error.keyword) {
    case 'maxLength':
      return `string length exceeds ${error.params.limit}`
    case 'minLength':
      return error.params.limit === 1 ? 'must not be empty' : `string length is under ${error.params.limit}`
    case 'pattern':
      return `has a character or form that is not allowed; expected ${error.params.pattern}`
    case 'enum':
      return `must be one of ${error.params.allowedValues.join(', ')}`
    case 'type':
      return `must be of type ${[error.params.type].flat().join(' or ')}`
    case 'minimum':
    case 'maximum':
      return `must be ${error.params.comparison} ${error.params.limit}`
    case 'maxItems':
      return `must have at most ${error.params.limit} entries`
    case 'minItems':
      return `must have at least ${error.params.limit} entries`
    case 'additionalProperties':
      return `has unknown keys: ${error.params.additionalProperties.join(', ')}`
    case 'format':
      return `is not a ${error.params.format}`
    default:
      return error.message
  }
}
