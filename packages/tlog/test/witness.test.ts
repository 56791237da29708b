import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  askWitness,
  consistencyProof,
  formatSignatureLine,
  formatWitnessRequest,
  generateKey,
  importSigner,
  importVerifier,
  openCheckpoint,
  parseNote,
  parseWitnessRequest,
  signCheckpoint,
  type WitnessHandler,
  witness,
} from '../src/index.ts'
import { codeOf, failureCode, mutatedTexts } from './fixtures/failures.ts'
import { logKey } from './fixtures/published.ts'
import { someEntries, treeInMemory } from './fixtures/reference-tree.ts'

async function setUp(count = 40) {
  const { signer: log, verifier } = await logKey()
  const { skey, vkey } = await generateKey('witness.example/w1', 'cosignature')
  const signer = await importSigner(skey, { now: () => 1_700_000_000_000 })
  const stored = new Map<string, string>()
  const storage = {
    read: async (origin: string) => stored.get(origin),
    write: async (origin: string, note: string) => {
      stored.set(origin, note)
    },
  }
  const handle = witness({ signer, logs: [{ origin: log.name, keys: [verifier] }], storage })
  const { read } = treeInMemory(someEntries(count))
  const checkpointOf = async (size: number, origin = log.name, root?: Uint8Array) => {
    const own = treeInMemory(someEntries(size)).tree.root()
    return signCheckpoint({ origin, size, root: root ?? own }, [log])
  }
  const proofFrom = (size: number) => (from: number) => consistencyProof(from, size, read)
  return { log, verifier, handle, stored, checkpointOf, proofFrom, witnessKey: importVerifier(vkey), storage }
}

const post = (handle: WitnessHandler, body: string | Uint8Array<ArrayBuffer>, path = '/add-checkpoint') =>
  handle(new Request(`http://witness.example${path}`, { method: 'POST', body }))
const answerOf = async (response: Response) => [response.status, response.headers.get('content-type'), await response.text()]

