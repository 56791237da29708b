import { ClockChange, FaultRule, Forward, MemberCard, MemberExchange, MemberJoin, Nothing, Reset } from './controls.ts'

interface Control {
  readonly method: 'get' | 'post' | 'delete'
  readonly path: string
  readonly summary: string
  readonly body?: object
  readonly query?: string
}

const controls: readonly Control[] = [
  { method: 'get', path: '/', summary: '显示时钟、故障规则与通知去向 / Show the clock, the faults and where notifications go' },
  { method: 'post', path: '/members/join', summary: '以会员身份领卡 / Take a card as the member does', body: MemberJoin },
  { method: 'post', path: '/members/delete', summary: '以会员身份删除会员卡 / Delete a card as the member does', body: MemberCard },
  {
    method: 'post',
    path: '/members/exchange',
    summary: '以会员身份用积分兑券 / Exchange points for a coupon as the member does',
    body: MemberExchange,
  },
  {
    method: 'post',
    path: '/members/ask-for-points',
    summary: '向商户询问积分余额 / Have the merchant asked for the balance',
    body: MemberCard,
  },
  { method: 'get', path: '/clock', summary: '查看时钟 / Show the clock' },
  { method: 'post', path: '/clock', summary: '拨动时钟 / Move the clock', body: ClockChange },
  { method: 'get', path: '/faults', summary: '列出故障规则 / List the faults' },
  { method: 'post', path: '/faults', summary: '制造故障 / Let something go wrong', body: FaultRule },
  { method: 'delete', path: '/faults', summary: '移除一条或全部故障规则 / Take away one fault, or all', query: 'id' },
  { method: 'get', path: '/requests', summary: '查看最近收到的请求 / Show the last requests', query: 'last' },
  { method: 'get', path: '/notifications', summary: '查看最新的通知 / Show the newest notifications', query: 'last' },
  { method: 'post', path: '/notifications/deliver', summary: '立即发送到期的通知 / Send now what is due', body: Nothing },
  { method: 'post', path: '/forward', summary: '把所有通知发往同一地址 / Send all notifications to one place', body: Forward },
  { method: 'post', path: '/reset', summary: '清除所有数据，或只清除会员的数据 / Remove everything, or what members have', body: Reset },
  { method: 'get', path: '/snapshot', summary: '保存所有数据 / Save every row, a line of JSON each' },
  { method: 'post', path: '/restore', summary: '用快照替换现有数据 / Put a snapshot, sent as application/x-ndjson, in place of all' },
]

/** Describes the controls of a sandbox in OpenAPI. */
export function describeControls(): Record<string, Record<string, object>> {
  const paths: Record<string, Record<string, object>> = {}
  for (const { method, path, summary, body, query } of controls) {
    const at = `/_sandbox${path}`
    paths[at] = { ...paths[at], [method]: described({ method, path: at, summary, ...(body && { body }), ...(query && { query }) }) }
  }
  return paths
}

function described({ method, path, summary, body, query }: Control): object {
  const content = path.endsWith('/restore') ? { 'application/x-ndjson': { schema: { type: 'string' } } } : undefined
  const json = body && { 'application/json': { schema: JSON.parse(JSON.stringify(body)) } }
  const sent = json ?? content
  return {
    operationId: `sandbox_${method}_${path.replaceAll(/\W+/g, '_')}`,
    summary,
    tags: ['sandbox'],
    security: [{ sandbox: [] }],
    ...(query && {
      parameters: [{ name: query, in: 'query', required: false, schema: { type: query === 'last' ? 'integer' : 'string' } }],
    }),
    ...(sent && { requestBody: { required: true, content: sent } }),
    responses: {
      '200': { description: 'Done' },
      '400': { description: 'PARAM_ERROR: the input is wrong' },
      '401': { description: 'SIGN_ERROR: the token is missing or wrong' },
      '403': { description: 'NO_AUTH: asked for by another name than an address, or by a page of another site' },
    },
  }
}
