/** What a refusal tells beside its message, in Chinese, by its name on the wire. English keeps that name. */
export const facts: Readonly<Record<string, string>> = {
  field: '字段',
  issue: '问题',
  known: '可选',
  brand_id: '品牌',
  connection: '连接',
  withdraw_time: '撤回时间',
  batch_id: '批次',
  state: '当前状态',
  expected: '需要状态',
  given: '输入',
  planned: '计划中的卡数',
  withdrawn: '已撤回的同意',
  missing: '缺少',
  permission: '权限',
  invalidation_id: '作废记录',
  consent_id: '同意记录',
  notice_version: '告知文本版本',
  sha256: 'SHA-256 值',
  change_id: '变更',
  ended: '失效原因',
  channel: '渠道',
  locked_until: '锁定至',
  retry_after: '剩余秒数',
}

/** Fields that people fill in, as they are called where they are asked for. */
export const fields: Readonly<Record<string, string>> = {
  password: '密码',
  name: '姓名',
  sign_in_name: '单点登录名',
  count: '张数',
  reason: '原因',
  connection: '连接',
}
