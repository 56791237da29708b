import { type LocalizedText, text } from '../text.ts'

/** Writes one error: of a subject, such as a field or a file, with a detail. */
export type ErrorText = (subject: string, detail: string) => LocalizedText

function notPem(zh: string, en: string): ErrorText {
  return (subject) =>
    text({
      zh: `${subject} 是${/^[A-Z]/.test(zh) ? ' ' : ''}${zh}。请提供 PEM 文件的内容，例如 apiclient_key.pem。`,
      en: `${subject} is ${en}. Give the text of the PEM file, such as apiclient_key.pem.`,
    })
}

/** The errors of keys, credentials and signatures, by their code: what happened, and what to do. */
export const protocolErrors = {
  KEY_MISSING: (subject) =>
    text({
      zh: `缺少 ${subject}。请提供 PEM 文件的内容；路径请填入以 _file（环境变量为 _FILE）结尾的设置。`,
      en: `${subject} is missing. Give the text of the PEM file; a path belongs in the setting that ends with _file (in the environment: _FILE).`,
    }),
  KEY_NOT_PEM: (subject) =>
    text({
      zh: `${subject} 不是 PEM 文本：缺少成对的 -----BEGIN…----- 与 -----END…----- 行。请提供 PEM 文件的内容。`,
      en: `${subject} is not PEM text: it has no matching -----BEGIN…----- and -----END…----- lines. Give the text of the PEM file.`,
    }),
  KEY_IS_CERTIFICATE: (subject) =>
    text({
      zh: `${subject} 是证书，不是私钥。请使用商户的 apiclient_key.pem。`,
      en: `${subject} is a certificate, not a private key. Use the merchant's apiclient_key.pem.`,
    }),
  KEY_IS_PUBLIC: (subject) =>
    text({
      zh: `${subject} 是公钥，不是私钥。请使用商户的 apiclient_key.pem。`,
      en: `${subject} is a public key, not a private key. Use the merchant's apiclient_key.pem.`,
    }),
  KEY_IS_PRIVATE: (subject) =>
    text({
      zh: `${subject} 是私钥，不是公钥。请使用商户平台下载的微信支付公钥 pub_key.pem。`,
      en: `${subject} is a private key, not a public key. Use WeChat Pay's pub_key.pem, downloaded from the merchant platform.`,
    }),
  KEY_IS_P12: (subject, detail) =>
    text({
      zh: `${subject} 是 PKCS#12 文件（.p12）。导出私钥：openssl pkcs12 -legacy -in ${detail} -nodes -nocerts -out apiclient_key.pem；导出证书：openssl pkcs12 -legacy -in ${detail} -clcerts -nokeys -out apiclient_cert.pem（密码为商户号；不支持 -legacy 时请去掉）。`,
      en: `${subject} is a PKCS#12 file (.p12). Export the key: openssl pkcs12 -legacy -in ${detail} -nodes -nocerts -out apiclient_key.pem; export the certificate: openssl pkcs12 -legacy -in ${detail} -clcerts -nokeys -out apiclient_cert.pem (the password is the mchid; leave out -legacy if it is not known).`,
    }),
  KEY_ENCRYPTED: (subject, detail) =>
    text({
      zh: `${subject} 是受密码保护的私钥。请去除密码：openssl pkey -in ${detail} -out key_without_password.pem`,
      en: `${subject} is a private key protected by a password. Remove the password: openssl pkey -in ${detail} -out key_without_password.pem`,
    }),
  KEY_SEVERAL: (subject, detail) =>
    text({ zh: `${subject} 有 ${detail} 个不同的密钥。请只保留一个。`, en: `${subject} has ${detail} different keys. Keep only one.` }),
  KEY_IS_OPENSSH: notPem('SSH 密钥（OpenSSH 或 PuTTY）', 'an SSH key (OpenSSH or PuTTY)'),
  KEY_IS_JWK: notPem('JSON Web Key（JWK）', 'a JSON Web Key (JWK)'),
  KEY_IS_REQUEST: notPem('证书请求（CSR），不是密钥', 'a certificate request (CSR), not a key'),
  KEY_IS_PKCS7: notPem('PKCS#7 文件（.p7b），不含私钥', 'a PKCS#7 file (.p7b), without a key'),
  KEY_IS_KEYSTORE: notPem('Java 密钥库（JKS），请用 keytool 转为 PKCS#12', 'a Java keystore (JKS); export it with keytool as PKCS#12'),
  KEY_IS_BINARY: (subject) =>
    text({
      zh: `${subject} 是二进制（DER）文件，按文本读取时已损坏。路径请填入以 _file（环境变量为 _FILE）结尾的设置。`,
      en: `${subject} is a binary file (DER), damaged because it was read as text; a path belongs in the setting that ends with _file (in the environment: _FILE).`,
    }),
  KEY_IS_ZIP: notPem('ZIP 压缩包，请先解压', 'a ZIP archive; unpack it'),
  KEY_IS_HTML: notPem('网页（HTML），请重新下载', 'a web page (HTML); download it again'),
  KEY_IS_JSON: notPem('JSON 文本', 'JSON text'),
  KEY_IS_PATH: (subject) =>
    text({
      zh: `${subject} 是文件路径。请提供 PEM 文件的内容；路径请填入以 _file（环境变量为 _FILE）结尾的设置。`,
      en: `${subject} is the path of a file. Give the text of the PEM file; a path belongs in the setting that ends with _file (in the environment: _FILE).`,
    }),
  KEY_NOT_RSA: (subject, detail) =>
    text({
      zh: `${subject} 是 ${detail} 密钥，须为 2048 位 RSA。请使用商户平台的密钥。`,
      en: `${subject} is a key of the kind ${detail}; it must be RSA with 2048 bits. Use the key from the merchant platform.`,
    }),
  KEY_TOO_SHORT: (subject, detail) =>
    text({ zh: `${subject} 只有 ${detail} 位，至少须为 2048 位。`, en: `${subject} has ${detail} bits; it must have at least 2048.` }),
  KEY_MALFORMED: (subject, detail) =>
    text({
      zh: `无法读取 ${subject}："${detail}" 段不完整或内容有误。请重新下载。`,
      en: `${subject} cannot be read: its block "${detail}" is incomplete or damaged. Download it again.`,
    }),
  CERTIFICATE_IS_KEY: (subject) =>
    text({
      zh: `${subject} 是密钥，不是证书（-----BEGIN CERTIFICATE-----）。商户证书是 apiclient_cert.pem。`,
      en: `${subject} is a key, not a certificate (-----BEGIN CERTIFICATE-----). The merchant's is apiclient_cert.pem.`,
    }),
  CERTIFICATE_SEVERAL: (subject, detail) =>
    text({
      zh: `${subject} 有 ${detail} 张互不签发的证书。请只保留一张。`,
      en: `${subject} has ${detail} certificates that did not issue each other. Keep only one.`,
    }),
  MCHID_MALFORMED: (subject) =>
    text({ zh: `${subject} 须为商户号：8 到 32 位数字。`, en: `${subject} must be the merchant number: 8 to 32 digits.` }),
  BRAND_ID_MALFORMED: (subject) =>
    text({
      zh: `${subject} 须为品牌ID：1 到 32 位字母、数字、- 或 _。服务商请填写 mchid。`,
      en: `${subject} must be the brand's id: 1 to 32 letters, digits, - or _. A service provider gives mchid.`,
    }),
  MCHID_AND_BRAND_ID: (subject) =>
    text({
      zh: `${subject} 同时有 mchid 与 brand_id。服务商或商户请只保留 mchid，品牌直连请只保留 brand_id。`,
      en: `${subject} has both mchid and brand_id. Keep only mchid for a service provider or merchant, only brand_id for a brand that calls for itself.`,
    }),
  SERIAL_MALFORMED: (subject, detail) =>
    text({
      zh: `${subject} 须为商户 API 证书序列号（40 位十六进制，见 openssl x509 -serial）；收到 "${detail}"。`,
      en: `${subject} must be the serial of the merchant API certificate (40 hex digits, see openssl x509 -serial); received "${detail}".`,
    }),
  SERIAL_IS_WECHATPAY: (subject, detail) =>
    text({
      zh: `${subject} 须为商户 API 证书序列号（40 位十六进制）；收到微信支付公钥ID "${detail}"，请填入 wechatpay_public_key_id。`,
      en: `${subject} must be the serial of the merchant API certificate (40 hex digits); received "${detail}", the id of WeChat Pay's public key, which belongs in wechatpay_public_key_id.`,
    }),
  SERIAL_NOT_OF_CERTIFICATE: (subject, detail) =>
    text({
      zh: `${subject} 与所给证书的序列号 ${detail} 不一致。请使用证书的序列号。`,
      en: `${subject} differs from the serial of the certificate, ${detail}. Use the certificate's.`,
    }),
  KEY_NOT_OF_CERTIFICATE: (subject) =>
    text({
      zh: `${subject} 与所给证书不配对。请使用同一次下载的证书与私钥。`,
      en: `${subject} does not belong to the certificate. Use both from the same download.`,
    }),
  WECHATPAY_ID_IS_MERCHANT_SERIAL: (subject) =>
    text({
      zh: `${subject} 是商户 API 证书序列号，须为微信支付公钥ID：PUB_KEY_ID_ 加数字。`,
      en: `${subject} is the serial of the merchant API certificate; it must be the id of WeChat Pay's public key: PUB_KEY_ID_ and digits.`,
    }),
  WECHATPAY_ID_MALFORMED: (subject, detail) =>
    text({
      zh: `${subject} 须为微信支付公钥ID：PUB_KEY_ID_ 加数字；收到 "${detail}"。平台证书请填入 wechatpay_certificates。`,
      en: `${subject} must be the id of WeChat Pay's public key: PUB_KEY_ID_ and digits; received "${detail}". A platform certificate belongs in wechatpay_certificates.`,
    }),
  WECHATPAY_KEY_IS_MERCHANT_KEY: (subject) =>
    text({
      zh: `${subject} 是商户自己的公钥。请使用商户平台下载的微信支付公钥 pub_key.pem。`,
      en: `${subject} is the merchant's own public key. Use WeChat Pay's pub_key.pem, downloaded from the merchant platform.`,
    }),
  WECHATPAY_KEY_IS_CERTIFICATE: (subject) =>
    text({
      zh: `${subject} 是证书，不是公钥 pub_key.pem。平台证书请填入 wechatpay_certificates。`,
      en: `${subject} is a certificate, not the public key pub_key.pem. A platform certificate belongs in wechatpay_certificates.`,
    }),
  WECHATPAY_KEY_MISSING: () =>
    text({
      zh: '缺少微信支付公钥或平台证书，无法验签。请提供 wechatpay_public_key_id 与 wechatpay_public_key，或 wechatpay_certificates。',
      en: 'No key of WeChat Pay is known, so no answer can be verified. Give wechatpay_public_key_id and wechatpay_public_key, or wechatpay_certificates.',
    }),
  APIV3_KEY_LENGTH: (subject, detail) =>
    text({
      zh: `${subject} 须为 32 字节，收到 ${detail} 字节。请使用商户平台设置的 APIv3 密钥，而非旧版 API 密钥；并检查首尾的不可见字符。`,
      en: `${subject} must be 32 bytes; received ${detail}. Use the APIv3 key set in the merchant platform, not the older API key; look for invisible characters at its beginning and end.`,
    }),
  BASE_URL_INSECURE: (subject, detail) =>
    text({
      zh: `${subject} 为 "${detail}"，须以 https:// 开头（仅本机可用 http://）。`,
      en: `${subject} is "${detail}"; it must begin with https:// (http:// is for loopback addresses only).`,
    }),
  BASE_URL_MALFORMED: (subject, detail) =>
    text({
      zh: `${subject} ${detail}；只能是协议加主机，例如 https://api.mch.weixin.qq.com。`,
      en: `${subject} ${detail}; it must be scheme and host only, such as https://api.mch.weixin.qq.com.`,
    }),
  CREDENTIAL_MALFORMED: (subject, detail) => text({ zh: `${subject} 不可用：${detail}。`, en: `${subject} is not usable: ${detail}.` }),
  SIGNATURE_MISSING: (subject, detail) =>
    text({
      zh: `${subject} 没有签名：缺少 ${detail}。代理或 CDN 可能删除了 Wechatpay-* 头。`,
      en: `${subject} is not signed: ${detail} missing. A proxy or CDN may remove Wechatpay-* headers.`,
    }),
  SIGNATURE_CLOCK: (subject, detail) =>
    text({
      zh: `${subject} 的时间与本机相差 ${detail} 秒，须小于 300 秒。请校准本机时钟（NTP）。`,
      en: `${subject} is ${detail} s away from our clock; it must be less than 300. Set the clock of this machine (NTP).`,
    }),
  SIGNATURE_SERIAL_UNKNOWN: (subject, detail) =>
    text({
      zh: `${subject} 由未知的密钥签名：${detail}。请在凭证中加入该密钥，或更正其 ID。`,
      en: `${subject} is signed with an unknown key: ${detail}. Add that key to the credential, or correct its id.`,
    }),
  SIGNATURE_PROBE: (subject) =>
    text({
      zh: `${subject} 的签名是微信支付的验签探测（WECHATPAY/SIGNTEST/）。请按验签失败处理。`,
      en: `${subject} has a wrong signature on purpose (WECHATPAY/SIGNTEST/): WeChat Pay checks that you verify. Treat it as a failed signature.`,
    }),
  SIGNATURE_MALFORMED: (subject) =>
    text({ zh: `${subject} 的签名不是规范的 base64。`, en: `The signature of ${subject} is not canonical base64.` }),
  SIGNATURE_WRONG: (subject, detail) =>
    text({
      zh: `${subject} 的签名与原始字节不符（密钥 ${detail}）：内容被改动（例如重新序列化），或密钥有误。`,
      en: `The signature of ${subject} does not fit its bytes under the key ${detail}: the bytes were changed (parsed and written again?) or the key is not WeChat Pay's.`,
    }),
  SEALED_VALUE_UNREADABLE: (subject) =>
    text({
      zh: `${subject} 无法用商户私钥解密：它以其他密钥加密。`,
      en: `${subject} cannot be decrypted with the merchant's private key: it was encrypted for another key.`,
    }),
} as const satisfies Record<string, ErrorText>

/** The stable code of an error of keys, credentials and signatures. */
export type ProtocolErrorCode = keyof typeof protocolErrors
