import { Type, text } from '@card-member/sdk/contract'
import { BrandId, FullName } from './field.ts'
import { deskOperation } from './operation.ts'

export const listBrands = deskOperation({
  id: 'listBrands',
  method: 'GET',
  path: '/api/brands',
  query: [],
  summary: text({ zh: '查询本人有权操作的品牌', en: 'List the brands that you have a role for' }),
  permission: 'signed_in',
  input: Type.Object({}),
  reply: Type.Object({
    data: Type.Array(
      Type.Object({
        brand_id: Type.String(),
        name: Type.Optional(Type.String({ description: 'What the newest notice calls the brand.' })),
        connections: Type.Array(Type.Object({ name: Type.String(), sandbox: Type.Boolean() }), {
          description: 'The connections that serve it.',
        }),
      }),
      {
        description:
          'Brands of your roles, of connections, and of the audit log. With a role for every brand another one may be named as well.',
      },
    ),
  }),
})

export const listBrandStaff = deskOperation({
  id: 'listBrandStaff',
  method: 'GET',
  path: '/api/brands/{brand_id}/staff',
  query: [],
  summary: text({
    zh: '查询品牌的员工姓名：在该品牌有角色者，以及其作废记录中出现者',
    en: 'List the people of a brand: who has a role for it, and who is in its invalidations',
  }),
  permission: 'look_up',
  input: Type.Object({ brand_id: BrandId }),
  reply: Type.Object({
    data: Type.Array(
      Type.Object({ staff_id: Type.String(), name: Type.String(), full_name: Type.Optional(FullName), disabled: Type.Boolean() }),
      { description: 'By name.' },
    ),
  }),
})
