import { text } from '@card-member/sdk/protocol'

/** Words of what all commands on a desk share. */
export const deskOptionWords = {
  connections: text({
    zh: '连接文件（默认为数据库旁的 connections.json，存在时使用）',
    en: 'connections file (default: connections.json beside the database, if it is there)',
  }),
  folder: text({
    zh: '密钥存放目录（默认为 SQLite 文件所在目录，或 ./data）',
    en: 'folder of the keys (default: beside the SQLite file, or ./data)',
  }),
  sessionFile: text({
    zh: '会话文件：首个命令登录并写入，之后的命令不再需要动态验证码；不填则使用 desk sign-in 写入的文件',
    en: 'session file: the first command signs in and writes it, those that follow need no code (default: the file of desk sign-in)',
  }),
  signIn: text({
    zh: '登录一次，供之后的命令使用：会话保存在仅本人可读的文件中，12 小时内有效。',
    en: 'Sign in once for the commands that follow: the session is kept in a file that only you read, for 12 hours.',
  }),
  signOut: text({ zh: '结束会话并删除会话文件。', en: 'End the session and delete its file.' }),
  signedIn: (name: string, path: string) =>
    text({ zh: `${name} 已登录，会话文件：${path}`, en: `Signed in as ${name}. The session is in ${path}` }),
  signedOut: (name: string) => text({ zh: `${name} 已退出登录。`, en: `Signed out: ${name}.` }),
  notSignedIn: (path: string) => text({ zh: `没有会话文件 ${path}。`, en: `Nobody is signed in: there is no ${path}.` }),
  noSessionFile: (path: string) =>
    text({
      zh: `${path} 不是会话文件。请删除它，或用 --session-file 指定其他文件。`,
      en: `${path} is no session file. Delete it, or name another with --session-file.`,
    }),
  otherSession: (path: string, name: string) =>
    text({
      zh: `${path} 是 ${name} 的会话。请用 --session-file 指定其他文件。`,
      en: `${path} is the session of ${name}. Name another file with --session-file.`,
    }),
  signInFirst: text({
    zh: '请先登录（card-member desk sign-in --as NAME），或用 --as 指明身份。',
    en: 'Sign in first (card-member desk sign-in --as NAME), or say who you are with --as.',
  }),
  codeNeeded: text({
    zh: '距上次输入动态验证码已超过 5 分钟。请加上 --totp CODE 再次执行。',
    en: 'The last code of the second factor was given more than 5 minutes ago. Run the command again with --totp CODE.',
  }),
  as: text({ zh: '以谁的身份执行', en: 'name of who signs in' }),
  passwordFile: text({ zh: '存放密码的文件；终端上会询问', en: 'file with the password; a terminal asks for it' }),
  totp: text({ zh: '动态验证码；终端上会询问', en: 'code of the second factor; a terminal asks for it' }),
  json: text({ zh: '在标准输出打印一个 JSON 对象', en: 'one JSON object on standard output' }),
  brand: text({ zh: '品牌 ID', en: 'id of the brand' }),
  askPassword: (name: string) => text({ zh: `${name} 的密码`, en: `Password of ${name}` }),
  askAgain: text({ zh: '请再次输入密码', en: 'The same password again' }),
  askTotp: text({ zh: '动态验证码（6 位数字）', en: 'Code of the second factor (six digits)' }),
  totpForm: text({ zh: '动态验证码为 6 位数字。按 Ctrl-C 放弃。', en: 'A code has six digits. Ctrl-C gives up.' }),
  passwordsDiffer: text({ zh: '两次输入的密码不一致。按 Ctrl-C 放弃。', en: 'The two passwords differ. Ctrl-C gives up.' }),
  empty: text({ zh: '不能为空。按 Ctrl-C 放弃。', en: 'It must not be empty. Ctrl-C gives up.' }),
  givenUp: text({ zh: '已放弃。', en: 'Given up.' }),
  cannotAsk: (options: string) =>
    text({
      zh: `当前不是终端，无法询问。脚本中请给出 ${options}。`,
      en: `This is no terminal, so nobody can be asked. For scripts give ${options}.`,
    }),
  badTotp: text({ zh: '--totp 必须是 6 位数字。', en: '--totp must be six digits.' }),
  notWritten: (path: string, reason: string) =>
    text({ zh: `无法写入 ${path}（${reason}）。`, en: `${path} cannot be written (${reason}).` }),
  noDatabase: (file: string) =>
    text({
      zh: `${file} 处没有服务台数据库。请用 --database 指明，或先执行：card-member desk staff add`,
      en: `There is no desk at ${file}. Say where it is with --database, or begin with: card-member desk staff add`,
    }),
  notOpened: (reason: string) => text({ zh: `服务台未能打开：${reason}`, en: `The desk did not open: ${reason}` }),
  number: (value: string) => text({ zh: `${value} 不是非负整数。`, en: `${value} is no whole number from 0 up.` }),
} as const
