import { text } from '@card-member/sdk/contract'

/** Words of `card-member desk changes` and of changes that wait. */
export const changeWords = {
  summary: text({
    zh: '查看、确认或阻止待确认的变更：新增角色、放宽设置等须由另一位管理员确认。',
    en: 'List, confirm or stop pending changes: more roles and looser settings need another administrator.',
  }),
  list: text({
    zh: '列出待确认的变更，或用 --state 列出已有结果的；任何登录者可用。',
    en: 'List the pending changes, or by --state those that were decided; everybody who can sign in may.',
  }),
  state: text({
    zh: '状态：pending（默认）、applied（已生效）、stopped（被阻止或撤回）、expired（过期）、outdated（依据已变），或 decided（除 pending 外全部）',
    en: 'pending (default), applied, stopped, expired, outdated, or decided for all of these but pending',
  }),
  brand: text({ zh: '仅此品牌的变更；* 为整个服务台', en: 'only the changes of this brand; * for the desk as a whole' }),
  limit: text({ zh: '最多列出的条数，1 到 100（默认 20）', en: 'how many to list, 1 to 100 (default: 20)' }),
  confirm: text({
    zh: '确认另一位管理员提出的变更，立即生效。',
    en: 'Confirm a change that another administrator made; it is in force at once.',
  }),
  stop: text({ zh: '阻止一项待确认的变更。', en: 'Stop a pending change.' }),
  id: text({ zh: '变更编号', en: 'id of the change' }),
  reason: text({ zh: '原因，写入审计日志', en: 'the reason, for the audit log' }),
  none: text({ zh: '没有待确认的变更。', en: 'There are no pending changes.' }),
  noneDecided: text({ zh: '没有这样的变更。', en: 'There are no such changes.' }),
  decided: {
    applied: (time: string, by: string) => text({ zh: `${time} 由 ${by} 确认，已生效`, en: `confirmed by ${by} at ${time}` }),
    due: (time: string) => text({ zh: `${time} 等待期满，已生效`, en: `in force since ${time}: its delay ended` }),
    stopped: (time: string, by: string) => text({ zh: `${time} 被 ${by} 阻止`, en: `stopped by ${by} at ${time}` }),
    withdrawn: (time: string, by: string) => text({ zh: `${time} 由提出人 ${by} 撤回`, en: `withdrawn by ${by} at ${time}` }),
    expired: (time: string) => text({ zh: `${time} 过期，无人确认`, en: `expired at ${time}: nobody confirmed it` }),
    outdated: (time: string) => text({ zh: `${time} 失效：依据已变`, en: `outdated at ${time}: what it was based on changed` }),
  },
  confirmed: text({ zh: '已确认，变更已生效。', en: 'Confirmed: the change is in force.' }),
  joinCode: (code: string) =>
    text({
      zh: `加入码：${code}\n请将加入码只交给被邀请的本人；凭链接和加入码方可加入。`,
      en: `Join code: ${code}\nGive it to the person who is invited and to nobody else: they join with the link and this code.`,
    }),
  stopped: text({ zh: '已阻止该变更。', en: 'The change is stopped.' }),
  waits: (id: string) =>
    text({
      zh: `变更 ${id} 待另一位管理员确认后生效，7 天内有效。`,
      en: `Change ${id} waits for another administrator to confirm it, for 7 days.`,
    }),
  due: (id: string, time: string) =>
    text({
      zh: `没有其他管理员可以确认变更 ${id}：如无人阻止，将于 ${time} 生效。`,
      en: `No other administrator could confirm change ${id}: it is in force from ${time}, unless somebody stops it.`,
    }),
  next: (command: string) => text({ zh: `另一位管理员执行：${command}`, en: `Another administrator runs: ${command}` }),
  invitation: text({ zh: '邀请员工', en: 'invitation' }),
  renewal: text({ zh: '重新邀请（更换密码与动态验证码）', en: 'invitation with another password and second factor' }),
  grants: text({ zh: '角色', en: 'roles' }),
  sign_in_name: text({ zh: '单点登录名称', en: 'sign-in name' }),
  enable: text({ zh: '重新启用账户', en: 'account enabled again' }),
  settings: text({ zh: '品牌设置', en: 'settings of a brand' }),
  desk_settings: text({ zh: '服务台设置', en: 'settings of the desk' }),
  of: (name: string, by: string) => text({ zh: `${name}（${by} 提出）`, en: `${name}, by ${by}` }),
} as const
