import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { CardMember } from '@card-member/sdk'
import { readCredential } from '@card-member/sdk/node'
import { parse } from 'yaml'
import { packAll } from '../../../../scripts/pack.ts'
import { startPostgres } from '../../../../test/postgres-server.ts'
import { systemProgram } from '../../../../test/system-program.ts'
import { systemPrograms } from '../../../../test/system-programs.ts'
import { demoTemplate, firstMember, importMembers } from '../../src/demo/content.ts'
import { demoTenant, fillingClient, writeCaller } from '../../src/demo/tenant.ts'
import { pathOf, textOf } from '../guide-page.ts'
import { freePorts } from '../guide-reader.ts'
import { type ContainerOptions, containerCommand, type ImageConfig, Images } from './images.ts'

// Builds the image from what the repository has, and runs it as compose.yaml does: `npm run container`.
if (process.getuid?.() !== 0) throw new Error('npm run container needs root, to give the containers read-only files of their own.')

/** The user of the containers: nobody that the image knows. */
const user = 12345
/** What the image may have besides its base, in MB: Node.js has 125 of them. */
const most = 200

const folder = mkdtempSync(join(tmpdir(), 'card-member-container-'))
const began = Date.now()
const step = (text: string) => console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${text}`)
const running: ChildProcess[] = []

try {
  await proveContainer()
  step('all good')
} finally {
  for (const child of running) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
}

async function proveContainer(): Promise<void> {
  const reader = systemProgram({ name: 'docker-compose', probe: '--version', debian: 'docker-compose' })
  const services = execFileSync(reader, ['--file', pathOf('compose.yaml'), 'config', '--services'], { encoding: 'utf8' })
  for (const name of ['postgres', 'platform', 'desk']) assert.ok(services.split('\n').includes(name), `Compose reads the service ${name}`)
  const context = join(folder, 'context')
  mkdirSync(join(context, 'dist'), { recursive: true })
  for (const name of ['Dockerfile', '.dockerignore']) copyFileSync(pathOf(name), join(context, name))
  const packed = join(folder, 'packed')
  mkdirSync(packed)
  for (const tarball of Object.values(await packAll(packed, 'checked'))) copyFileSync(tarball, join(context, 'dist', basename(tarball)))
  writeFileSync(join(context, 'apiclient_key.pem'), 'a secret that lies beside it')
  step('packed')
  const images = new Images(join(folder, 'images'))
  const bases = images.makeBases()
  step('made the base images')
  const image = images.build(context, bases)
  const config = images.configOf(image)
  const files = images.filesOf(image)
  step('built')
  expectSmall(files, config)
  expectReadOnly(files, config)

  await using postgres = await startPostgres()
  const { secrets, urls } = makeDatabases(postgres.url)
  step('databases.sh made users and databases')
  const ports = await freePorts(['8080', '8090'])
  const settings = join(folder, 'settings')
  const tenant = await demoTenant(settings)
  openTo(settings)

  const platform = await startServer('platform', files, config, ports, settings, secrets)
  const made = join(folder, 'platform')
  const wechatpay_public_key_id = readFileSync(join(made, 'wechatpay_pub.id'), 'utf8').trim()
  copyFileSync(join(made, 'wechatpay_pub.pem'), join(settings, 'wechatpay_pub.pem'))
  const { credential } = await writeCaller(tenant, { url: `http://127.0.0.1:${ports.get('8080')}`, wechatpay_public_key_id })
  await using filling = await fillingClient(tenant, credential)
  const { card_id } = await demoTemplate(filling)
  await importMembers(filling, card_id, [firstMember])
  await using api = new CardMember(await readCredential(credential))
  const { user_card_code, openid } = firstMember
  const card = await api.userCards.invalidate(user_card_code, { brand_id: '1004', card_id, openid, invalid_reason: '用户申请退会' })
  assert.equal(card.user_card_state, 'INVALID')
  step('the platform ended a card')

  writeFileSync(
    join(settings, 'connections.json'),
    JSON.stringify([{ name: 'main', credential_file: 'credential.json', brands: ['1004'] }]),
  )
  openTo(settings)
  const desk = await startServer('desk', files, config, ports, settings, secrets)
  const answer = await fetch(`http://127.0.0.1:${ports.get('8090')}/api/session`)
  assert.equal(answer.status, 401)
  step('the desk answered')
  for (const [name, child] of Object.entries({ desk, platform })) {
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    assert.deepEqual(await ended, [0, null], `${name} ends orderly`)
    assert.equal(checkHealth(files, config, ports, name === 'desk' ? '8090' : '8080'), 1, `${name} is unhealthy when it is gone`)
  }
  assert.deepEqual(Object.keys(urls), ['platform', 'desk'])
}

