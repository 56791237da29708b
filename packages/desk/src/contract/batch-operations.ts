import { type LocalizedText, Type, text } from '@card-member/sdk/contract'
import { batchStates, preflights, rowStates } from './batch.ts'
import { BatchStep, BatchView, Forecast, RowView } from './batch-view.ts'
import { BrandId, DayQuery, Id, PageQuery, Sha256, Totp, Why } from './field.ts'
import { deskOperation, type RequiredPermission } from './operation.ts'

const base = '/api/batches'

export const listBatches = deskOperation({
  id: 'listBatches',
  method: 'GET',
  path: base,
  query: ['brand_id', 'waiting', 'state', 'author', 'from_day', 'to_day', 'offset', 'limit'],
  summary: text({ zh: '查询批次，最新的在前', en: 'List batches, the newest first' }),
  permission: 'signed_in',
  input: Type.Object({
    brand_id: Type.Optional(BrandId),
    waiting: Type.Optional(
      Type.Boolean({
        description: 'Only batches whose plan waits for the approval of whoever asks: not their own, and not approved by them.',
      }),
    ),
    state: Type.Optional(Type.Enum([...batchStates])),
    author: Type.Optional(Id),
    ...DayQuery,
    ...PageQuery,
  }),
  reply: Type.Object({ data: Type.Array(BatchView), total_count: Type.Integer() }),
})

export const getBatch = deskOperation({
  id: 'getBatch',
  method: 'GET',
  path: `${base}/{batch_id}`,
  query: [],
  summary: text({ zh: '查询一个批次', en: 'Get a batch' }),
  permission: 'look_up',
  input: Type.Object({ batch_id: Id }),
  reply: BatchView,
})

export const listBatchRows = deskOperation({
  id: 'listBatchRows',
  method: 'GET',
  path: `${base}/{batch_id}/rows`,
  query: ['after', 'offset', 'limit', 'state', 'preflight', 'faulty', 'warned', 'planned'],
  summary: text({ zh: '按文件顺序查询批次的行', en: 'List rows of a batch in the order of the file' }),
  permission: 'look_up',
  input: Type.Object({
    batch_id: Id,
    after: Type.Optional(Type.Integer({ minimum: 0, description: 'The rows after this line. Default 0.' })),
    offset: Type.Optional(
      Type.Integer({ minimum: 0, description: 'Leaves out so many of the rows that match, after that line. Default 0.' }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: 'Default 100.' })),
    state: Type.Optional(Type.Enum([...rowStates])),
    preflight: Type.Optional(Type.Enum([...preflights], { description: 'Only rows of which the check found this.' })),
    faulty: Type.Optional(Type.Boolean({ description: 'Only rows with faults.' })),
    warned: Type.Optional(Type.Boolean({ description: 'Only rows with warnings.' })),
    planned: Type.Optional(Type.Boolean({ description: 'Only rows that are in the plan.' })),
  }),
  reply: Type.Object({
    data: Type.Array(RowView),
    total_count: Type.Integer({ description: 'Number of rows in the batch that match the query.' }),
  }),
})

const step = <const Id extends string, const P extends string>(id: Id, name: P, permission: RequiredPermission, summary: LocalizedText) =>
  deskOperation({
    id,
    method: 'POST',
    path: `/api/batches/{batch_id}/${name}`,
    query: [],
    bodyless: true,
    summary,
    permission,
    input: Type.Object({ batch_id: BatchId }),
    reply: BatchView,
  })
const BatchId = Id

export const checkBatch = step(
  'checkBatch',
  'check',
  'prepare_batch',
  text({ zh: '查询每张会员卡并生成计划，在后台进行', en: 'Read every card and write the plan, in the background' }),
)
export const runBatch = step(
  'runBatch',
  'run',
  'run_batch',
  text({ zh: '执行已审批的批次，先执行先行部分', en: 'Run an approved batch, the canary first' }),
)
export const pauseBatch = step('pauseBatch', 'pause', 'run_batch', text({ zh: '暂停批次', en: 'Pause a running batch' }))
export const resumeBatch = step('resumeBatch', 'resume', 'run_batch', text({ zh: '继续批次', en: 'Resume a batch' }))
export const cancelBatch = step(
  'cancelBatch',
  'cancel',
  ['run_batch', 'prepare_batch'],
  text({
    zh: '取消批次，未发送的行不再发送；文件读取中时制作人即可取消',
    en: 'Cancel a batch; unsent rows stay unsent. While its file is read, `prepare_batch` is enough',
  }),
)

export const approveBatch = deskOperation({
  id: 'approveBatch',
  method: 'POST',
  path: `${base}/{batch_id}/approve`,
  query: [],
  summary: text({ zh: '审批批次的计划（不能由制作人审批）', en: 'Approve the plan of a batch; its author cannot' }),
  permission: 'approve_batch',
  input: Type.Object({
    batch_id: Id,
    count: Type.Integer({ minimum: 0, description: 'The number of cards in the plan, typed by hand.' }),
    plan_sha256: Sha256,
    reason: Type.Optional(Why),
    totp: Type.Optional(Totp),
  }),
  reply: BatchView,
})

export const rejectBatch = deskOperation({
  id: 'rejectBatch',
  method: 'POST',
  path: `${base}/{batch_id}/reject`,
  query: [],
  summary: text({ zh: '驳回批次的计划，批次结束', en: 'Reject the plan of a batch, which ends it' }),
  permission: 'approve_batch',
  input: Type.Object({ batch_id: Id, reason: Why, totp: Type.Optional(Totp) }),
  reply: BatchView,
})

export const listBatchSteps = deskOperation({
  id: 'listBatchSteps',
  method: 'GET',
  path: `${base}/{batch_id}/steps`,
  query: [],
  summary: text({ zh: '批次的每次开始与停止：时间、员工、原因', en: 'Each start and stop of a batch: when, by whom, why' }),
  permission: 'look_up',
  input: Type.Object({ batch_id: Id }),
  reply: Type.Object({ data: Type.Array(BatchStep) }),
})

export const forecastBatch = deskOperation({
  id: 'forecastBatch',
  method: 'GET',
  path: `${base}/{batch_id}/forecast`,
  query: [],
  summary: text({ zh: '预计：张数、调用次数、速率、用时、完成时间', en: 'What is still to come: cards, calls, rate, time left, end' }),
  permission: 'look_up',
  input: Type.Object({ batch_id: Id }),
  reply: Forecast,
})

export const sampleBatchRows = deskOperation({
  id: 'sampleBatchRows',
  method: 'GET',
  path: `${base}/{batch_id}/sample`,
  query: [],
  summary: text({
    zh: '按计划的哈希抽出的十行；审批前须查看',
    en: 'Ten rows of the plan, drawn by its hash; whoever approves it opens them first',
  }),
  permission: 'approve_batch',
  input: Type.Object({ batch_id: Id }),
  reply: Type.Object({ data: Type.Array(RowView), plan_sha256: Sha256 }),
})
