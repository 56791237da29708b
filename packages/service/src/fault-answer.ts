import {
  type AnswerLanguage,
  Fault,
  type FieldFault,
  isSealedField,
  locationOf,
  type Operation,
  type Refusal,
} from '@card-member/sdk/contract'

/** An answer before it is signed. */
export interface FaultAnswer {
  readonly status: number
  readonly code: string | undefined
  readonly result: number
  readonly language: AnswerLanguage
  readonly body: Uint8Array
}

const encoder = new TextEncoder()
const longestValue = 256

/** The answer that a refusal becomes, in the language asked for. */
export function describeFault({ kind, detail }: Refusal, acceptLanguage: string | undefined): FaultAnswer {
  const { status, code, message, result } = kind
  const language = pickLanguage(acceptLanguage)
  const body = { code, message: message[language], ...(detail ? { detail } : {}) }
  return { status, code, result, language, body: encoder.encode(JSON.stringify(body)) }
}

/** The refusal of one wrong field. The value is repeated only where it can hold nothing personal, and only a short scalar. */
export function paramFault(operation: Operation, input: Readonly<Record<string, unknown>>, { pointer, issue }: FieldFault): Fault {
  const [, name = ''] = pointer.split('/')
  const location = locationOf(operation, name)
  const value = pointer.split('/').length === 2 ? input[name] : undefined
  const shown = isShort(value) && !isSealedField(operation, name) ? { value } : {}
  return new Fault('param_error', { field: location === 'body' ? pointer : name, ...shown, issue, location })
}

// Arrays and objects can be nested deeper than they can be written again.
function isShort(value: unknown): boolean {
  return typeof value === 'string' ? value.length <= longestValue : typeof value === 'number' || typeof value === 'boolean'
}

function pickLanguage(header: string | undefined): AnswerLanguage {
  const [first = ''] = (header ?? '').split(',')
  return /^\s*en\b/i.test(first) ? 'en' : 'zh-CN'
}
