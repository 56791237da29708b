import type { CredentialError, Words } from '@card-member/sdk/protocol'

/** A mistake in a tenants file or in a file that it names; the message is one line that says where and what to do. */
export class TenantsError extends Error {
  override readonly name = 'TenantsError'
  readonly words: Words

  constructor(words: Words, options?: ErrorOptions) {
    super(words.en, options)
    this.words = words
  }
}

/** For what the SDK refuses in a file that was named. */
export function notTaken(error: CredentialError): TenantsError {
  return new TenantsError({ en: error.message, 'zh-CN': error.in('zh-CN') }, { cause: error })
}

const said = (en: string, zh: string): Words => ({ en, 'zh-CN': zh })

/** Every mistake that the fields of a tenants file can make together, to stand behind the name of the field. */
export const mistakes = {
  brandTwice: (brand_id: string) => said(`has the brand_id ${brand_id}, which stands twice`, `的 brand_id ${brand_id} 重复，请只保留一个`),
  merchantTwice: (mchid: string, serial_no: string) =>
    said(
      `has the mchid ${mchid} with the serial_no ${serial_no}, which stand twice`,
      `的 mchid ${mchid} 与 serial_no ${serial_no} 重复，同一组请只保留一个`,
    ),
  serialTwice: (serial_no: string) =>
    said(`has the serial_no ${serial_no}, which stands twice`, `的 serial_no ${serial_no} 重复，请只保留一个`),
  brandUnknown: (brand_id: string) =>
    said(`names the brand ${brand_id}, which is not under brands`, `中的品牌 ${brand_id} 不在 brands 中，请先在 brands 中添加该品牌`),
  bothKeys: () =>
    said('has certificate_file and public_key_file; give one of them', '同时填写了 certificate_file 与 public_key_file，请只保留其一'),
  serialDiffers: (serial_no: string) =>
    said(`differs from the certificate's, ${serial_no}; leave it out`, `与证书的序列号 ${serial_no} 不一致，请删去此字段`),
  keyMissing: () =>
    said('needs certificate_file, or public_key_file and serial_no', '须填写 certificate_file，或同时填写 public_key_file 与 serial_no'),
  pairBroken: () =>
    said(
      'is missing: key_id and private_key_file go together; give both or neither',
      '未填写：key_id 与 private_key_file 须同时填写，或都不填',
    ),
  keyTwice: (key_id: string) => said(`has the key ${key_id}, which stands twice`, `的密钥 ${key_id} 重复，请只保留一个`),
  keyUnnamed: () => said('needs key_id or certificate_file', '须填写 key_id 或 certificate_file'),
  keyOfOther: () => said('does not belong to certificate_file', '与 certificate_file 不配对'),
  noneInForce: () =>
    said(
      'has no key in force now; give one whose effective_time has come and whose expire_time has not',
      '中没有当前有效的密钥，请提供 effective_time 已到、expire_time 未到的密钥',
    ),
} satisfies Record<string, (...facts: string[]) => Words>

/** For a platform that neither was given keys nor has made any. */
export function noOwnKey(folder: string): TenantsError {
  return new TenantsError(
    said(
      `platform: no key is named, and ${folder} has none of its own (platform_key.pem, wechatpay_pub.id)`,
      `租户文件的 platform 未指定密钥，${folder} 中也没有平台自己的密钥（platform_key.pem、wechatpay_pub.id）`,
    ),
  )
}
