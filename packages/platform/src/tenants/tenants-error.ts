import { text } from '@card-member/sdk/contract'
import type { CredentialError, LocalizedText } from '@card-member/sdk/protocol'
import { LocalizedError } from '@card-member/service/localized-error'

/** A tenants file, or a file that it names, is wrong. The message is one line: which field, what to do. */
export class TenantsError extends LocalizedError {
  override readonly name = 'TenantsError'
}

/** Wraps an error of the SDK about a file that the tenants file names. */
export function credentialIssue(error: CredentialError): TenantsError {
  return new TenantsError(text({ zh: error.in('zh-CN'), en: error.message }), { cause: error })
}

/** Everything that can be wrong between fields of a tenants file. Each text follows the name of the field. */
export const tenantsIssues = {
  brandTwice: (brand_id: string) =>
    text({ zh: `的 brand_id ${brand_id} 重复，请只保留一个`, en: `repeats the brand_id ${brand_id}; keep one entry` }),
  merchantTwice: (mchid: string, serial_no: string) =>
    text({
      zh: `的 mchid ${mchid} 与 serial_no ${serial_no} 重复，同一组请只保留一个`,
      en: `repeats the mchid ${mchid} with the serial_no ${serial_no}; keep one entry`,
    }),
  serialTwice: (serial_no: string) =>
    text({ zh: `的 serial_no ${serial_no} 重复，请只保留一个`, en: `repeats the serial_no ${serial_no}; keep one entry` }),
  brandUnknown: (brand_id: string) =>
    text({
      zh: `中的品牌 ${brand_id} 不在 brands 中，请先在 brands 中添加该品牌`,
      en: `names the brand ${brand_id}, which is not under brands`,
    }),
  bothKeys: () =>
    text({
      zh: '同时填写了 certificate_file 与 public_key_file，请只保留其一',
      en: 'has certificate_file and public_key_file; keep one of them',
    }),
  serialDiffers: (serial_no: string) =>
    text({
      zh: `与证书的序列号 ${serial_no} 不一致，请删去此字段`,
      en: `differs from the serial number of the certificate, ${serial_no}; remove this field`,
    }),
  keyMissing: () =>
    text({
      zh: '须填写 certificate_file，或同时填写 public_key_file 与 serial_no',
      en: 'needs certificate_file, or public_key_file and serial_no',
    }),
  pairBroken: () =>
    text({
      zh: '未填写：key_id 与 private_key_file 须同时填写，或都不填',
      en: 'is missing: key_id and private_key_file go together; give both or neither',
    }),
  keyTwice: (key_id: string) => text({ zh: `的密钥 ${key_id} 重复，请只保留一个`, en: `repeats the key ${key_id}; keep one entry` }),
  keyUnnamed: () => text({ zh: '须填写 key_id 或 certificate_file', en: 'needs key_id or certificate_file' }),
  keyOfOther: () => text({ zh: '与 certificate_file 不配对', en: 'does not belong to certificate_file' }),
  noneInForce: () =>
    text({
      zh: '中没有当前有效的密钥，请提供 effective_time 已到、expire_time 未到的密钥',
      en: 'has no valid key; add one whose effective_time has passed and whose expire_time has not',
    }),
} satisfies Record<string, (...facts: string[]) => LocalizedText>

/** The tenants file names no platform key, and the folder has none. */
export function noPlatformKey(folder: string): TenantsError {
  return new TenantsError(
    text({
      zh: `租户文件的 platform 未指定密钥，${folder} 中也没有平台自己的密钥（platform_key.pem、wechatpay_pub.id）`,
      en: `the tenants file names no platform key, and ${folder} has none (platform_key.pem, wechatpay_pub.id)`,
    }),
  )
}
