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
      zh: `${subject} 未发送：被本地限流器拒绝。请降低频率，或设置 when_full: 'wait'。`,
      en: `${subject} was not sent: rejected by the local rate limiter. Slow down, or set when_full: 'wait'.`,
    }),
  SIGN_BEFORE_PASSED: (subject, detail) =>
    text({
      zh: `${subject} 未发送：已超过 sign_before（${detail}）。请检查本机时钟与等待时间。`,
      en: `${subject} was not sent: sign_before has passed (${detail}). Check the clock of this machine, and what the call waited for.`,
    }),
  SIGNING_REFUSED: (subject) =>
    text({ zh: `${subject} 未发送：before_sign 阻止了签名。`, en: `${subject} was not sent: before_sign stopped it.` }),
  CONNECTION_FAILED: (subject, detail, host) =>
    text({
      zh: `${subject} 未发送：无法连接 ${host}（${detail}）。`,
      en: `${subject} was not sent: no connection to ${host} (${detail}).`,
    }),
  PROXY_UNREACHABLE: (subject, detail, host) =>
    text({
      zh: `${subject} 未发送：无法连接代理 ${host}（${detail}）。请检查 proxy 选项，或 HTTPS_PROXY、HTTP_PROXY 与 NO_PROXY。`,
      en: `${subject} was not sent: no connection through the proxy ${host} (${detail}). Check the option proxy, or HTTPS_PROXY, HTTP_PROXY and NO_PROXY.`,
    }),
  PROXY_REFUSED: (subject, detail, host) =>
    text({
      zh: `${subject} 未发送：代理 ${host} 拒绝（${detail}）。请检查 proxy 选项的用户名与密码，或在代理上放行该接口。`,
      en: `${subject} was not sent: the proxy ${host} refused it (${detail}). Check the user name and password in the option proxy, or let the proxy allow the API.`,
    }),
  CONNECTION_LOST: (subject, detail, host) =>
    text({
      zh: `${subject} 已发送，但与 ${host} 的连接中断（${detail}）。`,
      en: `${subject} was sent, but the connection to ${host} broke (${detail}).`,
    }),
  TIMED_OUT: (subject, detail, host) =>
    text({ zh: `${subject} 在 ${detail} 毫秒内未收到 ${host} 的应答。`, en: `${subject} got no answer from ${host} within ${detail} ms.` }),
  ABORTED: (subject) => text({ zh: `${subject} 被 signal 中止。`, en: `${subject} was aborted by its signal.` }),
  ANSWER_TOO_LARGE: (subject, detail) =>
    text({ zh: `${subject} 的应答超过 ${detail} 字节。`, en: `The answer to ${subject} is larger than ${detail} bytes.` }),
  ANSWER_COMPRESSED: (subject, detail) =>
    text({
      zh: `${subject} 的应答被代理压缩（${detail}），无法验签。请在代理上关闭压缩。`,
      en: `The answer to ${subject} was compressed by a proxy (${detail}), so it cannot be verified. Switch compression off in the proxy.`,
    }),
  STILL_PROCESSING: (subject) =>
    text({
      zh: `${subject} 仍在处理（202），请用相同参数重发。`,
      en: `${subject} is still being processed (202); send the same again.`,
    }),
  GATEWAY_ERROR: (subject, detail) =>
    text({
      zh: `${subject} 的应答来自网关，而非接口：${detail}。请检查 base_url 与代理。`,
      en: `${subject} was answered by a gateway, not by the API: ${detail}. Check base_url and any proxy.`,
    }),
  REDIRECTED: (subject, detail) =>
    text({
      zh: `${subject} 的应答是重定向（${detail}），不会跟随。请检查 base_url。`,
      en: `${subject} was answered with a redirect (${detail}), which is not followed. Check base_url.`,
    }),
  ANSWER_EMPTY: (subject, detail) =>
    text({
      zh: `${subject} 的应答（${detail}）已验签，但没有内容。`,
      en: `The answer to ${subject} (${detail}) is signed, but has no content.`,
    }),
  ANSWER_NOT_JSON: (subject, detail) =>
    text({
      zh: `${subject} 的应答（${detail}）已验签，但不是预期的 JSON。`,
      en: `The answer to ${subject} (${detail}) is signed, but is not the expected JSON.`,
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
  zh: '是否已生效未知，请先查询再重发。',
  en: ' Whether it took effect is unknown: read it back before you repeat it.',
})
