interface Words {
  readonly 'zh-CN': string
  readonly en: string
}

const words = (zh: string, en: string): Words => ({ 'zh-CN': zh, en })

/** What each event of the audit log says to people. */
export const auditWords = {
  'batch.approve': words('审批批次', 'approved a batch'),
  'batch.canary': words('先行部分完成，批次等待', 'canary over, the batch waits'),
  'batch.cancel': words('取消批次', 'cancelled a batch'),
  'batch.check': words('批次检查完毕', 'finished the check of a batch'),
  'batch.done': words('批次执行完毕', 'a batch is done'),
  'batch.export': words('导出批次结果', 'took out the report of a batch'),
  'batch.look_up': words('批次检查中查询会员卡', 'looked cards up for the check of a batch'),
  'batch.pause': words('暂停批次', 'paused a batch'),
  'batch.prepare': words('制作批次', 'prepared a batch'),
  'batch.request_check': words('要求检查批次', 'asked for the check of a batch'),
  'batch.resume': words('继续批次', 'let a batch go on'),
  'batch.run': words('开始执行批次', 'started a batch'),
  'batch.stopped_by_breaker': words('批次被熔断停止', 'the breaker stopped a batch'),
  'batch.take_up': words('进程接手批次', 'a process took a batch up'),
  'call.begin': words('开始作废会员卡', 'began to end a card'),
  'call.end': words('作废请求结束', 'a call to end a card is over'),
  'call.late': words('作废请求的结果迟到', 'the result of a call came late'),
  'card.look_up': words('查询会员卡', 'looked cards up'),
  'card.reveal': words('查看会员个人信息', "saw a member's personal data"),
  'consent.record': words('登记会员同意', 'recorded a consent'),
  'consent.withdraw': words('登记会员撤回同意', 'recorded that a member withdrew'),
  'desk.purge_begin': words('开始清除到期数据', 'began to purge what is kept no longer'),
  'desk.purge': words('清除到期数据', 'purged what is kept no longer'),
  'evidence.keep': words('保存同意凭据', 'kept an evidence file'),
  'evidence.reveal': words('查看同意凭据', 'saw an evidence file'),
  'notice.add': words('新增告知文本', 'added a notice'),
  'person.add': words('新增人员', 'added a person'),
  'person.bind': words('绑定单点登录', 'bound to the OpenID Connect provider'),
  'person.disable': words('停用人员', 'disabled a person'),
  'person.grants': words('设置人员角色', 'set roles of a person'),
  'person.password': words('重设密码', 'set a password'),
  'person.renew_second_factor': words('重设动态验证码', 'renewed a second factor'),
  'person.second_factor': words('再次输入动态验证码', 'gave a code again'),
  'person.second_factor_failed': words('动态验证码错误', 'gave a wrong code'),
  'person.sign_in': words('登录', 'signed in'),
  'person.sign_in_failed': words('登录失败', 'failed to sign in'),
  'person.sign_in_name': words('设置单点登录名', 'set the sign-in name of a person'),
  'person.sign_out': words('退出登录', 'signed out'),
  'record.export': words('导出审计记录', 'took out the audit log'),
  'record.purge': words('清除到期的审计记录', 'purged old events of the audit log'),
  'settings.change': words('修改品牌设置', 'changed settings'),
} as const satisfies Readonly<Record<string, Words>>

const all: Readonly<Record<string, Words>> = auditWords

/** The words of an action; one of a newer version says its own name. */
export function wordsOfAction(action: string): Words {
  return all[action] ?? words(action, action)
}
