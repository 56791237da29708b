import type { Words } from '@card-member/sdk/protocol'

/** A mistake in the connections file; the message says where and what to do. */
export class ConnectionsError extends Error {
  override readonly name = 'ConnectionsError'
  readonly words: Words

  constructor(at: Words, mistake: Words) {
    super(`${at.en}: ${mistake.en}`)
    this.words = { en: this.message, 'zh-CN': `${at['zh-CN']}：${mistake['zh-CN']}` }
  }
}

const said = (en: string, zh: string): Words => ({ en, 'zh-CN': zh })

/** Every mistake in a connections file that is none of a single field or of a credential, to stand behind its place. */
export const mistakes = {
  // What a parser quotes of the text may be a secret, for an entry may hold a credential.
  notJson: () => said('it is not JSON', '内容不是 JSON'),
  notRead: (error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'ENOENT') return said('it does not exist; check the path', '文件不存在，请检查路径')
    return said(`it cannot be read${code && ` (${code})`}`, `无法读取${code && `（${code}）`}`)
  },
  notList: () => said('it must hold a JSON list', '内容须为一个 JSON 数组'),
  notObject: () => said('must be an object with name and credential_file', '须为含 name 与 credential_file 的对象'),
  nameTaken: (name: string) => said(`the name ${name} is taken`, `name ${name} 已被前面的项使用`),
  fieldUnknown: (name: string, known: readonly string[]) =>
    said(`unknown field ${name}; known are ${known.join(', ')}`, `未知字段 ${name}；可用字段：${known.join('、')}`),
  sandboxIsWeChatPay: (base_url: string) =>
    said(
      `sandbox is true, but ${base_url} is WeChat Pay itself; give the base_url of a sandbox`,
      `sandbox 为 true，但 ${base_url} 是微信支付正式环境；请填写沙箱的 base_url`,
    ),
  sandboxIsEarnest: (base_url: string, name: string) =>
    said(
      `sandbox is true, but ${base_url} is the platform of ${name}, which is no sandbox`,
      `sandbox 为 true，但 ${base_url} 是非沙箱连接 ${name} 所用的平台`,
    ),
  brandsOfOther: (brand_id: string) =>
    said(
      `brands must be ["${brand_id}"] or be left out: the credential is that of the brand ${brand_id} itself`,
      `brands 须为 ["${brand_id}"] 或不填：所用凭证属于品牌 ${brand_id} 自身`,
    ),
}
