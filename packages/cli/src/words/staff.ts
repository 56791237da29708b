import { text } from '@card-member/sdk/protocol'

/** Words of `card-member desk staff`. */
export const staffWords = {
  summary: text({ zh: '管理服务台员工。', en: 'Add, list, disable and enable staff, and set their roles.' }),
  add: text({
    zh: '新增员工，在运行服务台的机器上执行，无需登录；otpauth URI 仅打印一次。',
    en: 'Add somebody, on the machine of the desk and without signing in. Prints their otpauth URI, which cannot be shown again.',
  }),
  list: text({ zh: '列出员工及其角色。', en: 'List staff and their roles.' }),
  grant: text({ zh: '设置员工的角色，取代原有角色。', en: "Set somebody's roles, in place of those they had." }),
  disable: text({ zh: '停用员工，其会话立即结束。', en: 'Disable an account; its sessions end at once.' }),
  enable: text({
    zh: '重新启用员工，保留其原有角色、密码与动态验证码。',
    en: 'Enable a disabled account again, with the roles, password and second factor it had.',
  }),
  name: text({ zh: '用户名', en: 'name of the account' }),
  signInName: text({
    zh: '身份系统（OpenID Connect）中的登录名，如邮箱；默认与用户名相同',
    en: 'name at your OpenID Connect provider, such as an e-mail address (default: the name of the account)',
  }),
  role: text({
    zh: 'viewer、clerk、author、approver、manager、auditor 或 admin；可重复，或用逗号分隔',
    en: 'viewer, clerk, author, approver, manager, auditor or admin; repeat it or use commas for several',
  }),
  brands: text({ zh: '角色适用的品牌，可填多个；默认全部品牌', en: 'brands that the roles are for (default: every brand)' }),
  badRole: (name: string, known: string) =>
    text({ zh: `--role：没有角色 ${name}；可用角色：${known}。`, en: `--role: there is no role ${name}. The roles are ${known}.` }),
  added: (name: string) =>
    text({
      zh: `已新增 ${name}。请将以下内容交给本人导入验证器应用，仅显示这一次：`,
      en: `${name} was added. Give them this URI for their authenticator app; it is not shown again:`,
    }),
  unknown: (name: string, command: string) =>
    text({
      zh: `没有名为 ${name} 的员工。查看所有员工：${command}`,
      en: `There is no account named ${name}. To see all: ${command}`,
    }),
  disabled: text({ zh: '已停用', en: 'disabled' }),
  noRole: text({ zh: '没有角色', en: 'no role' }),
} as const
