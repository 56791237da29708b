import { isIP } from 'node:net'

/** The key of texts that are no address: their senders share one limit. */
export const unknownAddress = 'unknown'

/**
 * What an address is counted by: as much of it as who sends from there cannot vary. Proxies write addresses with ports, in
 * brackets and quotes, or hide them; a machine of IPv6 has a whole network of 64 bits to itself.
 */
export function addressKey(text: string): string {
  const address = bareAddress(text.trim().replaceAll('"', ''))
  if (isIP(address) === 4) return address
  return isIP(address) === 6 ? keyOfGroups(groupsOf(address)) : unknownAddress
}

function bareAddress(text: string): string {
  const [, bracketed, withPort] = /^(?:\[([^\]]*)\](?::\d{1,5})?|([\d.]+):\d{1,5})$/.exec(text) ?? []
  // A zone names an interface of the machine that wrote the address.
  const [address = ''] = (bracketed ?? withPort ?? text).split('%')
  return address
}

function keyOfGroups(groups: readonly number[]): string {
  const [first = 0, second = 0, third = 0] = groups
  const start = groups.slice(0, 6).join()
  // IPv4 addresses written as IPv6: mapped, translated (64:ff9b::/96), and 6to4, where each IPv4 address owns a network.
  if (start === '0,0,0,0,0,65535' || start === '100,65435,0,0,0,0') return dotted(groups[6] ?? 0, groups[7] ?? 0)
  if (first === 0x2002) return dotted(second, third)
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`
}

function dotted(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

/** The eight groups of an IPv6 address; the parser of URLs writes all forms in one. */
function groupsOf(address: string): number[] {
  const written = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [head = '', tail] = written.split('::')
  const numbers = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)))
  const [before, after] = [numbers(head), numbers(tail ?? '')]
  return tail === undefined ? before : [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after]
}
