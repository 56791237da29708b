const origin = /^https?:\/\/[^/?#]*/i

/**
 * The path and query of a request's target, byte for byte as sent: what is signed, and what is routed. Proxies send the whole
 * URL, `http://host/path?query`; its scheme and host are taken off.
 */
export function pathAndQuery(target: string): string {
  const rest = target.replace(origin, '')
  return rest === target || rest.startsWith('/') ? rest : `/${rest}`
}

/** The host that a target names which holds the whole URL; `undefined` for any other. */
export function authorityOf(target: string): string | undefined {
  const [, authority] = /^https?:\/\/([^/?#]*)/i.exec(target) ?? []
  return authority
}

/** What is wrong with a target as it was received; `undefined` when nothing is. */
export function targetIssue(target: string): string | undefined {
  return target.includes('#') ? 'the request target holds a fragment (#…), which is not sent over HTTP' : undefined
}
