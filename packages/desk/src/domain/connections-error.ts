import { text } from '@card-member/sdk/contract'
import type { LocalizedText } from '@card-member/sdk/protocol'
import { LocalizedError } from '@card-member/service/localized-error'

/** An error in the connections file; the message says where and what to do. */
export class ConnectionsError extends LocalizedError {
  override readonly name = 'ConnectionsError'

  constructor(at: LocalizedText, problem: LocalizedText) {
    super(text({ zh: `${at['zh-CN']}：${problem['zh-CN']}`, en: `${at.en}: ${problem.en}` }))
  }
}

/** The mistakes in a connections file that concern more than one field. The words follow the place of the mistake. */
export const connectionsErrors = {
  // What a parser quotes of the text may be a secret, for an entry may hold a credential.
  notJson: () => text({ zh: '内容不是 JSON', en: 'it is not JSON' }),
  notRead: (error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'ENOENT') return text({ zh: '文件不存在，请检查路径', en: 'it does not exist; check the path' })
    return text({ zh: `无法读取${code && `（${code}）`}`, en: `it cannot be read${code && ` (${code})`}` })
  },
  notList: () => text({ zh: '内容须为一个 JSON 数组', en: 'it must hold a JSON list' }),
  notObject: () => text({ zh: '须为含 name 与 credential_file 的对象', en: 'must be an object with name and credential_file' }),
  nameTaken: (name: string) => text({ zh: `name ${name} 已被前面的项使用`, en: `the name ${name} is taken` }),
  fieldUnknown: (name: string, known: readonly string[]) =>
    text({ zh: `未知字段 ${name}；可用字段：${known.join('、')}`, en: `unknown field ${name}; known are ${known.join(', ')}` }),
  tokenWithoutSandbox: () =>
    text({
      zh: '填写了 sandbox_token_file，但 sandbox 不为 true',
      en: 'sandbox_token_file is given, but sandbox is not true',
    }),
  sandboxIsWeChatPay: (base_url: string) =>
    text({
      zh: `sandbox 为 true，但 ${base_url} 是微信支付正式环境；请填写沙箱的 base_url`,
      en: `sandbox is true, but ${base_url} is WeChat Pay itself; give the base_url of a sandbox`,
    }),
  sandboxIsEarnest: (base_url: string, name: string) =>
    text({
      zh: `sandbox 为 true，但 ${base_url} 是非沙箱连接 ${name} 所用的平台`,
      en: `sandbox is true, but ${base_url} is the platform of ${name}, which is no sandbox`,
    }),
  brandsOfOther: (brand_id: string) =>
    text({
      zh: `brands 须为 ["${brand_id}"] 或不填：所用凭证属于品牌 ${brand_id} 自身`,
      en: `brands must be ["${brand_id}"] or be left out: the credential is that of the brand ${brand_id} itself`,
    }),
}
