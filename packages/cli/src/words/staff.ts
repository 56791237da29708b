import { text } from '@card-member/sdk/protocol'

/** Words of `card-member desk staff`. */
export const staffWords = {
  summary: text({ zh: '管理服务台员工。', en: 'Invite, list, disable and enable staff, and set their roles.' }),
  add: text({
    zh: '在运行服务台的机器上新增首位管理员或测试账号，无需登录；otpauth URI 仅打印一次。其他人请用 invite。',
    en: 'Add the first administrator or an account for tests, on the machine of the desk and without signing in. Prints the otpauth URI, which cannot be shown again. Invite everybody else.',
  }),
  invite: text({
    zh: '邀请员工：打印一个 72 小时内有效、仅能使用一次的链接，由本人设置密码与动态验证码。不带 --role 时，为丢失第二因素的已有员工重新邀请。',
    en: 'Invite somebody: prints a link that works once, for 72 hours; its holder sets a password and a second factor. Without --role: somebody with an account who lost their second factor.',
  }),
  publicUrl: text({
    zh: '链接中服务台的地址；默认为运行中服务台的地址',
    en: 'address of the desk in the link (default: that of the desk that runs)',
  }),
  invitations: text({ zh: '列出邀请。', en: 'List invitations.' }),
  stopInvitation: text({ zh: '停止邀请，其链接立即失效。', en: 'Stop an invitation; its link stops working at once.' }),
  invitationId: text({ zh: '邀请的 ID', en: 'id of the invitation' }),
  invited: (name: string) =>
    text({
      zh: `已邀请 ${name}。请将以下链接只交给本人；链接生效后 72 小时内可使用一次：`,
      en: `${name} is invited. Give this link to them and to nobody else; it works once, for 72 hours from when it is in force:`,
    }),
  existsAlready: (name: string) =>
    text({
      zh: `已有员工 ${name}。若其丢失了第二因素，请去掉 --role 与 --brand 后重新邀请；若要修改角色，请用 grant。`,
      en: `${name} has an account. For a lost second factor leave out --role and --brand; to change roles use grant.`,
    }),
  roleMissing: (name: string) =>
    text({
      zh: `没有员工 ${name}。邀请新员工时请用 --role 指明角色。`,
      en: `There is no account named ${name}. To invite somebody new, give their roles with --role.`,
    }),
  states: {
    waiting: text({ zh: '等待生效', en: 'waits' }),
    open: text({ zh: '可使用', en: 'open' }),
    used: text({ zh: '已使用', en: 'used' }),
    stopped: text({ zh: '已停止', en: 'stopped' }),
    expired: text({ zh: '已过期', en: 'expired' }),
  },
  stopped: text({ zh: '邀请已停止。', en: 'The invitation is stopped.' }),
  join: text({
    zh: '用邀请链接加入服务台：设置密码，用验证器应用扫描二维码，并输入第一个动态验证码。',
    en: 'Join a desk by the link of an invitation: set a password, scan the QR code with an authenticator app, and give its first code.',
  }),
  link: text({ zh: '邀请链接；指明数据库时也可只写 # 之后的部分', en: 'link of the invitation, or what follows # in it' }),
  joinName: text({ zh: '用户名（仅首位管理员自行选择）', en: 'name of the account; only the first administrator chooses one' }),
  newPasswordFile: text({ zh: '存放新密码的文件；终端上会询问', en: 'file with the new password; a terminal asks for it' }),
  otpauthFile: text({
    zh: '供脚本使用：将 otpauth URI 写入此文件（仅本人可读），并由本命令自行输入第一个验证码',
    en: 'for scripts: write the otpauth URI to this file, which only its owner reads, and give the first code by itself',
  }),
  joinCodeOption: text({
    zh: '确认此邀请的管理员给您的加入码；默认询问',
    en: 'what the administrator gave you who confirmed the invitation (default: asked)',
  }),
  askJoinCode: text({ zh: '加入码（向确认此邀请的管理员索取）', en: 'Join code (the administrator who confirmed your invitation has it)' }),
  askName: text({ zh: '请选择用户名', en: 'Name of your account' }),
  scan: text({
    zh: '请用验证器应用扫描二维码（或手动输入其中的密钥）：',
    en: 'Scan this with an authenticator app, or type the secret in it by hand:',
  }),
  wrongCode: text({ zh: '验证码不正确，请再试一次。', en: 'That code is wrong; try the next one.' }),
  joined: (name: string) => text({ zh: `${name}，您已加入服务台。`, en: `You have joined the desk as ${name}.` }),
  badLink: text({
    zh: '链接应为邀请中的完整链接，如 https://desk.example.com/join#…',
    en: 'The link must be the whole link of the invitation, such as https://desk.example.com/join#…',
  }),
  unreachable: (url: string, reason: string) =>
    text({ zh: `无法连接服务台 ${url}（${reason}）。`, en: `The desk at ${url} does not answer (${reason}).` }),
  list: text({ zh: '列出员工及其角色。', en: 'List staff and their roles.' }),
  grant: text({ zh: '设置员工的角色，取代原有角色。', en: "Set somebody's roles, in place of those they had." }),
  setFullName: text({
    zh: '设置员工的姓名，立即生效。',
    en: 'Set what people call somebody, in place of the full name they had. It is in force at once.',
  }),
  disable: text({ zh: '停用员工，其会话立即结束。', en: 'Disable an account; its sessions end at once.' }),
  enable: text({
    zh: '重新启用员工，须另一位管理员确认；保留其原有角色、密码与第二因素。',
    en: 'Enable a disabled account again, with the roles, password and second factors it had. Another administrator confirms it.',
  }),
  name: text({ zh: '用户名', en: 'name of the account' }),
  fullName: text({ zh: '姓名，如“王敏”；页面与证据中与用户名一同显示', en: 'what people call them, shown with the name of the account' }),
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
