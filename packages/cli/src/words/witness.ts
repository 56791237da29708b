import { text } from '@card-member/sdk/protocol'

/** Words of `card-member witness`. */
export const witnessWords = {
  summary: text({
    zh: '运行见证服务：记住每个日志的最新检查点，联署其延续，拒绝被回退或改写的日志。',
    en: 'Run a witness: it keeps the last checkpoint of each log, cosigns what extends it and refuses a log that was rolled back or changed.',
  }),
  data: text({
    zh: '数据目录：见证密钥（witness.key）和各日志的最新检查点',
    en: 'folder of the key of the witness (witness.key) and the last checkpoint of each log',
  }),
  log: text({
    zh: '要见证的日志的验证密钥（vkey），可重复填写；日志名称即密钥名称',
    en: 'verifier key (vkey) of a log to follow, may be repeated; the origin of the log is the name of the key',
  }),
  logs: text({ zh: '验证密钥文件，每行一个', en: 'file with verifier keys, one on each line' }),
  name: text({ zh: '见证方名称，首次生成密钥时使用', en: 'name of the witness, used when its key is made' }),
  noLogs: text({
    zh: '未指定要见证的日志。请用 --log 填写验证密钥，或用 --logs 指定文件。',
    en: 'No log to follow. Give its verifier key with --log, or a file of them with --logs.',
  }),
  notALog: (name: string) =>
    text({
      zh: `${name} 的密钥是见证方的密钥。请填写日志的验证密钥。`,
      en: `The key ${name} is that of a witness. Give the verifier key of a log.`,
    }),
  notAWitness: (file: string) =>
    text({
      zh: `${file} 不是见证密钥。请指定其他 --data 目录，或恢复原文件。`,
      en: `${file} is not the key of a witness. Give another folder with --data, or restore the file.`,
    }),
  unreadable: (file: string, reason: string) =>
    text({
      zh: `无法读取 ${file}（${reason}）。请检查路径和权限。`,
      en: `${file} cannot be read (${reason}). Check the path and its permissions.`,
    }),
} as const
