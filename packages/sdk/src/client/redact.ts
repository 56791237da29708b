import { isRecord } from '../contract/check.ts'
import { isSealedField } from '../contract/sealed.ts'
import type { Prepared } from './request.ts'

const redacted = '[redacted]'

/**
 * Removes from an error body what a platform may echo: values of sealed fields, in plain text or sealed, and our
 * Authorization header.
 */
export function redact(
  body: Readonly<Record<string, unknown>>,
  { operation, secrets }: Prepared,
  authorization: string,
): Record<string, unknown> {
  const [, signature = authorization] = /signature="([^"]+)"/.exec(authorization) ?? []
  const hidden = [authorization, signature, ...secrets.filter((text) => text.length > 1)]
  const clean = (value: unknown): unknown => {
    if (typeof value === 'string')
      return secrets.includes(value) ? redacted : hidden.reduce((text, secret) => text.replaceAll(secret, redacted), value)
    if (Array.isArray(value)) return value.map(clean)
    if (!isRecord(value)) return value
    const [field] = typeof value.field === 'string' ? value.field.split('/').filter(Boolean) : []
    const sealed = field !== undefined && isSealedField(operation, field)
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, sealed && name === 'value' ? redacted : clean(entry)]))
  }
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, clean(value)]))
}
