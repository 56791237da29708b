const needed = 24

/** Says in one sentence which Node a package needs, before something deep within fails for want of it. */
export function demandNode(name: string, version: string = process.versions.node): void {
  if (Number.parseInt(version, 10) >= needed) return
  throw new Error(
    `${name} needs Node.js ${needed} or newer; this is ${version}. Install it from https://nodejs.org/ (${name} 需要 Node.js ${needed} 或更高版本，当前为 ${version}。请从 https://nodejs.org/ 安装。)`,
  )
}
