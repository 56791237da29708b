import { text } from '@card-member/sdk/protocol'

/** Words of `card-member platform`. */
export const platformWords = {
  summary: text({
    zh: '运行平台：实现微信支付商家名片会员接口的服务器。',
    en: "Run the platform: a server that answers WeChat Pay's member-card API.",
  }),
  port: text({ zh: '监听端口；0 表示任意空闲端口', en: 'port to listen on; 0 is any free one' }),
  host: text({ zh: '监听地址', en: 'address to listen on' }),
  tenants: text({ zh: '租户文件：谁可以调用、代表哪些品牌', en: 'tenants file: who may call, for which brands' }),
  publicUrl: text({
    zh: '调用方访问的地址（与监听地址不同时填写）：用于图片地址，演练控制也接受该主机名',
    en: 'address that callers use, when it is another: image URLs begin with it, and the sandbox accepts its host',
  }),
  badPublicUrl: text({
    zh: '--public-url 须为 http:// 或 https:// 加主机名，不带路径，例如 https://cards.example.com。',
    en: '--public-url must be http:// or https:// and a host, without a path, such as https://cards.example.com.',
  }),
  sandbox: text({
    zh: '在 /_sandbox/ 下开放演练控制；切勿用于真实会员',
    en: 'open the controls for rehearsal under /_sandbox/; not for real members',
  }),
  sandboxToken: text({
    zh: '演练控制所需的令牌；默认自动生成并保存在数据目录；--host 可被他人访问时必填',
    en: 'token of the controls (default: one is made and kept in the data folder); required when others can reach --host',
  }),
  sandboxOpened: (token: string, file: string) =>
    text({ zh: `沙箱令牌为 ${token}，保存在 ${file}。`, en: `The sandbox's token is ${token}, kept in ${file}.` }),
  sandboxOpen: (host: string) =>
    text({
      zh: `在 ${host} 上使用 --sandbox 会向他人开放演练控制。请提供 --sandbox-token，或监听 127.0.0.1。`,
      en: `--sandbox at ${host} would open the controls to others. Give --sandbox-token, or listen at 127.0.0.1.`,
    }),
  badPort: (option: string) => text({ zh: `${option} 必须是 0 到 65535 的数字。`, en: `${option} must be a number from 0 to 65535.` }),
  portTaken: (port: number) =>
    text({
      zh: `端口 ${port} 已被占用。请停止占用它的程序，或用 --port 指定其他端口。`,
      en: `Port ${port} is taken. Stop the program that uses it, or choose another with --port.`,
    }),
  notStarted: (reason: string) => text({ zh: `平台未能启动：${reason}`, en: `The platform did not start: ${reason}` }),
} as const
