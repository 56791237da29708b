import { BlockList, isIP } from 'node:net'

/** The hosts that are reached without the proxy: the list of NO_PROXY, as curl and Node read it. */
export class NoProxy {
  readonly #all: boolean
  readonly #rules: readonly Rule[]

  /**
   * @param list `*`, or names, addresses, networks (`10.0.0.0/8`) and ranges (`10.0.0.1-10.0.0.9`) separated by commas or blanks, each
   * with an optional port. A name includes all names below it, with or without `.` or `*.` before it.
   */
  constructor(list: string) {
    const entries = list.split(/[\s,]+/).filter((entry) => entry !== '')
    this.#all = entries.includes('*')
    this.#rules = entries.map(readRule)
  }

  has({ hostname, port, protocol }: URL): boolean {
    const host = withoutBrackets(hostname).replace(/\.$/, '').toLowerCase()
    const number = port || (protocol === 'https:' ? '443' : '80')
    return this.#all || this.#rules.some((rule) => (rule.port === undefined || rule.port === number) && rule.fits(host))
  }
}

interface Rule {
  readonly port: string | undefined
  fits(host: string): boolean
}

function readRule(entry: string): Rule {
  const [, bracketed, plain = '', digits] = /^(?:(\[[^\]]*\](?:\/\d+)?)|([^:]*))(?::(\d+))?$/.exec(entry) ?? [undefined, undefined, entry]
  const text = withoutBrackets(bracketed ?? plain)
  return { port: digits, fits: addressRule(text) ?? nameRule(text) }
}

function addressRule(text: string): Rule['fits'] | undefined {
  const list = new BlockList()
  try {
    const [network = '', length] = text.split('/')
    const [first = '', last] = text.split('-')
    if (isIP(text)) list.addAddress(text, familyOf(text))
    else if (length !== undefined && isIP(network)) list.addSubnet(network, Number(length), familyOf(network))
    else if (last !== undefined && isIP(first) && isIP(last)) list.addRange(first, last, familyOf(first))
    else return undefined
  } catch {
    // A prefix that is too long, or a range that ends before it begins, contains no address.
    return () => false
  }
  return (host) => isIP(host) !== 0 && list.check(host, familyOf(host))
}

function nameRule(text: string): Rule['fits'] {
  const name = text
    .replace(/^\*?\./, '')
    .replace(/\.$/, '')
    .toLowerCase()
  return (host) => name !== '' && (host === name || host.endsWith(`.${name}`))
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4'
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[|\]/g, '')
}
