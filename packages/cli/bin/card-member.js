#!/usr/bin/env node
// Plain JavaScript that any Node can read, so that an old one is told what is missing instead of failing on syntax.
import module from 'node:module'
import { join } from 'node:path'
import { env } from 'node:process'

const needed = 24

if (Number.parseInt(process.versions.node, 10) < needed) {
  console.error(`card-member needs Node.js ${needed} or newer; this is ${process.versions.node}. Install it from https://nodejs.org/`)
  console.error(`card-member 需要 Node.js ${needed} 或更高版本，当前为 ${process.versions.node}。请从 https://nodejs.org/ 安装。`)
  process.exitCode = 1
} else {
  // Compiled code is kept for the next run, in a folder of the user's own: Node itself would keep it where other users may write.
  const caches = env.XDG_CACHE_HOME || env.LOCALAPPDATA || (env.HOME && join(env.HOME, '.cache'))
  if (caches) module.enableCompileCache(join(caches, 'card-member'))
  const { main } = await import('card-member')
  process.exitCode = await main(process.argv.slice(2), process)
}
