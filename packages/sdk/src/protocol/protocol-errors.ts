import { type LocalizedText, text } from '../text.ts'

/** Writes one error: of a subject, such as a field or a file, with a detail. */
export type ErrorText = (subject: string, detail: string) => LocalizedText

function notPem(zh: string, en: string): ErrorText {
  return (subject) =>
    text({
      zh: `${subject} 是${/^[A-Z]/.test(zh) ? ' ' : ''}${zh}。请提供 PEM 文本，例如 apiclient_key.pem。`,
      en: `${subject} is ${en}. Give the PEM text, such as that of apiclient_key.pem.`,
    })
}

/** The errors of keys, credentials and signatures, by their code: what happened, and what to do. */
export const protocolErrors = {
  KEY_MISSING: (subject) =>
    text({
      zh: `缺少 ${subject}。请提供 PEM 文件的内容；仅以 _file（环境变量以 _FILE）结尾的设置填写文件路径。`,
      en: `${subject} is missing. Give the text of the PEM file; only a setting that ends with _file (in the environment: _FILE) takes its path.`,
    }),
  KEY_NOT_PEM: (subject) =>
    text({
      zh: `${subject} 不是 PEM 文本：没有配对的 -----BEGIN…----- 与 -----END…----- 行。请提供文件全文，字面量 \\n 也可以。`,
      en: `${subject} is not PEM text: no "-----BEGIN …-----" line with base64 and a matching END line. Give the whole text of the file; a literal \\n is fine.`,
    }),
  KEY_IS_CERTIFICATE: (subject) =>
    text({
      zh: `${subject} 里是证书，不是私钥。商户私钥是 apiclient_key.pem，而不是 apiclient_cert.pem。`,
      en: `${subject} holds a certificate, not a private key. The private key of the merchant is apiclient_key.pem, not apiclient_cert.pem.`,
    }),
  KEY_IS_PUBLIC: (subject) =>
    text({
      zh: `${subject} 里是公钥，不是私钥。请使用商户的 apiclient_key.pem。`,
      en: `${subject} holds a public key, not a private key. Use the merchant's apiclient_key.pem.`,
    }),
  KEY_IS_PRIVATE: (subject) =>
    text({
      zh: `${subject} 里是私钥，此处应为公钥。请使用从商户平台下载的微信支付公钥 pub_key.pem。`,
      en: `${subject} holds a private key where a public one belongs. Use pub_key.pem, the WeChat Pay public key downloaded from the merchant platform.`,
    }),
  KEY_IS_P12: (subject, detail) =>
    text({
      zh: `${subject} 是 PKCS#12 文件（.p12）。导出私钥：openssl pkcs12 -legacy -in ${detail} -nodes -nocerts -out apiclient_key.pem；导出证书：openssl pkcs12 -legacy -in ${detail} -clcerts -nokeys -out apiclient_cert.pem（密码为商户号；若 openssl 不支持 -legacy，如 LibreSSL、OpenSSL 1.1，请去掉该参数）。`,
      en: `${subject} is a PKCS#12 bundle (.p12). Take the key out of it: openssl pkcs12 -legacy -in ${detail} -nodes -nocerts -out apiclient_key.pem; and the certificate: openssl pkcs12 -legacy -in ${detail} -clcerts -nokeys -out apiclient_cert.pem (the password is the mchid; leave out -legacy where openssl does not know it: LibreSSL, OpenSSL 1.1).`,
    }),
  KEY_ENCRYPTED: (subject, detail) =>
    text({
      zh: `${subject} 是受密码保护的私钥。请去除密码：openssl pkey -in ${detail} -out key_without_password.pem，然后改用该文件。`,
      en: `${subject} is a private key protected by a password. Remove the password: openssl pkey -in ${detail} -out key_without_password.pem; then name that file.`,
    }),
  KEY_SEVERAL: (subject, detail) =>
    text({
      zh: `${subject} 中有 ${detail} 个不同的密钥，无法判断使用哪一个。请只保留一个。`,
      en: `${subject} holds ${detail} different keys, so which one is meant cannot be told. Leave one of them in it.`,
    }),
  KEY_IS_OPENSSH: notPem('SSH 密钥（OpenSSH 或 PuTTY）', 'a key of SSH (OpenSSH or PuTTY)'),
  KEY_IS_JWK: notPem('JSON Web Key（JWK）', 'a JSON Web Key'),
  KEY_IS_REQUEST: notPem('证书请求（CSR），不是密钥', 'a certificate signing request, not the key that was saved with it'),
  KEY_IS_PKCS7: notPem('PKCS#7 文件（.p7b），只含证书', 'a PKCS#7 file (.p7b), which has no key'),
  KEY_IS_KEYSTORE: notPem('Java 密钥库（JKS），请用 keytool 转为 PKCS#12 文件后导出', 'a Java keystore; export it with keytool as PKCS#12'),
  KEY_IS_BINARY: (subject) =>
    text({
      zh: `${subject} 是二进制（DER）密钥文件，被当作文本读取后部分字节已丢失。请在以 _file 结尾的设置中指定该文件，或转为 PEM：openssl pkey -inform DER -in 文件 -out apiclient_key.pem`,
      en: `${subject} is a binary key file (DER) that was read as text, which has lost some of its bytes. Name its file in the setting that ends with _file, or write it as PEM: openssl pkey -inform DER -in FILE -out apiclient_key.pem`,
    }),
  KEY_IS_ZIP: notPem('ZIP 压缩包，请先解压', 'a ZIP archive; unpack it'),
  KEY_IS_HTML: notPem('网页（HTML），请重新下载', 'a web page (HTML); download the file again'),
  KEY_IS_JSON: notPem('JSON 文本', 'JSON text'),
  KEY_IS_PATH: (subject) =>
    text({
      zh: `${subject} 填的是文件路径，此处应为密钥全文。请把路径填入以 _file（环境变量以 _FILE）结尾的设置，例如 private_key_file；或填入文件内容。`,
      en: `${subject} is the path of a file, where the text of the key is wanted. Name the file in the setting that ends with _file (in the environment: _FILE), such as private_key_file, or give the text of the file.`,
    }),
  KEY_NOT_RSA: (subject, detail) =>
    text({
      zh: `${subject} 是 ${detail} 密钥；微信支付 APIv3 使用 2048 位 RSA。请使用商户平台证书工具生成的密钥。`,
      en: `${subject} is a key of the kind ${detail}; WeChat Pay APIv3 uses RSA with 2048 bits. Take the key from the merchant platform's certificate tool.`,
    }),
  KEY_TOO_SHORT: (subject, detail) =>
    text({ zh: `${subject} 只有 ${detail} 位，至少需要 2048 位。`, en: `${subject} has ${detail} bits; at least 2048 are needed.` }),
  KEY_MALFORMED: (subject, detail) =>
    text({
      zh: `无法读取 ${subject}：其中 "${detail}" 段没有配对的结束行，或内容与标题不符。文件可能被截断或改动，请重新下载。`,
      en: `${subject} cannot be read: its block "${detail}" has no matching end, or what it holds is not what it says. The file is cut or changed; download it again.`,
    }),
  CERTIFICATE_IS_KEY: (subject) =>
    text({
      zh: `${subject} 里是密钥，不是证书；证书以 -----BEGIN CERTIFICATE----- 开头。商户证书是 apiclient_cert.pem。`,
      en: `${subject} holds a key, not a certificate, which begins with -----BEGIN CERTIFICATE-----. The merchant's is apiclient_cert.pem.`,
    }),
  CERTIFICATE_SEVERAL: (subject, detail) =>
    text({
      zh: `${subject} 中有 ${detail} 张互不签发的证书，无法判断使用哪一张。请只保留一张。`,
      en: `${subject} holds ${detail} certificates that did not issue each other, so which one is meant cannot be told. Leave one of them in it.`,
    }),
  MCHID_MALFORMED: (subject) =>
    text({ zh: `${subject} 必须是商户号：8 到 32 位数字。`, en: `${subject} must be the merchant number: 8 to 32 digits.` }),
  BRAND_ID_MALFORMED: (subject) =>
    text({
      zh: `${subject} 必须是签名品牌的品牌ID：1 到 32 位字母、数字、- 或 _。服务商凭证请填写 mchid。`,
      en: `${subject} must be the id of the brand that signs: 1 to 32 letters, digits, - or _. A service provider's credential has mchid instead.`,
    }),
  MCHID_AND_BRAND_ID: (subject) =>
    text({
      zh: `${subject} 同时有 mchid 与 brand_id。服务商或商户以 mchid 签名，品牌直连以 brand_id 签名；请只保留一个。`,
      en: `${subject} has both mchid and brand_id. A service provider or merchant signs with mchid, a brand that calls for itself with brand_id; leave the other out.`,
    }),
  SERIAL_MALFORMED: (subject, detail) =>
    text({
      zh: `${subject} 必须是商户 API 证书序列号：40 位十六进制，可用 openssl x509 -serial 查看；收到 "${detail}"。`,
      en: `${subject} must be the serial of the merchant API certificate: 40 hex digits, as openssl x509 -serial prints it; received "${detail}".`,
    }),
  SERIAL_IS_WECHATPAY: (subject, detail) =>
    text({
      zh: `${subject} 填的是微信支付公钥ID "${detail}"。此处应为商户 API 证书序列号（40 位十六进制）；PUB_KEY_ID 应填入 wechatpay_public_key_id。`,
      en: `${subject} is "${detail}", the id of WeChat Pay's public key. It must be the serial of your own merchant API certificate (40 hex digits); the PUB_KEY_ID belongs in wechatpay_public_key_id.`,
    }),
  SERIAL_NOT_OF_CERTIFICATE: (subject, detail) =>
    text({
      zh: `${subject} 与所给证书的序列号 ${detail} 不一致，请使用证书的序列号。`,
      en: `${subject} differs from the serial of the certificate given, ${detail}. Use the certificate's.`,
    }),
  KEY_NOT_OF_CERTIFICATE: (subject) =>
    text({
      zh: `${subject} 与所给证书不配对，请使用同一次下载的证书与私钥。`,
      en: `${subject} does not belong to the certificate given; take both from the same download.`,
    }),
  WECHATPAY_ID_IS_MERCHANT_SERIAL: (subject) =>
    text({
      zh: `${subject} 填的是商户自己的证书序列号。此处应为微信支付公钥旁显示的公钥ID：PUB_KEY_ID_ 加数字。`,
      en: `${subject} is your own merchant serial. It must be the id WeChat Pay shows beside its public key: PUB_KEY_ID_ and digits.`,
    }),
  WECHATPAY_ID_MALFORMED: (subject, detail) =>
    text({
      zh: `${subject} 必须是带前缀的 PUB_KEY_ID_ 加数字；收到 "${detail}"。平台证书请放入 wechatpay_certificates。`,
      en: `${subject} must be PUB_KEY_ID_ and digits, with the prefix; received "${detail}". For a platform certificate use wechatpay_certificates.`,
    }),
  WECHATPAY_KEY_IS_MERCHANT_KEY: (subject) =>
    text({
      zh: `${subject} 是商户自己密钥的公钥。此处应为从商户平台下载的微信支付公钥（pub_key.pem）。`,
      en: `${subject} is the public half of your own merchant key. It must be WeChat Pay's public key, downloaded from the merchant platform (pub_key.pem).`,
    }),
  WECHATPAY_KEY_IS_CERTIFICATE: (subject) =>
    text({
      zh: `${subject} 里是证书。此处应为与 PUB_KEY_ID 配套的公钥 pub_key.pem；平台证书请放入 wechatpay_certificates。`,
      en: `${subject} holds a certificate. The public key is pub_key.pem, beside its PUB_KEY_ID; a platform certificate belongs in wechatpay_certificates.`,
    }),
  WECHATPAY_KEY_MISSING: () =>
    text({
      zh: '没有任何微信支付公钥或平台证书，无法验证应答。请提供 wechatpay_public_key_id 与 wechatpay_public_key，或 wechatpay_certificates。',
      en: 'No key of WeChat Pay is known, so no answer could be verified. Give wechatpay_public_key_id with wechatpay_public_key, or wechatpay_certificates.',
    }),
  APIV3_KEY_MISSING: (subject) =>
    text({
      zh: `缺少 ${subject}。通知与平台证书以 APIv3 密钥（品牌直连为品牌 API 密钥）加密，共 32 字节，在商户平台设置。`,
      en: `${subject} is missing. Notifications and platform certificates are encrypted with the APIv3 key (for a brand: its API key), 32 bytes, set in the merchant platform.`,
    }),
  APIV3_KEY_LENGTH: (subject, detail) =>
    text({
      zh: `${subject} 必须是 32 字节，收到 ${detail} 字节。此处应为商户平台设置的 APIv3 密钥，而非旧版 API 密钥；请检查首尾的空格、换行与不可见字符。`,
      en: `${subject} must be 32 bytes; received ${detail}. It is the APIv3 key set in the merchant platform, not the older API key; look for blanks, line breaks and characters that cannot be seen at its beginning and end.`,
    }),
  APIV3_KEY_WRONG: (subject) =>
    text({
      zh: `${subject} 解密失败：APIv3 密钥不正确，或内容在传输中被改动。`,
      en: `${subject} cannot be decrypted: wrong APIv3 key, or the text was changed on its way.`,
    }),
  BASE_URL_INSECURE: (subject, detail) =>
    text({
      zh: `${subject} 为 "${detail}"；必须以 https:// 开头（http:// 仅限本机回环地址）。`,
      en: `${subject} is "${detail}"; it must begin with https:// (http:// is for loopback addresses only).`,
    }),
  BASE_URL_MALFORMED: (subject, detail) =>
    text({
      zh: `${subject} ${detail}；只能是协议加主机，例如 https://api.mch.weixin.qq.com：每次调用的路径按发送时的原样签名，不能加前缀。`,
      en: `${subject} ${detail}; it must be scheme and host only, such as https://api.mch.weixin.qq.com: the path of each call is signed as it is sent, so nothing can be put before it.`,
    }),
  CREDENTIAL_MALFORMED: (subject, detail) => text({ zh: `${subject} 不可用：${detail}。`, en: `${subject} is not usable: ${detail}.` }),
  SIGNATURE_MISSING: (subject, detail) =>
    text({
      zh: `${subject} 没有签名：缺少 ${detail}。代理或 CDN 可能删除了 Wechatpay-* 头；没有它们就不可信任。`,
      en: `${subject} is not signed: ${detail} missing. A proxy or CDN may strip Wechatpay-* headers; without them nothing can be trusted.`,
    }),
  SIGNATURE_CLOCK: (subject, detail) =>
    text({
      zh: `${subject} 的时间与本机相差 ${detail} 秒，须小于 300 秒。请校准本机时钟（NTP）。`,
      en: `${subject} is ${detail} s away from our clock; fewer than 300 are allowed. Set the clock of this machine (NTP).`,
    }),
  SIGNATURE_SERIAL_UNKNOWN: (subject, detail) =>
    text({
      zh: `${subject} 由未知的密钥签名：${detail}。请在凭证中加入该密钥，或更正其 ID。`,
      en: `${subject} is signed with an unknown key: ${detail}. Add that key to the credential, or correct its id.`,
    }),
  SIGNATURE_PROBE: (subject) =>
    text({
      zh: `${subject} 带有故意错误的签名（WECHATPAY/SIGNTEST/）：微信支付在探测是否验签，按验签失败处理即可。`,
      en: `${subject} carries a deliberately wrong signature (WECHATPAY/SIGNTEST/): WeChat Pay is checking that you verify. Treat it as a failed signature.`,
    }),
  SIGNATURE_MALFORMED: (subject) =>
    text({ zh: `${subject} 的签名不是规范的 base64。`, en: `The signature of ${subject} is not canonical base64.` }),
  SIGNATURE_WRONG: (subject, detail) =>
    text({
      zh: `${subject} 的签名与其原始字节不符（密钥 ${detail}）。可能是内容被改动（被解析后重新序列化？），或密钥不是微信支付的。`,
      en: `The signature of ${subject} does not fit its bytes under the key ${detail}. Either the bytes were changed (parsed and written again?) or the key is not WeChat Pay's.`,
    }),
  SEALED_VALUE_UNREADABLE: (subject) =>
    text({
      zh: `${subject} 无法用商户私钥解密；对方使用了其他密钥加密。`,
      en: `${subject} cannot be decrypted with the merchant's private key; the other side sealed it for another key.`,
    }),
} as const satisfies Record<string, ErrorText>

/** The stable code of an error of keys, credentials and signatures. */
export type ProtocolErrorCode = keyof typeof protocolErrors
