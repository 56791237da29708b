import { text } from '@card-member/sdk/protocol'

/** Words of `card-member keys`. */
export const keysWords = {
  summary: text({ zh: '生成密钥，或查看密钥文件是什么。', en: 'Make keys, and show what key files are.' }),
  makeSummary: text({
    zh: '生成 RSA-2048 密钥对与序列号，用于演练或自建平台的租户。绝不覆盖已有文件。',
    en: 'Make an RSA-2048 key pair and a serial, for rehearsal and for tenants of your own platform. Never overwrites.',
  }),
  showSummary: text({
    zh: '说明 PEM、证书、PKCS#12 或 APIv3 密钥文件是什么。不会打印任何机密。',
    en: 'Say what PEM, certificate, PKCS#12 or APIv3 key files are. Secrets are never printed.',
  }),
  json: text({ zh: '在标准输出打印一个 JSON 对象', en: 'one JSON object on standard output' }),
  out: text({ zh: '输出目录', en: 'folder to write to' }),
  files: text({ zh: '要查看的文件', en: 'files to look at' }),
  exists: (file: string) =>
    text({
      zh: `${file} 已存在，不会覆盖。请用 --out 指定其他目录。`,
      en: `${file} exists already and is not overwritten. Choose another folder with --out.`,
    }),
  notWritten: (file: string, reason: string) => text({ zh: `无法写入 ${file}：${reason}`, en: `${file} cannot be written: ${reason}` }),
  privateKey: text({ zh: '私钥', en: 'private key' }),
  publicKey: text({ zh: '公钥', en: 'public key' }),
  serial: text({ zh: '序列号', en: 'serial' }),
  keepSecret: text({
    zh: '请妥善保管私钥。写入租户文件即成为一个商户：',
    en: 'Keep the private key secret. This line of a tenants file adds the merchant:',
  }),
  kind: text({ zh: '类型', en: 'kind' }),
  algorithm: text({ zh: '算法', en: 'algorithm' }),
  subject: text({ zh: '使用者', en: 'subject' }),
  issuer: text({ zh: '颁发者', en: 'issuer' }),
  valid: text({ zh: '有效期', en: 'valid' }),
  fingerprint: text({ zh: '公钥指纹', en: 'public key' }),
  use: text({ zh: '用于', en: 'goes into' }),
  advice: text({ zh: '建议', en: 'advice' }),
  range: (from: string, until: string) => text({ zh: `${from} 至 ${until}`, en: `${from} to ${until}` }),
  expired: (range: string) => text({ zh: `${range}，已过期`, en: `${range}, EXPIRED` }),
  bits: (algorithm: string, bits: number) => text({ zh: `${algorithm}，${bits} 位`, en: `${algorithm}, ${bits} bits` }),
  written: (name: string, form: string) => text({ zh: `${name}（${form}）`, en: `${name}, ${form}` }),
  pair: (files: string) => text({ zh: `属于同一密钥对：${files}`, en: `The same key pair: ${files}` }),
} as const

/** What a file can hold, and what that is good for. */
export const kinds = {
  certificate: {
    name: text({ zh: 'X.509 证书', en: 'X.509 certificate' }),
    use: text({
      zh: 'certificate_file（商户 API 证书）或 wechatpay_certificate_files（微信支付平台证书）',
      en: 'certificate_file (if it is your merchant API certificate) or wechatpay_certificate_files (if it is a platform certificate)',
    }),
  },
  private_key: { name: text({ zh: '私钥', en: 'private key' }), use: text({ zh: 'private_key_file', en: 'private_key_file' }) },
  encrypted_key: { name: text({ zh: '受密码保护的私钥', en: 'private key under a password' }) },
  public_key: {
    name: text({ zh: '公钥', en: 'public key' }),
    use: text({
      zh: 'wechatpay_public_key_file（微信支付公钥，与 PUB_KEY_ID 配套）或租户文件的 public_key_file',
      en: "wechatpay_public_key_file (if it is WeChat Pay's, beside its PUB_KEY_ID) or public_key_file of a tenants file",
    }),
  },
  p12: { name: text({ zh: 'PKCS#12 文件（.p12）', en: 'PKCS#12 bundle (.p12)' }) },
  pkcs7: { name: text({ zh: 'PKCS#7 文件（.p7b）', en: 'PKCS#7 file (.p7b)' }) },
  request: { name: text({ zh: '证书请求（CSR）', en: 'certificate signing request' }) },
  openssh_key: { name: text({ zh: 'OpenSSH 私钥', en: 'private key of OpenSSH' }) },
  openssh_public_key: { name: text({ zh: 'OpenSSH 公钥', en: 'public key of OpenSSH' }) },
  putty_key: { name: text({ zh: 'PuTTY 私钥', en: 'private key of PuTTY' }) },
  jwk: { name: text({ zh: 'JWK 密钥（JSON Web Key）', en: 'JSON Web Key' }) },
  keystore: { name: text({ zh: 'Java 密钥库（JKS）', en: 'Java keystore' }) },
  zip: { name: text({ zh: 'ZIP 压缩包', en: 'ZIP archive' }) },
  binary: { name: text({ zh: '二进制文件', en: 'binary file' }) },
  html: { name: text({ zh: '网页（HTML）', en: 'web page (HTML)' }) },
  json: { name: text({ zh: 'JSON 文本', en: 'JSON text' }) },
  path: { name: text({ zh: '另一个文件的路径', en: 'path of another file' }) },
  damaged: { name: text({ zh: '无法解析的密钥或证书', en: 'a key or certificate that cannot be read' }) },
  empty: { name: text({ zh: '只有空白字符', en: 'nothing but white space' }) },
  apiv3_key: {
    name: text({ zh: '32 字节文本：应为 APIv3 密钥', en: '32 bytes of text: looks like an APIv3 key' }),
    use: text({ zh: 'apiv3_key_file', en: 'apiv3_key_file' }),
  },
  serial: { name: text({ zh: '证书序列号', en: 'serial of a certificate' }), use: text({ zh: 'serial_no', en: 'serial_no' }) },
  wechatpay_id: {
    name: text({ zh: '微信支付公钥 ID', en: "id of WeChat Pay's public key" }),
    use: text({ zh: 'wechatpay_public_key_id', en: 'wechatpay_public_key_id' }),
  },
  unknown: {
    name: text({ zh: '无法识别', en: 'unknown content' }),
    advice: text({
      zh: '可识别：PEM 或 DER 格式的密钥与证书、PKCS#12 文件、APIv3 密钥、序列号。',
      en: 'Known kinds: PEM and DER keys and certificates, PKCS#12 bundles, APIv3 keys, serial numbers.',
    }),
  },
} as const
