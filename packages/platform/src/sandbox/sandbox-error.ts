import ipaddr from 'ipaddr.js'

/** A sandbox without a token would be reachable from other machines. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError'

  constructor(host: string) {
    super(`the sandbox's controls would be open to all who reach ${host}; give a token with --sandbox-token, or listen at 127.0.0.1`)
  }
}

/** Whether an address is reachable from this machine only. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost') return true
  return ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback'
}
