import { brandDirectVariant, downloadCertificates, type Endpoint, operations, pathFields } from '@card-member/sdk/contract'

/** The operation that a request calls, and what its path holds. */
export interface Match {
  readonly operation: Endpoint
  /** Values of the path, decoded. */
  readonly path: Readonly<Record<string, string>>
  /** Without `?`, as it was sent. */
  readonly query: string
}

const endpoints: readonly Endpoint[] = [
  ...operations,
  ...operations.flatMap((operation) => brandDirectVariant(operation) ?? []),
  downloadCertificates,
]
const routes = endpoints
  .map((operation) => ({
    operation,
    pattern: new RegExp(`^${operation.path.replaceAll(/\{[a-z_0-9]+\}/g, '([^/]+)')}$`),
    variable: pathFields(operation).length,
  }))
  // A word in a path goes before a parameter in its place.
  .toSorted((one, other) => one.variable - other.variable)

/** Words of known paths: everything else in a path may name a member. */
export const pathWords: ReadonlySet<string> = new Set(
  endpoints.flatMap(({ path }) => path.split('/').filter((word) => !word.startsWith('{'))),
)

/** Finds the operation of a method and target; undefined when the contract has none. */
export function matchOperation(method: string, target: string): Match | undefined {
  const [path = '', ...rest] = target.split('?')
  for (const { operation, pattern } of routes) {
    const found = operation.method === method ? pattern.exec(path) : null
    if (found === null) continue
    const values = pathFields(operation).map((name, index): [string, string] => [name, decoded(found[index + 1] ?? '')])
    return { operation, path: Object.fromEntries(values), query: rest.join('?') }
  }
  return undefined
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
