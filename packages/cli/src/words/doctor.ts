import { text } from '@card-member/sdk/protocol'

/** Words of `card-member doctor`. */
export const doctorWords = {
  summary: text({
    zh: '逐项检查凭证文件，再发起一次无害的签名查询，并指出问题所在。',
    en: 'Check a credential file field by field, then read one template by a signed call, and report what is wrong.',
  }),
  brand: text({
    zh: '用于查询的品牌 ID；不填则不检查权限，命令以 1 结束',
    en: 'brand of the signed call; without it the permission is not checked, and the exit code is 1',
  }),
  json: text({ zh: '在标准输出打印一个 JSON 对象', en: 'one JSON object on standard output' }),
  allGood: text({ zh: '一切正常。', en: 'All good.' }),
  notGood: (count: number) => text({ zh: `有 ${count} 处需要修正。`, en: `${count} to correct.` }),
  notChecked: (checks: readonly string[]) =>
    text({
      zh: `未检查：${checks.join('、')}。是否正常尚不可知。`,
      en: `Not checked: ${checks.join(', ')}. It may be wrong.`,
    }),
  notTried: text({ zh: '未检查：请先修正凭证文件', en: 'not checked: correct the credential file first' }),
  given: (value: string) => text({ zh: value, en: value }),
  notGiven: text({ zh: '未提供；仅接收通知或下载证书时需要', en: 'not given; only notifications and certificate downloads need it' }),
  rsaKey: (bits: number) => text({ zh: `RSA，${bits} 位`, en: `RSA, ${bits} bits` }),
  certificateUntil: (serial: string, until: string) =>
    text({ zh: `序列号 ${serial}，有效期至 ${until}`, en: `serial ${serial}, valid until ${until}` }),
  certificateExpired: (until: string) =>
    text({
      zh: `已于 ${until} 过期。请在商户平台申请新证书。`,
      en: `has expired at ${until}. Apply for a new one in the merchant platform.`,
    }),
  apiv3Key: text({ zh: '32 字节', en: '32 bytes' }),
  publicKeyMode: (id: string) => text({ zh: `微信支付公钥模式，${id}`, en: `public-key mode, ${id}` }),
  certificateMode: (serial: string) => text({ zh: `平台证书模式，${serial}`, en: `platform-certificate mode, ${serial}` }),
  bothModes: (ids: string) => text({ zh: `公钥与平台证书并存：${ids}`, en: `public key and platform certificates side by side: ${ids}` }),
  connected: (url: string, ms: number) => text({ zh: `${url} 在 ${ms} 毫秒内应答`, en: `${url} answered in ${ms} ms` }),
  notConnected: (url: string, reason: string) =>
    text({
      zh: `无法连接 ${url}：${reason}请检查 base_url、DNS、代理与防火墙。`,
      en: `${url} cannot be reached: ${reason} Check base_url, DNS, proxy and firewall.`,
    }),
  clock: (seconds: number) => text({ zh: `与平台相差 ${seconds} 秒`, en: `${seconds} s away from the platform's` }),
  clockOff: (seconds: number) =>
    text({
      zh: `与平台相差 ${seconds} 秒；超过 300 秒请求会被拒绝。请校准本机时钟（NTP）。`,
      en: `${seconds} s away from the platform's; requests are refused from 300 s on. Set the clock of this machine (NTP).`,
    }),
  clockUnknown: text({ zh: '应答没有 Date 头，无法比对时钟', en: 'the answer carries no Date header, so the clock could not be compared' }),
  accepted: text({
    zh: '平台接受 mchid、serial_no 与私钥的签名',
    en: 'the platform accepts the signature of mchid, serial_no and private key',
  }),
  verified: (id: string) => text({ zh: `应答由已知密钥 ${id} 签名，验签通过`, en: `the answer is signed by ${id}, which is known` }),
  unsigned: text({
    zh: '平台的拒绝应答没有签名，尚不能证明其密钥。请用 --brand 指定有权限的品牌。',
    en: 'the platform refused without signing, so its key is not proven yet. Give --brand with a brand you may act for.',
  }),
  permitted: (brand_id: string) => text({ zh: `可以代表品牌 ${brand_id}`, en: `may act for brand ${brand_id}` }),
  notPermitted: (brand_id: string, message: string) =>
    text({
      zh: `无权代表品牌 ${brand_id}（${message}）。需由品牌为该商户号授权会员能力。`,
      en: `may not act for brand ${brand_id} (${message}). The brand has to authorise this mchid for member cards.`,
    }),
  permissionUnknown: text({ zh: '未检查：请用 --brand 给出所代表的品牌', en: 'not checked: give --brand with the brand that you act for' }),
  refused: (code: string, message: string) =>
    text({ zh: `查询被拒绝：${code} ${message}`, en: `the read was refused: ${code} ${message}` }),
  later: (status: string) =>
    text({
      zh: `未检查：平台暂时无法应答（${status}），请稍后重试`,
      en: `not checked: the platform cannot answer now (${status}); try again later`,
    }),
} as const
