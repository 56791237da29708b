import { text } from '../text.ts'
import { type Schema, Type } from './schema.ts'

/** The query of a list. */
export const PageQuery = {
  offset: Type.Integer({
    minimum: 0,
    description: text({ zh: '分页偏移：首条记录的序号，从 0 开始。', en: 'Zero-based index of the first record.' }),
  }),
  limit: Type.Integer({ minimum: 1, maximum: 20, description: text({ zh: '每页最多条数。', en: 'Most records of the page.' }) }),
}

/** One page of a list. */
export function Page<Item extends Schema>(title: string, item: Item) {
  return Type.Object(
    {
      data: Type.Array(item, { description: text({ zh: '本页记录。', en: 'The records of the page.' }) }),
      total_count: Type.Integer({ minimum: 0, description: text({ zh: '记录总数。', en: 'Records in all.' }) }),
      offset: Type.Integer({
        minimum: 0,
        description: text({ zh: '本页首条记录的序号，从 0 开始。', en: 'Zero-based index of the first record.' }),
      }),
      limit: Type.Integer({ minimum: 0, description: text({ zh: '每页最多条数。', en: 'Most records of the page.' }) }),
    },
    { title },
  )
}
