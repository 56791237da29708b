import { OptionError } from '../client/error.ts'
import type { ProxyOption } from '../client/transport.ts'
import { text } from '../text.ts'

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

/** The proxies of a transport. */
export interface Proxies {
  /** For http. */
  readonly plain: ProxyServer | undefined
  /** For https. */
  readonly secure: ProxyServer | undefined
  /** The hosts that are reached without a proxy, as NO_PROXY lists them. */
  readonly except: string
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads the option `proxy`; `undefined` for none. Without the option, the default is that of Node: the environment is used when
 * NODE_USE_ENV_PROXY is 1.
 *
 * @throws {OptionError} naming the option or the variable, never the password in it
 */
export function readProxies(option: ProxyOption | undefined, environment: Environment): Proxies | undefined {
  const wanted = option ?? (environment.NODE_USE_ENV_PROXY === '1' ? 'environment' : false)
  if (wanted === false) return undefined
  if (wanted === 'environment') return fromEnvironment(environment)
  const proxy = parseProxy(wanted, 'proxy')
  return { plain: proxy, secure: proxy, except: '' }
}

function fromEnvironment(environment: Environment): Proxies | undefined {
  const plain = proxyIn(environment, 'http_proxy')
  const secure = proxyIn(environment, 'https_proxy')
  return plain || secure ? { plain, secure, except: environment.no_proxy ?? environment.NO_PROXY ?? '' } : undefined
}

function proxyIn(environment: Environment, name: string): ProxyServer | undefined {
  const found = environment[name] === undefined ? name.toUpperCase() : name
  const value = environment[found]?.trim()
  return value ? parseProxy(value, found) : undefined
}

function parseProxy(value: string, subject: string): ProxyServer {
  const whole = value.includes('://') ? value : `http://${value}`
  const url = URL.canParse(whole) ? new URL(whole) : undefined
  const secure = url?.protocol === 'https:'
  if (!url?.hostname || url.pathname.length > 1 || url.search || url.hash || (!secure && url.protocol !== 'http:')) {
    throw new OptionError(
      subject,
      text({
        zh: "须为 http 或 https 代理的地址，例如 'http://用户名:密码@主机:3128'",
        en: "must be the address of an http or https proxy, such as 'http://user:password@host:3128'",
      }),
    )
  }
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
