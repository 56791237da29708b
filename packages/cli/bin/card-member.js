#!/usr/bin/env node
// Plain JavaScript that any Node can read, so that an old one is told what is missing instead of failing on syntax.
import module from 'node:module'
import { join } from 'node:path'

const needed = 24

if (Number.parseInt(process.versions.node, 10) < needed) {
  console.error(`card-member needs Node.js ${needed} or newer; this is ${process.versions.node}. Install it from https://nodejs.org/`)
  console.error(`card-member 需要 Node.js ${needed} 或更高版本，当前为 ${process.versions.node}。请从 https://nodejs.org/ 安装。`)
  process.exitCode = 1
} else {
  // Compiled code is kept for the next run, in a folder of the user's own: Node itself would keep it where other users may write.
  // biome-ignore lint/style/noProcessEnv: where the folder is stands in the environment
  const { XDG_CACHE_HOME, LOCALAPPDATA, HOME } = process.env
  const caches = XDG_CACHE_HOME || LOCALAPPDATA || (HOME && join(HOME, '.cache'))
  if (caches) module.enableCompileCache(join(caches, 'card-member'))
  const { main } = await import('card-member')
  process.exitCode = await main(process.argv.slice(2), process)
}