describe('a witness', () => {
  it('cosigns what extends the last checkpoint, and the same again', async () => {
    const { handle, checkpointOf, proofFrom, witnessKey, verifier, stored } = await setUp()
    for (const [old_size, size] of [
      [0, 0],
      [0, 3],
      [3, 3],
      [3, 8],
      [8, 40],
    ] as const) {
      const checkpoint = await checkpointOf(size)
      const response = await post(handle, formatWitnessRequest({ old_size, proof: await proofFrom(size)(old_size), checkpoint }))
      expect(response.status).toBe(200)
      const opened = await openCheckpoint(checkpoint + (await response.text()), { log: verifier, witnesses: [witnessKey], quorum: 1 })
      expect(opened.cosignatures).toEqual([{ name: 'witness.example/w1', time: 1_700_000_000 }])
    }
    expect(stored.get('example.com/log')).toContain('\n40\n')
  })

  it('names the last size when a request goes on from another', async () => {
    const { handle, checkpointOf, proofFrom } = await setUp()
    await post(handle, formatWitnessRequest({ old_size: 0, proof: [], checkpoint: await checkpointOf(5) }))
    for (const old_size of [0, 4, 6]) {
      const body = formatWitnessRequest({ old_size, proof: await proofFrom(8)(old_size), checkpoint: await checkpointOf(8) })
      expect(await answerOf(await post(handle, body))).toEqual([409, 'text/x.tlog.size', '5\n'])
    }
  })

  it('refuses what is no extension, stores nothing of it, and stays where it is', async () => {
    const { handle, checkpointOf, proofFrom, stored } = await setUp()
    const emptyOther = await checkpointOf(0, undefined, new Uint8Array(32))
    expect((await post(handle, formatWitnessRequest({ old_size: 0, proof: [], checkpoint: emptyOther }))).status).toBe(422)
    await post(handle, formatWitnessRequest({ old_size: 0, proof: [], checkpoint: await checkpointOf(5) }))
    const before = stored.get('example.com/log')
    const [proof, other] = [await proofFrom(8)(5), await checkpointOf(8, undefined, new Uint8Array(32))]
    const refused = [
      { old_size: 5, proof, checkpoint: other },
      { old_size: 5, proof: proof.slice(1), checkpoint: await checkpointOf(8) },
      { old_size: 5, proof: [], checkpoint: await checkpointOf(5, undefined, new Uint8Array(32)) },
      { old_size: 5, proof, checkpoint: await checkpointOf(5) },
    ]
    for (const request of refused) expect((await post(handle, formatWitnessRequest(request))).status).toBe(422)
    expect((await post(handle, formatWitnessRequest({ old_size: 5, proof: [], checkpoint: await checkpointOf(4) }))).status).toBe(400)
    expect(stored.get('example.com/log')).toBe(before)
  })

  it('answers 404 to a log or a path it does not know, 403 to a signature that is not good, 405 and 413 to what is no request', async () => {
    const { handle, checkpointOf } = await setUp()
    const unknown = formatWitnessRequest({ old_size: 0, proof: [], checkpoint: await checkpointOf(1, 'example.com/other') })
    expect((await post(handle, unknown)).status).toBe(404)
    const good = formatWitnessRequest({ old_size: 0, proof: [], checkpoint: await checkpointOf(1) })
    expect((await post(handle, good, '/add-subtree')).status).toBe(404)
    expect((await post(handle, good.replace('\n1\n', '\n2\n'))).status).toBe(403)
    expect((await post(handle, good.replace('\u2014 example.com/log', '\u2014 example.com/lag'))).status).toBe(403)
    expect((await handle(new Request('http://witness.example/add-checkpoint'))).status).toBe(405)
    expect((await post(handle, 'x'.repeat(1_000_001))).status).toBe(413)
    expect((await post(handle, good, '/prefix/add-checkpoint')).status).toBe(200)
  })

  it('gives monitors the last checkpoint that it cosigned, by the hash of the origin', async () => {
    const { handle, checkpointOf, verifier, witnessKey } = await setUp()
    const path = `${createHash('sha256').update('example.com/log').digest('hex')}/checkpoint`
    const get = (at: string, method = 'GET') => handle(new Request(`http://witness.example/${at}`, { method }))
    expect(await answerOf(await get(path))).toEqual([404, 'text/plain; charset=utf-8', 'no checkpoint\n'])
    const checkpoint = await checkpointOf(5)
    const line = await (await post(handle, formatWitnessRequest({ old_size: 0, proof: [], checkpoint }))).text()
    expect(await answerOf(await get(path))).toEqual([200, 'text/plain; charset=utf-8', checkpoint + line])
    const note = await (await get(`prefix/${path}`)).text()
    expect(await openCheckpoint(note, { log: verifier, witnesses: [witnessKey], quorum: 1 })).toMatchObject({ size: 5 })
    for (const other of [`${'0'.repeat(64)}/checkpoint`, path.toUpperCase(), `${path}/`]) expect((await get(other)).status).toBe(404)
    const refused = await get(path, 'POST')
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })

  it('never cosigns a request of which one byte is another', async () => {
    const { handle, checkpointOf, proofFrom } = await setUp()
    await post(handle, formatWitnessRequest({ old_size: 0, proof: [], checkpoint: await checkpointOf(5) }))
    const body = formatWitnessRequest({ old_size: 5, proof: await proofFrom(8)(5), checkpoint: await checkpointOf(8) })
    const found = await Promise.all(mutatedTexts(body).map(async (bytes) => (await post(handle, new Uint8Array(bytes))).status))
    expect([...new Set(found)].sort()).toEqual([400, 403, 404, 422])
    for (const bytes of mutatedTexts(body)) codeOf(() => parseWitnessRequest(bytes))
    expect((await post(handle, body)).status).toBe(200)
  })

  it('never goes back, whatever comes at once', async () => {
    const { handle, checkpointOf, proofFrom, stored } = await setUp()
    await post(handle, formatWitnessRequest({ old_size: 0, proof: [], checkpoint: await checkpointOf(5) }))
    const bodies = await Promise.all(
      [6, 7, 8, 9, 10].map(async (size) =>
        formatWitnessRequest({ old_size: 5, proof: await proofFrom(size)(5), checkpoint: await checkpointOf(size) }),
      ),
    )
    const found = await Promise.all(bodies.map(async (body) => (await post(handle, body)).status))
    expect(found.toSorted()).toEqual([200, 409, 409, 409, 409])
    expect(stored.get('example.com/log')).toContain(`\n${6 + found.indexOf(200)}\n`)
  })

  it('cosigns nothing when the checkpoint cannot be stored', async () => {
    const { log, verifier, checkpointOf, storage } = await setUp()
    const { skey } = await generateKey('w', 'cosignature')
    const write = async () => {
      throw new Error('disk full')
    }
    const handle = witness({
      signer: await importSigner(skey),
      logs: [{ origin: log.name, keys: [verifier] }],
      storage: { ...storage, write },
    })
    const body = formatWitnessRequest({ old_size: 0, proof: [], checkpoint: await checkpointOf(1) })
    await expect(post(handle, body)).rejects.toThrow('disk full')
  })
})

