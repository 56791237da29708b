import { Type, text } from '@card-member/sdk/contract'
import { deskOperation } from './operation.ts'

export const getOpenApi = deskOperation({
  id: 'getOpenApi',
  method: 'GET',
  path: '/api/openapi.json',
  query: [],
  summary: text({ zh: '本接口的 OpenAPI 文档', en: 'The OpenAPI document of this API' }),
  permission: 'signed_in',
  input: Type.Object({}),
  reply: Type.Record(Type.String(), Type.Unknown()),
})
