import { lookup } from 'node:dns/promises'
import ipaddr from 'ipaddr.js'
import { PostError } from './post-error.ts'

/** An address that a name resolved to. */
export interface Address {
  readonly address: string
  readonly family: number
}

/** Resolves a host name, or an address to itself. */
export type Resolve = (hostname: string) => Promise<readonly Address[]>

/** A checked target: only these addresses are connected to. */
export interface Target {
  readonly url: URL
  readonly hostname: string
  readonly addresses: readonly Address[]
}

/** How a target is checked. */
export interface TargetCheck {
  /** Allows addresses that are not public, and plain HTTP to this machine. */
  readonly allow_private: boolean
  readonly resolve: Resolve
}

// All public IPv6 unicast addresses are in this range; some addresses outside it are aliases of IPv4 hosts.
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')

/** Resolves with the system's resolver. */
export const systemResolve: Resolve = (hostname) => lookup(hostname, { all: true })

/**
 * Resolves a notify_url and checks its addresses. One address that is not public blocks it.
 *
 * @throws {PostError} blocked, unreachable
 */
export async function checkTarget(notify_url: string, { allow_private, resolve }: TargetCheck): Promise<Target> {
  const url = URL.parse(notify_url)
  if (url === null) throw new PostError('blocked', 'notify_url is no URL')
  if (url.protocol !== 'https:' && !(allow_private && url.protocol === 'http:')) throw new PostError('blocked', 'notify_url is not https')
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  const addresses = await resolveAddresses(hostname, resolve)
  for (const { address } of addresses) {
    const range = rangeOf(address)
    if (range !== 'unicast' && !allow_private) throw new PostError('blocked', `${address} is not public (${range})`)
    if (range !== 'loopback' && url.protocol === 'http:') throw new PostError('blocked', `http to ${address}, which is not this machine`)
  }
  return { url, hostname, addresses }
}

async function resolveAddresses(hostname: string, resolve: Resolve): Promise<readonly Address[]> {
  try {
    const addresses = await resolve(hostname)
    if (addresses.length > 0) return addresses
  } catch (cause) {
    throw new PostError('unreachable', 'the name does not resolve', { cause })
  }
  throw new PostError('unreachable', 'the name has no address')
}

function rangeOf(text: string): string {
  // An IPv4-mapped IPv6 address is checked as IPv4.
  const address = ipaddr.process(text)
  const range = address.range()
  return range === 'unicast' && address instanceof ipaddr.IPv6 && !address.match(globalUnicast) ? 'not global' : range
}
