import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { check, Fault, Refusal, readQuery } from '@card-member/sdk/contract'
import { describeFault, type Log, makeRequestId } from '@card-member/service'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { describeBatch } from '../batch/describe.ts'
import { batchOf } from '../batch/lifecycle.ts'
import { prepareBatch } from '../batch/prepare.ts'
import { type ReportKind, reportOf } from '../batch/report.ts'
import { BrandId } from '../contract/field.ts'
import { files } from '../contract/files.ts'
import { DeskRefusal } from '../contract/refusal.ts'
import { sampleCsv } from '../file/sample.ts'
import { type Actor, demand } from '../people/actor.ts'
import { evidenceLimit, keepEvidence, openEvidence } from '../subject/evidence.ts'
import { recordOf } from './audit-handlers.ts'
import { refuseForeign } from './edge.ts'
import type { Services } from './services.ts'

const batchLimit = 512 * 1024 * 1024

interface Visit {
  readonly actor: Actor
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  /** A parameter of the path. */
  param(name: string): string
  query(name: string): string | undefined
}

/** Adds the files that go up and down as they are. */
export function serveFiles(
  app: FastifyInstance,
  services: Services,
  { log, origins }: { log: Log; origins: () => readonly string[] },
): void {
  const { means, people } = services
  app.removeAllContentTypeParsers()
  // Files are taken as streams, however large.
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  const route = (name: keyof typeof files, handle: (visit: Visit) => Promise<unknown>) => {
    const { method, path } = files[name]
    app.route({
      method,
      url: path.replaceAll(/\{([a-z_0-9]+)\}/g, ':$1'),
      bodyLimit: batchLimit,
      handler: async (request, reply) => {
        try {
          refuseForeign(method, (header) => textOf(request.headers[header]), origins())
          const actor = await people.actorOf(request.headers.cookie)
          if (actor === undefined) throw new DeskRefusal('not_signed_in')
          return await handle(visitOf(actor, request, reply))
        } catch (error) {
          if (!(error instanceof Refusal)) log.error({ route: name, error }, 'failed')
          const refusal = error instanceof Refusal ? error : new Fault('system_error')
          const { status, body } = describeFault(refusal, request.headers['accept-language'])
          return reply.code(status).header('request-id', `${makeRequestId()}-1`).type('application/json; charset=utf-8').send(body)
        }
      },
    })
  }

  route('uploadBatch', async ({ actor, request, param, query }) => {
    const brand_id = brandOf(param('brand_id'))
    demand(actor, 'prepare_batch', brand_id)
    const folder = await mkdtemp(join(tmpdir(), 'card-member-upload-'))
    try {
      const path = join(folder, 'file')
      await pipeline(streamOf(request), createWriteStream(path, { mode: 0o600 }))
      const version = query('notice_version')
      const { batch, ignored_columns } = await prepareBatch(means, actor, {
        brand_id,
        path,
        file_name: query('file_name') ?? 'file',
        connection: query('connection'),
        force_reason: query('force_reason'),
        notice_version: version === undefined ? undefined : Number(version),
      })
      return { ...(await describeBatch(means, batch)), ignored_columns }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
  route('sample', async ({ reply, query }) =>
    download(reply, 'sample.csv', 'text/csv; charset=utf-8', sampleCsv(query('lang') === 'en' ? 'en' : 'zh-CN')),
  )
  const reports = {
    reportCsv: ['report.csv', 'text/csv; charset=utf-8'],
    reportXlsx: ['report.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    failedCsv: ['failed.csv', 'text/csv; charset=utf-8'],
    evidenceZip: ['evidence.zip', 'application/zip'],
  } as const satisfies Partial<Record<keyof typeof files, readonly [ReportKind, string]>>
  for (const name of ['reportCsv', 'reportXlsx', 'failedCsv', 'evidenceZip'] as const) {
    const [kind, type] = reports[name]
    route(name, async ({ actor, reply, param }) => {
      const batch = await batchOf(means, actor, param('batch_id'))
      return download(reply, `${batch.batch_id}-${kind}`, type, await reportOf(means, actor, batch, kind))
    })
  }
  route('uploadEvidence', async ({ actor, request, param }) => {
    const brand_id = brandOf(param('brand_id'))
    demand(actor, 'record_consent', brand_id)
    return keepEvidence(means, actor, brand_id, await bytesOf(request))
  })
  route('getEvidence', async ({ actor, reply, param }) => {
    const { content, media_type, sha256 } = await openEvidence(means, actor, brandOf(param('brand_id')), param('sha256'))
    return download(reply, sha256, media_type, Buffer.from(content))
  })
  route('auditJsonl', async ({ actor, reply, param }) => {
    const { chain, grant } = recordOf(param('brand_id'))
    demand(actor, 'audit', grant)
    await means.recorder.note([{ brand_id: chain, actor: actor.person_id, action: 'record.export', facts: {} }])
    return download(reply, 'audit.jsonl', 'application/x-ndjson', Readable.from(means.recorder.export({ brand_id: chain })))
  })
}

function visitOf(actor: Actor, request: FastifyRequest, reply: FastifyReply): Visit {
  const [, query = ''] = (request.raw.url ?? '').split('?')
  const pairs = new Map(readQuery(query) ?? [])
  const params = new Map(Object.entries(request.params ?? {}))
  return { actor, request, reply, param: (name) => String(params.get(name) ?? ''), query: (name) => pairs.get(name) || undefined }
}

function brandOf(text: string): string {
  const [fault] = check(BrandId, text)
  if (fault) throw new Fault('param_error', { field: 'brand_id', issue: fault.issue, location: 'url' })
  return text
}

function streamOf({ body }: FastifyRequest): Readable {
  return body instanceof Readable ? body : Readable.from([])
}

async function bytesOf(request: FastifyRequest): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of streamOf(request)) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > evidenceLimit) throw new DeskRefusal('evidence_large')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

function download(reply: FastifyReply, name: string, type: string, content: string | Buffer | Readable): FastifyReply {
  return reply
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('cache-control', 'no-store')
    .header('x-content-type-options', 'nosniff')
    .type(type)
    .send(content)
}

function textOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value
}
