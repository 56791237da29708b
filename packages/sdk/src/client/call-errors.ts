import { type LocalizedText, text } from '../text.ts'

type ErrorText = (subject: string, detail: string, host: string) => LocalizedText

/**
 * The errors that the client itself names, by their code. The platform's own codes come with its answers.
 *
 * @example
 * callErrors.TIMED_OUT('getUserCard', '10000', 'api.mch.weixin.qq.com:443')['zh-CN']
 */
export const callErrors = {
  INVALID_INPUT: (subject, detail) =>
    text({ zh: `${subject} 未发送，输入有误：${detail}。`, en: `${subject} was not sent, its input is wrong: ${detail}.` }),
  OPTION_INVALID: (subject, detail) => text({ zh: `${subject} ${detail}。`, en: `${subject} ${detail}.` }),
  LOCAL_RATE_LIMIT: (subject) =>
    text({
      zh: `${subject} 未发送：被本地限流器拒绝。请降低频率，或设置 when_full: 'wait' 排队等待。`,
      en: `${subject} was not sent: it was rejected by the local rate limiter. Slow down, or let it wait with when_full: 'wait'.`,
    }),
  SIGN_BEFORE_PASSED: (subject, detail) =>
    text({
      zh: `${subject} 未发送：已超过最晚签名时间（当前时间、sign_before：${detail}）。请检查本机时钟，以及调用此前在等待什么。`,
      en: `${subject} was not sent: it was to be signed by ${detail} (now, sign_before). Check this machine's clock, and what the call had to wait for.`,
    }),
  SIGNING_REFUSED: (subject) =>
    text({ zh: `${subject} 未发送：before_sign 阻止了签名。`, en: `${subject} was not sent: before_sign held it back.` }),
  CONNECTION_FAILED: (subject, detail, host) =>
    text({
      zh: `${subject} 未发送：无法连接 ${host}（${detail}）。`,
      en: `${subject} was not sent: no connection to ${host} (${detail}).`,
    }),
  PROXY_UNREACHABLE: (subject, detail, proxy) =>
    text({
      zh: `${subject} 未发送：无法通过代理 ${proxy}（${detail}）。请检查 proxy 选项，或 HTTPS_PROXY、HTTP_PROXY 与 NO_PROXY。`,
      en: `${subject} was not sent: no way through the proxy ${proxy} (${detail}). Check the option proxy, or HTTPS_PROXY, HTTP_PROXY and NO_PROXY.`,
    }),
  PROXY_REFUSED: (subject, detail, proxy) =>
    text({
      zh: `${subject} 未发送：代理 ${proxy} 拒绝（${detail}）。请提供其接受的用户名与密码（http://用户名:密码@主机:端口），或在代理上放行该接口。`,
      en: `${subject} was not sent: the proxy ${proxy} refused it (${detail}). Give it a user name and a password it takes (http://user:password@host:port), or have it let the API through.`,
    }),
  CONNECTION_LOST: (subject, detail, host) =>
    text({
      zh: `${subject} 已发送，但在收到应答前与 ${host} 的连接中断（${detail}）。`,
      en: `${subject} was sent, but the connection to ${host} broke before the answer (${detail}).`,
    }),
  TIMED_OUT: (subject, detail, host) =>
    text({
      zh: `${subject} 在 ${detail} 毫秒内未收到 ${host} 的应答。`,
      en: `${subject} got no answer from ${host} in time (${detail} ms).`,
    }),
  ABORTED: (subject) => text({ zh: `${subject} 被调用方的 signal 中止。`, en: `${subject} was aborted by its signal.` }),
  ANSWER_TOO_LARGE: (subject, detail) =>
    text({ zh: `${subject} 的应答超过 ${detail} 字节。`, en: `The answer to ${subject} is larger than ${detail} bytes.` }),
  ANSWER_COMPRESSED: (subject, detail) =>
    text({
      zh: `${subject} 的应答被途经的代理压缩，且此处无法解压（${detail}），因此无法验签。请在代理上关闭压缩。`,
      en: `A proxy compressed the answer to ${subject} in a way that cannot be undone here (${detail}), so it cannot be verified. Switch compression off in the proxy.`,
    }),
  STILL_PROCESSING: (subject) =>
    text({
      zh: `${subject} 已受理，仍在处理（202）；请用相同参数重发。`,
      en: `${subject} was accepted and is still being processed (202); send the same again.`,
    }),
  GATEWAY_ERROR: (subject, detail) =>
    text({
      zh: `${subject} 收到的是网关应答，而非接口应答：${detail}。请检查 base_url 与途经的代理。`,
      en: `${subject} was answered by a gateway, not by the API: ${detail}. Check base_url and any proxy on the way.`,
    }),
  REDIRECTED: (subject, detail) =>
    text({
      zh: `${subject} 收到重定向应答（${detail}），不会跟随。请检查 base_url。`,
      en: `${subject} was answered with a redirect (${detail}), which is never followed. Check base_url.`,
    }),
  ANSWER_EMPTY: (subject, detail) =>
    text({
      zh: `${subject} 的应答已验签，状态 ${detail}，但没有内容。`,
      en: `The answer to ${subject} is signed and says ${detail}, but has no content.`,
    }),
  ANSWER_NOT_JSON: (subject, detail) =>
    text({
      zh: `${subject} 的应答已验签，状态 ${detail}，但不是预期的 JSON。`,
      en: `The answer to ${subject} is signed and says ${detail}, but is not the JSON that was expected.`,
    }),
  ANSWER_MISMATCHED: (subject, detail) =>
    text({
      zh: `${subject} 的应答不属于本次请求：${detail} 不一致。`,
      en: `The answer to ${subject} is about something else: ${detail} differs.`,
    }),
} as const satisfies Record<string, ErrorText>

/** The code of an error that the client itself names. */
export type CallErrorCode = keyof typeof callErrors

/** Added to a message when the outcome is unknown. */
export const unknownAdvice = text({
  zh: '是否已生效未知：请先查询，再决定是否重发。',
  en: ' Whether it took effect is unknown: read it back before you repeat it.',
})
