const needed = 24

/** Says in one sentence which Node is needed, before something deep within fails for want of it. */
export function demandNode(version: string = process.versions.node): void {
  if (Number.parseInt(version, 10) >= needed) return
  throw new Error(`@card-member/platform needs Node ${needed} or newer; this is Node ${version}.`)
}
