import { type LocalizedText, text } from '../text.ts'

/** One way in which receiving a notification fails. */
export interface WebhookErrorKind {
  /** HTTP status to answer with; WeChat Pay repeats a notification after each of these. */
  readonly status: number
  readonly message: (detail: string) => LocalizedText
}

const kind = (status: number, message: (detail: string) => LocalizedText): WebhookErrorKind => ({ status, message })

/**
 * The errors of receiving a notification, by their code: what happened, and what to do.
 *
 * @example
 * webhookErrors.SIGNATURE_CLOCK.message('412')['zh-CN']
 */
export const webhookErrors = {
  BODY_PARSED: kind(500, () =>
    text({
      zh: '请求体在到达前已被解析，而签名针对原始字节：请传入原始字节。Express：该路径不用 express.json()，或用 express.raw({ type: "*/*" })；Fastify：addContentTypeParser("*", { parseAs: "buffer" }, …)；Koa：该路径不用 body parser；NestJS：rawBody: true 并取 request.rawBody；Next.js、Hono、Workers：await request.arrayBuffer()。',
      en: 'The body was parsed before it came here, and the signature is over its raw bytes: hand over the raw bytes. Express: no express.json() on this path, or express.raw({ type: "*/*" }). Fastify: addContentTypeParser("*", { parseAs: "buffer" }, …). Koa: no body parser on this path. NestJS: rawBody: true and request.rawBody. Next.js, Hono, Workers: await request.arrayBuffer().',
    }),
  ),
  BODY_EMPTY: kind(400, () =>
    text({
      zh: '请求体为空，可能已被先行读取：请在所有 body parser 之前取得原始字节。',
      en: 'The body is empty. Something read it before: take the raw bytes ahead of every body parser.',
    }),
  ),
  BODY_TOO_LARGE: kind(413, (detail) =>
    text({
      zh: `请求体超过 ${detail} 字节；通知不会这么大。`,
      en: `The body is larger than ${detail} bytes; no notification is.`,
    }),
  ),
  BODY_COMPRESSED: kind(415, (detail) =>
    text({
      zh: `请求体被途经的代理压缩，且此处无法解压（Content-Encoding: ${detail}），因此无法验签。请在该处关闭请求压缩，并传入收到的原始字节。`,
      en: `A proxy on the way compressed the body in a way that cannot be undone here (Content-Encoding: ${detail}), so the signature cannot be checked. Switch compression of requests off there, and hand over the bytes as they came.`,
    }),
  ),
  HEADERS_MISSING: kind(400, (detail) =>
    text({
      zh: `缺少 ${detail}。这可能不是微信支付的通知，或途经的代理、CDN 删除了 Wechatpay-* 头：请放行这些头。`,
      en: `${detail} missing. Either this is no notification of WeChat Pay, or a proxy or CDN on the way strips Wechatpay-* headers: let them through.`,
    }),
  ),
  SIGNATURE_TYPE_UNSUPPORTED: kind(401, (detail) =>
    text({
      zh: `签名类型为 ${detail}；仅支持 RSA（WECHATPAY2-SHA256-RSA2048）。`,
      en: `The signature is of type ${detail}; only RSA (WECHATPAY2-SHA256-RSA2048) is supported.`,
    }),
  ),
  TENANT_UNKNOWN: kind(404, (detail) =>
    text({
      zh: `没有 ${detail || '该通知'} 的密钥：resolver 不认识此租户。`,
      en: `No keyring for ${detail || 'this notification'}: the resolver knows no such tenant.`,
    }),
  ),
  RESOLVER_FAILED: kind(500, () =>
    text({
      zh: '查找 keyring 的函数失败，cause 为其错误。',
      en: 'The function that finds the keyring failed; the cause is its error.',
    }),
  ),
  SIGNATURE_CLOCK: kind(401, (detail) =>
    text({
      zh: `时间戳与本机相差 ${detail} 秒，须小于 300 秒。请校准本机时钟（NTP）；经队列延迟投递也会如此。`,
      en: `Its timestamp is ${detail} s away from our clock; fewer than 300 are allowed. Set the clock of this machine (NTP); a queue that delivers late does the same.`,
    }),
  ),
  SIGNATURE_SERIAL_UNKNOWN: kind(401, (detail) =>
    text({
      zh: `由未知的密钥签名：未知序列号 ${detail}。请在 keyring 中加入该微信支付公钥或平台证书。`,
      en: `It is signed with an unknown key: unknown serial ${detail}. Add that key of WeChat Pay to the keyring.`,
    }),
  ),
  SIGNATURE_PROBE: kind(401, () =>
    text({
      zh: '带有故意错误的签名（WECHATPAY/SIGNTEST/）：微信支付在探测是否验签。拒绝即可，正确的通知随后会到。',
      en: 'It carries a deliberately wrong signature (WECHATPAY/SIGNTEST/): WeChat Pay is checking that you verify. Refusing it is right; the real one follows.',
    }),
  ),
  SIGNATURE_MALFORMED: kind(401, () =>
    text({
      zh: '签名不是规范的 base64。',
      en: 'Its signature is not canonical base64.',
    }),
  ),
  SIGNATURE_WRONG: kind(401, (detail) =>
    text({
      zh: `签名与原始字节不符（密钥 ${detail}）。可能并非微信支付所发，或该序列号下的公钥不是微信支付的，或内容在途中被改动（被解析后重新序列化、改变了字符编码）。`,
      en: `Its signature does not fit its bytes under the key ${detail}. Either it is not from WeChat Pay, or the key under this serial is not WeChat Pay's, or something changed the bytes on the way (a body that was parsed and written again, another character set).`,
    }),
  ),
  BODY_RESERIALISED: kind(401, (detail) =>
    text({
      zh: `签名与传入的字节不符，但${detail}。请传入原始字节。`,
      en: `The signature fits ${detail}. Hand over the raw bytes.`,
    }),
  ),
  ENVELOPE_MALFORMED: kind(400, (detail) =>
    text({
      zh: `验签通过，但不是通知：${detail}。`,
      en: `It is signed, but is not a notification: ${detail}.`,
    }),
  ),
  ALGORITHM_UNSUPPORTED: kind(400, (detail) =>
    text({
      zh: `通知内容以 ${detail} 加密；仅支持 AEAD_AES_256_GCM。`,
      en: `Its resource is encrypted with ${detail}; only AEAD_AES_256_GCM is supported.`,
    }),
  ),
  APIV3_KEY_WRONG: kind(500, (detail) =>
    text({
      zh: `验签通过，但所给的 ${detail} 个密钥均无法解密：APIv3 密钥不正确。请使用被通知商户号在商户平台设置的 APIv3 密钥（品牌直连为品牌 API 密钥）。`,
      en: `Its signature is right, but its resource does not open with any of the ${detail} keys given: wrong APIv3 key. Give the one set in the merchant platform of the mchid that is notified (for a brand: the brand's API key).`,
    }),
  ),
  RESOURCE_MALFORMED: kind(500, () =>
    text({
      zh: '通知内容解密成功，但不是 JSON 对象。',
      en: 'Its resource opens, but is not a JSON object.',
    }),
  ),
  RESOURCE_INCOMPLETE: kind(500, (detail) =>
    text({
      zh: `通知内容缺少该事件必有的字段：${detail}。已拒绝以便重发，避免丢失；可在 onUnknown 中处理。`,
      en: `Its resource lacks what this event always has: ${detail}. It is refused so that it is sent again and not lost; handle it in onUnknown.`,
    }),
  ),
  EVENT_BUSY: kind(409, (detail) =>
    text({
      zh: `${detail} 正由同一通知的另一次投递处理；本次拒绝，稍后会重发。`,
      en: `${detail} is being handled by another delivery of it at this moment; this one is refused, so that it comes again.`,
    }),
  ),
  HANDLER_FAILED: kind(500, (detail) =>
    text({
      zh: `${detail} 的处理函数失败，cause 为其错误。微信支付会重发该通知。`,
      en: `The handler of ${detail} failed; the cause is its error. WeChat Pay will send the notification again.`,
    }),
  ),
  STORE_FAILED: kind(500, (detail) =>
    text({
      zh: `事件去重存储失败（${detail}），cause 为其错误。`,
      en: `The event store failed to ${detail}; the cause is its error.`,
    }),
  ),
  INTERNAL_ERROR: kind(500, () =>
    text({
      zh: '发生与通知内容无关的故障（例如连接中断），cause 为其错误。',
      en: 'Something failed that has nothing to do with the notification, such as a connection that broke; the cause is the error.',
    }),
  ),
} as const satisfies Record<string, WebhookErrorKind>

/** The code of an error of receiving a notification. */
export type WebhookErrorCode = keyof typeof webhookErrors