describe('a log that asks a witness', () => {
  it('gets its checkpoint with the cosignature, also when it does not know what the witness saw last', async () => {
    const { handle, checkpointOf, proofFrom, witnessKey, verifier } = await setUp()
    const call = {
      url: 'http://witness.example/',
      verifier: witnessKey,
      fetch: (url: string | URL | Request, init?: RequestInit) => handle(new Request(url, init)),
    }
    const ask = async (size: number, old_size: number) =>
      askWitness({ ...call, checkpoint: await checkpointOf(size), old_size, proofFrom: proofFrom(size) })
    for (const [size, old_size] of [
      [5, 0],
      [9, 5],
      [20, 0],
      [20, 20],
      [40, 90],
    ] as const)
      expect(
        (await openCheckpoint((await ask(size, old_size)).checkpoint, { log: verifier, witnesses: [witnessKey], quorum: 1 })).size,
      ).toBe(size)
    expect(await failureCode(ask(30, 0))).toBe('WITNESS_AHEAD')
    const other = await checkpointOf(40, undefined, new Uint8Array(32))
    expect(await failureCode(askWitness({ ...call, checkpoint: other, old_size: 40, proofFrom: proofFrom(40) }))).toBe('WITNESS_REFUSED')
    const failing = async () => {
      throw new TypeError('fetch failed', { cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }) })
    }
    await expect(askWitness({ ...call, fetch: failing, checkpoint: other, old_size: 40, proofFrom: proofFrom(40) })).rejects.toMatchObject({
      code: 'WITNESS_UNREACHABLE',
      details: ['http://witness.example/', 'ECONNREFUSED'],
    })
  })

  it('is told line and time of the cosignature alone, too', async () => {
    const { handle, checkpointOf, proofFrom, witnessKey } = await setUp()
    const checkpoint = await checkpointOf(5)
    const answer = await askWitness({
      url: 'http://witness.example/log',
      verifier: witnessKey,
      checkpoint,
      old_size: 0,
      proofFrom: proofFrom(5),
      fetch: (url, init) => handle(new Request(url, init)),
    })
    expect(answer).toEqual({ checkpoint: checkpoint + answer.line, line: expect.stringMatching(/^— witness/), time: 1_700_000_000 })
  })

  it.each([
    ['a failure of the server', { status: 503 }, 'busy', 'WITNESS_UNREACHABLE'],
    ['a redirect, which is not followed', { status: 308, headers: { location: 'http://other.example' } }, null, 'WITNESS_UNREACHABLE'],
    ['an answer that is too long', {}, 'x'.repeat(64 * 1024 + 1), 'NOTE_MALFORMED'],
    ['a cosignature of another', {}, '\u2014 other.example/w2 AAAAAAA=\n', 'NOTE_NOT_SIGNED'],
    ['a size that is none', { status: 409 }, 'seven', 'WITNESS_REFUSED'],
  ])('refuses %s', async (_what, init, body, code) => {
    const { checkpointOf, proofFrom, witnessKey } = await setUp()
    const call = async () => new Response(body, init)
    const asked = { url: 'http://witness.example', verifier: witnessKey, old_size: 0, proofFrom: proofFrom(5), fetch: call }
    expect(await failureCode(askWitness({ ...asked, checkpoint: await checkpointOf(5) }))).toBe(code)
  })

  it('refuses a cosignature of a text that begins with the checkpoint', async () => {
    const { checkpointOf, proofFrom } = await setUp()
    const { skey, vkey } = await generateKey('witness.example/w2', 'cosignature')
    const signer = await importSigner(skey)
    const checkpoint = await checkpointOf(5)
    const { text } = parseNote(checkpoint)
    const more = `more\n\n${formatSignatureLine(await signer.sign(`${text}\nmore\n`))}`
    const asked = { url: 'http://witness.example', old_size: 0, proofFrom: proofFrom(5), fetch: async () => new Response(more) }
    expect(await failureCode(askWitness({ ...asked, verifier: importVerifier(vkey), checkpoint }))).toBe('NOTE_NOT_SIGNED')
  })
})