function expectSmall(files: string, config: ImageConfig): void {
  assert.deepEqual([config.User, config.Volumes], ['10001:10001', { '/var/lib/card-member': {} }])
  const installed = readdirSync(join(files, 'opt/card-member/node_modules'))
  for (const name of ['typescript', 'vitest', 'antd', 'react']) assert.ok(!installed.includes(name), `${name} is not needed to run`)
  assert.ok(!existsSync(join(files, 'usr/local/lib/node_modules')), 'npm is not needed to run')
  const found = execFileSync('find', [files, '-xdev', '(', '-name', 'apiclient_key.pem', '-o', '-name', '.npmrc', ')'], {
    encoding: 'utf8',
  })
  assert.equal(found, '', 'nothing that lies beside the packages is in the image')
  const own = ['usr/local/bin/node', 'opt/card-member'].map((name) => join(files, name))
  const total = execFileSync('du', ['-cm', '-s', ...own], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .at(-1)
  const megabytes = Number.parseInt(total ?? '', 10)
  step(`${megabytes} MB besides the base`)
  assert.ok(megabytes < most, `has ${megabytes} MB besides its base, at most ${most} are expected`)
}

/** Users and databases, made as the container of PostgreSQL makes them. */
function makeDatabases(server: string): { readonly secrets: string; readonly urls: Readonly<Record<string, string>> } {
  const secrets = join(folder, 'secrets')
  mkdirSync(secrets)
  const { hostname, port, password } = new URL(server)
  const urls = Object.fromEntries(
    ['platform', 'desk'].map((part) => [part, `postgres://card_${part}:0a1b2c3d@${hostname}:${port}/card_${part}`]),
  )
  for (const [part, url] of Object.entries(urls)) writeFileSync(join(secrets, `${part}_url`), `${url}\n`)
  systemProgram(systemPrograms.psql)
  // biome-ignore lint/style/noProcessEnv: psql is found by the path
  const env = { PATH: process.env.PATH, SECRETS: secrets, PGHOST: hostname, PGPORT: port, PGPASSWORD: password }
  execFileSync('bash', [pathOf('deploy/container/databases.sh')], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  return { secrets, urls }
}

/** Starts a service of compose.yaml in the image, on a free port, and waits until its health check passes. */
async function startServer(
  name: 'platform' | 'desk',
  files: string,
  config: ImageConfig,
  ports: ReadonlyMap<string, string>,
  settings: string,
  secrets: string,
): Promise<ChildProcess> {
  const { services }: { services: Record<string, { command: string[] }> } = parse(textOf('compose.yaml'), { merge: true })
  const data = join(folder, name)
  mkdirSync(data, { mode: 0o700 })
  chownSync(data, user, user)
  const port = name === 'desk' ? '8090' : '8080'
  const command = (services[name]?.command ?? []).map((text) =>
    text
      .replace(/\$\{\w+:-(.*)\}/, '$1')
      .replaceAll(port, ports.get(port) ?? port)
      .replace('0.0.0.0', '127.0.0.1'),
  )
  const mounts: ContainerOptions['mounts'] = {
    '/var/lib/card-member': { source: `${data}/`, writable: true },
    '/etc/card-member': { source: `${settings}/` },
    [`/run/secrets/${name}_url`]: { source: join(secrets, `${name}_url`) },
  }
  const [program = '', ...args] = [...containerCommand(files, config, { user, mounts }), ...config.Entrypoint, ...command]
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  running.push(child)
  const lines = createInterface({ input: child.stdout })
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`${name} ended with ${code}`)))
  ended.catch(() => undefined)
  await Promise.race([once(lines, 'line'), ended])
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  assert.match(status, new RegExp(`^Uid:\\t${user}\\t${user}`, 'm'))
  assert.match(status, /^CapEff:\t0+$/m)
  assert.equal(checkHealth(files, config, ports, port), 0, `${name} is healthy`)
  return child
}

/** What the files of the image say to a user who may write everywhere. */
function expectReadOnly(files: string, config: ImageConfig): void {
  const [program = '', ...args] = [...containerCommand(files, config, { user: 0, mounts: {} }), '/bin/sh', '-c', 'echo > /opt/written']
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  assert.notEqual(status, 0)
  assert.match(stderr, /Read-only file system/)
}

/** The exit code of the image's own health check, run in it. */
function checkHealth(files: string, config: ImageConfig, ports: ReadonlyMap<string, string>, port: string): number | null {
  const [kind, ...test] = config.Healthcheck.Test
  assert.equal(kind, 'CMD')
  const own = test.map((text) => text.replace('[8080, 8090]', `[${ports.get(port)}]`))
  const [program = '', ...args] = [...containerCommand(files, config, { user, mounts: {} }), ...own]
  return spawnSync(program, args, { stdio: 'ignore' }).status
}

/** Lets the user of a container read files, as `chmod` of the guide does. */
function openTo(path: string): void {
  chmodSync(path, 0o755)
  for (const name of readdirSync(path)) chmodSync(join(path, name), 0o644)
}
