import { Readable } from 'node:stream'
import { Fault, Refusal } from '@card-member/sdk/contract'
import { bodyCutOff, describeFault, type Log, makeRequestId, readHeader } from '@card-member/service'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { files } from '../contract/files.ts'
import { DeskRefusal } from '../contract/refusal.ts'
import { describeBatch } from '../domain/batch/describe.ts'
import { batchOf } from '../domain/batch/lifecycle.ts'
import { prepareBatch } from '../domain/batch/prepare.ts'
import { type ReportKind, reportOf } from '../domain/batch/report.ts'
import { evidenceLimit, keepEvidence, openEvidence } from '../domain/evidence.ts'
import { BatchFileError } from '../files/batch-file-error.ts'
import { writeBytes } from '../files/file-bytes.ts'
import { sampleCsv } from '../files/sample.ts'
import { TemporaryFile } from '../files/temporary-file.ts'
import { demand } from '../staff/actor.ts'
import { auditLogOf } from './audit-handlers.ts'
import { discard } from './discard.ts'
import { refuseForeign } from './edge.ts'
import type { Services } from './services.ts'
import { Visit } from './visit.ts'

const batchLimit = 512 * 1024 * 1024

/** Adds the files that go up and down as they are. */
export function serveFiles(
  app: FastifyInstance,
  services: Services,
  { log, origins, idle_ms }: { log: Log; origins: () => readonly string[]; idle_ms: number },
): void {
  const { context, staff } = services
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
        const request_id = makeRequestId()
        const line: Record<string, unknown> = { request_id, staff_id: undefined, operation: name }
        // Also when whoever asked has gone away before the end.
        reply.raw.once('close', () => log.info({ ...line, status: reply.raw.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered'))
        try {
          refuseForeign(method, (header) => readHeader(request.raw, header), origins())
          const actor = await staff.actorOf(request.headers.cookie)
          if (actor === undefined) throw new DeskRefusal('not_signed_in')
          line.staff_id = actor.staff_id
          reply.header('request-id', `${request_id}-0`)
          return await handle(new Visit(actor, request, reply))
        } catch (error) {
          if (!(error instanceof Refusal)) log.error({ request_id, operation: name, error }, 'failed')
          const refusal = error instanceof Refusal ? error : new Fault('system_error')
          const { status, code, result, language, body } = describeFault(refusal, readHeader(request.raw, 'accept-language'))
          line.code = code
          discard(request.raw)
          const headers = { 'request-id': `${request_id}-${result}`, 'content-language': language, 'x-content-type-options': 'nosniff' }
          return reply.code(status).headers(headers).type('application/json; charset=utf-8').send(body)
        }
      },
    })
  }

  route('uploadBatch', async (visit) => {
    const { actor, request } = visit
    const brand_id = visit.brand_id()
    demand(actor, 'prepare_batch', brand_id)
    const options = visit.batchOptions()
    using upload = new TemporaryFile()
    await writeBytes(upload.fd, bytesOf(request, { most: batchLimit, idle_ms, tooMany: () => new BatchFileError('file_too_large') }))
    const { batch } = await prepareBatch(context, actor, { ...options, brand_id, fd: upload.fd })
    return await describeBatch(context, batch)
  })
  route('sample', async ({ reply, language }) => download(reply, 'sample.csv', 'text/csv; charset=utf-8', sampleCsv(language)))
  const reports = {
    reportCsv: ['report.csv', 'text/csv; charset=utf-8'],
    reportXlsx: ['report.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    failedCsv: ['failed.csv', 'text/csv; charset=utf-8'],
    evidenceZip: ['evidence.zip', 'application/zip'],
  } as const satisfies Partial<Record<keyof typeof files, readonly [ReportKind, string]>>
  for (const name of ['reportCsv', 'reportXlsx', 'failedCsv', 'evidenceZip'] as const) {
    const [kind, type] = reports[name]
    route(name, async ({ actor, reply, batch_id, language }) => {
      const batch = await batchOf(context, actor, batch_id)
      return download(reply, `${batch_id}-${kind}`, type, await reportOf(context, actor, batch, kind, language))
    })
  }
  route('uploadEvidence', async (visit) => {
    const brand_id = visit.brand_id()
    demand(visit.actor, 'record_consent', brand_id)
    const chunks: Buffer[] = []
    const limits = { most: evidenceLimit, idle_ms, tooMany: () => new DeskRefusal('evidence_large') }
    for await (const chunk of bytesOf(visit.request, limits)) chunks.push(chunk)
    return keepEvidence(context, visit.actor, brand_id, Buffer.concat(chunks))
  })
  route('getEvidence', async (visit) => {
    const { content, media_type, sha256 } = await openEvidence(context, visit.actor, visit.brand_id(), visit.sha256)
    return download(visit.reply, sha256, media_type, Buffer.from(content))
  })
  route('auditJsonl', async (visit) => {
    const { chain, grant } = auditLogOf(visit.brand_id(true))
    demand(visit.actor, 'audit', grant)
    await context.auditLog.note([{ brand_id: chain, actor: visit.actor.staff_id, action: 'audit.export', facts: {} }])
    return download(visit.reply, 'audit.jsonl', 'application/x-ndjson', Readable.from(context.auditLog.export({ brand_id: chain })))
  })
}

interface Taking {
  readonly most: number
  readonly idle_ms: number
  readonly tooMany: () => Refusal
}

/**
 * The bytes of a request's body as they come. Its stream stays when they are refused half read: the answer needs its connection.
 */
async function* bytesOf({ body, raw }: FastifyRequest, { most, idle_ms, tooMany }: Taking): AsyncGenerator<Buffer> {
  if (!(body instanceof Readable)) return
  let size = 0
  // Whoever stops sending is cut off; how long the whole may take is the server's to say.
  raw.socket.setTimeout(idle_ms)
  try {
    for await (const chunk of body.iterator({ destroyOnReturn: false })) {
      const bytes = Buffer.from(chunk)
      size += bytes.length
      if (size > most) throw tooMany()
      yield bytes
    }
  } catch (error) {
    throw error instanceof Refusal || raw.complete ? error : bodyCutOff()
  } finally {
    raw.socket.setTimeout(0)
  }
}

function download(reply: FastifyReply, name: string, type: string, content: string | Buffer | Readable): FastifyReply {
  return reply
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('cache-control', 'no-store')
    .header('x-content-type-options', 'nosniff')
    .type(type)
    .send(content)
}
