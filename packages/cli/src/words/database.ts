import { text } from '@card-member/sdk/protocol'

/** Words of where a database is. */
export const databaseWords = {
  database: text({
    zh: 'sqlite:文件 或 postgres://用户:密码@主机:端口/库名',
    en: 'sqlite:FILE or postgres://USER:PASSWORD@HOST:PORT/NAME',
  }),
  databaseFile: text({
    zh: '存放数据库地址的文件，代替 --database：进程的参数（包括其中的密码）对其他用户可见',
    en: 'file with the URL of the database, in place of --database: other users can see the arguments of a process, and a password in them',
  }),
} as const
