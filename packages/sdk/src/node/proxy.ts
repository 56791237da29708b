import { OptionError } from '../client/error.ts'
import type { ProxyOption } from '../client/transport.ts'
import { text } from '../text.ts'
import { NoProxy } from './no-proxy.ts'

/** A proxy server. */
export interface ProxyServer {
  readonly secure: boolean
  /** Without brackets. */
  readonly host: string
  readonly port: number
  /** The value of Proxy-Authorization; errors never show it. */
  readonly authorization: string | undefined
  /** Host and port, as errors name it. */
  readonly name: string
}

/** Returns the proxy for an origin; `undefined` for none. */
export type ProxyFor = (origin: URL) => ProxyServer | undefined

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads the option `proxy`. Without it, the default is that of Node: the environment is used when NODE_USE_ENV_PROXY is 1.
 *
 * @throws {OptionError} naming the option or the variable, never the password in it
 */
export function readProxy(option: ProxyOption | undefined, environment: Environment): ProxyFor {
  if (option === false) return () => undefined
  const wanted = option ?? (environment.NODE_USE_ENV_PROXY === '1' ? 'environment' : false)
  if (wanted === false) return () => undefined
  if (wanted === 'environment') return fromEnvironment(environment)
  const proxy = parseProxy(wanted, 'proxy')
  return () => proxy
}

function fromEnvironment(environment: Environment): ProxyFor {
  const plain = proxyIn(environment, 'http_proxy')
  const secure = proxyIn(environment, 'https_proxy')
  const except = new NoProxy(environment.no_proxy ?? environment.NO_PROXY ?? '')
  return (origin) => {
    if (except.has(origin)) return undefined
    return origin.protocol === 'https:' ? secure : plain
  }
}

function proxyIn(environment: Environment, name: string): ProxyServer | undefined {
  const found = environment[name] === undefined ? name.toUpperCase() : name
  const value = environment[found]?.trim()
  return value ? parseProxy(value, found) : undefined
}

function parseProxy(value: string, subject: string): ProxyServer {
  const whole = value.includes('://') ? value : `http://${value}`
  const url = URL.canParse(whole) ? new URL(whole) : undefined
  if (url === undefined || url.hostname === '' || url.pathname.length > 1 || url.search || url.hash) {
    throw new OptionError(
      subject,
      text({
        zh: "须为代理地址，例如 'http://用户名:密码@主机:3128'",
        en: "must be the address of a proxy, such as 'http://user:password@host:3128'",
      }),
    )
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    const scheme = url.protocol.slice(0, -1)
    throw new OptionError(
      subject,
      text({
        zh: `指定了 ${scheme} 类型的代理；仅支持 http 与 https`,
        en: `asks for a proxy of the kind ${scheme}; only http and https are supported`,
      }),
    )
  }
  const secure = url.protocol === 'https:'
  const port = Number(url.port || (secure ? 443 : 80))
  const user = url.username || url.password ? `${decode(url.username)}:${decode(url.password)}` : undefined
  return {
    secure,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port,
    authorization: user === undefined ? undefined : `Basic ${Buffer.from(user).toString('base64')}`,
    name: `${url.hostname}:${port}`,
  }
}

// A password with a % that is not an escape is used as it is.
function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
