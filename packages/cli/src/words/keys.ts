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
  out: said('folder to write to', '输出目录'),
  files: said('files to look at', '要查看的文件'),
  exists: (file: string) =>
    said(
      `${file} exists already and is not overwritten. Choose another folder with --out.`,
      `${file} 已存在，不会覆盖。请用 --out 指定其他目录。`,
    ),
  notWritten: (file: string, reason: string) => said(`${file} cannot be written: ${reason}`, `无法写入 ${file}：${reason}`),
  notRead: (file: string, reason: string) => said(`${file} cannot be read: ${reason}`, `无法读取 ${file}：${reason}`),
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
  pair: (files: string) => said(`The same key pair: ${files}`, `属于同一密钥对：${files}`),
} as const

/** What a file can be, what it is good for, and what to do when it is none of that. */
export const kinds = {
  certificate: {
    name: said('X.509 certificate', 'X.509 证书'),
    use: said(
      'certificate_file (if it is your merchant API certificate) or wechatpay_certificate_files (if it is a platform certificate)',
      'certificate_file（商户 API 证书）或 wechatpay_certificate_files（微信支付平台证书）',
    ),
  },
  private_key_pkcs8: { name: said('private key, PKCS#8', '私钥（PKCS#8）'), use: said('private_key_file', 'private_key_file') },
  private_key_pkcs1: { name: said('private key, PKCS#1', '私钥（PKCS#1）'), use: said('private_key_file', 'private_key_file') },
  private_key_other: {
    name: said('private key', '私钥'),
    advice: said('WeChat Pay APIv3 uses RSA with 2048 bits.', '微信支付 APIv3 使用 2048 位 RSA。'),
  },
  private_key_encrypted: {
    name: said('private key under a password', '受密码保护的私钥'),
    advice: said(
      'Take the password off: openssl pkey -in FILE -out apiclient_key.pem',
      '请先去除密码：openssl pkey -in 文件 -out apiclient_key.pem',
    ),
  },
  public_key: {
    name: said('public key', '公钥'),
    use: said(
      "wechatpay_public_key_file (if it is WeChat Pay's, beside its PUB_KEY_ID) or public_key_file of a tenants file",
      'wechatpay_public_key_file（微信支付公钥，与 PUB_KEY_ID 配套）或租户文件的 public_key_file',
    ),
  },
  p12: {
    name: said('PKCS#12 bundle (.p12)', 'PKCS#12 文件（.p12）'),
    advice: said(
      'Take key and certificate out; the password is the mchid: openssl pkcs12 -legacy -in FILE -nodes -nocerts -out apiclient_key.pem; openssl pkcs12 -legacy -in FILE -clcerts -nokeys -out apiclient_cert.pem',
      '请导出私钥与证书（密码为商户号）：openssl pkcs12 -legacy -in 文件 -nodes -nocerts -out apiclient_key.pem；openssl pkcs12 -legacy -in 文件 -clcerts -nokeys -out apiclient_cert.pem',
    ),
  },
  request: {
    name: said('certificate signing request', '证书请求（CSR）'),
    advice: said('It is no certificate yet; download that from the merchant platform.', '尚不是证书；请从商户平台下载证书。'),
  },
  apiv3_key: {
    name: said('32 bytes of text: looks like an APIv3 key', '32 字节文本：应为 APIv3 密钥'),
    use: said('apiv3_key_file', 'apiv3_key_file'),
  },
  serial: { name: said('serial of a certificate', '证书序列号'), use: said('serial_no', 'serial_no') },
  wechatpay_id: {
    name: said("id of WeChat Pay's public key", '微信支付公钥 ID'),
    use: said('wechatpay_public_key_id', 'wechatpay_public_key_id'),
  },
  unreadable: {
    name: said('a PEM file that cannot be read', '无法解析的 PEM 文件'),
    advice: said('It is cut or changed; download it again.', '文件可能被截断或改动，请重新下载。'),
  },
  unknown: {
    name: said('nothing that is known here', '无法识别'),
    advice: said(
      'Known are PEM and DER keys and certificates, PKCS#12 bundles, APIv3 keys, serials.',
      '可识别：PEM 或 DER 格式的密钥与证书、PKCS#12 文件、APIv3 密钥、序列号。',
    ),
  },
} as const
