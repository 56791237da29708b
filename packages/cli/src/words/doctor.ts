import { said } from './said.ts'

/** Words of `card-member doctor`. */
export const doctorWords = {
  summary: said(
    'Check a credential file field by field, then make one harmless signed read, and say what is wrong.',
    '逐项检查凭证文件，再发起一次无害的签名查询，并指出问题所在。',
  ),
  brand: said(
    'brand to read with; without it the permission is not checked, and the command ends with 1',
    '用于查询的品牌 ID；不填则不检查权限，命令以 1 结束',
  ),
  json: said('one JSON object on standard output', '在标准输出打印一个 JSON 对象'),
  allGood: said('All good.', '一切正常。'),
  notGood: (count: number) => said(`${count} to mend.`, `有 ${count} 处需要修正。`),
  notChecked: (checks: readonly string[]) =>
    said(`Not checked: ${checks.join(', ')}. Nobody knows yet whether it is in order.`, `未检查：${checks.join('、')}。是否正常尚不可知。`),
  notTried: said('not checked: mend the credential file first', '未检查：请先修正凭证文件'),
  given: (value: string) => said(value, value),
  notGiven: said('not given; only notifications and certificate downloads need it', '未提供；仅接收通知或下载证书时需要'),
  rsaKey: (bits: number) => said(`RSA, ${bits} bits`, `RSA，${bits} 位`),
  certificateUntil: (serial: string, until: string) =>
    said(`serial ${serial}, valid until ${until}`, `序列号 ${serial}，有效期至 ${until}`),
  certificateExpired: (until: string) =>
    said(`has expired at ${until}. Apply for a new one in the merchant platform.`, `已于 ${until} 过期。请在商户平台申请新证书。`),
  apiv3Key: said('32 bytes', '32 字节'),
  publicKeyMode: (id: string) => said(`public-key mode, ${id}`, `微信支付公钥模式，${id}`),
  certificateMode: (serial: string) => said(`platform-certificate mode, ${serial}`, `平台证书模式，${serial}`),
  bothModes: (ids: string) => said(`public key and platform certificates side by side: ${ids}`, `公钥与平台证书并存：${ids}`),
  connected: (url: string, ms: number) => said(`${url} answered in ${ms} ms`, `${url} 在 ${ms} 毫秒内应答`),
  notConnected: (url: string, reason: string) =>
    said(
      `${url} cannot be reached: ${reason} Check base_url, DNS, proxy and firewall.`,
      `无法连接 ${url}：${reason}请检查 base_url、DNS、代理与防火墙。`,
    ),
  clock: (seconds: number) => said(`${seconds} s away from the platform's`, `与平台相差 ${seconds} 秒`),
  clockOff: (seconds: number) =>
    said(
      `${seconds} s away from the platform's; requests are refused from 300 s on. Set the clock of this machine (NTP).`,
      `与平台相差 ${seconds} 秒；超过 300 秒请求会被拒绝。请校准本机时钟（NTP）。`,
    ),
  clockUnknown: said('the answer carries no Date header, so the clock could not be compared', '应答没有 Date 头，无法比对时钟'),
  accepted: said('the platform accepts the signature of mchid, serial_no and private key', '平台接受 mchid、serial_no 与私钥的签名'),
  verified: (id: string) => said(`the answer is signed by ${id}, which is known`, `应答由已知密钥 ${id} 签名，验签通过`),
  unsigned: said(
    'the platform refused without signing, so its key is not proven yet. Give --brand with a brand you may act for.',
    '平台的拒绝应答没有签名，尚不能证明其密钥。请用 --brand 指定有权限的品牌。',
  ),
  permitted: (brand_id: string) => said(`may act for brand ${brand_id}`, `可以代表品牌 ${brand_id}`),
  notPermitted: (brand_id: string, message: string) =>
    said(
      `may not act for brand ${brand_id} (${message}). The brand has to authorise this mchid for member cards.`,
      `无权代表品牌 ${brand_id}（${message}）。需由品牌为该商户号授权会员能力。`,
    ),
  permissionUnknown: said('not checked: give --brand with the brand that you act for', '未检查：请用 --brand 给出所代表的品牌'),
  refused: (code: string, message: string) => said(`the read was refused: ${code} ${message}`, `查询被拒绝：${code} ${message}`),
  later: (status: string) =>
    said(`not checked: the platform cannot answer now (${status}); try again later`, `未检查：平台暂时无法应答（${status}），请稍后重试`),
} as const
