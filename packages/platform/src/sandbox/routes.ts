import { check, isRecord, PlatformError, platformErrors, type Schema, type Static } from '@card-member/sdk/contract'
import { authorityOf, readHeader } from '@card-member/service'
import type { Log } from '@card-member/service/log'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { SnapshotError } from '../store/snapshot.ts'
import { ClockChange, FaultRule, Forward, MemberCard, MemberExchange, MemberJoin, Nothing, Reset } from './controls.ts'
import { faultTargets } from './fault-targets.ts'
import type { Sandbox, SandboxRuntime } from './sandbox.ts'
import { parseSnapshot, writeSnapshot } from './snapshot-text.ts'
import { isValidToken } from './token.ts'
import { isOwnOrigin, isTrustedHost } from './trusted-host.ts'

const longestProblem = 500
const largestSnapshot = 256 * 1024 * 1024
const words = {
  foreign: 'The controls answer at an IP address, localhost or the public URL only, and to no page of another site.',
  token: 'Give the token as Authorization: Bearer TOKEN. It is in sandbox.token in the data folder, unless --sandbox-token gave it.',
}
const jsonLines = 'application/x-ndjson'

/** The input of a control is wrong. */
class WrongInput extends Error {}

/** Adds the controls of a sandbox under `/_sandbox/`. */
export function serveSandbox(app: FastifyInstance, sandbox: Sandbox, runtime: SandboxRuntime): void {
  const { clock, faults: rules, inspector } = sandbox
  const { dispatcher, log } = runtime
  const members = sandbox.members(runtime)
  app.addHook('onRequest', async ({ raw, originalUrl }, reply) => {
    const host = readHeader(raw, 'host')
    const hosts = [host, authorityOf(originalUrl) ?? host]
    if (!hosts.every((name) => isTrustedHost(name, sandbox.hosts)) || !isOwnOrigin(readHeader(raw, 'origin'), host))
      return reply.code(403).send(errorBody('NO_AUTH', words.foreign))
    if (!isValidToken(readHeader(raw, 'authorization'), sandbox.token)) return reply.code(401).send(errorBody('SIGN_ERROR', words.token))
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'))
  app.addContentTypeParser(jsonLines, { parseAs: 'string', bodyLimit: largestSnapshot }, (_request, body, done) => done(null, body))
  app.setErrorHandler((error, _request, reply) => sendError(error, reply, log))

  function control<S extends Schema>(url: string, schema: S, act: (input: Static<S>) => unknown): void {
    app.post(url, async ({ body }) => act(checkedInput(schema, body)))
  }

  async function state() {
    return { clock: clock.state, faults: rules.list(), forward: sandbox.forward ?? null }
  }

  app.get('/', state)
  control('/members/join', MemberJoin, (input) => members.join(input))
  control('/members/delete', MemberCard, (input) => members.delete(input))
  control('/members/exchange', MemberExchange, (input) => members.exchange(input))
  control('/members/ask-for-points', MemberCard, (input) => members.askForPoints(input))
  app.get('/clock', async () => clock.state)
  control('/clock', ClockChange, (input) => {
    if (!clock.change(input)) throw new WrongInput('/now must be a time such as 2026-11-24T10:00:00+08:00')
    dispatcher.wake()
    return clock.state
  })
  app.get('/faults', async () => rules.list())
  control('/faults', FaultRule, (rule) => {
    const targets = faultTargets(rule.fault)
    if (rule.on !== undefined && !targets.includes(rule.on))
      throw new WrongInput(`/on of ${rule.fault} must be one of ${targets.join(', ')}; received ${JSON.stringify(rule.on)}`)
    return rules.add(rule)
  })
  app.delete<{ Querystring: { id?: string } }>('/faults', async ({ query }) => {
    rules.remove(query.id)
    return rules.list()
  })
  app.get<{ Querystring: { last?: string } }>('/requests', async ({ query }) => inspector.last(limitOf(query.last)))
  app.get<{ Querystring: { last?: string } }>('/notifications', async ({ query }) => sandbox.notifications(limitOf(query.last)))
  control('/notifications/deliver', Nothing, async () => {
    dispatcher.wake()
    await dispatcher.idle()
    return sandbox.notifications(limitOf(undefined))
  })
  control('/forward', Forward, ({ url }) => {
    if (url !== null && !/^https?:$/.test(URL.parse(url)?.protocol ?? '')) throw new WrongInput('/url must be an http or https URL')
    sandbox.forward = url ?? undefined
    return state()
  })
  control('/reset', Reset, async ({ keep_templates = false }) => {
    await sandbox.begin(keep_templates ? await sandbox.templates() : [])
    return state()
  })
  app.get('/snapshot', async (_request, reply) => reply.type(jsonLines).send(writeSnapshot(await sandbox.snapshot())))
  app.post('/restore', { bodyLimit: largestSnapshot }, async ({ body }) => {
    const rows = typeof body === 'string' ? parseSnapshot(body) : `the body must be a snapshot, sent as ${jsonLines}`
    if (typeof rows === 'string') throw new WrongInput(rows)
    await sandbox.begin(rows)
    return state()
  })
}

// A web page of another site can post text from a visitor's browser, but not JSON: every control requires an object.
function checkedInput<S extends Schema>(schema: S, body: unknown): Static<S> {
  if (!isRecord(body)) throw new WrongInput('the body must be a JSON object, sent as application/json')
  const [first] = check(schema, body)
  if (first !== undefined) throw new WrongInput(printable(`${first.pointer || 'the body'} ${first.issue}`))
  // `check` has verified the type.
  return body as Static<S>
}

function limitOf(text: string | undefined): number {
  const limit = Number(text ?? 20)
  if (!Number.isInteger(limit) || limit < 1 || limit > 200) throw new WrongInput('last must be a number from 1 to 200')
  return limit
}

function sendError(error: unknown, reply: FastifyReply, log: Log): FastifyReply {
  if (error instanceof WrongInput || error instanceof SnapshotError) return reply.code(400).send(errorBody('PARAM_ERROR', error.message))
  if (error instanceof PlatformError) {
    const { status, code, message } = platformErrors[error.kind]
    return reply.code(status).send({ ...errorBody(code, message.en), kind: error.kind })
  }
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  // The framework's message may contain the input.
  if (status === 400 || status === 415)
    return reply.code(status).send(errorBody('PARAM_ERROR', 'the body must be a JSON object, sent as application/json'))
  if (status > 400 && status < 500 && error instanceof Error) return reply.code(status).send(errorBody('PARAM_ERROR', error.message))
  log.error({ error }, 'a sandbox control failed')
  return reply.code(500).send(errorBody('SYSTEM_ERROR', 'The control failed; the log of the platform says why.'))
}

function errorBody(code: string, message: string) {
  return { code, message }
}

// An issue may contain the name of an unknown field, as it was sent.
function printable(text: string): string {
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}\u{10000}-\u{10FFFF}]/gu, '?').slice(0, longestProblem)
}
