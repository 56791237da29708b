import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { onceARun } from './once-a-run.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What tests start as processes: each is a few files, so that it begins in a third of the time that a thousand sources take. */
export interface Bundled {
  /** A folder for the path, with `card-member` in it. */
  readonly path: string
  /** What Node runs there. */
  readonly command: string
  /** A desk that tests kill; see its source. */
  readonly deskProcess: string
  /** A platform that tests kill; see its source. */
  readonly platformProcess: string
  /** Variables for what Node runs: where it keeps its compiled code for the next one, which goes with it. */
  readonly env: { readonly NODE_COMPILE_CACHE: string }
}

/**
 * The sources of this repository, bundled as they are. Tests of the repository itself start the sources, and those of packages what gets
 * published.
 */
export function bundledOnce(): Promise<Bundled> {
  return onceARun('bundled', async (folder) => {
    const home = join(folder, 'card-member')
    const bundle = await rolldown({
      input: {
        main: join(root, 'packages/cli/src/main.ts'),
        'desk-process': join(root, 'packages/desk/test/proof/desk-process.ts'),
        'platform-process': join(root, 'packages/platform/test/fixtures/platform-process-entry.ts'),
        // Threads are started by their name, beside what starts them.
        'sqlite-worker': join(root, 'packages/service/src/database/sqlite-worker.ts'),
        'file-thread': join(root, 'packages/desk/src/files/file-thread.ts'),
      },
      cwd: root,
      platform: 'node',
    })
    await bundle.write({ dir: join(home, 'src'), entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' })
    await bundle.close()
    // The command reads its version from its own package, and the platform from its own.
    cpSync(join(root, 'packages/platform/package.json'), join(folder, 'package.json'))
    const manifest = JSON.stringify({ ...readManifest(), exports: { '.': './src/main.js' } })
    writeFileSync(join(home, 'package.json'), manifest)
    const command = join(home, 'bin/card-member.js')
    cpSync(join(root, 'packages/cli/bin/card-member.js'), command)
    const path = join(folder, 'bin')
    const compiled = join(folder, 'compiled')
    mkdirSync(path)
    const script = `#!/bin/sh\nNODE_COMPILE_CACHE='${compiled}' exec node '${command}' "$@"\n`
    writeFileSync(join(path, 'card-member'), script, { mode: 0o755 })
    return {
      path,
      command,
      deskProcess: join(home, 'src/desk-process.js'),
      platformProcess: join(home, 'src/platform-process.js'),
      env: { NODE_COMPILE_CACHE: compiled },
    }
  })
}

function readManifest(): object {
  return JSON.parse(readFileSync(join(root, 'packages/cli/package.json'), 'utf8'))
}
