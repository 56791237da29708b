import { text } from '@card-member/sdk/contract'
import type { CardMemberError, LocalizedText } from '@card-member/sdk/protocol'

/** What a check found about one field of a credential, or about one step of the way to the platform. */
export interface Finding {
  /** The field, or what was tried: `mode`, `connection`, `clock`, `signature`, `answer`, `permission`. */
  readonly check: string
  /** `unchecked` means that nobody knows whether it is in order. */
  readonly level: 'ok' | 'warning' | 'unchecked' | 'failure'
  /** Stable name of what was found. */
  readonly code: string
  /** What the words were made of. Nothing secret is among them. */
  readonly values: Readonly<Record<string, string | number>>
  /** What is so, and what to do about it. */
  readonly words: LocalizedText
  /** The official page on it. */
  readonly page?: string
}

// Official pages, by what they are about.
const rules = 'https://pay.weixin.qq.com/doc/v3/partner/4012081726'
const guide = 'https://pay.weixin.qq.com/doc/v3/partner/4015274639'

type Facts = Finding['values']

function ok(check: string, code: string, values: Facts, zh: string, en: string): Finding {
  return { check, level: 'ok', code, values, words: text({ zh, en }) }
}

function warning(check: string, code: string, values: Facts, zh: string, en: string): Finding {
  return { ...ok(check, code, values, zh, en), level: 'warning' }
}

function unchecked(check: string, code: string, values: Facts, zh: string, en: string): Finding {
  return { ...ok(check, code, values, zh, en), level: 'unchecked' }
}

function failure(check: string, code: string, values: Facts, page: string | undefined, zh: string, en: string): Finding {
  return { ...ok(check, code, values, zh, en), level: 'failure', ...(page === undefined ? {} : { page }) }
}

