import ipaddr from 'ipaddr.js'

/** A sandbox was asked for where it would be open to others. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError'

  constructor(host: string) {
    super(`the sandbox's controls would be open to all who reach ${host}; give a token with --sandbox-token, or listen at 127.0.0.1`)
  }
}

/** Whether only this machine reaches an address. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost') return true
  return ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback'
}
