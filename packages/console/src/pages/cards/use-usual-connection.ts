import { useBrand } from '../../shell/brand.tsx'

/** The connection that is asked where none is chosen: the first of the brand that is no sandbox, or else the first. */
export function useUsualConnection(): { readonly connection?: string } {
  const { brand } = useBrand()
  const connections = brand?.connections ?? []
  const usual = connections.find(({ sandbox }) => !sandbox) ?? connections[0]
  return usual === undefined ? {} : { connection: usual.name }
}
