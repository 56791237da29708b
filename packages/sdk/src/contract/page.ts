import { type Schema, Type } from './schema.ts'

/** The query of a list. */
export const PageQuery = {
  offset: Type.Integer({ minimum: 0, description: '分页偏移: zero-based index of the first record.' }),
  limit: Type.Integer({ minimum: 1, maximum: 20, description: '分页大小, 1 to 20.' }),
}

/** One page of a list. */
export function Page<Item extends Schema>(item: Item) {
  return Type.Object({
    data: Type.Array(item),
    total_count: Type.Integer({ minimum: 0 }),
    offset: Type.Integer({ minimum: 0 }),
    limit: Type.Integer({ minimum: 0 }),
  })
}
