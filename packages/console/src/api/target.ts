import { operations } from 'virtual:operations'
import type { DeskFiles } from '@card-member/desk/contract'
import type { OperationId } from './types.ts'

/** Where a request goes, and what its body holds. */
interface Target {
  /** Path and query. */
  readonly target: string
  readonly body: Readonly<Record<string, unknown>> | undefined
}

/**
 * Puts a flat input where each field travels. Pages need it by themselves for links to files alone.
 *
 * @example
 * <a href={targetOf('getBatchReport', { batch_id, kind }).target} download>
 */
export function targetOf(id: OperationId | keyof DeskFiles, input: Readonly<Record<string, unknown>>): Target {
  const { path, query = [], body: hasBody = false } = operations[id]
  const rest = new Map(Object.entries(input).filter(([, value]) => value !== undefined))
  const take = (name: string) => {
    const value = rest.get(name)
    rest.delete(name)
    return value
  }
  const filled = path.replaceAll(/\{([a-z_0-9]+)\}/g, (_, name: string) => encodeURIComponent(String(take(name))))
  const search = new URLSearchParams()
  for (const name of query) {
    const value = take(name)
    if (value !== undefined) search.set(name, String(value))
  }
  return { target: search.size > 0 ? `${filled}?${search}` : filled, body: hasBody ? Object.fromEntries(rest) : undefined }
}