/** Everything that a check can find: code, level, words in both languages and the official page. */
export const found = {
  given: (field: string, value: string) => ok(field, 'VALUE_GIVEN', { value }, value, value),
  notGiven: (field: string) =>
    ok(field, 'NOT_GIVEN', {}, '未提供；仅接收通知或下载证书时需要', 'not given; only notifications and certificate downloads need it'),
  rsaKey: (field: string, bits: number) => ok(field, 'KEY_READ', { bits }, `RSA，${bits} 位`, `RSA, ${bits} bits`),
  apiv3Key: (field: string) => ok(field, 'APIV3_KEY_READ', { bytes: 32 }, '32 字节', '32 bytes'),
  certificateUntil: (field: string, serial_no: string, until: string) =>
    ok(
      field,
      'CERTIFICATE_READ',
      { serial_no, until },
      `序列号 ${serial_no}，有效期至 ${until}`,
      `serial ${serial_no}, valid until ${until}`,
    ),
  certificateExpired: (field: string, until: string) =>
    failure(
      field,
      'CERTIFICATE_EXPIRED',
      { until },
      undefined,
      `已于 ${until} 过期。请在商户平台申请新证书。`,
      `has expired at ${until}. Apply for a new one in the merchant platform.`,
    ),
  publicKeyMode: (ids: string) => ok('mode', 'MODE_PUBLIC_KEY', { ids }, `微信支付公钥模式，${ids}`, `public-key mode, ${ids}`),
  certificateMode: (ids: string) => ok('mode', 'MODE_CERTIFICATE', { ids }, `平台证书模式，${ids}`, `platform-certificate mode, ${ids}`),
  bothModes: (ids: string) =>
    ok('mode', 'MODE_BOTH', { ids }, `公钥与平台证书并存：${ids}`, `public key and platform certificates side by side: ${ids}`),
  fileChanged: () =>
    warning(
      'credential',
      'CREDENTIAL_CHANGED',
      {},
      '凭证文件在服务台启动后有改动；以下为新文件的检查结果，重启服务台后才会使用',
      'the credential file was changed after the desk started; what follows is about the new file, which the desk uses after a restart',
    ),
  notTried: () => unchecked('connection', 'NOT_TRIED', {}, '未检查：请先修正凭证文件', 'not checked: correct the credential file first'),
  connected: (url: string, ms: number) =>
    ok('connection', 'CONNECTED', { url, ms }, `${url} 在 ${ms} 毫秒内应答`, `${url} answered in ${ms} ms`),
  notConnected: (url: string, reason: LocalizedText) =>
    failure(
      'connection',
      'NOT_CONNECTED',
      { url },
      undefined,
      `无法连接 ${url}：${reason['zh-CN']}请检查 base_url、DNS、代理与防火墙。`,
      `${url} cannot be reached: ${reason.en} Check base_url, DNS, proxy and firewall.`,
    ),
  clock: (seconds: number) => ok('clock', 'CLOCK_NEAR', { seconds }, `与平台相差 ${seconds} 秒`, `${seconds} s away from the platform's`),
  clockDrifts: (seconds: number) => ({ ...clockOff(seconds), level: 'warning' as const }),
  clockOff: (seconds: number) => ({ ...clockOff(seconds), page: rules }),
  clockUnknown: () =>
    warning(
      'clock',
      'CLOCK_UNKNOWN',
      {},
      '应答没有 Date 头，无法比对时钟',
      'the answer carries no Date header, so the clock could not be compared',
    ),
  accepted: () =>
    ok(
      'signature',
      'SIGNATURE_ACCEPTED',
      {},
      '平台接受商户号（或品牌 ID）、serial_no 与私钥的签名',
      'the platform accepts the signature of caller, serial_no and private key',
    ),
  verified: (id: string) =>
    ok('answer', 'ANSWER_VERIFIED', { id }, `应答由已知密钥 ${id} 签名，验签通过`, `the answer is signed by ${id}, which is known`),
  unsigned: () =>
    unchecked(
      'answer',
      'ANSWER_UNSIGNED',
      {},
      '平台的拒绝应答没有签名，尚不能证明其密钥。请指定有权限的品牌（命令中为 --brand）。',
      'the platform refused without signing, so its key is not proven yet. Name a brand that you may act for (in commands --brand).',
    ),
  permitted: (brand_id: string) => ok('permission', 'PERMITTED', { brand_id }, `可以代表品牌 ${brand_id}`, `may act for brand ${brand_id}`),
  notPermitted: (brand_id: string, message: string) =>
    failure(
      'permission',
      'NOT_PERMITTED',
      { brand_id, message },
      guide,
      `无权代表品牌 ${brand_id}（${message}）。需由品牌为该商户号授权会员能力。`,
      `may not act for brand ${brand_id} (${message}). The brand has to authorise this mchid for member cards.`,
    ),
  permissionUnknown: () =>
    unchecked(
      'permission',
      'BRAND_NOT_NAMED',
      {},
      '未检查：请指定所代表的品牌（命令中为 --brand）',
      'not checked: name the brand that you act for (in commands --brand)',
    ),
  refused: (code: string, message: string) =>
    failure(
      'permission',
      'READ_REFUSED',
      { code, message },
      rules,
      `查询被拒绝：${code} ${message}`,
      `the read was refused: ${code} ${message}`,
    ),
  later: (check: string, status: string) =>
    unchecked(
      check,
      'ANSWERS_LATER',
      { status },
      `未检查：平台暂时无法应答（${status}），请稍后重试`,
      `not checked: the platform cannot answer now (${status}); try again later`,
    ),
  /** A mistake that the SDK recognises, with its own code and words. */
  recognised: (check: string, error: CardMemberError) => failure(check, error.code, {}, rules, error.in('zh-CN'), error.message),
} as const

function clockOff(seconds: number): Finding {
  return failure(
    'clock',
    'CLOCK_OFF',
    { seconds },
    undefined,
    `与平台相差 ${seconds} 秒；超过 300 秒请求会被拒绝。请校准本机时钟（NTP）。`,
    `${seconds} s away from the platform's; requests are refused from 300 s on. Set the clock of this machine (NTP).`,
  )
}
