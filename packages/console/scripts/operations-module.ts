import { contract, files } from '@card-member/desk/contract'
import { hasBody } from '@card-member/sdk/contract'
import type { Plugin } from 'vite'

const name = 'virtual:operations'
const id = `\0${name}`

/** Gives pages how each operation of the desk travels, and nothing else of its contract, as `virtual:operations`. */
export function operationsModule(): Plugin {
  return {
    name: 'operations-module',
    resolveId: (source) => (source === name ? id : undefined),
    load: (loaded) => (loaded === id ? `export const operations = ${JSON.stringify(travels())}\n` : undefined),
  }
}

function travels(): Record<string, object> {
  const all = Object.values({ ...contract, ...files })
  return Object.fromEntries(
    all.map((operation) => {
      const { id, method, path, query } = operation
      return [id, { method, path, ...(query.length > 0 && { query }), ...(hasBody(operation) && { body: true }) }]
    }),
  )
}
