import { type LocalizedText, text } from '@card-member/sdk/contract'

/** The words of each event of the audit log. */
export const auditWords = {
  'batch.approve': text({ zh: '审批批次', en: 'approved a batch' }),
  'batch.canary': text({ zh: '先行部分完成，批次等待', en: 'finished the canary of a batch' }),
  'batch.cancel': text({ zh: '取消批次', en: 'cancelled a batch' }),
  'batch.check': text({ zh: '批次检查完毕', en: 'finished the check of a batch' }),
  'batch.done': text({ zh: '批次执行完毕', en: 'finished a batch' }),
  'batch.export': text({ zh: '导出批次结果', en: 'exported the report of a batch' }),
  'batch.look_up': text({ zh: '批次检查中查询会员卡', en: 'read cards for the check of a batch' }),
  'batch.pause': text({ zh: '暂停批次', en: 'paused a batch' }),
  'batch.prepare': text({ zh: '制作批次', en: 'prepared a batch' }),
  'batch.request_check': text({ zh: '开始检查批次', en: 'requested the check of a batch' }),
  'batch.resume': text({ zh: '继续批次', en: 'resumed a batch' }),
  'batch.run': text({ zh: '开始执行批次', en: 'started a batch' }),
  'batch.stopped_by_breaker': text({ zh: '批次熔断', en: 'stopped a batch by its circuit breaker' }),
  'batch.take_over': text({ zh: '进程接手批次', en: 'a process took a batch over' }),
  'invalidation.begin': text({ zh: '开始作废会员卡', en: 'began an invalidation' }),
  'invalidation.result': text({ zh: '作废有结果', en: 'got the result of an invalidation' }),
  'invalidation.late_result': text({ zh: '作废的结果迟到', en: 'got a late result of an invalidation' }),
  'card.look_up': text({ zh: '查询会员卡', en: 'read cards' }),
  'card.reveal': text({ zh: '查看会员个人信息', en: "revealed a member's personal data" }),
  'consent.record': text({ zh: '登记会员同意', en: 'recorded a consent' }),
  'consent.refuse': text({ zh: '会员在页面上选择不同意', en: 'refused on the page' }),
  'consent.request': text({ zh: '生成同意请求的链接', en: 'made a link to ask a member for consent' }),
  'consent.stop_request': text({ zh: '停用同意请求', en: 'stopped a request for consent' }),
  'consent.withdraw': text({ zh: '登记会员撤回同意', en: 'recorded that a member withdrew' }),
  'desk.purge_begin': text({ zh: '开始清除到期数据', en: 'began to purge expired data' }),
  'desk.purge': text({ zh: '清除到期数据', en: 'purged expired data' }),
  'evidence.keep': text({ zh: '保存同意凭据', en: 'stored an evidence file' }),
  'evidence.reveal': text({ zh: '查看同意凭据', en: 'revealed an evidence file' }),
  'notice.add': text({ zh: '新增告知文本', en: 'added a version of the notice' }),
  'staff.add': text({ zh: '新增员工', en: 'added a staff member' }),
  'staff.bind': text({ zh: '绑定身份系统账号', en: 'bound an account to the OpenID Connect provider' }),
  'staff.disable': text({ zh: '停用员工', en: 'disabled a staff member' }),
  'staff.grants': text({ zh: '设置员工角色', en: 'set the roles of a staff member' }),
  'staff.invite': text({ zh: '邀请员工', en: 'invited a new staff member' }),
  'staff.join': text({ zh: '接受邀请', en: 'accepted an invitation' }),
  'staff.renew': text({ zh: '为丢失第二因素的员工重新邀请', en: 'invited a staff member again who lost their second factor' }),
  'staff.reset': text({ zh: '在本机重设密码与第二因素', en: 'reset a password and a second factor on the machine' }),
  'staff.stop_invitation': text({ zh: '停止邀请', en: 'stopped an invitation' }),
  'staff.second_factor': text({ zh: '再次输入动态验证码', en: 'gave a second-factor code again' }),
  'staff.second_factor_failed': text({ zh: '动态验证码错误', en: 'gave a wrong second-factor code' }),
  'staff.enable': text({ zh: '重新启用员工', en: 'enabled a staff member again' }),
  'staff.sign_in': text({ zh: '登录', en: 'signed in' }),
  'staff.sign_in_failed': text({ zh: '登录失败', en: 'failed to sign in' }),
  'staff.sign_in_name': text({ zh: '设置单点登录名', en: 'set the sign-in name of a staff member' }),
  'staff.sign_out': text({ zh: '退出登录', en: 'signed out' }),
  'audit.tree': text({ zh: '建立审计日志的树', en: 'began a tree of the audit log' }),
  'audit.checkpoint': text({ zh: '生成检查点', en: 'made a checkpoint' }),
  'audit.prove': text({ zh: '出具事件证明', en: 'made the proof of an event' }),
  'audit.publish': text({ zh: '发布审计日志', en: 'published the audit log' }),
  'audit.export': text({ zh: '导出审计日志', en: 'exported the audit log' }),
  'audit.prune': text({ zh: '清除到期的审计日志', en: 'purged expired events of the audit log' }),
  'settings.change': text({ zh: '修改品牌设置', en: 'changed settings' }),
} as const satisfies Readonly<Record<string, LocalizedText>>

const all: Readonly<Record<string, LocalizedText>> = auditWords

/** The words of an action; its own name for an action of a newer version. */
export function wordsOfAction(action: string): LocalizedText {
  return all[action] ?? text({ zh: action, en: action })
}
