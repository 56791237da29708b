import { execFileSync } from 'node:child_process'
import { copyFileSync, cpSync, existsSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemProgram } from '../../../../test/system-program.ts'

const root = fileURLToPath(new URL('../../../..', import.meta.url))
const node = realpathSync(join(root, 'node_modules/node/bin/node'))

/** What an image says of itself. */
export interface ImageConfig {
  readonly User: string
  readonly Env: readonly string[]
  readonly Entrypoint: readonly string[]
  readonly WorkingDir: string
  readonly Volumes: Readonly<Record<string, object>>
  readonly Healthcheck: { readonly Test: readonly string[] }
}

/** Images in a folder of their own, made by buildah without a daemon, without privileges and without a registry of images. */
export class Images {
  readonly #folder: string
  readonly #buildah = systemProgram({ name: 'buildah', probe: '--version', debian: 'buildah' })

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Makes the two images that a build begins with, from what Debian and npm have put on this machine. */
  makeBases(): { readonly NODE_IMAGE: string; readonly BASE_IMAGE: string } {
    const files = join(this.#folder, 'base')
    mkdirSync(join(files, 'tmp'), { recursive: true, mode: 0o1777 })
    // `/lib` is a link to `usr/lib`, as Debian has it.
    for (const name of ['bin', 'lib', 'lib64']) {
      mkdirSync(join(files, 'usr', name), { recursive: true })
      symlinkSync(`usr/${name}`, join(files, name))
    }
    for (const name of ['sh', 'env', 'cat', 'cp', 'mkdir', 'find'])
      copyProgram(execFileSync('which', [name], { encoding: 'utf8' }).trim(), files)
    for (const library of librariesOf(node)) copyInto(library, files)
    this.#commit('base', files, [])

    const withNode = join(this.#folder, 'node')
    const npm = join(execFileSync('npm', ['root', '-g'], { encoding: 'utf8' }).trim(), 'npm')
    mkdirSync(join(withNode, 'usr/local/bin'), { recursive: true })
    copyFileSync(node, join(withNode, 'usr/local/bin/node'))
    cpSync(npm, join(withNode, 'usr/local/lib/node_modules/npm'), { recursive: true })
    symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(withNode, 'usr/local/bin/npm'))
    const authorities = '/etc/ssl/certs/ca-certificates.crt'
    copyInto(authorities, withNode)
    this.#commit('node', withNode, [`NODE_EXTRA_CA_CERTS=${authorities}`, 'npm_config_prefer_offline=true'], 'localhost/base')
    return { NODE_IMAGE: 'localhost/node', BASE_IMAGE: 'localhost/base' }
  }

  /** Builds what a folder describes. What npm has fetched for this user is not fetched again. */
  build(context: string, argument: Readonly<Record<string, string>>): string {
    const cache = join(homedir(), '.npm')
    mkdirSync(cache, { recursive: true })
    const options = Object.entries(argument).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`])
    const npmrc = join(homedir(), '.npmrc')
    if (existsSync(npmrc)) options.push('--secret', `id=npmrc,src=${npmrc}`)
    // Docker's own format: that of OCI has no health check.
    const fixed = ['--isolation', 'chroot', '--format', 'docker', '--pull=never', '--volume', `${cache}:/tmp/npm`]
    this.#run(['build', ...fixed, ...options, '--tag', 'card-member', context])
    return 'localhost/card-member'
  }

  configOf(image: string): ImageConfig {
    const { Docker }: { Docker: { config: ImageConfig } } = JSON.parse(this.#run(['inspect', '--type', 'image', image]))
    return Docker.config
  }

  /** The files of an image, as a container would begin with them. */
  filesOf(image: string): string {
    const container = this.#run(['from', '--pull=never', image]).trim()
    return this.#run(['mount', container]).trim()
  }

  #commit(name: string, files: string, env: readonly string[], from = 'scratch'): void {
    const container = this.#run(['from', '--pull=never', from]).trim()
    this.#run(['copy', container, files, '/'])
    this.#run(['config', ...['PATH=/usr/local/bin:/usr/bin:/bin', ...env].flatMap((text) => ['--env', text]), container])
    this.#run(['commit', '--rm', container, `localhost/${name}`])
  }

  #run(args: readonly string[]): string {
    const place = ['--storage-driver', 'vfs', '--root', join(this.#folder, 'images'), '--runroot', join(this.#folder, 'run')]
    return execFileSync(this.#buildah, [...place, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  }
}

/** The libraries that a program loads, the loader among them. */
function librariesOf(program: string): string[] {
  return [...execFileSync('ldd', [program], { encoding: 'utf8' }).matchAll(/(\/\S+) \(0x/g)].flatMap(([, path]) => path ?? [])
}

function copyProgram(path: string, files: string): void {
  copyFileSync(path, join(files, 'usr/bin', basename(path)))
  for (const library of librariesOf(path)) copyInto(library, files)
}

// By its name in the loader's list: `libc.so.6` may be a link.
function copyInto(path: string, files: string): void {
  const target = join(files, path)
  mkdirSync(dirname(target), { recursive: true })
  copyFileSync(path, target)
}

/** What a container has besides its image. */
export interface ContainerOptions {
  readonly user: number
  /** Folders and files of the machine, by where they are in the container; the others are read-only. */
  readonly mounts: Readonly<Record<string, { readonly source: string; readonly writable?: boolean }>>
}

/** What starts a program in the files of an image as Docker does with `--read-only --cap-drop=ALL --user`, on the network of the machine. */
export function containerCommand(files: string, { Env, WorkingDir }: ImageConfig, { user, mounts }: ContainerOptions): string[] {
  const lines = ['set -e', 'PATH=$PATH:/usr/sbin:/sbin', `mount --bind ${files} ${files}`]
  for (const [path, { source }] of Object.entries(mounts))
    lines.push(source.endsWith('/') ? `mkdir -p ${files}${path}` : `mkdir -p ${files}${dirname(path)} && touch ${files}${path}`)
  lines.push(`mkdir -p ${files}/dev ${files}/proc`, `mount -o remount,bind,ro ${files}`)
  lines.push(
    `mount -t tmpfs -o mode=1777,size=64m tmpfs ${files}/tmp`,
    `mount --rbind /dev ${files}/dev`,
    `mount --rbind /proc ${files}/proc`,
  )
  for (const [path, { source, writable = false }] of Object.entries(mounts)) {
    lines.push(`mount --bind ${source} ${files}${path}`)
    if (!writable) lines.push(`mount -o remount,bind,ro ${files}${path}`)
  }
  const command = 'cd "$1" && shift && exec "$@"'
  lines.push(
    `exec env -i ${Env.map((text) => `'${text}'`).join(' ')} $(command -v setpriv) --no-new-privs $(command -v chroot) --userspec=${user}:${user} --groups='' ${files} ` +
      `/bin/sh -c '${command}' sh ${WorkingDir} "$@"`,
  )
  return ['unshare', '--mount', '--propagation', 'private', 'bash', '-c', lines.join('\n'), 'bash']
}
