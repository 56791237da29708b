import { readFileSync } from 'node:fs'
import { contract, type Operation, pathFields, place, type Schema } from '../packages/sdk/src/contract/index.ts'

/** Fields that variables of the collection fill, in paths, queries and bodies alike. */
const variables: Readonly<Record<string, string>> = {
  base_url: 'http://127.0.0.1:8080',
  mchid: '1900000001',
  serial_no: '',
  private_key: '',
  wechatpay_public_key_id: '',
  brand_id: '1004',
  appid: 'wxea9c30890f48d5ae',
  card_id: '',
  user_card_code: '478515830001',
  openid: 'obLatjPostmanMember',
  activity_id: '',
  allow_final: '',
}
const filled = new Set(['brand_id', 'appid', 'card_id', 'user_card_code', 'openid', 'activity_id', 'out_request_no'])
const later = '2035-01-31T08:00:00+08:00'
const values: Readonly<Record<string, unknown>> = {
  begin_time: '2030-01-31T08:00:00+08:00',
  offset: 0,
  limit: 20,
  invalid_reason: '用户申请退会',
  card_title: '演练会员卡',
  benefits: '演练权益',
  card_color: '#2F5C8F',
  card_picture_url: 'https://wxpaylogo.qpic.cn/wxpaylogo/rehearsal.png',
  notify_url: 'https://notify.example.com/notify',
}
const headers = {
  Accept: 'application/json',
  'User-Agent': 'card-member-collection',
  'Wechatpay-Serial': '{{wechatpay_public_key_id}}',
} as const
const keepsCard = `if (pm.response.code === 200) pm.collectionVariables.set('card_id', pm.response.json().card_id)`

/** The collection: an item for each operation whose fields can be shown in a text, signed by one script for all. */
export function postmanCollection(): object {
  const script = readFileSync(new URL('./postman-sign.js', import.meta.url), 'utf8')
    .replaceAll(/^.*biome-ignore.*\n/gm, '')
    .trimEnd()
  return {
    info: {
      name: '会员卡接口（演练） / Member cards (rehearsal)',
      description: 'Made from the contract by `npm run openapi`. Signs each request. Aimed at a sandbox: docs/rehearsal.md',
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    variable: Object.entries(variables).map(([key, value]) => ({ key, value, type: 'string' })),
    event: [eventOf('prerequest', script)],
    item: Object.entries(contract).flatMap(([name, group]) => {
      const item = Object.values<Operation>(group)
        .filter(({ encoding }) => encoding === undefined)
        .map(itemOf)
      return item.length === 0 ? [] : [{ name, item }]
    }),
  }
}

/** The input of an operation that the collection sends: required fields, and those that have a value here. */
export function exampleInput({ input }: Operation): Record<string, unknown> {
  return exampleObject(input)
}

function itemOf(operation: Operation): object {
  const { id, method, summary } = operation
  const { target, body } = place(operation, exampleInput(operation))
  const [path = '', query = ''] = target.replaceAll(/%7B%7B([a-z_]+)%7D%7D/g, '{{$1}}').split('?')
  const raw = body === undefined ? undefined : JSON.stringify(body, null, 2)
  const pairs = query === '' ? [] : query.split('&').map((pair) => pair.split('='))
  return {
    name: `${summary['zh-CN']} / ${summary.en}`,
    ...(id === 'createCard' ? { event: [eventOf('test', keepsCard)] } : {}),
    request: {
      method,
      header: Object.entries({ ...headers, ...(raw === undefined ? {} : { 'Content-Type': 'application/json' }) }).map(([key, value]) => ({
        key,
        value,
      })),
      ...(raw === undefined ? {} : { body: { mode: 'raw', raw, options: { raw: { language: 'json' } } } }),
      url: {
        raw: `{{base_url}}${path}${query === '' ? '' : `?${query}`}`,
        host: ['{{base_url}}'],
        path: path.split('/').slice(1),
        ...(pairs.length === 0 ? {} : { query: pairs.map(([key, value]) => ({ key, value })) }),
      },
      description: `${id}${pathFields(operation).length > 0 ? `: ${pathFields(operation).join(', ')}` : ''}`,
    },
  }
}

function eventOf(listen: string, script: string): object {
  return { listen, script: { type: 'text/javascript', exec: script.split('\n') } }
}

function exampleObject({ properties = {}, required = [] }: Schema): Record<string, unknown> {
  const names = Object.keys(properties).filter((name) => required.includes(name) || name in values)
  return Object.fromEntries(names.map((name) => [name, exampleOf(name, properties[name] ?? {})]))
}

function exampleOf(name: string, schema: Schema): unknown {
  if (filled.has(name)) return `{{${name}}}`
  if (name in values) return values[name]
  if (schema.enum) return schema.enum.includes('PERMANENT') ? 'PERMANENT' : schema.enum[0]
  if (schema.const !== undefined) return schema.const
  if (schema.anyOf?.[0]) return exampleOf(name, schema.anyOf[0])
  if (schema.type === 'object') return exampleObject(schema)
  if (schema.type === 'array') return schema.items ? [exampleOf(name, schema.items)] : []
  if (schema.type === 'integer' || schema.type === 'number') return Math.max(schema.minimum ?? 1, 1)
  if (schema.type === 'boolean') return true
  if (schema.format === 'date-time') return later
  return name.slice(0, schema.maxLength ?? name.length)
}
