import { type Endpoint, type Operation, pathFields } from './operation.ts'

const partner = '/v3/brand/partner/card-member/'
const brand = '/brand/card-member/'

/**
 * The brand-direct variant of an operation: the same declaration under another path, without brand_id, which the
 * Authorization header carries instead. `undefined` when WeChat Pay offers none.
 */
export function brandDirectVariant(operation: Operation): Operation | undefined
export function brandDirectVariant(operation: Endpoint): Endpoint | undefined
export function brandDirectVariant(operation: Endpoint): Endpoint | undefined {
  if (operation.brand_direct === false) return undefined
  const { brand_id: _, ...properties } = operation.input.properties
  const { required = [] } = operation.input
  const input = { ...operation.input, properties, required: required.filter((name) => name !== 'brand_id') }
  const query = operation.brand_direct === true ? operation.query.filter((name) => name !== 'brand_id') : operation.brand_direct.query
  const path = operation.path.replace(partner, brand)
  const inPath = pathFields(operation)
  const bodyless = Object.keys(properties).every((name) => inPath.includes(name) || query.includes(name))
  return { ...operation, path, query, input, ...(bodyless ? { bodyless } : {}) }
}
