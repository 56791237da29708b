import { said } from './said.ts'

/** Words of what all commands on a desk share. */
export const deskOptionWords = {
  connections: said(
    'connections file (default: connections.json beside the database, if it is there)',
    '连接文件（默认为数据库旁的 connections.json，存在时使用）',
  ),
  folder: said('where keys are kept (default: beside the SQLite file, or ./data)', '密钥存放目录（默认为 SQLite 文件所在目录，或 ./data）'),
  as: said('who you are', '以谁的身份执行'),
  passwordFile: said('file that holds the password; asked for on a terminal', '存放密码的文件；终端上会询问'),
  totp: said('code of the second factor; asked for on a terminal', '动态验证码；终端上会询问'),
  json: said('one JSON object on standard output', '在标准输出打印一个 JSON 对象'),
  brand: said('the brand', '品牌 ID'),
  askPassword: (name: string) => said(`Password of ${name}`, `${name} 的密码`),
  askAgain: said('The same password again', '请再次输入密码'),
  askTotp: said('Code of the second factor (six digits)', '动态验证码（6 位数字）'),
  totpForm: said('A code has six digits. Ctrl-C gives up.', '动态验证码为 6 位数字。按 Ctrl-C 放弃。'),
  passwordsDiffer: said('The two passwords differ. Ctrl-C gives up.', '两次输入的密码不一致。按 Ctrl-C 放弃。'),
  empty: said('It must not be empty. Ctrl-C gives up.', '不能为空。按 Ctrl-C 放弃。'),
  givenUp: said('Given up.', '已放弃。'),
  cannotAsk: (options: string) =>
    said(`This is no terminal, so nobody can be asked. For scripts give ${options}.`, `当前不是终端，无法询问。脚本中请给出 ${options}。`),
  badTotp: said('--totp must be six digits.', '--totp 必须是 6 位数字。'),
  notWritten: (path: string, reason: string) => said(`${path} cannot be written (${reason}).`, `无法写入 ${path}（${reason}）。`),
  noDatabase: (file: string) =>
    said(
      `There is no desk at ${file}. Say where it is with --database, or begin with: card-member desk add-user`,
      `${file} 处没有服务台数据库。请用 --database 指明，或先执行：card-member desk add-user`,
    ),
  notOpened: (reason: string) => said(`The desk did not open: ${reason}`, `服务台未能打开：${reason}`),
  number: (text: string) => said(`${text} is no whole number from 0 up.`, `${text} 不是非负整数。`),
} as const
