import { said } from './said.ts'

/** Words of `card-member keys`. */
export const keysWords = {
  summary: said('Make keys, and see what a key file is.', '生成密钥，或查看密钥文件是什么。'),
  makeSummary: said(
    'Make an RSA-2048 key pair and a serial, for rehearsal and for tenants of your own platform. Never overwrites.',
    '生成 RSA-2048 密钥对与序列号，用于演练或自建平台的租户。绝不覆盖已有文件。',
  ),
  showSummary: said(
    'Say what PEM, certificate, PKCS#12 or APIv3 key files are. Secrets are never printed.',
    '说明 PEM、证书、PKCS#12 或 APIv3 密钥文件是什么。不会打印任何机密。',
  ),
  json: said('one JSON object on standard output', '在标准输出打印一个 JSON 对象'),
  out: said('folder to write to', '输出目录'),
  files: said('files to look at', '要查看的文件'),
  exists: (file: string) =>
    said(
      `${file} exists already and is not overwritten. Choose another folder with --out.`,
      `${file} 已存在，不会覆盖。请用 --out 指定其他目录。`,
    ),
  notWritten: (file: string, reason: string) => said(`${file} cannot be written: ${reason}`, `无法写入 ${file}：${reason}`),
  privateKey: said('private key', '私钥'),
  publicKey: said('public key', '公钥'),
  serial: said('serial', '序列号'),
  keepSecret: said('Keep the private key secret. In a tenants file these make a merchant:', '请妥善保管私钥。写入租户文件即成为一个商户：'),
  kind: said('kind', '类型'),
  algorithm: said('algorithm', '算法'),
  subject: said('subject', '使用者'),
  issuer: said('issuer', '颁发者'),
  valid: said('valid', '有效期'),
  fingerprint: said('public key', '公钥指纹'),
  use: said('goes into', '用于'),
  advice: said('advice', '建议'),
  range: (from: string, until: string) => said(`${from} to ${until}`, `${from} 至 ${until}`),
  expired: (range: string) => said(`${range}, EXPIRED`, `${range}，已过期`),
  bits: (algorithm: string, bits: number) => said(`${algorithm}, ${bits} bits`, `${algorithm}，${bits} 位`),
  written: (name: string, form: string) => said(`${name}, ${form}`, `${name}（${form}）`),
  pair: (files: string) => said(`The same key pair: ${files}`, `属于同一密钥对：${files}`),
} as const

/** What a file can hold, and what that is good for. */
export const kinds = {
  certificate: {
    name: said('X.509 certificate', 'X.509 证书'),
    use: said(
      'certificate_file (if it is your merchant API certificate) or wechatpay_certificate_files (if it is a platform certificate)',
      'certificate_file（商户 API 证书）或 wechatpay_certificate_files（微信支付平台证书）',
    ),
  },
  private_key: { name: said('private key', '私钥'), use: said('private_key_file', 'private_key_file') },
  encrypted_key: { name: said('private key under a password', '受密码保护的私钥') },
  public_key: {
    name: said('public key', '公钥'),
    use: said(
      "wechatpay_public_key_file (if it is WeChat Pay's, beside its PUB_KEY_ID) or public_key_file of a tenants file",
      'wechatpay_public_key_file（微信支付公钥，与 PUB_KEY_ID 配套）或租户文件的 public_key_file',
    ),
  },
  p12: { name: said('PKCS#12 bundle (.p12)', 'PKCS#12 文件（.p12）') },
  pkcs7: { name: said('PKCS#7 file (.p7b)', 'PKCS#7 文件（.p7b）') },
  request: { name: said('certificate signing request', '证书请求（CSR）') },
  openssh_key: { name: said('private key of OpenSSH', 'OpenSSH 私钥') },
  openssh_public_key: { name: said('public key of OpenSSH', 'OpenSSH 公钥') },
  putty_key: { name: said('private key of PuTTY', 'PuTTY 私钥') },
  jwk: { name: said('JSON Web Key', 'JWK 密钥（JSON Web Key）') },
  keystore: { name: said('Java keystore', 'Java 密钥库（JKS）') },
  zip: { name: said('ZIP archive', 'ZIP 压缩包') },
  binary: { name: said('binary file', '二进制文件') },
  html: { name: said('web page (HTML)', '网页（HTML）') },
  json: { name: said('JSON text', 'JSON 文本') },
  path: { name: said('path of another file', '另一个文件的路径') },
  damaged: { name: said('a key or certificate that cannot be read', '无法解析的密钥或证书') },
  empty: { name: said('nothing but white space', '只有空白字符') },
  apiv3_key: {
    name: said('32 bytes of text: looks like an APIv3 key', '32 字节文本：应为 APIv3 密钥'),
    use: said('apiv3_key_file', 'apiv3_key_file'),
  },
  serial: { name: said('serial of a certificate', '证书序列号'), use: said('serial_no', 'serial_no') },
  wechatpay_id: {
    name: said("id of WeChat Pay's public key", '微信支付公钥 ID'),
    use: said('wechatpay_public_key_id', 'wechatpay_public_key_id'),
  },
  unknown: {
    name: said('nothing that is known here', '无法识别'),
    advice: said(
      'Known are PEM and DER keys and certificates, PKCS#12 bundles, APIv3 keys, serials.',
      '可识别：PEM 或 DER 格式的密钥与证书、PKCS#12 文件、APIv3 密钥、序列号。',
    ),
  },
} as const
